"""Calls: a machine rings, or people tick a list; what came of it is kept once, and a recording waits (COM-A)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rollbook.audit.models import AuditEntry
from rollbook.comms import actions
from rollbook.comms.models import CallOutcome, Message, ProviderAccount, Reply
from rollbook.comms.practice import PracticeTexts
from rollbook.comms.queries.replies import replies_waiting
from rollbook.rules.access import Role
from rollbook.rules.refused import NotFound, Refused
from tests.builders import a_school, an_actor
from tests.comms.families import Family, a_family, hand_over_at

pytestmark = pytest.mark.django_db
AT = "2026-09-07T08:50:00+01:00"
WAV = (
    b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00"
    + b"\x40\x1f\x00\x00" * 2
    + b"\x01\x00\x08\x00data\x00\x00\x00\x00"
)


def rung(family: Family) -> Message:
    """A call that the machine has been asked to make."""
    with PracticeTexts() as gateway:
        kept = {"url": gateway.url, "token": "t", "sender": "01632 960000", "receipts_secret": "s"}
        actions.set_provider(an_actor(family.school, Role.HEAD), provider="voice-gateway", kept=kept)
        actions.put_in_outbox(family.office, drafts=[family.draft(channel="voice")], purpose="first-day-by-hand")
        hand_over_at(family.school, family.at(60).now)
        assert gateway.taken[0]["say"] == "Tolu is not in school today. Please ring us."
    return Message.objects.get()


def on_the_list(family: Family) -> Message:
    actions.set_provider(an_actor(family.school, Role.HEAD), provider="phone-list", kept={})
    actions.put_in_outbox(family.office, drafts=[family.draft(channel="voice")], purpose="first-day-by-hand")
    hand_over_at(family.school, family.at(60).now)
    return Message.objects.get()


def told(family: Family, **call: Any) -> int:
    said = {"calls": [{"id": Message.objects.get().provider_ref, "outcome": "answered", "at": AT} | call]}
    body = json.dumps(said).encode()
    account = ProviderAccount.objects.get(school=family.school)
    answer = Client().post(
        reverse("told-by-gateway", kwargs={"account": account.public_id}),
        body,
        content_type="application/json",
        headers={"X-Signature": hmac.new(b"s", body, hashlib.sha256).hexdigest()},
    )
    return answer.status_code


@pytest.mark.parametrize(
    ("call", "state", "why"),
    [
        ({"key": "1"}, "delivered", "Answered: knows about it"),
        ({}, "delivered", "Answered"),
        ({"outcome": "voicemail"}, "delivered", "Voicemail"),
        ({"outcome": "busy"}, "failed", "Engaged"),
        ({"outcome": "no-answer"}, "failed", "No answer"),
        ({"outcome": "bad-number"}, "failed", "Number does not work"),
    ],
)
def test_what_came_of_a_call_is_kept_once(call: dict[str, str], state: str, why: str) -> None:
    family = a_family()
    rung(family)
    assert [told(family, **call) for _ in range(3)] == [204, 204, 204]
    row = Message.objects.get()
    assert (row.state, row.why) == (state, why)
    assert CallOutcome.objects.count() == 1
    assert AuditEntry.objects.filter(verb="comms.CallEnded").count() == 1


def test_what_somebody_recorded_is_kept_and_waits_for_a_person() -> None:
    family = a_family()
    message = rung(family)
    recording = {"media": "audio/wav", "data": base64.b64encode(WAV).decode()}
    assert told(family, key="2", recording=recording) == 204
    reply = Reply.objects.get()
    assert (reply.message_id, reply.file is not None) == (message.pk, True)
    (line,) = replies_waiting(family.office)
    assert line.words == "(a recorded message)"


def test_a_recording_that_cannot_be_kept_is_said() -> None:
    family = a_family()
    rung(family)
    told(family, key="2", recording={"media": "audio/wav", "data": base64.b64encode(b"MZ not a sound").decode()})
    (line,) = replies_waiting(family.office)
    assert "could not be kept" in line.words


def test_a_call_of_somebody_elses_is_nobodys() -> None:
    family = a_family()
    rung(family)
    assert told(family, id="unknown", reference=str(uuid.uuid4())) == 204
    assert not CallOutcome.objects.exists()
    assert Message.objects.get().state == "handed"


def test_people_ring_from_a_list_and_tick_what_came_of_it() -> None:
    family = a_family()
    message, tick = on_the_list(family), uuid.uuid4()
    assert message.state == "handed"
    for _ in range(2):
        actions.tick_call(family.office, message=message.public_id, outcome="no-answer", tick=tick)
    assert (CallOutcome.objects.get().by_name, Message.objects.get().state) == (family.office.name, "failed")
    actions.tick_call(family.office, message=message.public_id, outcome="answered", tick=uuid.uuid4())
    actions.tick_call(family.office, message=message.public_id, outcome="no-answer", tick=uuid.uuid4())
    assert Message.objects.get().state == "delivered", "who was reached stays reached"


def test_what_is_no_call_cannot_be_ticked() -> None:
    family = a_family()
    message = on_the_list(family)
    with pytest.raises(Refused, match="Choose how the call ended"):
        actions.tick_call(family.office, message=message.public_id, outcome="maybe", tick=uuid.uuid4())
    with pytest.raises(NotFound):
        actions.tick_call(an_actor(a_school()), message=message.public_id, outcome="answered", tick=uuid.uuid4())
