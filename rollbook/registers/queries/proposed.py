"""What a day that is not ordinary would mean for each pupil, before anything is planned or marked (REG-M)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rollbook.pupils.queries.identifying import ids_of
from rollbook.pupils.queries.lines import PupilLine, pupil_lines
from rollbook.pupils.queries.spans import OnRoll, times_on_roll
from rollbook.registers.models import Mark, Occasion, PlannedMark
from rollbook.rules.actor import Actor
from rollbook.rules.age import compulsory_age, is_compulsory
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.rules.year_row import year_of
from rollbook.schools.queries import calendar_of

EXAM_YEARS = frozenset({"11", "12", "13"})
NEW, NOT_REQUIRED, STUDY, OBSERVANCE = "Z", "X", "S", "R"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Proposed:
    """One pupil, the code that would stand (empty: none), why, and whether it may be done for them."""

    pupil: PupilLine
    code: str
    says: str
    may: bool

    @property
    def key(self) -> str:
        return str(self.pupil.public_id)


@dataclass(frozen=True, slots=True)
class _People:
    lines: tuple[PupilLine, ...]
    times: Mapping[str, OnRoll]


def starting(actor: Actor, pupils: Collection[str], expected: date) -> tuple[Proposed, ...]:
    """A staggered start, pupil by pupil: what stands before the day on which each is first expected: six statements.

    New pupils' starting day is the day agreed (ADM-2), with no mark before it (COD-17); pupils outside
    compulsory age are not required to attend (X, COD-11). For a pupil of compulsory age who is on
    roll there is no such code: # is for everybody and Y for what nobody planned (COD-18).
    """
    people = _people(actor, pupils, expected)
    first = first_day_of_year(actor, expected)
    marked = _marked_before(actor, [p.id for p in people.lines], first, expected)
    return tuple(_start(p, people.times[str(p.public_id)], first, expected, p.id in marked) for p in people.lines)


def first_day_of_year(actor: Actor, on: date) -> date:
    """The first day on which the school meets in the academic year of a day: two statements."""
    days = calendar_of(actor, year_of(on)).days
    if not days:
        raise Refused("The school's terms of that year are not set yet. Set them first: Set-up, Year.")
    return days[0]


def for_study_leave(actor: Actor, pupils: Collection[str], first: date, last: date) -> tuple[Proposed, ...]:
    """Whom study leave may be granted to (COD-15), and until when Year 11 stays on roll (REG-15): four statements."""
    people = _people(actor, pupils, first)
    planned = _planned(actor, [p.id for p in people.lines], STUDY, first, last)
    return tuple(_study(p, people.times[str(p.public_id)], planned.get(p.id)) for p in people.lines)


def for_occasion(actor: Actor, occasion: Occasion, pupils: Collection[str], on: date) -> tuple[Proposed, ...]:
    """Whose family may have this day for a festival: one day for each occasion (COD-13): five statements."""
    people = _people(actor, pupils, on)
    keys = [p.id for p in people.lines]
    had = _planned(actor, keys, OBSERVANCE, occasion.first, occasion.last)
    rows = Mark.objects.filter(
        school_id=actor.school, pupil_id__in=keys, code=OBSERVANCE, date__range=(occasion.first, occasion.last)
    )
    had = {**had, **dict(rows.order_by("-date").values_list("pupil_id", "date"))}
    return tuple(_observes(p, had.get(p.id), occasion.name) for p in people.lines)


def _start(line: PupilLine, times: OnRoll, first: date, expected: date, marked: bool) -> Proposed:
    span = times.nearest(expected)
    if span.first == expected:
        return Proposed(line, "", f"On roll from {in_words(expected)} already", may=False)
    if span.first >= first:
        says = f"New: the starting day moves from {in_words(span.first)} to {in_words(expected)}; no mark before it"
        return Proposed(line, NEW, "Has marks before that day already" if marked else says, may=not marked)
    last = expected - _ONE_DAY
    if not is_compulsory(line.born, first) and not is_compulsory(line.born, last):
        return Proposed(
            line, NOT_REQUIRED, f"Outside compulsory age: not required until {in_words(last)}", may=expected > first
        )
    return Proposed(
        line,
        "",
        f"Of compulsory age and on roll: expected from {in_words(first)}. No code says that the school told them "
        "to stay at home; # is for everybody, and leave (C) is the head's decision, pupil by pupil",
        may=False,
    )


def _study(line: PupilLine, times: OnRoll, planned: date | None) -> Proposed:
    if line.nc_year not in EXAM_YEARS:
        return Proposed(line, "", "Study leave is for those sitting public examinations, Years 11 to 13", may=False)
    if planned is not None:
        return Proposed(line, STUDY, f"Study leave is planned already, from {in_words(planned)}", may=False)
    ends, span = compulsory_age(line.born).ends_on, times.spans[-1]
    if span.last is not None and span.last < ends:
        says = f"Leaves on {in_words(span.last)}, but is on the register until {in_words(ends)}: put that right first"
        return Proposed(line, STUDY, says, may=False)
    return Proposed(line, STUDY, "Absence with leave; comes in for each examination and is present then", may=True)


def _observes(line: PupilLine, had: date | None, name: str) -> Proposed:
    if had is None:
        return Proposed(line, OBSERVANCE, f"The family's day for {name}", may=True)
    return Proposed(
        line,
        "",
        f"Has its day for {name} on {in_words(had)}. Another is C if the head granted leave beforehand, else G or O",
        may=False,
    )


def _people(actor: Actor, pupils: Collection[str], on: date) -> _People:
    lines = pupil_lines(actor, tuple(ids_of(actor, pupils).values()), on)
    times = times_on_roll(actor, [str(p.public_id) for p in lines])
    return _People(tuple(p for p in lines if str(p.public_id) in times), times)


def _marked_before(actor: Actor, keys: Collection[int], first: date, expected: date) -> frozenset[int]:
    rows = Mark.objects.filter(school_id=actor.school, pupil_id__in=list(keys), date__gte=first, date__lt=expected)
    return frozenset(rows.values_list("pupil_id", flat=True).distinct())


def _planned(actor: Actor, keys: Collection[int], code: str, first: date, last: date) -> dict[int, date]:
    rows = PlannedMark.objects.filter(
        school_id=actor.school, pupil_id__in=list(keys), code=code, first__lte=last, last__gte=first, ended_by=None
    )
    return dict(rows.order_by("-first").values_list("pupil_id", "first"))
