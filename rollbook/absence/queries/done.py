"""What the absence desk did about many pupils at once: visits, calls, steps about lateness."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, time

from rollbook.absence.models import Detention, LateStepTaken, ReasonChase, VisitPupil
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.lateness import Act
from rollbook.rules.reason_chase import Way
from rollbook.rules.told import Kind, Told, by_pupil


def done_about(actor: Actor, pupils: Collection[int], first: date, last: date) -> Mapping[int, tuple[Told, ...]]:
    """Homes visited, families rung for a reason, steps about lateness, by pupil's key: at most four statements.

    Each for those alone who may see it on the pupil's own history.
    """
    if not pupils:
        return {}
    when = (datetime.combine(first, time(), LONDON), datetime.combine(last, time.max, LONDON))
    found: list[tuple[int, Told]] = []
    if actor.may(Permission.REQUEST_VISITS) or actor.may(Permission.PLAN_VISITS):
        found += _visits(actor, pupils, when)
    if actor.may(Permission.SEND_MESSAGES):
        found += _calls(actor, pupils, when)
    if actor.may(Permission.SEE_WATCH_LISTS):
        found += _lateness(actor, pupils, when)
    return by_pupil(found)


_When = tuple[datetime, datetime]


def _visits(actor: Actor, pupils: Collection[int], when: _When) -> Iterator[tuple[int, Told]]:
    rows = VisitPupil.objects.filter(school_id=actor.school, pupil_id__in=pupils, visit__done_at__range=when)
    for pupil, at, visit in rows.values_list("pupil_id", "visit__done_at", "visit__public_id"):
        if at is not None:
            yield pupil, Told(at, Kind.VISIT, "Home visit", url_name="absence:home-visit", url_id=str(visit))


def _calls(actor: Actor, pupils: Collection[int], when: _When) -> Iterator[tuple[int, Told]]:
    rows = ReasonChase.objects.filter(school_id=actor.school, pupil_id__in=pupils, at__range=when, way=Way.CALL)
    for pupil, at, by in rows.order_by().values_list("pupil_id", "at", "by_name").distinct():
        yield pupil, Told(at, Kind.CALL, "Rang for a reason", by)


def _lateness(actor: Actor, pupils: Collection[int], when: _When) -> Iterator[tuple[int, Told]]:
    steps = LateStepTaken.objects.filter(school_id=actor.school, pupil_id__in=pupils, taken_at__range=when)
    for pupil, at, act, times, by in steps.values_list("pupil_id", "taken_at", "act", "times", "by_name"):
        yield pupil, Told(at, Kind.LATENESS, f"{times} late: {Act(act).label.lower()}", by)
    stays = Detention.objects.filter(school_id=actor.school, pupil_id__in=pupils, made_at__range=when)
    for pupil, at, on, by in stays.values_list("pupil_id", "made_at", "on", "by_name"):
        yield pupil, Told(at, Kind.LATENESS, f"Detention on {on.day} {on:%b}", by)
