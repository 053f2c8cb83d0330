"""What was done about pupils to change their attendance, and how it stood before and after (CASE-A)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rollbook.absence.queries.days import days_met
from rollbook.cases.known import processes
from rollbook.pupils.queries.on_the_roll import OnTheRoll
from rollbook.registers.queries import rows_by_pupil, year_lines
from rollbook.reports.asked import EVERYBODY, When, Whose
from rollbook.reports.queries.done import MEANT, done
from rollbook.reports.queries.movement import is_there
from rollbook.reports.queries.roll import Roll
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.attendance import is_persistent
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.moved import Moved, moved
from rollbook.rules.told import Kind, Told
from rollbook.rules.year_row import year_ends, year_of, year_starts


@dataclass(frozen=True, slots=True)
class Intervention:
    """One kind of thing done about one pupil in these days: the first time, how often, and attendance around it."""

    pupil: OnTheRoll
    kind: str
    what: str
    on: date
    times: int
    moved: Moved


@dataclass(frozen=True, slots=True)
class Done:
    """Everything of these days, and beside it the pupils persistently absent about whom nothing was done."""

    acts: tuple[Intervention, ...]
    nothing: tuple[Moved, ...]

    @property
    def pupils(self) -> int:
        return len({act.pupil.id for act in self.acts})


def interventions(actor: Actor, roll: Roll, days: When, whose: Whose = EVERYBODY) -> Done:
    """What was done about these pupils in these days, with attendance as it stands today: a fixed number of statements.

    Each part of the office tells what this person may know of. Around the first time of each kind for each pupil, so
    that a pupil who was written to five times is one pupil.
    """
    pupils = {p.id: p for p, _ in roll.by_pupil(days, whose)}
    told = done(actor, list(pupils), days.first, days.last)
    firsts = [one for key, lines in told.items() for one in _firsts(lines, key)]
    idle = _idle(roll, days, whose, {key for key, *_ in firsts})
    around = _Around(actor, days, {*(key for key, *_ in firsts), *idle})
    acts = [
        Intervention(pupils[key], kind, what, on, times, around.moved(key, on)) for key, kind, what, on, times in firsts
    ]
    return Done(
        tuple(sorted(acts, key=lambda act: (act.kind, act.what, act.on, act.pupil.order))),
        tuple(around.moved(key, days.first) for key in idle),
    )


# Cases that tell somebody something, or answer something: none of them is meant to bring a pupil back to school.
_NOT_MEANT = (
    "leave_request",
    "new_pupil_return",
    "ten_day_return",
    "sickness_return",
    "missing_education",
    "missing_out",
    "home_education",
    "deletion",
)


class _Around:
    """The days met and the years of some pupils, read once, to look around many days."""

    def __init__(self, actor: Actor, days: When, pupils: Collection[int]) -> None:
        self.today = actor.today
        first, last = year_of(days.first) - 1, year_of(actor.today)
        self.calendar: SchoolCalendar = days_met(actor, first=year_starts(first), last=year_ends(last))
        self.rows: Mapping[int, Mapping[int, bytes]] = (
            rows_by_pupil(year_lines(actor, range(first, last + 1), pupils)) if pupils else {}
        )

    def moved(self, pupil: int, on: date) -> Moved:
        return moved(self.calendar, self.rows.get(pupil, {}), on, self.today)


def _is_meant(told: Told) -> bool:
    """Whether it is meant to change attendance; a return to the authority or an answer to a request is not."""
    if told.kind != Kind.CASE:
        return told.kind in MEANT
    return _what(told) not in {known.name for key, known in processes().items() if key in _NOT_MEANT}


def _firsts(lines: Collection[Told], pupil: int) -> Iterator[tuple[int, str, str, date, int]]:
    """Each kind of thing once: the day of the first time and how often."""
    found: dict[tuple[str, str], list[date]] = {}
    for one in lines:
        if _is_meant(one):
            found.setdefault((one.kind, _what(one)), []).append(one.at.astimezone(LONDON).date())
    for (kind, what), on in found.items():
        yield pupil, kind, what, min(on), len(on)


def _what(told: Told) -> str:
    """What it is called in a table: a case by its process, lateness as one, anything else by what it says."""
    if told.kind == Kind.CASE:
        return told.says.partition(":")[0]
    return "Step about lateness" if told.kind == Kind.LATENESS else told.says.removesuffix(" held")


def _idle(roll: Roll, days: When, whose: Whose, acted: Collection[int]) -> tuple[int, ...]:
    """Who was persistently absent by the first of these days and had nothing done about them in these days."""
    year = When(year_starts(year_of(days.first)), days.first)
    return tuple(
        pupil.id
        for pupil, totals in roll.by_pupil(year, whose)
        if is_persistent(totals) and pupil.id not in acted and is_there(pupil, days.last)
    )
