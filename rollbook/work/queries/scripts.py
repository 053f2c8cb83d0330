"""The guidance that stands beside a call: the school's own words, or the house's (ABS-G)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rollbook.rules.actor import Actor
from rollbook.rules.call_guidance import GUIDANCE, Situation, steps
from rollbook.work.models import ScriptText


@dataclass(frozen=True, slots=True)
class Script:
    """The guidance for one situation as it stands; `version` 0 is the house's own text."""

    situation: Situation
    title: str
    when: str
    says: str
    version: int
    made_at: datetime | None = None
    made_by: str = ""

    @property
    def steps(self) -> tuple[str, ...]:
        return steps(self.says)


def scripts(actor: Actor) -> tuple[Script, ...]:
    """The guidance for every situation, in the order of the day: one statement."""
    rows = ScriptText.objects.filter(school_id=actor.school).order_by("situation", "version")
    latest = {row.situation: row for row in rows}
    return tuple(_script(situation, latest.get(situation.value)) for situation in Situation)


def versions_of(actor: Actor, situation: Situation) -> tuple[Script, ...]:
    """Every version that the school wrote for a situation, the newest first, and the house's last: one statement."""
    rows = ScriptText.objects.filter(school_id=actor.school, situation=situation.value).order_by("-version")
    return (*(_script(situation, row) for row in rows), _script(situation, None))


def _script(situation: Situation, row: ScriptText | None) -> Script:
    ours = GUIDANCE[situation]
    if row is None:
        return Script(situation, ours.title, ours.when, ours.says, 0)
    return Script(situation, ours.title, ours.when, row.says, row.version, row.made_at, row.made_by_name)
