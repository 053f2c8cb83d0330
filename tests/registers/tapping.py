"""A class's morning register taken in one go, for tests that only need marks to stand."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from rollbook.registers.actions import Tap, save_register
from rollbook.registers.queries import register_sheet
from rollbook.rules.sessions import Half
from tests.registers.classroom import MONDAY, Classroom


def tap_all(room: Classroom, codes: Mapping[int, str]) -> None:
    """Everybody present, but for these by their number in the class; a mark that stands is amended with a reason."""
    sheet = register_sheet(room.actor, room.group.public_id, MONDAY, Half.AM)
    named = {str(room.pupils[n].public_id): code for n, code in codes.items()}
    taps = [
        Tap(
            row.token,
            code := named.get(str(row.pupil.public_id), "/"),
            seen=row.version,
            minutes=5 if code == "L" else None,
            reason="The family rang",
        )
        for row in sheet.rows
    ]
    outcome = save_register(
        room.actor, issue=sheet.issue, save_id=uuid.uuid4(), taps=taps, is_school_day=True, finished=True
    )
    assert outcome is not None
