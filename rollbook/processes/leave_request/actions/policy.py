"""Setting the school's own choices about leave."""

from __future__ import annotations

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.processes.leave_request.events import LeavePolicySet
from rollbook.processes.leave_request.models import LeavePolicy
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused
from rollbook.web.plain_text import kept

MOST_DAYS, LONGEST = 20, 4000


@action(Permission.SET_UP_SCHOOL)
def set_leave_policy(actor: Actor, *, answer_days: int, granting: str, refusing: str) -> None:
    """Say within how many school days requests are answered, and from which sentences the head begins, one a line."""
    if not 1 <= answer_days <= MOST_DAYS:
        raise Refused(f"The school answers within 1 to {MOST_DAYS} school days, not {answer_days}.")
    texts = (kept(granting).strip()[:LONGEST], kept(refusing).strip()[:LONGEST])
    row = LeavePolicy.objects.select_for_update().filter(school_id=actor.school).first()
    if row is not None and (row.answer_days, row.granting, row.refusing) == (answer_days, *texts):
        record_nothing_changed()
        return
    row = row or LeavePolicy(school_id=actor.school)
    row.answer_days, (row.granting, row.refusing) = answer_days, texts
    row.since, row.by_name = actor.now, actor.name
    row.save()
    record(actor, LeavePolicySet(answer_days))
