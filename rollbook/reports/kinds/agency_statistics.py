"""Statistics for agencies: the pupils whom each works with as a group, never one by one (REP-C, DAT-7)."""

from __future__ import annotations

from collections.abc import Sequence

from rollbook.pupils.queries.on_the_roll import CHARACTERISTICS
from rollbook.reports.asked import Asked, Measure
from rollbook.reports.kind import Ask, Kind, Period, Shelf
from rollbook.reports.kinds.hiding import alone, within
from rollbook.reports.kinds.saying import about, counted_how, inside, only_theirs
from rollbook.reports.queries.roll import Line, Roll, roll_for
from rollbook.reports.report import Cell, Report, Table, number, words
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.small_numbers import MARK, NOTE

_M = Measure
_MEASURES = (_M.ATTENDANCE, _M.AUTHORISED, _M.UNAUTHORISED, _M.PERSISTENT, _M.SEVERE)
_COLUMNS = (
    words("Pupils with"),
    number("Pupils", people=True),
    number("Attendance"),
    number("Authorised absence", folds=True),
    number("Unauthorised absence", folds=True),
    number("Persistently absent"),
    number("Severely absent", folds=True),
)
AGENCIES = {
    "Virtual school": ("looked-after",),
    "Social care": ("child-protection", "child-in-need", "social-worker", "young-carer"),
    "Health and special needs": ("medical", "sen", "ehcp"),
}


def make(actor: Actor, asked: Asked) -> Report:
    """A table for each agency: its groups, and everybody beside them. No name stands in it."""
    roll = roll_for(actor, asked)
    whole = roll.line(asked.when, asked.whose)
    tables = tuple(_table(roll, asked, whole, agency, kinds) for agency, kinds in AGENCIES.items())
    return Report(
        kind=KIND.key,
        title=KIND.title,
        about=about(actor, asked),
        made_at=actor.now,
        made_by=actor.name,
        sections=tables if whole.pupils else (tables[0],),
        notes=(
            NOTE,
            "A pupil with several characteristics is counted with each, so the lines do not add up to everybody. "
            "Whoever was such a pupil on the last day of these days is counted for all of them.",
            *only_theirs(actor),
            *counted_how(asked),
        ),
        says=_says(whole),
    )


def _table(roll: Roll, asked: Asked, whole: Line, agency: str, kinds: tuple[str, ...]) -> Table:
    lines = [roll.line(asked.when, asked.narrowed(trait=kind), key=kind, title=CHARACTERISTICS[kind]) for kind in kinds]
    shown = [(line.title, *within(line, whole, _MEASURES)) for line in lines if line.pupils]
    missing = ", ".join(inside(line.title) for line in lines if not line.pupils)
    return Table(
        agency,
        _COLUMNS,
        tuple(shown),
        foot=("Everybody", *alone(whole, _MEASURES)) if whole.pupils and shown else (),
        says=_beside(lines, whole, shown),
        empty=f"No pupil of these days is known with: {missing}."
        if whole.pupils
        else "There is no mark in these days for these pupils.",
        note=f"No pupil: {missing}." if missing and shown else "",
    )


def _beside(lines: Sequence[Line], whole: Line, shown: Sequence[tuple[Cell, ...]]) -> str:
    """How far each group that may be shown stands from everybody."""
    named = {row[0] for row in shown if row[1] != MARK}
    told = [f"{line.title}: attendance {line.share(_M.ATTENDANCE)}" for line in lines if line.title in named]
    return f"{'; '.join(told)}; everybody {whole.share(_M.ATTENDANCE)}." if told else ""


def _says(whole: Line) -> str:
    return f"Attendance of everybody is {whole.share(_M.ATTENDANCE)}." if whole.pupils else ""


KIND = Kind(
    key="agency-statistics",
    title="Statistics for agencies",
    purpose="Attendance of the groups that the virtual school, social care and health ask about, without a name.",
    duty="REP-C",
    shelf=Shelf.OUTSIDE,
    make=make,
    permission=Permission.SEE_FLAGS,
    asks=(Ask.PERIOD, Ask.WHOSE),
    usual=Period.TERM,
    leaves=True,
)
