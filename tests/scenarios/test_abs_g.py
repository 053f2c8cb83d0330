"""ABS-G, as whoever rings would tell it: the words beside the call, and what was said kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rollbook.absence.models import ContactEntry
from rollbook.rules.call_guidance import Situation
from rollbook.work.actions import write_script
from rollbook.work.queries import scripts
from tests.absence.late_room import FRIDAY, NOON, LateRoom

pytestmark = pytest.mark.django_db


def test_a_call_that_turns_difficult() -> None:
    room = LateRoom()
    room.mark(0, FRIDAY, 0, "N")
    desk = room.at()
    call = room.place("contact-pupil", pupil=room.pupils[0].public_id)

    # The words for a first-day call are open; every other situation is one tap away on the same page.
    shown = desk.get(call).content.decode()
    for situation in Situation:
        assert situation.label in shown
    assert "We have not seen" in shown
    assert "Tell the safeguarding lead in person" in shown

    # A neighbour answers. What came of the call is kept as an outcome, and the words, encrypted.
    said = "Left at 8:10 with her brother, blue coat"
    assert (
        desk.post(call, {"form": "outcome", "half": "am", "outcome": "message-left", "note": said}).status_code == 303
    )
    entry = ContactEntry.objects.get()
    assert (entry.outcome, entry.by_name) == ("message-left", "A. Osei")
    assert said.encode() not in bytes(entry.note)


def test_the_school_writes_its_own_words_and_keeps_the_old_ones() -> None:
    room = LateRoom()
    own = "Say good morning.\nGive your name and the school's.\nAsk whom you speak to."
    write_script(room.office, situation=Situation.FIRST_DAY, says=own, seen=0)
    first, *others = scripts(room.office)
    assert (first.version, first.made_by, len(first.steps)) == (1, "A. Osei", 3)
    assert {one.version for one in others} == {0}
    # They stand beside the very next call, and another school's stay as they were.
    room.mark(0, FRIDAY, 0, "N")
    call = room.place("contact-pupil", pupil=room.pupils[0].public_id)
    assert "Say good morning." in room.at(NOON + timedelta(minutes=5)).get(call).content.decode()
    assert scripts(LateRoom(1).office)[0].version == 0
