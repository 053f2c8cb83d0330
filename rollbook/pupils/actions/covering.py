"""Who takes a group's register on one day in its tutor's place."""

from __future__ import annotations

from uuid import UUID

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.pupils.events import GroupStaffSet
from rollbook.pupils.models import Group, GroupStaff
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound
from rollbook.staff.queries import staff_of


@action(Permission.SET_COVER)
def cover_register(actor: Actor, *, group: UUID, user_id: int) -> None:
    """Let somebody of this school take a group's register today, and today only."""
    row = Group.objects.filter(school_id=actor.school, public_id=group).first()
    if row is None or all(line.id != user_id or not line.is_active for line in staff_of(actor)):
        raise NotFound("There is no such group or member of staff in this school.")
    today, cover = actor.today, GroupStaff.Part.COVER
    _, is_new = GroupStaff.objects.get_or_create(
        group=row, user_id=user_id, part=cover, first=today, defaults={"school_id": actor.school, "last": today}
    )
    if not is_new:
        return record_nothing_changed()
    return record(actor, GroupStaffSet(group, user_id, cover, today))
