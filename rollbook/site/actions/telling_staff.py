"""A pupil missing from a lesson, told by text or e-mail to whoever is on call, at once (REG-I)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping

from rollbook.audit.actions import action, record_nothing_changed
from rollbook.comms.actions import StaffNote, Written, write_to_staff
from rollbook.rules.access import Permission, Role
from rollbook.rules.actor import LONDON, Actor
from rollbook.site.models import Search
from rollbook.staff.queries import StaffMember, staff_members

PURPOSE = "pupil-missing"
ENDED = "The search has ended."
OLD = "This was on another day."
# The posts that are on call, the first that somebody holds today; for a pupil off the site, those who answer for it.
ON_CALL = (frozenset({Role.COVER}), frozenset({Role.SENIOR_LEADER, Role.HEAD_OF_YEAR}), frozenset({Role.HEAD}))
OFF_SITE = (frozenset({Role.DSL, Role.HEAD}),)


@action(Permission.WATCH_MISSING)
def tell_staff(actor: Actor, *, search: uuid.UUID) -> tuple[Written, ...]:
    """Tell those on call that a pupil is missing, and who answers for it when the pupil has left the site; once each.

    The words name the lesson and the time, and no pupil: the rest stands in Rollbook.
    """
    row = Search.objects.filter(school_id=actor.school, public_id=search).first()
    if row is None or why_not_told(actor, (search,)):
        record_nothing_changed()
        return ()
    members = staff_members(actor)
    notes = [_note(row, one, "missing") for one in _on_call(members, ON_CALL)]
    if row.left_site_at is not None:
        notes = [_note(row, one, "off-site") for one in _on_call(members, OFF_SITE)]
    return write_to_staff(actor, notes=notes, purpose=PURPOSE)


def why_not_told(actor: Actor, searches: Collection[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """About which of these searches no message need go any more, and why: one statement."""
    open_ones = Search.objects.filter(school_id=actor.school, public_id__in=searches, ended_at=None)
    days = dict(open_ones.values_list("public_id", "on"))
    why = {search: OLD if search in days else ENDED for search in searches}
    return {search: said for search, said in why.items() if days.get(search) != actor.today}


def _on_call(members: tuple[StaffMember, ...], posts: tuple[frozenset[Role], ...]) -> list[StaffMember]:
    for wanted in posts:
        found = [m for m in members if m.is_active and any(line.role in wanted for line in m.now)]
        if found:
            return found
    return []


def _note(row: Search, to: StaffMember, kind: str) -> StaffNote:
    at = (row.left_site_at if kind == "off-site" else None) or row.reported_at
    what = "A pupil has left the site" if kind == "off-site" else "A pupil is missing from a lesson"
    drill = "Practice only. " if row.is_drill else ""
    return StaffNote(
        user=to.id,
        channel="text",
        subject=f"{drill}{what}",
        words=f"{drill}{what}: {row.lesson}, {at.astimezone(LONDON):%-H:%M}. Open Rollbook, Missing from lessons.",
        slot=f"{kind}:{row.public_id}",
        pupils=(row.pupil_id,),
    )
