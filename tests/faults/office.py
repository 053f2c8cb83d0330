"""The small school whose registers are saved while its server dies: `python -m tests.faults.office`, in its home."""

from __future__ import annotations

import json
import secrets
import sys
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

MONDAY = date(2026, 9, 7)
DAYS = (date(2026, 9, 3), date(2026, 9, 4), MONDAY)


GROUPS = ("9B", "9C", "9D")
PUPILS = 24


def build() -> dict[str, Any]:
    """Four forms of 24, a set with a lesson in P1, and who may take every register; it is 9:15 on a Monday."""
    from django.urls import reverse

    from rollbook.registers.actions.locking import make_year_rows
    from tests.builders import a_group, a_pupil
    from tests.registers.lesson_room import IN_P1, LessonRoom

    room = LessonRoom(size=PUPILS)
    room.school.practice_shift = IN_P1 - datetime.now(UTC)
    room.school.save()
    word = secrets.token_urlsafe(16)
    room.officer.set_password(word)
    room.officer.save()
    groups = [room.group]
    for name in GROUPS:
        groups.append(a_group(room.school, name))
        pupils = [a_pupil(room.school, group=groups[-1], surname=f"{name}-{n:02}") for n in range(PUPILS)]
        make_year_rows(room.actor, MONDAY, [str(p.public_id) for p in pupils])
    lesson = {"school": room.school.slug, "lesson": room.p1.public_id, "on": MONDAY.isoformat()}
    return {
        "username": room.officer.username,
        "password": word,
        "registers": [_addresses(room.school.slug, group.public_id) for group in groups],
        "shared": [reverse("registers:lesson", kwargs=lesson), *_addresses(room.school.slug, room.group.public_id)[:2]],
    }


def _addresses(school: str, group: UUID) -> list[str]:
    from django.urls import reverse

    places = [(on, half) for on in DAYS for half in ("am", "pm") if (on, half) != (MONDAY, "pm")]
    return [
        reverse("registers:take", kwargs={"school": school, "group": group, "on": on.isoformat(), "half": half})
        for on, half in places
    ]


if __name__ == "__main__":
    from rollbook.config.commands import start_office

    start_office()
    from rollbook.config.readying import collect_if_needed, migrate_if_needed

    migrate_if_needed()
    collect_if_needed()
    sys.stdout.write(json.dumps(build()))
