"""What a gateway tells us: receipts in any order and as often as it likes, and what families text back (COM-A)."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rollbook.comms import actions, queries
from rollbook.comms.models import ChannelChoice, HandOver, Message, ProviderAccount, Receipt, Reply
from rollbook.comms.practice import PracticeTexts
from rollbook.comms.queries.replies import replies_waiting
from tests.builders import A_MORNING, a_school
from tests.comms.families import Family, a_family, hand_over_at, texts_through

pytestmark = pytest.mark.django_db
AT = "2026-09-07T08:50:00+01:00"


@pytest.fixture
def family() -> Family:
    """A family to whom a text has gone."""
    family = a_family()
    with PracticeTexts() as gateway:
        texts_through(family.school, gateway)
        actions.put_in_outbox(family.office, drafts=[family.draft()], purpose="to-families")
        hand_over_at(family.school, family.at(60).now)
    return family


def told(school_id: int, said: Any, *, secret: str = "s") -> int:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    account = ProviderAccount.objects.get(school_id=school_id)
    answer = Client().post(
        reverse("told-by-gateway", kwargs={"account": account.public_id}),
        body,
        content_type="application/json",
        headers={"X-Signature": hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()},
    )
    return answer.status_code


def report(state: str, **more: str) -> dict[str, Any]:
    message = Message.objects.get()
    return {"reports": [{"id": message.provider_ref, "state": state, "at": AT} | more]}


def test_a_receipt_is_kept_once_and_never_takes_a_message_back(family: Family) -> None:
    for _ in range(3):
        assert told(family.school.pk, report("delivered")) == 204
    assert told(family.school.pk, report("failed", reason="late news")) == 204
    assert Message.objects.get().state == "delivered"
    assert Receipt.objects.count() == 2


def test_a_receipt_before_we_have_noted_the_number_finds_its_message(family: Family) -> None:
    message = Message.objects.get()
    Message.objects.update(state="handing", provider_ref="")
    said = {"reports": [{"id": "new", "reference": str(message.public_id), "state": "delivered", "at": AT}]}
    assert told(family.school.pk, said) == 204
    assert Message.objects.get().state == "delivered"


def test_a_receipt_says_that_a_text_failed(family: Family) -> None:
    told(family.school.pk, report("failed", reason="number not in use"))
    (line,) = queries.outbox(family.office).failed
    assert line.why == "number not in use"


@pytest.mark.parametrize(
    ("said", "secret", "status"),
    [
        ({"reports": []}, "not-ours", 403),
        (b"{", "s", 400),
        ({"reports": [{"id": "1", "state": "delivered", "at": "yesterday"}]}, "s", 400),
        ({"reports": [{"id": "1", "state": "delivered", "at": "2026-09-07T08:50:00"}]}, "s", 400),
        ([], "s", 400),
        ({"replies": [{"id": "1"}]}, "s", 400),
        ({"reports": [{"id": "unknown", "state": "delivered", "at": AT}]}, "s", 204),
    ],
)
def test_what_is_not_ours_or_cannot_be_read_changes_nothing(
    family: Family, said: Any, secret: str, status: int
) -> None:
    assert told(family.school.pk, said, secret=secret) == status
    assert Message.objects.get().state == "handed"
    assert not Reply.objects.exists()


def test_another_schools_account_reaches_nothing_here(family: Family) -> None:
    other = a_school()
    with PracticeTexts() as gateway:
        texts_through(other, gateway)
    assert told(other.pk, report("delivered")) == 204
    assert Message.objects.get().state == "handed"
    assert Client().post(reverse("told-by-gateway", kwargs={"account": uuid.uuid4()})).status_code == 404


def reply(words: str, number: str = "07700 900123", ref: str = "r1") -> dict[str, Any]:
    return {"replies": [{"id": ref, "from": number, "text": words, "at": AT}]}


def test_a_reply_stands_beside_what_it_answers_with_a_suggestion(family: Family) -> None:
    for _ in range(2):
        told(family.school.pk, reply("Sorry he is poorly, temperature"))
    (line,) = replies_waiting(family.office)
    assert line.answers is not None
    assert [about.name for about in line.answers.pupils] == ["Tolu Abiodun"]
    assert (line.suggestion.code, line.suggestion.words) == ("I", ("poorly", "temperature"))
    assert line.came_at <= A_MORNING.replace(hour=23)
    assert b"poorly" not in bytes(Reply.objects.get().words)
    actions.deal_with(family.office, reply=line.public_id)
    assert replies_waiting(family.office) == ()


def test_a_text_from_a_number_nobody_wrote_to_waits_too(family: Family) -> None:
    told(family.school.pk, reply("Who is this?", number="07700 900999"))
    (line,) = replies_waiting(family.office)
    assert (line.answers, line.sender) == (None, "07700 900999")


def test_who_writes_stop_gets_no_more_texts(family: Family) -> None:
    told(family.school.pk, reply("STOP"))
    assert ChannelChoice.objects.get().told_by == "replied STOP"
    (made,) = actions.put_in_outbox(family.office, drafts=[family.draft("next")], purpose="to-families")
    assert made.left_out == "does not want texts"


def test_a_receipt_ends_an_attempt_of_which_the_answer_was_never_noted(family: Family) -> None:
    message = Message.objects.get()
    Message.objects.update(state="handing", provider_ref="")
    HandOver.objects.update(ended_at=None, outcome="")
    told(
        family.school.pk,
        {"reports": [{"id": "1", "reference": str(message.public_id), "state": "delivered", "at": AT}]},
    )
    attempt = HandOver.objects.get()
    assert (attempt.outcome, attempt.why) == ("handed", "Its receipt says that the provider took it.")
    assert attempt.ended_at is not None
