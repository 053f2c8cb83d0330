"""Lateness counted: before and after the close apart, minutes lost, patterns, and the school's own steps (PUN-1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rollbook.rules.calendar import Closure, ClosureKind, Days, Term
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
MOST_LATES, MOST_STEPS = 100, 12
# Fewer than this is chance, not a habit; our own choice.
A_HABIT = 3


class Act(StrEnum):
    """What a school does when a pupil has been late so often."""

    TUTOR = "tutor"
    CALL = "call"
    LETTER = "letter"
    DETENTION = "detention"
    MEETING = "meeting"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Act.TUTOR: "Tutor speaks with the pupil",
    Act.CALL: "Call home",
    Act.LETTER: "Letter home",
    Act.DETENTION: "Detention",
    Act.MEETING: "Meeting with the family",
}


@dataclass(frozen=True, order=True, slots=True)
class LateStep:
    """A step of the school's policy: after so many lates in a half term, this is done."""

    at: int
    act: Act

    @property
    def says(self) -> str:
        return f"{self.at} late: {self.act.label.lower()}"


# Until a school says otherwise.
USUAL = (LateStep(3, Act.TUTOR), LateStep(6, Act.LETTER), LateStep(9, Act.MEETING))


@dataclass(frozen=True, slots=True)
class Late:
    """One late arrival: the session, whether after the register closed, and by how many minutes, where said."""

    session: Session
    after_close: bool
    minutes: int | None


@dataclass(frozen=True, slots=True)
class LateTotals:
    """A pupil's lateness over a period; `untimed` arrivals have no minutes, and none is guessed for them."""

    before_close: int
    after_close: int
    minutes: int
    untimed: int
    by_weekday: tuple[int, int, int, int, int]
    by_half: tuple[int, int]
    first: Session
    last: Session

    @property
    def times(self) -> int:
        return self.before_close + self.after_close

    @property
    def pattern(self) -> str:
        """A weekday or half on which most of it falls, in words; empty where there is none."""
        if self.times < A_HABIT:
            return ""
        says = [f"mostly {WEEKDAYS[n]}" for n, times in enumerate(self.by_weekday) if times * 2 > self.times]
        if self.by_half[Half.PM] * 2 > self.times:
            says.append("mostly after lunch")
        return ", ".join(says)


def late_totals(lates: Iterable[Late]) -> LateTotals | None:
    """What a pupil's late arrivals come to; None where there was none."""
    found = sorted(lates, key=lambda late: late.session)
    if not found:
        return None
    days = Counter(late.session.on.weekday() for late in found)
    halves = Counter(late.session.half for late in found)
    return LateTotals(
        before_close=sum(not late.after_close for late in found),
        after_close=sum(late.after_close for late in found),
        minutes=sum(late.minutes or 0 for late in found),
        untimed=sum(late.minutes is None for late in found),
        by_weekday=(days[0], days[1], days[2], days[3], days[4]),
        by_half=(halves[Half.AM], halves[Half.PM]),
        first=found[0].session,
        last=found[-1].session,
    )


def step_due(steps: Sequence[LateStep], times: int, taken: Iterable[int]) -> LateStep | None:
    """The highest step that is reached and not taken; a higher one that was taken has gone past it."""
    reached = max((step for step in steps if step.at <= times), default=None)
    return None if reached is None or any(at >= reached.at for at in taken) else reached


def checked_steps(steps: Sequence[LateStep]) -> tuple[LateStep, ...]:
    """The steps in their order; refused where they cannot be a policy."""
    if not steps:
        raise Refused("Write at least one step: after how many lates something is done, and what.")
    if len(steps) > MOST_STEPS:
        raise Refused(f"A policy has at most {MOST_STEPS} steps.")
    if len({step.at for step in steps}) != len(steps):
        raise Refused("Two steps stand at the same number of lates. Give each its own.")
    if any(not 1 <= step.at <= MOST_LATES for step in steps):
        raise Refused(f"A step is taken after 1 to {MOST_LATES} lates.")
    return tuple(sorted(steps))


def half_term_of(terms: Iterable[Term], closures: Iterable[Closure], on: date) -> Days | None:
    """The half of a term in which a day lies, cut at the half-term holiday; None between terms."""
    term = next((term.days for term in terms if on in term.days), None)
    if term is None:
        return None
    breaks = sorted(c.days for c in closures if c.kind is ClosureKind.HALF_TERM and c.days.first in term)
    first, last = term.first, term.last
    for gap in breaks:
        if gap.first > on:
            last = min(last, gap.first - timedelta(days=1))
            break
        first = gap.last + timedelta(days=1)
    return Days(first, last) if first <= last else None
