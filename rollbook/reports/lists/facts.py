"""What stands in the columns of a list: each source is read once for all its pupils, and only when a column asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rollbook.cases.queries.open_by_pupil import open_cases_of
from rollbook.formats.values.own import value_own
from rollbook.pupils.queries import Flag, NeedLine, flags_of, siblings_of
from rollbook.pupils.queries.listed import (
    ListedContact,
    ListedPupil,
    listed_addresses,
    listed_contacts,
    listed_groups,
    listed_pupils,
)
from rollbook.pupils.queries.lists import OnRoll
from rollbook.pupils.queries.needs import needs_listed
from rollbook.pupils.queries.own_fields import OwnFieldLine, own_values
from rollbook.registers.queries import MarkLine, year_lines
from rollbook.registers.queries.lateness import late_minutes
from rollbook.registers.queries.marks import marks_of_day
from rollbook.reports.asked import When
from rollbook.reports.kind import Period
from rollbook.reports.queries.periods import days_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import Totals
from rollbook.rules.lists import ListShape, Value
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import absences_of, session_of, totals_between, totals_of, year_of


@dataclass(frozen=True, slots=True)
class Row:
    """What a row of a list is about: a pupil, and of the contacts the first who may be rung, or each in turn."""

    pupil: ListedPupil
    contact: ListedContact | None


class Facts:
    """Everything that one reader's list may ask of its pupils."""

    def __init__(self, actor: Actor, shape: ListShape, own: Collection[OwnFieldLine]) -> None:
        self.actor, self.shape, self.today = actor, shape, actor.today
        asked = {key.removeprefix("own:") for key in shape.asks() if key.startswith("own:")}
        self.own_fields = tuple(field for field in own if str(field.public_id) in asked)

    @cached_property
    def pupils(self) -> tuple[ListedPupil, ...]:
        return listed_pupils(self.actor, OnRoll(self.shape.who.value))

    @cached_property
    def ids(self) -> tuple[int, ...]:
        return tuple(pupil.id for pupil in self.pupils)

    @cached_property
    def groups(self) -> Mapping[int, tuple[str, ...]]:
        return listed_groups(self.actor, self.ids)

    @cached_property
    def addresses(self) -> Mapping[int, tuple[str, str]]:
        return listed_addresses(self.actor, self.ids)

    @cached_property
    def contacts(self) -> Mapping[int, tuple[ListedContact, ...]]:
        return listed_contacts(self.actor, self.ids)

    @cached_property
    def siblings(self) -> Mapping[int, tuple[str, ...]]:
        if not self.actor.may(Permission.SEE_CONTACTS):
            return {}
        found = siblings_of(self.actor, self.ids)
        return {
            pupil: tuple(f"{one.name} {one.registration}".strip() for one in lines) for pupil, lines in found.items()
        }

    @cached_property
    def flags(self) -> Mapping[int, tuple[Flag, ...]]:
        return flags_of(self.actor, self.ids, self.today)

    @cached_property
    def needs(self) -> Mapping[int, tuple[NeedLine, ...]]:
        return needs_listed(self.actor, self.ids)

    @cached_property
    def cases(self) -> Mapping[int, tuple[str, ...]]:
        return open_cases_of(self.actor, self.ids)

    @cached_property
    def days(self) -> When:
        """The days of the figures."""
        return days_of(self.actor, Period(self.shape.period))

    @cached_property
    def totals(self) -> Mapping[int, Totals]:
        """What the sessions of the list's period come to, by pupil (PA-1)."""
        first, last = self.days.first, self.days.last
        found: dict[int, Totals] = {}
        for (pupil, year), codes in self._years.items():
            if year_of(first) <= year <= year_of(last):
                found[pupil] = found.get(pupil, Totals()) + totals_between(codes, year, first, last)
        return found

    @cached_property
    def year_totals(self) -> Mapping[int, Totals]:
        """What this school year's sessions come to."""
        this = year_of(self.today)
        return {pupil: totals_of(codes, this) for (pupil, year), codes in self._years.items() if year == this}

    @cached_property
    def last_absence(self) -> Mapping[int, date]:
        """The last day of this year on which each pupil missed a session."""
        this = year_of(self.today)
        theirs = ((pupil, absences_of(codes, year)) for (pupil, year), codes in self._years.items() if year == this)
        return {pupil: absent[-1].on for pupil, absent in theirs if absent}

    @cached_property
    def last_mark(self) -> Mapping[int, Session]:
        """The last session of this year for which each pupil has a mark."""
        this, found = year_of(self.today), {}
        for (pupil, year), codes in self._years.items():
            marked = len(codes.rstrip(b"\0"))
            if year == this and marked:
                found[pupil] = session_of(year, marked - 1)
        return found

    @cached_property
    def late_minutes(self) -> Mapping[int, int]:
        return late_minutes(self.actor, self.days.first, self.days.last)

    @cached_property
    def today_marks(self) -> Mapping[Half, Mapping[int, MarkLine]]:
        return marks_of_day(self.actor, self.today)

    @cached_property
    def own(self) -> Mapping[str, Mapping[int, Value]]:
        """What stands in the school's own fields, by the field's public id."""
        found = own_values(self.actor, self.own_fields, self.ids, self.today)
        return {
            str(field.public_id): {
                pupil: value_own(field.shape.kind, kept) for pupil, kept in found.get(field.id, {}).items()
            }
            for field in self.own_fields
        }

    @cached_property
    def _years(self) -> Mapping[tuple[int, int], bytes]:
        years = range(min(year_of(self.days.first), year_of(self.today)), year_of(self.today) + 1)
        wanted = frozenset(self.ids)
        lines = year_lines(self.actor, years)
        return {(line.pupil_id, line.year): line.codes for line in lines if line.pupil_id in wanted}
