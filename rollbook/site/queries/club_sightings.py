"""What a tick at a club tells others: that a pupil is on site. It is never a mark."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from rollbook.audit.prepared import Prepared, given
from rollbook.registers.queries import marks_on
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.around_the_day import MarkSince, still_seen
from rollbook.rules.sessions import Half
from rollbook.schools.queries import times_of, window_of
from rollbook.site.models import Club, ClubTick, Movement
from rollbook.site.queries.sources import Told

_K = ClubTick.Kind


@dataclass(frozen=True, slots=True)
class SeenEarly:
    """A pupil who was at breakfast club, or at the desk, and when."""

    club: str
    at: datetime

    @property
    def says(self) -> str:
        return f"seen at {self.club} {_clock(self.at)}"


@dataclass(frozen=True, slots=True)
class Sighting:
    """The last place at which somebody ticked a pupil as there, and when (aware)."""

    where: str
    at: datetime
    why: str


def at_clubs_now(actor: Actor) -> Mapping[int, Sighting]:
    """Who is on site by today's clubs, as far as nothing later is known: one statement, five where anybody is."""
    rows = ClubTick.objects.filter(school_id=actor.school, on=actor.today).order_by("at", "id")
    last: dict[tuple[int, int], tuple[str, datetime, str, str]] = {}
    for pupil, club, kind, at, name, place in rows.values_list(
        "pupil_id", "club_id", "kind", "at", "club__name", "club__place"
    ):
        last[(pupil, club)] = (kind, at, name, place)
    here: dict[int, Sighting] = {}
    for (pupil, _), (kind, at, name, place) in sorted(last.items(), key=lambda tap: tap[1][1]):
        if kind == _K.HERE:
            here[pupil] = Sighting(place or name, at, f"seen at {name} {_clock(at)}")
    return standing(actor, here)


def told_by_clubs(actor: Actor) -> Mapping[int, Told]:
    """The clubs' word for the on-site list, as `at_clubs_now`."""
    return {pupil: Told(one.where, one.why) for pupil, one in at_clubs_now(actor).items()}


def standing(actor: Actor, seen: Mapping[int, Sighting]) -> Mapping[int, Sighting]:
    """Those of these sightings that no later movement or register has overtaken: none or four statements."""
    if not seen:
        return {}
    moved, marks = _last_moved(actor, seen), _marks(actor, seen)
    found = {}
    for pupil, one in seen.items():
        stands, missed = still_seen(one.at, moved.get(pupil), marks.get(pupil, ()))
        if stands:
            why = f"{one.why}, then N at registration" if missed else one.why
            found[pupil] = Sighting(one.where, one.at, why)
    return found


def seen_at_breakfast(actor: Actor, on: date, pupil_ids: Iterable[int]) -> Mapping[int, SeenEarly]:
    """Which of these pupils were ticked at breakfast club on a day: one statement.

    Beside an N at registration it is a mismatch: they came in, so somebody must look for them. It
    never changes the mark.
    """
    wanted = list(pupil_ids)
    if not wanted:
        return {}
    found: dict[int, SeenEarly] = {}
    for pupil, kind, at, name in _AT_BREAKFAST.rows(school=actor.school, on=on, pupils=tuple(wanted)):
        if kind == _K.HERE:
            found[pupil] = SeenEarly(name, at)
        else:
            found.pop(pupil, None)
    return found


_AT_BREAKFAST = Prepared(
    lambda: (
        ClubTick.objects.filter(
            school_id=given("school"),
            on=given("on", "day"),
            pupil_id__in=given("pupils", many=True),
            club__kind=Club.Kind.BREAKFAST,
        )
        .order_by("at", "id")
        .values_list("pupil_id", "kind", "at", "club__name")
    )
)


def _last_moved(actor: Actor, pupil_ids: Collection[int]) -> Mapping[int, datetime]:
    rows = Movement.objects.filter(school_id=actor.school, on=actor.today, taken_back_at=None, pupil_id__in=pupil_ids)
    return dict(rows.order_by().values("pupil_id").annotate(last=Max("at")).values_list("pupil_id", "last"))


def _marks(actor: Actor, pupil_ids: Collection[int]) -> Mapping[int, list[MarkSince]]:
    """Today's marks of these pupils with the moment their registers opened: three statements."""
    on, rows = actor.today, times_of(actor, actor.today).rows
    found: dict[int, list[MarkSince]] = {}
    for half in Half:
        window = window_of(rows, on, half)
        if window is None:
            continue
        for pupil, mark in marks_on(actor, on, half, list(pupil_ids)).items():
            found.setdefault(pupil, []).append(MarkSince(window.opens, mark.code))
    return found


def _clock(moment: datetime) -> str:
    local = moment.astimezone(LONDON)
    return f"{local.hour}:{local.minute:02}"
