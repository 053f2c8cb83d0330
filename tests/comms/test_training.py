"""The training school: its messages go to practice providers on this machine, and never outside (RUN-D)."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from rollbook.comms import actions
from rollbook.comms.jobs import hand_over
from rollbook.comms.models import CallOutcome, Message, Reply
from rollbook.comms.practice.answering import answers_to_call, answers_to_text
from rollbook.comms.practice.training import TrainingPost
from rollbook.rules.actor import Actor, system_actor
from rollbook.rules.refused import Refused
from tests.builders import A_MORNING
from tests.comms.families import Family, a_family

pytestmark = pytest.mark.django_db
SHIFT = timedelta(days=-3)


def at(family: Family, seconds: float = 0) -> Actor:
    """Rollbook at a training school whose clock stands at the morning, three days behind the wall."""
    return system_actor(family.school.pk, A_MORNING - SHIFT + timedelta(seconds=seconds), SHIFT)


@pytest.fixture
def family() -> Family:
    family = a_family()
    family.school.practice_shift = SHIFT
    family.school.save()
    return family


def tell(hook: UUID, body: bytes, signature: str) -> bool:
    answer = Client().post(
        reverse("told-by-gateway", kwargs={"account": hook}),
        body,
        content_type="application/json",
        headers={"X-Signature": signature},
    )
    return answer.status_code == 204


def test_what_is_sent_in_training_is_answered_at_the_schools_own_door(family: Family) -> None:
    drafts = [family.draft(slot=f"try-{n}") for n in range(30)]
    drafts += [family.draft(slot=f"call-{n}", channel="voice") for n in range(3)]
    with ExitStack() as opened:
        post = TrainingPost(at(family), opened)
        actions.put_in_outbox(at(family), drafts=drafts, purpose="to-families")
        hand_over(at(family, 61))
        wall = A_MORNING - SHIFT + timedelta(seconds=61)
        post.look(wall, tell)
        assert Message.objects.filter(state="handed").count() == 33, "receipts take a moment"
        post.look(wall + timedelta(minutes=2), lambda *_: False)
        assert Message.objects.filter(state="handed").count() == 33, "the school did not answer: told again"
        post.look(wall + timedelta(minutes=3), tell)
    assert set(Message.objects.values_list("state", flat=True)) <= {"delivered", "failed"}
    assert CallOutcome.objects.count() == 3
    expected = sum(len(answers_to_text({"reference": str(m.public_id), "to": "x"})) - 1 for m in _texts())
    assert Reply.objects.count() == expected


def _texts() -> list[Message]:
    return list(Message.objects.filter(channel="text"))


def test_the_same_message_is_answered_alike_and_all_that_can_happen_does() -> None:
    texts = [answers_to_text({"reference": str(n), "to": "+447700900123"}) for n in range(300)]
    assert texts == [answers_to_text({"reference": str(n), "to": "+447700900123"}) for n in range(300)]
    states = [answers[0].said["state"] for answers in texts]
    assert 10 < states.count("failed") < 40
    assert 30 < sum(len(answers) == 2 for answers in texts) < 90
    outcomes = {answers_to_call({"reference": str(n)})[0].said["outcome"] for n in range(100)}
    assert outcomes == {"answered", "voicemail", "no-answer", "busy"}


@pytest.mark.parametrize(
    ("provider", "kept"),
    [
        (
            "text-gateway",
            {"url": "https://texts.example/messages", "token": "t", "sender": "S", "receipts_secret": "s"},
        ),
        ("smtp", {"host": "mail.school.example", "port": "25", "sender": "a@school.example"}),
        ("notify-text", {"api_key": "k", "template": "t", "receipts_secret": "s"}),
    ],
)
def test_a_training_school_sends_nothing_outside(family: Family, provider: str, kept: dict[str, str]) -> None:
    with pytest.raises(Refused, match="never outside"):
        actions.set_provider(at(family), provider=provider, kept=kept)
