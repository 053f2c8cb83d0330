"""Pupils as lists and registers show them, and who belongs together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from rollbook.audit.once import kept_beside
from rollbook.audit.prepared import Prepared, given
from rollbook.pupils.models import Enrolment, Pupil, PupilContact
from rollbook.pupils.queries.joins import days_on_roll, groups_on, member, shown_name
from rollbook.pupils.queries.seeing import named, names_everybody, require_roster
from rollbook.rules.actor import Actor
from rollbook.rules.names import order_of

_COLUMNS = (
    "id", "public_id", "forename", "surname", "born", "first_day", "last_day", "boarder",
    "registration", "house", "nc_year",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PupilLine:
    """A pupil as a line of a list: the name the school uses, and the enrolment nearest to the day asked about.

    `first_day` is `None` for a pupil who was never enrolled; `registration`, `house` and `nc_year`
    are empty where there is none on that day.
    """

    id: int
    public_id: UUID
    forename: str
    surname: str
    born: date
    first_day: date | None
    last_day: date | None
    boarder: bool
    registration: str = ""
    house: str = ""
    nc_year: str = ""

    @property
    def name(self) -> str:
        return f"{self.forename} {self.surname}".strip()

    @property
    def order(self) -> tuple[object, ...]:
        """What lists of pupils are sorted by: surname, forename, and then whoever was here first."""
        return (*order_of(self.surname, self.forename), self.id)

    @property
    def listed_name(self) -> str:
        return ", ".join(name for name in (self.surname, self.forename) if name)


@dataclass(frozen=True, slots=True)
class Movements:
    """Who joins and who leaves around a day, each in order of that day."""

    new: tuple[PupilLine, ...]
    leaving: tuple[PupilLine, ...]


def roster(actor: Actor, group_id: int, on: date) -> tuple[PupilLine, ...]:
    """Everybody in a group on a day, by surname: two statements.

    Raises NotFound for a group whose register this person does not take and may not see.
    """
    require_roster(actor, group_id, on)
    return members_lines(actor, group_id, on)


def members_lines(actor: Actor, group_id: int, on: date) -> tuple[PupilLine, ...]:
    """The same for whoever has been found already to take or see the group: one statement."""
    return in_order(PupilLine(*row) for row in _ROSTER.rows(group=group_id, on=on, school=actor.school))


def pupil_lines(actor: Actor, ids: Collection[int], on: date) -> tuple[PupilLine, ...]:
    """These pupils, by surname, without those this person may not know of: one statement."""
    if not ids:
        return ()
    known = kept_beside(actor, ("pupil lines", on))
    if known is None:
        return _read(actor, ids, on)
    asked = set(ids)
    if missing := asked - known.keys():
        known |= dict.fromkeys(missing)
        known |= {line.id: line for line in _read(actor, missing, on)}
    return in_order(line for pupil in asked if isinstance(line := known[pupil], PupilLine))


def _read(actor: Actor, ids: Collection[int], on: date) -> tuple[PupilLine, ...]:
    """By a statement that is written once for whoever knows every name; else by one with the person's own pupils."""
    if not names_everybody(actor):
        return lines(Pupil.objects.filter(named(actor), pk__in=ids), on)
    return in_order(PupilLine(*row) for row in _ANYBODY.rows(school=actor.school, pupils=tuple(ids), on=on))


def siblings_of(
    actor: Actor, pupil_ids: Collection[int], *, among: Collection[int] | None = None
) -> Mapping[int, tuple[PupilLine, ...]]:
    """For each pupil, the others on roll today (of these, if said) who live with the same contact: two statements."""
    pairs = set(_AT_ONE_HOME.rows(school=actor.school, pupils=tuple(pupil_ids)))
    others = {other for pupil, other in pairs if other != pupil and (among is None or other in among)}
    known = [line for line in pupil_lines(actor, others, actor.today) if _on_roll(line, actor.today)]
    found = {
        pupil: tuple(line for line in known if line.id != pupil and (pupil, line.id) in pairs)
        for pupil in {pupil for pupil, _ in pairs}
    }
    return {pupil: siblings for pupil, siblings in found.items() if siblings}


def new_and_leaving(actor: Actor, on: date, *, days: int = 7) -> Movements:
    """Who started, starts, left or leaves within so many days before or after a day: two statements."""
    early, late = on - timedelta(days=days), on + timedelta(days=days)
    return Movements(
        new=_moving(actor, "first_day", early, late, groups_of=late),
        leaving=_moving(actor, "last_day", early, late, groups_of=early),
    )


def lines(pupils: QuerySet[Pupil], on: date) -> tuple[PupilLine, ...]:
    """The lines of these pupils, by surname, forename, id: one statement."""
    return in_order(PupilLine(*row) for row in _rows(pupils, on))


def in_order(pupils: Iterable[PupilLine]) -> tuple[PupilLine, ...]:
    """Pupils as every list shows them; a database would sort small letters and Ö after Z, or not, as it was set up."""
    return tuple(sorted(pupils, key=lambda pupil: pupil.order))


def _rows(pupils: QuerySet[Pupil], on: date) -> QuerySet[Pupil, tuple[Any, ...]]:
    named_and_placed = pupils.annotate(**shown_name(""), **days_on_roll("", on), **groups_on("", on))
    return named_and_placed.order_by().values_list(*_COLUMNS)


def _roster() -> QuerySet[Pupil, tuple[Any, ...]]:
    on = given("on", "day")
    return _rows(Pupil.objects.filter(member("", given("group"), on), school_id=given("school")), on)


def _anybody() -> QuerySet[Pupil, tuple[Any, ...]]:
    theirs = Pupil.objects.filter(school_id=given("school"), pk__in=given("pupils", many=True))
    return _rows(theirs, given("on", "day"))


def _at_one_home() -> QuerySet[PupilContact, tuple[Any, ...]]:
    theirs = PupilContact.objects.filter(school_id=given("school"), pupil_id__in=given("pupils", many=True))
    together = theirs.filter(lives_with=True, contact__pupils__lives_with=True)
    return together.values_list("pupil_id", "contact__pupils__pupil_id")


_ROSTER = Prepared(_roster)
_ANYBODY = Prepared(_anybody)
_AT_ONE_HOME = Prepared(_at_one_home)


def _moving(actor: Actor, day: str, early: date, late: date, *, groups_of: date) -> tuple[PupilLine, ...]:
    """Who has an enrolment that begins or ends then, as they stand in that enrolment, by that day."""
    if names_everybody(actor):
        asked = {"school": actor.school, "early": early, "late": late, "groups_of": groups_of}
        rows: Iterable[tuple[Any, ...]] = _MOVING[day].rows(**asked)
    else:
        rows = _enrolments(named(actor, "pupil__") & Q(**{f"{day}__range": (early, late)}), groups_of)
    found = in_order(PupilLine(*row) for row in rows)
    return tuple(sorted(found, key=lambda pupil: getattr(pupil, day)))


def _enrolments(which: Q, groups_of: date) -> QuerySet[Enrolment, tuple[Any, ...]]:
    placed = Enrolment.objects.filter(which).annotate(**shown_name("pupil__"), **groups_on("pupil__", groups_of))
    columns = ("pupil_id", "pupil__public_id", "forename", "surname", "pupil__born", *_COLUMNS[5:])
    return placed.order_by("id").values_list(*columns)


def _moving_anybody(day: str) -> Prepared:
    between = Q(**{f"{day}__gte": given("early", "day"), f"{day}__lte": given("late", "day")})
    return Prepared(lambda: _enrolments(Q(pupil__school_id=given("school")) & between, given("groups_of", "day")))


_MOVING = {day: _moving_anybody(day) for day in ("first_day", "last_day")}


def _on_roll(line: PupilLine, on: date) -> bool:
    return line.first_day is not None and line.first_day <= on and (line.last_day is None or line.last_day >= on)
