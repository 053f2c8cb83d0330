"""A call about a first day of absence: what came of it is noted for each pupil, once, whoever rang (ABS-B)."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from rollbook.absence.jobs import take_call
from rollbook.absence.models import ContactEntry
from rollbook.absence.queries import contact_history
from rollbook.absence.queries.telling import PURPOSE, slot_of
from rollbook.comms.actions import CallTold, Draft, put_in_outbox, set_provider, take_calls
from rollbook.comms.jobs import hand_over
from rollbook.comms.models import Message
from rollbook.comms.queries import history as messages
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor, system_actor
from rollbook.rules.sessions import Half
from rollbook.rules.told import newest_first
from tests.absence.morning import AFTER_CLOSE, MONDAY, Morning

pytestmark = pytest.mark.django_db


def rung(room: Morning, purpose: str = PURPOSE) -> Message:
    """A call to the mother of two who are not in and of whom nobody knows why."""
    room.marked({0: "N", 1: "N"})
    contact = room.contact(0, 1)
    set_provider(room.actor(Role.HEAD), provider="phone-list", kept={})
    draft = Draft(
        pupils=(room.pupils[0].pk, room.pupils[1].pk), contact=contact.pk, channel="voice",
        slot=slot_of(MONDAY, Half.AM), words="Please ring us.",
    )  # fmt: skip
    put_in_outbox(room.actor(), drafts=[draft], purpose=purpose)
    hand_over(rollbook(room, 61))
    return Message.objects.get()


def rollbook(room: Morning, seconds: int = 120) -> Actor:
    return system_actor(room.school.pk, AFTER_CLOSE + timedelta(seconds=seconds))


def ended(room: Morning, message: Message, outcome: str, key: str = "") -> list[str]:
    told = CallTold(str(uuid.uuid4()), str(message.public_id), outcome, key, AFTER_CLOSE)
    take_calls(rollbook(room), provider="phone-list", calls=[told])
    for _ in range(2):
        take_call(rollbook(room), str(message.public_id))
    rows = ContactEntry.objects.filter(kind="outcome").order_by("id")
    return list(rows.values_list("outcome", flat=True))


@pytest.mark.parametrize(
    ("outcome", "key", "noted"),
    [
        ("answered", "1", "aware"),
        ("answered", "", "answered"),
        ("voicemail", "", "message-left"),
        ("no-answer", "", "no-answer"),
        ("busy", "", "no-answer"),
    ],
)
def test_what_came_of_a_call_is_noted_once_for_each_child(outcome: str, key: str, noted: str) -> None:
    room = Morning()
    assert ended(room, rung(room), outcome, key) == [noted, noted]


def test_a_dead_number_and_a_call_about_something_else_are_no_outcome() -> None:
    room = Morning()
    message = rung(room)
    assert ended(room, message, "bad-number") == []
    Message.objects.update(purpose="to-families")
    assert ended(room, message, "answered", "1") == []


def test_a_call_that_nobody_made_is_left_alone() -> None:
    room = Morning()
    take_call(rollbook(room), str(uuid.uuid4()))
    assert not ContactEntry.objects.exists()


def test_the_pupils_history_tells_each_try_once_though_it_stands_on_two_lists() -> None:
    room = Morning(2)
    message = rung(room)
    ContactEntry.objects.create(
        school=room.school, pupil=room.pupils[0], on=MONDAY, half=Half.AM, kind="attempt", contact=message.contact,
        way="voice", step=1, message=message.public_id, at=message.made_at, by_name="Rollbook",
    )  # fmt: skip
    ended(room, message, "no-answer")
    told = newest_first(
        contact_history.history_of(room.actor(), room.pupils[0].pk, MONDAY, MONDAY),
        messages.history_of(room.actor(), room.pupils[0].pk, MONDAY, MONDAY),
    )
    assert sorted(one.says for one in told) == [
        "Call to Priya Shah, first day of absence: failed (No answer) (step 1, Monday 16 November morning)",
        "Call: no answer (Monday 16 November morning)",
    ]
