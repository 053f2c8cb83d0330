"""The small school whose registers are saved while its server dies: `python -m tests.faults.office`, in its home."""

from __future__ import annotations

import json
import secrets
import sys
from datetime import UTC, date, datetime
from typing import Any

MONDAY = date(2026, 9, 7)
DAYS = (date(2026, 9, 3), date(2026, 9, 4), MONDAY)


def build() -> dict[str, Any]:
    """Form 9A, a set with a lesson in P1, and who may take every register; by its clock it is 9:15 on a Monday."""
    from django.urls import reverse

    from tests.registers.lesson_room import IN_P1, LessonRoom

    room = LessonRoom(size=30)
    room.school.practice_shift = IN_P1 - datetime.now(UTC)
    room.school.save()
    word = secrets.token_urlsafe(16)
    room.officer.set_password(word)
    room.officer.save()
    places = [(on, half) for on in DAYS for half in ("am", "pm") if (on, half) != (MONDAY, "pm")]
    urls = [room.url("take", on, half) for on, half in places]
    lesson = {"school": room.school.slug, "lesson": room.p1.public_id, "on": MONDAY.isoformat()}
    urls.append(reverse("registers:lesson", kwargs=lesson))
    return {"username": room.officer.username, "password": word, "registers": urls}


if __name__ == "__main__":
    from rollbook.config.commands import start_office

    start_office()
    from rollbook.config.readying import collect_if_needed, migrate_if_needed

    migrate_if_needed()
    collect_if_needed()
    sys.stdout.write(json.dumps(build()))
