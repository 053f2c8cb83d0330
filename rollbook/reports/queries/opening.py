"""What a percentage was counted from: sessions or pupils, those left out, the rule and the moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from rollbook.pupils.queries.on_the_roll import OnTheRoll
from rollbook.reports.asked import Measure, Slice
from rollbook.reports.kinds.saying import days, whom
from rollbook.reports.queries.roll import Roll, the_roll
from rollbook.reports.report import Share
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import Totals
from rollbook.rules.code import Code
from rollbook.rules.codes import in_force

TITLES = {
    Measure.ATTENDANCE: "Attendance",
    Measure.ABSENCE: "Absence",
    Measure.AUTHORISED: "Authorised absence",
    Measure.UNAUTHORISED: "Unauthorised absence",
    Measure.LATE: "Late",
    Measure.LATE_AFTER: "Late after the register closed",
    Measure.PERSISTENT: "Persistently absent",
    Measure.SEVERE: "Severely absent",
}
_COUNTS: dict[Measure, Callable[[Code], bool]] = {
    Measure.ATTENDANCE: lambda code: code.attends,
    Measure.ABSENCE: lambda code: code.absent,
    Measure.AUTHORISED: lambda code: code.authorised,
    Measure.UNAUTHORISED: lambda code: code.unauthorised,
    Measure.LATE: lambda code: code.late,
    Measure.LATE_AFTER: lambda code: code.late and code.absent,
    Measure.PERSISTENT: lambda code: code.absent,
    Measure.SEVERE: lambda code: code.absent,
}


@dataclass(frozen=True, slots=True)
class CodeCounted:
    """How often a code stands in these sessions; its `part` is counted, whole or out."""

    symbol: str
    name: str
    times: int
    part: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A share taken apart. Codes counted and in the whole alone come to the whole; `out` were left out of both.

    `over` are the pupils who make a share of pupils; `pupils` everybody counted, those with most first.
    """

    title: str
    about: str
    share: Share
    measure: Measure
    counted: tuple[CodeCounted, ...]
    whole: tuple[CodeCounted, ...]
    out: tuple[CodeCounted, ...]
    pupils: tuple[tuple[OnTheRoll, Totals, Share], ...]
    over: int
    rule: str
    made_at: datetime

    @property
    def left_out(self) -> int:
        return sum(code.times for code in self.out)


def opened(actor: Actor, what: Slice) -> Opened:
    """What a share of a report was counted from, counted again now: six statements at most."""
    roll = the_roll(actor, what.when.first, what.when.last)
    each = [(pupil, totals) for pupil, totals in roll.by_pupil(what.when, what.whose) if totals.possible]
    line = roll.line(what.when, what.whose)
    parts = _codes(roll, what)
    return Opened(
        title=TITLES[what.measure],
        about=f"{days(what.when)} · {whom(actor, what.whose)}",
        share=line.share(what.measure),
        measure=what.measure,
        counted=tuple(code for code in parts if code.part == "counted"),
        whole=tuple(code for code in parts if code.part == "whole"),
        out=tuple(code for code in parts if code.part == "out"),
        pupils=_pupils(each, what.measure),
        over=sum(what.measure.counted(totals) for _, totals in each) if what.measure.of_pupils else 0,
        rule=what.measure.rule,
        made_at=actor.now,
    )


def _codes(roll: Roll, what: Slice) -> tuple[CodeCounted, ...]:
    """By the meaning that each code has on the last of the days; a code abolished meanwhile by its last meaning."""
    known, counts = in_force(what.when.last), _COUNTS[what.measure]
    found = []
    for symbol, times in roll.codes(what.when, what.whose).items():
        code = known.get(symbol) or in_force(what.when.first)[symbol]
        part = "out" if not code.possible else "counted" if counts(code) else "whole"
        found.append(CodeCounted(symbol, code.name, times, part))
    return tuple(sorted(found, key=lambda one: (-one.times, one.symbol)))


def _pupils(each: list[tuple[OnTheRoll, Totals]], measure: Measure) -> tuple[tuple[OnTheRoll, Totals, Share], ...]:
    """The pupils with most of what is measured first; by attendance, those with least."""
    of = Measure.ABSENCE if measure.of_pupils else measure
    shares = [(pupil, totals, Share(of.counted(totals), totals.possible)) for pupil, totals in each]
    turn = 1 if measure is Measure.ATTENDANCE else -1
    return tuple(sorted(shares, key=lambda one: (turn * one[2].part / one[2].whole, one[0].order)))
