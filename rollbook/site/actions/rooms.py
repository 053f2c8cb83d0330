"""Setting up the school's internal rooms: what each is, where, and who runs it from which day (REG-C)."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, timedelta

from rollbook.audit.actions import action, record
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.schools.queries import sites
from rollbook.site.events import RoomEnded, RoomSet
from rollbook.site.models import Room, RoomStaff
from rollbook.site.queries.rooms import NO_ROOM
from rollbook.staff.queries import staff_of

LONGEST_WAIT = 120


@action(Permission.SET_UP_SCHOOL)
def set_up_room(
    actor: Actor, *, name: str, kind: str, staff: Collection[int], wait: int = 10, site: int | None = None
) -> uuid.UUID:
    """A new room from today, run by these members of staff; its public id."""
    _check(actor, name, wait, site)
    room = Room.objects.create(
        school_id=actor.school,
        name=name.strip(),
        kind=Room.Kind(kind),
        site_id=site,
        wait=wait,
        first=actor.today,
        made_by_name=actor.name,
    )
    _name_staff(actor, room, staff)
    record(actor, RoomSet(room.public_id, room.kind, len(set(staff))))
    return room.public_id


@action(Permission.SET_UP_SCHOOL)
def change_room_staff(actor: Actor, *, room: uuid.UUID, staff: Collection[int], wait: int) -> None:
    """From today these members of staff run the room; who ran it before stays readable."""
    row = _room(actor, room)
    _check(actor, "", wait, None, room=row)
    today = RoomStaff.objects.filter(school_id=actor.school, room=row, last=None)
    gone = today.exclude(user_id__in=set(staff))
    gone.filter(first=actor.today).delete()
    gone.update(last=actor.today - timedelta(days=1))
    known = set(today.values_list("user_id", flat=True))
    _name_staff(actor, row, set(staff) - known)
    Room.objects.filter(pk=row.pk).update(wait=wait)
    record(actor, RoomSet(row.public_id, row.kind, len(set(staff))))


@action(Permission.SET_UP_SCHOOL)
def end_room(actor: Actor, *, room: uuid.UUID) -> None:
    """Today is the room's last day; its rolls stay."""
    row = _room(actor, room)
    Room.objects.filter(pk=row.pk).update(last=actor.today)
    record(actor, RoomEnded(row.public_id, actor.today))


def _room(actor: Actor, public_id: uuid.UUID) -> Room:
    row = Room.objects.select_for_update().filter(school_id=actor.school, public_id=public_id, last=None).first()
    if row is None:
        raise NotFound(NO_ROOM)
    return row


def _check(actor: Actor, name: str, wait: int, site: int | None, *, room: Room | None = None) -> None:
    if room is None and not name.strip():
        raise Refused("Write the room's name, as staff call it.")
    same = Room.objects.filter(school_id=actor.school, name__iexact=name.strip(), last=None)
    if room is None and same.exists():
        raise Refused(f"There is a room called {name.strip()} already. Give this one another name.")
    if not 1 <= wait <= LONGEST_WAIT:
        raise Refused(f"Write after how many minutes a pupil counts as not arrived: 1 to {LONGEST_WAIT}.")
    if site is not None and site not in {one.id for one in sites(actor)}:
        raise NotFound("There is no such site in this school.")


def _name_staff(actor: Actor, room: Room, staff: Collection[int]) -> None:
    known = {line.id: line.name for line in staff_of(actor)}
    if not set(staff) <= set(known):
        raise NotFound("One of these people holds no role in this school today. Load the page again.")
    first: date = actor.today
    RoomStaff.objects.bulk_create(
        RoomStaff(school_id=actor.school, room=room, user_id=user, name=known[user], first=first)
        for user in sorted(set(staff))
    )
