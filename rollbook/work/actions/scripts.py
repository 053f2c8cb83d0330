"""The school's own words for a call: each change a new version (ABS-G)."""

from __future__ import annotations

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.call_guidance import Situation, steps
from rollbook.rules.refused import Refused
from rollbook.work.events import ScriptChanged
from rollbook.work.models import ScriptText
from rollbook.work.queries.scripts import versions_of

LONGEST_SCRIPT = 4000


@action(Permission.SET_UP_SCHOOL)
def write_script(actor: Actor, *, situation: Situation, says: str, seen: int) -> None:
    """Write new words for a situation; `seen` is the version on the screen. The same words again change nothing."""
    now = versions_of(actor, situation)[0]
    if now.version != seen:
        raise Refused(f"{now.made_by} has changed these words in the meantime. Open the page again.")
    words = "\n".join(steps(says))
    if not words:
        raise Refused("Write at least one step.")
    if len(words) > LONGEST_SCRIPT:
        raise Refused(f"Beside a call there is room for {LONGEST_SCRIPT} characters; this has {len(words)}.")
    if words == "\n".join(now.steps):
        return record_nothing_changed()
    ScriptText.objects.create(
        school_id=actor.school,
        situation=situation.value,
        version=seen + 1,
        says=words,
        made_at=actor.now,
        made_by_name=actor.name,
    )
    return record(actor, ScriptChanged(situation.value, seen + 1))
