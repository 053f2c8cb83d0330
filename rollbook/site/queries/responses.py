"""How fast the school answered when pupils were missing: the term's report of response times."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.year_row import year_of
from rollbook.schools.queries import terms_and_closures
from rollbook.site.models import Search, SearchStep


@dataclass(frozen=True, slots=True)
class Response:
    """One search by its times, without whom it was about; minutes are None where that never happened."""

    reported_at: datetime
    lesson: str
    is_drill: bool
    left_site: bool
    taken_minutes: int | None
    ended_minutes: int | None


@dataclass(frozen=True, slots=True)
class Responses:
    """A term's searches and the middle of their response times, drills counted apart; minutes."""

    name: str
    first: date
    last: date
    real: tuple[Response, ...]
    drills: tuple[Response, ...]

    @property
    def taken(self) -> int | None:
        return _middle(r.taken_minutes for r in self.real)

    @property
    def ended(self) -> int | None:
        return _middle(r.ended_minutes for r in self.real)

    @property
    def left_site(self) -> int:
        return sum(r.left_site for r in self.real)


def responses(actor: Actor) -> Responses:
    """This term's searches, or the year's so far between terms: three statements."""
    actor.require(Permission.WATCH_MISSING)
    today = actor.today
    terms = terms_and_closures(actor, year_of(today)).terms
    term = next((t for t in terms if t.first <= today <= t.last), None)
    first = term.first if term else date(year_of(today), 8, 1)
    rows = Search.objects.filter(school_id=actor.school, on__range=(first, today))
    rows = rows.exclude(outcome=SearchStep.Kind.STOOD_DOWN).order_by("-reported_at", "-id")
    found = [_response(row) for row in rows]
    return Responses(
        name=term.name if term else "This year",
        first=first,
        last=today,
        real=tuple(r for r in found if not r.is_drill),
        drills=tuple(r for r in found if r.is_drill),
    )


def _response(row: Search) -> Response:
    return Response(
        reported_at=row.reported_at,
        lesson=row.lesson,
        is_drill=row.is_drill,
        left_site=row.left_site_at is not None,
        taken_minutes=_minutes(row.reported_at, row.taken_at),
        ended_minutes=_minutes(row.reported_at, row.ended_at),
    )


def _minutes(start: datetime, end: datetime | None) -> int | None:
    return None if end is None else int((end - start).total_seconds()) // 60


def _middle(minutes: Iterable[int | None]) -> int | None:
    known = [m for m in minutes if m is not None]
    return round(median(known)) if known else None
