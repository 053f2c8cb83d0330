"""Who was seen on site today although a register says otherwise: looked for before their family is told anything."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from rollbook.registers.queries.passing import passings_since
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half
from rollbook.site.queries.club_sightings import SeenEarly, seen_at_breakfast


def seen_today(actor: Actor, on: date, half: Half, pupil_ids: Collection[int]) -> Mapping[int, SeenEarly]:
    """Which of these were at breakfast club, or came in by the desk, and did not go again: two statements."""
    if not pupil_ids:
        return {}
    early = seen_at_breakfast(actor, on, pupil_ids) if half is Half.AM else {}
    passed = passings_since(actor, on)
    last = {pupil: passed[pupil, on][-1] for pupil in pupil_ids if (pupil, on) in passed}
    desk = {pupil: SeenEarly("the front desk", one.at) for pupil, one in last.items() if one.inward}
    return {pupil: seen for pupil, seen in {**early, **desk}.items() if pupil not in last or last[pupil].inward}
