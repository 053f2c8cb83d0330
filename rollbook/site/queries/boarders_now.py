"""The boarding houses' word on who is in the building: roll-calls, leaves and movements, read together (COD-23)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet

from rollbook.rules.actor import Actor
from rollbook.rules.boarding import FORGOTTEN, Called, OnLeave, boarder_now
from rollbook.rules.whereabouts import LastMove, Whereabouts
from rollbook.site.models import BoardingLeave, Movement, RollCallTick

# Longer than any holiday between two terms but the summer's, after which everybody arrives anew.
LOOK_BACK = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class LastTick:
    """One tap on a roll-call: the last of its boarder there."""

    tick_id: uuid.UUID
    kind: str
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class BoardersNow:
    """What is known of some boarders at a moment; `ticks` are by roll-call, its day and the boarder."""

    where: Mapping[int, Whereabouts]
    leaves: Mapping[int, BoardingLeave]
    ticks: Mapping[tuple[int, date, int], LastTick]


def boarders_now(actor: Actor, boarders: Collection[int]) -> BoardersNow:
    """Where these boarders are now: three statements, and none where there are none."""
    if not boarders:
        return BoardersNow({}, {}, {})
    leaves = {row.pupil_id: row for row in out_on_leave(actor).filter(pupil_id__in=boarders)}
    moves = _last_moves(actor, boarders)
    called, ticks = _called(actor, boarders)
    found = {
        pupil: boarder_now(called.get(pupil), moves.get(pupil), _on_leave(leaves.get(pupil)), actor.now)
        for pupil in boarders
    }
    return BoardersNow({pupil: where for pupil, where in found.items() if where is not None}, leaves, ticks)


def out_on_leave(actor: Actor) -> QuerySet[BoardingLeave]:
    """The leaves whose boarder has gone and has not come back since, the latest last: the movements say so."""
    back = Movement.objects.filter(
        pupil_id=OuterRef("pupil_id"), school_id=actor.school, taken_back_at=None, at__gt=OuterRef("movement__at")
    ).exclude(kind=Movement.Kind.LEFT)
    rows = BoardingLeave.objects.filter(school_id=actor.school, withdrawn_at=None, movement__taken_back_at=None)
    gone = rows.exclude(movement=None).filter(~Exists(back)).annotate(out_at=F("movement__at"))
    return gone.order_by("movement__at", "id").select_related("movement")


def roll_calls_version(actor: Actor) -> int:
    """What grows with every tick of a roll-call: one statement."""
    rows = RollCallTick.objects.filter(school_id=actor.school, at__gte=actor.now - FORGOTTEN)
    return rows.order_by("-id").values_list("id", flat=True).first() or 0


def _on_leave(row: BoardingLeave | None) -> OnLeave | None:
    if row is None or row.movement is None:
        return None
    return OnLeave(row.movement.at, row.due_at, BoardingLeave.Kind(row.kind).label.lower())


def _last_moves(actor: Actor, boarders: Collection[int]) -> Mapping[int, LastMove]:
    since = actor.today - LOOK_BACK
    rows = Movement.objects.filter(
        school_id=actor.school, on__gte=since, on__lte=actor.today, pupil_id__in=boarders, taken_back_at=None
    )
    found = rows.order_by("at", "id").values_list("pupil_id", "kind", "at")
    return {pupil: LastMove(kind == Movement.Kind.LEFT, at) for pupil, kind, at in found}


def _called(
    actor: Actor, boarders: Collection[int]
) -> tuple[Mapping[int, Called], Mapping[tuple[int, date, int], LastTick]]:
    """What roll-calls said last of each boarder, and at each roll-call; what was cleared was never said."""
    rows = RollCallTick.objects.filter(school_id=actor.school, at__gte=actor.now - FORGOTTEN, pupil_id__in=boarders)
    ticks: dict[tuple[int, date, int], LastTick] = {}
    names: dict[int, str] = {}
    for pupil, call, on, tick_id, kind, at, by_name, name in rows.order_by("at", "id").values_list(
        "pupil_id", "roll_call_id", "on", "tick_id", "kind", "at", "by_name", "roll_call__name"
    ):
        ticks[(call, on, pupil)] = LastTick(tick_id, kind, at, by_name)
        names[call] = name
    called: dict[int, Called] = {}
    for (call, _, pupil), tick in sorted(ticks.items(), key=lambda one: one[1].at):
        if tick.kind != RollCallTick.Kind.CLEARED:
            called[pupil] = Called(tick.kind == RollCallTick.Kind.HERE, tick.at, names[call])
    return called, ticks
