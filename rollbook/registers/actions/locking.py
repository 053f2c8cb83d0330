"""The mutex of a save: the year rows of just these pupils, locked in a fixed order.

The roster is read in the same statement, so that who is on the register is decided under the lock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable

from rollbook.audit.prepared import Prepared, given
from rollbook.pupils.queries.identifying import ids_of
from rollbook.pupils.queries.joins import pupils_join, roster_join
from rollbook.pupils.queries.seeing import taken
from rollbook.registers.models import PupilYear
from rollbook.rules.actor import Actor
from rollbook.rules.marking import PupilOnRegister
from rollbook.rules.year_row import EMPTY, year_of

_FACTS: tuple[str, ...] = ("public_id", "born", "first_day", "last_day", "boarder")


@dataclass(frozen=True, slots=True)
class YearRow:
    """A pupil's year: a byte per session (`rules/year_row.py`)."""

    school_id: int
    year: int
    pupil_id: int
    codes: bytes


@dataclass(frozen=True, slots=True)
class LockedRow:
    """A pupil's year under the lock, with what a decision needs to know of the pupil."""

    year_row: YearRow
    on_register: PupilOnRegister

    @property
    def pupil_id(self) -> int:
        return self.year_row.pupil_id


@dataclass(frozen=True, slots=True)
class Locked:
    """The locked rows by public id."""

    rows: Mapping[str, LockedRow]

    @property
    def pupil_ids(self) -> list[int]:
        return [row.pupil_id for row in self.rows.values()]

    @property
    def public_ids(self) -> Mapping[int, str]:
        return {row.pupil_id: public for public, row in self.rows.items()}

    def on_register(self) -> Mapping[str, PupilOnRegister]:
        return {public: row.on_register for public, row in self.rows.items()}

    def also(self, other: Locked) -> Locked:
        return Locked({**other.rows, **self.rows})


def lock_group(actor: Actor, group_id: int, on: date, *, if_theirs: bool = False) -> Locked:
    """Lock the rows of everybody who is in the group that day: one statement.

    `if_theirs`: of nobody, unless the actor is named as taking the group's register on the day.
    """
    asked = {"school": actor.school, "year": year_of(on), "group": group_id, "on": on}
    rows = _OWN_GROUP.rows(**asked, user=actor.user_id or 0) if if_theirs else _GROUP.rows(**asked)
    return _locked(actor, on, rows)


def lock_pupils(actor: Actor, public_ids: Iterable[str], on: date) -> Locked:
    """Lock the rows of these pupils of the school: one statement, and two more for new year rows."""
    wanted = set(public_ids)
    locked = _lock(actor, on, *pupils_join("pupil__", wanted, on))
    if wanted <= set(locked.rows):
        return locked
    if not make_year_rows(actor, on, wanted - set(locked.rows)):
        return locked
    return _lock(actor, on, *pupils_join("pupil__", wanted, on))


def make_year_rows(actor: Actor, on: date, public_ids: Iterable[str]) -> bool:
    """Give pupils their row for the year, where it is not there yet; false where there was none to make."""
    lines = ids_of(actor, public_ids)
    PupilYear.objects.bulk_create(
        [PupilYear(school_id=actor.school, year=year_of(on), pupil_id=pk, codes=EMPTY) for pk in lines.values()],
        ignore_conflicts=True,
    )
    return bool(lines)


def _lock(actor: Actor, on: date, condition: Q, facts: Mapping[str, Combinable]) -> Locked:
    return _locked(actor, on, _rows(actor.school, year_of(on), condition, facts))


def _rows(
    school: int, year: int, condition: Q, facts: Mapping[str, Combinable]
) -> QuerySet[PupilYear, tuple[Any, ...]]:
    return (
        PupilYear.objects.select_for_update(of=("self",))
        .filter(condition, school_id=school, year=year)
        .annotate(**facts)
        .order_by("pupil_id")
        .values_list("pupil_id", "codes", *_FACTS)
    )


def _group(*, if_theirs: bool) -> QuerySet[PupilYear, tuple[Any, ...]]:
    school, group, on = given("school"), given("group"), given("on", "day")
    condition, facts = roster_join("pupil__", group, on)
    theirs = taken(school, given("user"), group, on) if if_theirs else Q()
    return _rows(school, given("year", "number"), condition & theirs, facts)


_GROUP = Prepared(lambda: _group(if_theirs=False))
_OWN_GROUP = Prepared(lambda: _group(if_theirs=True))


def _locked(actor: Actor, on: date, rows: Iterable[tuple[Any, ...]]) -> Locked:
    return Locked(
        {
            str(public): LockedRow(
                YearRow(actor.school, year_of(on), pupil, bytes(codes)),
                PupilOnRegister(str(public), born, first, last, boarder),
            )
            for pupil, codes, public, born, first, last, boarder in rows
        }
    )
