"""A late register is told by text to whoever was asked for it, unless they have seen it already (REG-B)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rollbook.comms.jobs import hand_over
from rollbook.comms.models import Message
from rollbook.comms.practice import PracticeTexts
from rollbook.registers.actions.chasing import escalate, note_seen, nudge, send, set_ladder
from rollbook.registers.jobs import tell_staff_of_late_registers
from rollbook.registers.models import Chase
from rollbook.rules.access import Role
from rollbook.rules.actor import system_actor
from tests.builders import a_role, a_user, an_actor
from tests.comms.families import texts_through
from tests.registers.classroom import MONDAY
from tests.registers.test_chasing import LateRoom

pytestmark = pytest.mark.django_db


class RoomWithTexts(LateRoom):
    """The tutor of 9A and somebody on call have mobile numbers."""

    def __init__(self) -> None:
        super().__init__(1)
        self.on_call = a_user("Y. Cover")
        a_role(self.on_call, self.school, Role.COVER)
        for n, user in enumerate((self.tutor, self.on_call)):
            user.mobile = f"+44770090000{n}"
            user.save()

    def told(self, gateway: PracticeTexts, minutes: int) -> list[tuple[str, str]]:
        now = self.after(minutes)
        tell_staff_of_late_registers(system_actor(self.school.pk, now))
        hand_over(system_actor(self.school.pk, now + timedelta(seconds=1)))
        return [(text["to"], text["text"]) for text in gateway.taken]


@pytest.fixture
def room() -> RoomWithTexts:
    return RoomWithTexts()


def test_whoever_is_asked_is_texted_once_and_no_pupil_is_named(room: RoomWithTexts) -> None:
    with PracticeTexts() as gateway:
        texts_through(room.school, gateway)
        nudge(room.office(2), register=room.key)
        room.told(gateway, 2)
        ((to, words),) = room.told(gateway, 3)
    assert to == "+447700900000"
    assert words == f"The register of {Chase.objects.get().name} is late. Please take it now: Rollbook, My registers."
    assert "Abiodun" not in words


def test_whoever_is_sent_or_next_on_the_ladder_is_told(room: RoomWithTexts) -> None:
    head = an_actor(room.school, Role.HEAD, now=room.after(-30))
    set_ladder(head, from_day=MONDAY, lesson_after=10, steps=[(10, "cover")])
    with PracticeTexts() as gateway:
        texts_through(room.school, gateway)
        escalate(system_actor(room.school.pk, room.after(11)))
        send(room.office(12), register=room.key, user_id=room.on_call.pk)
        told = room.told(gateway, 12)
    assert [to for to, _ in told] == ["+447700900001"] * 2
    assert "look at the board" in told[0][1]
    assert "go to the room" in told[1][1]


def test_who_has_seen_it_meanwhile_is_not_texted(room: RoomWithTexts) -> None:
    with PracticeTexts() as gateway:
        texts_through(room.school, gateway)
        nudge(room.office(2), register=room.key)
        tell_staff_of_late_registers(system_actor(room.school.pk, room.after(2)))
        tutor = an_actor(room.school, Role.TUTOR, user=room.tutor, now=room.after(3))
        note_seen(tutor, chases=[Chase.objects.get().public_id])
        assert room.told(gateway, 4) == []
    assert Message.objects.get().why == "They have seen it in Rollbook, or answered."


def test_what_is_old_is_not_told_any_more(room: RoomWithTexts) -> None:
    nudge(room.office(2), register=room.key)
    with PracticeTexts() as gateway:
        texts_through(room.school, gateway)
        assert room.told(gateway, 40) == []
    assert not Message.objects.exists()
