"""Registers taken in time, by teacher and by group, cover shown as cover (REG-B, REG-4)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from statistics import median_low

from rollbook.absence.words import count, short_day
from rollbook.reports.asked import Asked
from rollbook.reports.kind import Ask, Kind, Period, Shelf
from rollbook.reports.kinds.charting import shares_chart
from rollbook.reports.kinds.saying import about
from rollbook.reports.queries.registers import Due, registers_due
from rollbook.reports.report import Cell, Column, Number, Numbers, Picture, Report, Share, Table, number, words
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.calendar import monday_of
from rollbook.rules.taken_in_time import Taking
from rollbook.web.charts import ChartKind

_NOBODY = "Nobody is named"


def make(actor: Actor, asked: Asked) -> Report:
    """The figures, the weeks, each person who takes registers, and each group."""
    actor.require(Permission.SEE_STAFF_LATENESS)
    due = registers_due(actor, asked)
    return Report(
        kind=KIND.key,
        title=KIND.title,
        about=about(actor, asked),
        made_at=actor.now,
        made_by=actor.name,
        sections=(_figures(due), *_weeks(due), _teachers(due), _groups(due)),
        notes=_NOTES,
        says=_says(due),
    )


def _how_many(due: Iterable[Due], *which: Taking) -> int:
    return sum(one.taking in which for one in due)


def _in_time(due: Iterable[Due]) -> Share:
    """In time, out of those due that were not marked by another road."""
    counted = [one for one in due if one.taking is not Taking.OTHERWISE]
    return Share(_how_many(counted, Taking.IN_TIME), len(counted))


def _median(due: Iterable[Due]) -> int | None:
    minutes = [one.minutes for one in due if one.minutes is not None]
    return median_low(minutes) if minutes else None


def _says(due: tuple[Due, ...]) -> str:
    if not due:
        return "No register was due in these days."
    share = _in_time(due)
    said = f"{share.part} of {count(share.whole, 'register')} were taken before they closed ({share})"
    missing = _how_many(due, Taking.NOT)
    return f"{said}; {missing or 'none'} {'was' if missing == 1 else 'were'} not taken at all."


def _figures(due: tuple[Due, ...]) -> Numbers:
    half = _median(due)
    return Numbers(
        "Registers",
        (
            Number("Due", len(due), f"{_how_many(due, Taking.OTHERWISE)} of them marked by another road"),
            Number("In time", _in_time(due), "before the register closed"),
            Number("After the close", _how_many(due, Taking.LATE), "on the same day"),
            Number("On a later day", _how_many(due, Taking.LATER_DAY)),
            Number("Not taken", _how_many(due, Taking.NOT)),
            Number(
                "Half were taken within",
                "–" if half is None else count(half, "minute"),
                "of the opening, of those taken on the day",
            ),
        ),
    )


def _weeks(due: tuple[Due, ...]) -> tuple[Picture, ...]:
    by_week: defaultdict[date, list[Due]] = defaultdict(list)
    for one in due:
        by_week[monday_of(one.session.on)].append(one)
    weeks = [(short_day(monday), own) for monday, own in sorted(by_week.items()) if _in_time(own).whole]
    if len(weeks) < 2:
        return ()
    table = Table(
        "Week by week",
        (words("Week of"), number("In time"), number("Not taken"), number("Median minutes after opening", folds=True)),
        tuple((name, _in_time(own), _how_many(own, Taking.NOT), _median(own)) for name, own in weeks),
        says="Registers taken before they closed, of those due.",
    )
    series = (("In time", [(name, _in_time(own)) for name, own in weeks]),)
    return (Picture(shares_chart(table, series, kind=ChartKind.LINE, along="Week of", up="Registers in time"), table),)


def _teachers(due: tuple[Due, ...]) -> Table:
    """Each person by the registers that were theirs; what others took for them stands apart, and for whom they did."""
    theirs: defaultdict[tuple[str, int], list[Due]] = defaultdict(list)
    for one in due:
        theirs[(one.holder.name, one.holder.user_id) if one.holder else (_NOBODY, 0)].append(one)
    for_others = Counter((one.by_name, one.by_id or 0) for one in due if one.by_somebody_else)
    people = sorted({*theirs, *for_others}, key=lambda who: (who[0] == _NOBODY, who[0].casefold(), who[1]))
    return Table(
        "By teacher",
        (
            Column("Teacher", names=True),
            number("Theirs"),
            number("As cover", folds=True),
            number("In time"),
            number("After the close"),
            number("On a later day", folds=True),
            number("Not taken"),
            number("Taken by somebody else", folds=True),
            number("Median minutes", folds=True),
            number("Taken for others", folds=True),
        ),
        tuple(_teacher(who[0], theirs.get(who, []), for_others[who]) for who in people),
        empty="No register was due in these days.",
        note="“Theirs” are registers of days on which the person was named for the group, as tutor, teacher or cover.",
    )


def _teacher(name: str, theirs: list[Due], for_others: int) -> tuple[Cell, ...]:
    own = [one for one in theirs if not one.by_somebody_else]
    return (
        name,
        len(theirs),
        sum(one.was_covered for one in theirs),
        _in_time(own),
        _how_many(own, Taking.LATE),
        _how_many(own, Taking.LATER_DAY),
        _how_many(own, Taking.NOT),
        len(theirs) - len(own),
        _median(own),
        for_others,
    )


def _groups(due: tuple[Due, ...]) -> Table:
    by_group: defaultdict[int, list[Due]] = defaultdict(list)
    for one in due:
        by_group[one.register.id].append(one)
    return Table(
        "By group",
        (
            words("Register"),
            number("Due", folds=True),
            number("In time"),
            number("After the close"),
            number("On a later day", folds=True),
            number("Marked by another road", folds=True),
            number("Not taken"),
            number("Covered", folds=True),
            number("Taken by somebody else", folds=True),
            number("Median minutes", folds=True),
        ),
        tuple(_group(own[0].register.name, own) for own in by_group.values()),
        foot=_group("All", due) if due else (),
        empty="No register was due in these days.",
    )


def _group(name: str, own: Iterable[Due]) -> tuple[Cell, ...]:
    held = list(own)
    late = (_how_many(held, which) for which in (Taking.LATE, Taking.LATER_DAY, Taking.OTHERWISE, Taking.NOT))
    covered = sum(one.was_covered for one in held)
    return (
        name, len(held), _in_time(held), *late, covered, sum(one.by_somebody_else for one in held), _median(held),
    )  # fmt: skip


_NOTES = (
    "A register is due for every registration group with pupils, in every session whose register has closed, on every "
    "day on which the school met. Sessions whose mark comes from a lesson have none. Registers are chosen by year "
    "group and form; a characteristic or sex leaves none out.",
    "In time is a first save before the register closed (REG-4). One taken without a connection counts from when it "
    "was taken, not from when it arrived. Marks by another road are those of trips, closures or the office, without "
    "the register of the group; they are in no percentage.",
    "Where cover was named for a day the register is the cover's, not the tutor's. What somebody else took counts "
    "neither for nor against the person whose register it was. A figure says nothing of why: a fire drill, an "
    "assembly, a device that failed.",
)


KIND = Kind(
    key="registers-taken",
    title="Registers taken in time",
    purpose="Which registers were taken before they closed, by teacher and by group, with cover shown as cover.",
    duty="REG-B",
    shelf=Shelf.LEADERS,
    make=make,
    permission=Permission.SEE_STAFF_LATENESS,
    asks=(Ask.PERIOD, Ask.WHOSE),
    usual=Period.FORTNIGHT,
)
