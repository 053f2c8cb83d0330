"""When pupils were on the roll, for whoever decides many sessions of many days at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from rollbook.audit.prepared import Prepared, given
from rollbook.pupils.models import Enrolment
from rollbook.pupils.queries.joins import enrolled
from rollbook.pupils.queries.seeing import named
from rollbook.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class Span:
    """One time on the roll, both days included; `last` None while on roll."""

    first: date
    last: date | None
    boarder: bool


@dataclass(frozen=True, slots=True)
class OnRoll:
    """A pupil with every time on the roll, the first one first."""

    id: int
    public_id: str
    born: date
    spans: tuple[Span, ...]

    def nearest(self, on: date) -> Span:
        """The time that covers a day, else the last one begun before it, else the next."""
        begun = [span for span in self.spans if span.first <= on]
        covers = [span for span in begun if span.last is None or on <= span.last]
        return (covers or begun[-1:] or list(self.spans[:1]))[0]

    def covers(self, on: date) -> bool:
        span = self.nearest(on)
        return span.first <= on and (span.last is None or on <= span.last)


def times_on_roll(actor: Actor, public_ids: Iterable[str]) -> Mapping[str, OnRoll]:
    """When each of these pupils of the school was on its roll, by public id: one statement."""
    asked = Q(school_id=actor.school, pupil__public_id__in=set(public_ids))
    return _by_public_id(_rows(asked))


def times_on_roll_by_key(actor: Actor, keys: Iterable[int]) -> Mapping[str, OnRoll]:
    """As `times_on_roll`, asked for by the keys that other tables hold: one statement."""
    return _by_public_id(_BY_KEY.rows(school=actor.school, keys=tuple(set(keys))))


@dataclass(frozen=True, slots=True)
class Stay:
    """A pupil's time on the roll that is nearest to a day, and the date of birth that many rules turn on."""

    born: date
    first_day: date
    last_day: date | None


def stays(actor: Actor, on: date, keys: Iterable[int] | None = None) -> Mapping[int, Stay]:
    """By pupil's key: everybody on the roll that day, or these pupils, gone or yet to come too: one statement.

    Without those whom this person may not know of.
    """
    which = Q(enrolled(on)) if keys is None else Q(pupil_id__in=set(keys))
    rows = Enrolment.objects.filter(which, named(actor, "pupil__"), school_id=actor.school).order_by("first_day", "id")
    found: dict[int, Stay] = {}
    for pupil, born, first, last in rows.values_list("pupil_id", "pupil__born", "first_day", "last_day"):
        if pupil not in found or first <= on:
            found[pupil] = Stay(born, first, last)
    return found


def partly_on_roll(actor: Actor, first: date, last: date) -> frozenset[int]:
    """The keys of everybody with a time on the roll that began after one day or ended before another: one statement.

    Whoever is left out was on the roll on all the days between them, or never.
    """
    some = Enrolment.objects.filter(Q(first_day__gt=first) | Q(last_day__lt=last), school_id=actor.school)
    return frozenset(some.values_list("pupil_id", flat=True))


def _rows(which: Q) -> QuerySet[Enrolment, tuple[Any, ...]]:
    columns = ("pupil_id", "pupil__public_id", "pupil__born", "first_day", "last_day", "boarder")
    return Enrolment.objects.filter(which).order_by("first_day", "id").values_list(*columns)


_BY_KEY = Prepared(lambda: _rows(Q(school_id=given("school"), pupil_id__in=given("keys", many=True))))


def _by_public_id(rows: Iterable[tuple[Any, ...]]) -> Mapping[str, OnRoll]:
    found: dict[str, OnRoll] = {}
    for pk, public, born, first, last, boarder in rows:
        before = found.get(str(public))
        span = Span(first, last, boarder)
        found[str(public)] = OnRoll(pk, str(public), born, (*before.spans, span) if before else (span,))
    return found
