"""GOV.UK Notify: what is said to it, what it tells us, and what a break leaves behind: found, in doubt, never twice."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rollbook.comms import actions
from rollbook.comms.jobs import look_after
from rollbook.comms.models import Message, ProviderAccount, Reply
from rollbook.comms.practice import Fault, PracticeNotify
from rollbook.comms.practice.notify import API_KEY, SERVICE
from rollbook.comms.providers.notify_token import token_of
from rollbook.rules.access import Role
from rollbook.rules.actor import system_actor
from tests.builders import A_MORNING, an_actor
from tests.comms.families import Family, a_family, hand_over_at

pytestmark = pytest.mark.django_db
AT = "2026-09-07T07:50:00.123456Z"


def through(family: Family, notify: PracticeNotify, channel: str = "text", **more: str) -> None:
    kept = {"api_key": API_KEY, "template": "our-template", "receipts_secret": "bearer", "url": notify.url} | more
    actions.set_provider(an_actor(family.school, Role.HEAD), provider=f"notify-{channel}", kept=kept)


def put(family: Family, purpose: str = "to-families", **said: Any) -> None:
    actions.put_in_outbox(family.office, drafts=[family.draft(**said)], purpose=purpose)


def go(family: Family, seconds: float = 60) -> Message:
    hand_over_at(family.school, A_MORNING + timedelta(seconds=seconds))
    return Message.objects.get()


def then(*faults: Fault) -> Iterator[Fault]:
    yield from faults
    while True:
        yield Fault.NONE


def told(family: Family, said: Any, bearer: str = "bearer") -> int:
    account = ProviderAccount.objects.get(school=family.school)
    return (
        Client()
        .post(
            reverse("told-by-gateway", kwargs={"account": account.public_id}),
            json.dumps(said).encode(),
            content_type="application/json",
            headers={"Authorization": f"Bearer {bearer}"},
        )
        .status_code
    )


def test_a_text_goes_with_our_template_and_our_reference() -> None:
    family = a_family()
    with PracticeNotify() as notify:
        through(family, notify, sender="sender-id", templates="first-day=theirs")
        put(family)
        row = go(family)
        (said,) = notify.taken
    assert (row.state, row.provider_ref) == ("handed", said["id"])
    assert said["reference"] == str(row.public_id)
    assert (said["template_id"], said["phone_number"], said["sms_sender_id"]) == (
        "our-template",
        "+447700900123",
        "sender-id",
    )
    assert said["personalisation"] == {"words": "Tolu is not in school today. Please ring us."}


def test_an_email_has_its_subject_and_a_purpose_may_have_a_template_of_its_own() -> None:
    family = a_family()
    with PracticeNotify() as notify:
        through(family, notify, "email", templates="first-day=theirs, lateness=another")
        put(family, channel="email", subject="Not in school")
        put(family, purpose="lateness", slot="2", channel="email", subject="Not in school")
        hand_over_at(family.school, A_MORNING + timedelta(seconds=60))
        assert sorted(one["template_id"] for one in notify.taken) == ["another", "our-template"]
        assert notify.taken[0]["email_address"] == "ada@example.org"
        assert notify.taken[0]["personalisation"]["subject"] == "Not in school"


@pytest.mark.parametrize("fault", [Fault.HANGS_UP_AFTER, Fault.FAILS_AFTER])
def test_after_a_break_it_is_asked_by_our_reference_and_nothing_goes_twice(fault: Fault) -> None:
    family = a_family()
    faults = then(fault)
    with PracticeNotify(lambda: next(faults)) as notify:
        through(family, notify)
        put(family)
        assert go(family).state == "handed"
        go(family, 3600)
        assert len(notify.taken) == 1


def test_what_it_does_not_know_at_once_stays_in_doubt_and_is_asked_again_later() -> None:
    family = a_family()
    faults = then(Fault.HANGS_UP_BEFORE)
    with PracticeNotify(lambda: next(faults)) as notify:
        through(family, notify)
        put(family)
        assert go(family).state == "doubt"
        look_after(system_actor(family.school.pk, A_MORNING + timedelta(minutes=5)))
        assert Message.objects.get().state == "doubt", "a request may be on its way for minutes"
        look_after(system_actor(family.school.pk, A_MORNING + timedelta(minutes=15)))
        assert Message.objects.get().state == "waiting"
        assert go(family, 3600).state == "handed"
        assert len(notify.taken) == 1


@pytest.mark.parametrize(
    ("fault", "state", "why"),
    [
        (Fault.BUSY, "waiting", "takes no more for the moment"),
        (Fault.REFUSES, "failed", "Must be a real number"),
    ],
)
def test_what_it_refuses_is_said(fault: Fault, state: str, why: str) -> None:
    family = a_family()
    with PracticeNotify(lambda: fault) as notify:
        through(family, notify)
        put(family)
        row = go(family)
    assert row.state == state
    assert why in row.why


@pytest.mark.parametrize(
    ("key", "why"), [("nonsense", "is not one"), (API_KEY[:-4] + "0000", "does not accept our key")]
)
def test_a_key_that_is_wrong_keeps_the_messages_waiting(key: str, why: str) -> None:
    family = a_family()
    with PracticeNotify() as notify:
        through(family, notify, api_key=key)
        put(family)
        row = go(family)
    assert row.state == "waiting"
    assert why in row.why


@pytest.mark.parametrize(
    ("status", "state", "why"),
    [
        ("delivered", "delivered", ""),
        ("permanent-failure", "failed", "The number or address does not exist."),
        ("temporary-failure", "failed", "It could not be reached: switched off, or full."),
        ("sending", "handed", ""),
    ],
)
def test_its_receipts_move_the_message_on(status: str, state: str, why: str) -> None:
    family = a_family()
    with PracticeNotify() as notify:
        through(family, notify)
        put(family)
        row = go(family)
    said = {"id": row.provider_ref, "reference": str(row.public_id), "to": "447700900123", "status": status}
    said |= {"created_at": AT, "completed_at": AT, "sent_at": AT, "notification_type": "sms"}
    assert [told(family, said) for _ in range(2)] == [204, 204]
    row = Message.objects.get()
    assert (row.state, row.why) == (state, why)


def test_a_text_that_came_in_is_beside_what_it_answers_and_a_stranger_is_nobody() -> None:
    family = a_family()
    with PracticeNotify() as notify:
        through(family, notify)
        put(family)
        go(family)
    said = {"id": "in-1", "source_number": "447700900123", "message": "He is ill", "date_received": AT}
    assert told(family, said, bearer="guessed") == 403
    assert told(family, {"id": 1}) == 400
    assert told(family, said) == 204
    assert Reply.objects.get().message_id == Message.objects.get().pk


def test_a_token_names_the_service_and_is_signed() -> None:
    head, body, _ = token_of(API_KEY).split(".")
    assert json.loads(base64.urlsafe_b64decode(head + "==")) == {"typ": "JWT", "alg": "HS256"}
    assert json.loads(base64.urlsafe_b64decode(body + "=="))["iss"] == SERVICE
    with pytest.raises(ValueError, match="not a key"):
        token_of("short")
