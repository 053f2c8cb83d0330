"""Opening the emergency list, ticking people at the assembly points, and closing it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.site.events import RollClosed, RollStarted, RollTicked
from rollbook.site.models import Roll, RollLine, RollTick
from rollbook.site.queries.gathering import where_to_look
from rollbook.site.queries.on_site import OnSite, Placed, on_site
from rollbook.site.queries.rolls import NO_ROLL

MOST_TICKS = 500
LONGEST_PLACE = 120
LONGEST_HELD = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Tick:
    """One tap on a phone: its own id, whose line, seen or not after all, how many seconds ago, and where."""

    tick_id: uuid.UUID
    number: int
    seen: bool
    seconds_ago: int = 0
    place: str = ""


@action(Permission.SEE_ON_SITE)
def start_roll(actor: Actor, *, roll_id: uuid.UUID, kind: str, is_drill: bool) -> None:
    """Open the emergency list with everybody who is on site at this moment (COD-23).

    The same `roll_id` again changes nothing; while one list is open no other can be.
    """
    if Roll.objects.filter(school_id=actor.school, public_id=roll_id).exists():
        record_nothing_changed()
        return
    row = _opened(actor, roll_id, kind, is_drill=is_drill)
    lines = _snapshot(row, on_site(actor), where_to_look(actor, kind))
    RollLine.objects.bulk_create(lines)
    record(actor, RollStarted(roll_id, kind, is_drill, sum(line.expected for line in lines)))


@action(Permission.TICK_EMERGENCY_LIST)
def tick(actor: Actor, *, roll_id: uuid.UUID, ticks: Sequence[Tick]) -> int:
    """Merge what was tapped on one phone; the list's version afterwards.

    Each tick counts once however often it is sent, and of two for one person the later made wins,
    whichever came first. Ticks made before the list was closed are taken after it too.
    """
    row = Roll.objects.select_for_update().filter(school_id=actor.school, public_id=roll_id).first()
    if row is None:
        raise NotFound(NO_ROLL)
    if len(ticks) > MOST_TICKS:
        raise Refused(f"At most {MOST_TICKS} ticks can be sent at once.")
    fresh = _fresh(actor, row, ticks)
    if not fresh:
        record_nothing_changed()
        return row.version
    lines = {n.number: n for n in RollLine.objects.filter(roll_id=row.pk, number__in={t.number for t, _ in fresh})}
    known = [(t, at) for t, at in fresh if t.number in lines]
    RollTick.objects.bulk_create(_kept(actor, row, lines[t.number], t, at) for t, at in known)
    for one, at in sorted(known, key=lambda pair: pair[1]):
        line = lines[one.number]
        if line.changed_at is None or at >= line.changed_at:
            line.seen, line.changed_at, line.by_name, line.seen_at = one.seen, at, actor.name, one.place
    RollLine.objects.bulk_update(lines.values(), ["seen", "changed_at", "by_name", "seen_at"])
    Roll.objects.filter(pk=row.pk).update(version=row.version + 1)
    record(actor, RollTicked(roll_id, len(known)))
    return row.version + 1


@action(Permission.SEE_ON_SITE)
def close_roll(actor: Actor, *, roll_id: uuid.UUID, note: str = "") -> None:
    """Close the list and keep it, drill or not, with who was never seen."""
    row = Roll.objects.select_for_update().filter(school_id=actor.school, public_id=roll_id).first()
    if row is None:
        raise NotFound(NO_ROLL)
    if row.closed_at is not None:
        record_nothing_changed()
        return
    changed = {"closed_at": actor.now, "closed_by_name": actor.name, "note": note, "version": row.version + 1}
    Roll.objects.filter(pk=row.pk).update(**changed)
    missing = RollLine.objects.filter(roll_id=row.pk, expected=True, seen=False).count()
    record(actor, RollClosed(roll_id, missing))


def _opened(actor: Actor, roll_id: uuid.UUID, kind: str, *, is_drill: bool) -> Roll:
    """The new list; of two people who open one in the same second, the second is told of the first's."""
    new = Roll(school_id=actor.school, public_id=roll_id, kind=kind, is_drill=is_drill)
    new.started_at, new.started_by_name = actor.now, actor.name
    Roll.objects.bulk_create([new], ignore_conflicts=True)
    row = Roll.objects.filter(school_id=actor.school, public_id=roll_id).first()
    if row is None:
        raise Refused("An emergency list is open already. Open it from On site; close it before you begin another.")
    return row


def _snapshot(row: Roll, found: OnSite, where: Callable[[Placed], str]) -> list[RollLine]:
    pupils = [(p, True) for p in found.here] + [(p, False) for p in found.perhaps]
    lines = [
        RollLine(
            school_id=row.school_id,
            roll=row,
            pupil_id=p.pupil.id,
            name=p.pupil.listed_name,
            group=p.pupil.registration,
            nc_year=p.pupil.nc_year,
            where=where(p)[:LONGEST_PLACE],
            why=p.why,
            expected=expected,
        )
        for p, expected in pupils
    ]
    lines += [
        RollLine(
            school_id=row.school_id,
            roll=row,
            visit_id=v.id,
            name=v.name,
            group=v.kind,
            why=f"badge {v.badge}",
            expected=True,
        )
        for v in found.visitors
    ]
    lines.sort(key=lambda line: (line.visit_id is not None, line.group, line.name))
    for number, line in enumerate(lines, 1):
        line.number = number
    return lines


def _fresh(actor: Actor, row: Roll, ticks: Sequence[Tick]) -> list[tuple[Tick, datetime]]:
    """Those not taken before, once each, with the moment they were made; none made after the list was closed."""
    before = set(RollTick.objects.filter(tick_id__in=[t.tick_id for t in ticks]).values_list("tick_id", flat=True))
    found: dict[uuid.UUID, tuple[Tick, datetime]] = {}
    for one in ticks:
        ago = min(max(timedelta(seconds=one.seconds_ago), timedelta()), LONGEST_HELD)
        at = max(actor.now - ago, row.started_at)
        if one.tick_id not in before and (row.closed_at is None or at <= row.closed_at):
            found.setdefault(one.tick_id, (one, at))
    return list(found.values())


def _kept(actor: Actor, row: Roll, line: RollLine, one: Tick, at: datetime) -> RollTick:
    return RollTick(
        school_id=row.school_id,
        roll=row,
        line=line,
        tick_id=one.tick_id,
        seen=one.seen,
        place=one.place,
        at=at,
        made_at=actor.now,
        by_id=actor.user_id,
        by_name=actor.name,
    )
