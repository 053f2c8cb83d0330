"""Handing over: to a real mail server and a real gateway of the practice kind, once, whatever breaks (COM-A)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest

from rollbook.audit.models import AuditEntry
from rollbook.comms import actions, queries
from rollbook.comms.actions.handing import begin
from rollbook.comms.actions.wanting import Round
from rollbook.comms.jobs import look_after
from rollbook.comms.models import HandOver, Message
from rollbook.comms.practice import Fault, PracticeMail, PracticeTexts
from rollbook.comms.wanted import Asked, still_wanted
from rollbook.jobs.models import Job
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused
from tests.builders import A_MORNING, a_school
from tests.comms.families import Family, a_family, hand_over_at, mail_through, texts_through

pytestmark = pytest.mark.django_db


def in_turn(*faults: Fault) -> Iterator[Fault]:
    yield from faults
    while True:
        yield Fault.NONE


def put(family: Family, **said: Any) -> Message:
    (made,) = actions.put_in_outbox(family.office, drafts=[family.draft(**said)], purpose="to-families")
    assert made.message is not None
    return Message.objects.get(public_id=made.message)


def state_of(message: Message) -> str:
    return Message.objects.get(pk=message.pk).state


def go(family: Family, seconds: float) -> None:
    hand_over_at(family.school, A_MORNING + timedelta(seconds=seconds))


def test_a_text_goes_when_its_minute_is_over_and_not_before() -> None:
    family = a_family()
    with PracticeTexts() as gateway:
        texts_through(family.school, gateway)
        message = put(family)
        go(family, 59)
        assert gateway.taken == []
        assert Job.objects.get(name="comms.hand_over", key=f"comms.hand_over:school={family.school.pk}").run_after == (
            A_MORNING + timedelta(seconds=60)
        )
        go(family, 60)
        go(family, 61)
    assert [(t["to"], t["text"], t["from"]) for t in gateway.taken] == [
        ("+447700900123", "Tolu is not in school today. Please ring us.", "Oakfield")
    ]
    assert state_of(message) == "handed"
    assert "7700" not in str([entry.detail for entry in AuditEntry.objects.all()])


def test_an_email_goes_through_a_real_conversation() -> None:
    family = a_family()
    with PracticeMail() as server:
        mail_through(family.school, server)
        message = put(family, channel="email", subject="Tolu – today", words="Dear Ms Abiodun,\n.\nPlease ring.\n")
        go(family, 60)
    (mail,) = server.taken
    assert (mail["To"], mail["Subject"]) == ("ada@example.org", "Tolu – today")
    assert mail["Message-ID"] == f"<{message.public_id}@school.example>"
    assert mail.get_content().replace("\r\n", "\n") == "Dear Ms Abiodun,\n.\nPlease ring.\n"
    assert state_of(message) == "handed"


@pytest.mark.parametrize("channel", ["text", "email"])
@pytest.mark.parametrize(
    ("fault", "state", "sent"),
    [
        (Fault.BUSY, "waiting", 0),
        (Fault.REFUSES, "failed", 0),
        (Fault.NONE, "handed", 1),
    ],
)
def test_each_answer_of_a_provider(channel: str, fault: Fault, state: str, sent: int) -> None:
    family = a_family()
    faults = in_turn(fault)
    with PracticeMail(lambda: next(faults)) as server, PracticeTexts(lambda: next(faults)) as gateway:
        mail_through(family.school, server)
        texts_through(family.school, gateway)
        message = put(family, channel=channel, subject="Today")
        go(family, 60)
        taken = server.taken if channel == "email" else gateway.taken
        assert (state_of(message), len(taken)) == (state, sent)


def test_a_mail_server_that_breaks_off_after_the_mail_leaves_a_doubt_and_no_second_mail() -> None:
    family = a_family()
    faults = in_turn(Fault.HANGS_UP_AFTER)
    with PracticeMail(lambda: next(faults)) as server:
        mail_through(family.school, server)
        message = put(family, channel="email", subject="Today")
        for seconds in (60, 600, 6000):
            go(family, seconds)
            look_after(family.at(seconds))
        assert (state_of(message), len(server.taken)) == ("doubt", 1)
    shown = queries.outbox(family.office_at(6000))
    assert [line.public_id for line in shown.doubt] == [message.public_id]
    actions.settle_doubt(family.office_at(6001), message=message.public_id, it_went=True)
    assert state_of(message) == "handed"
    with pytest.raises(Refused, match="no doubt"):
        actions.settle_doubt(family.office_at(6002), message=message.public_id, it_went=False)


def test_a_gateway_that_breaks_off_is_asked_and_sends_once() -> None:
    family = a_family()
    faults = in_turn(Fault.HANGS_UP_AFTER, Fault.HANGS_UP_AFTER)
    with PracticeTexts(lambda: next(faults)) as gateway:
        texts_through(family.school, gateway)
        message = put(family)
        go(family, 60)
        assert (state_of(message), len(gateway.taken)) == ("handed", 1)


def test_a_gateway_that_never_had_it_gets_it_again_later() -> None:
    family = a_family()
    faults = in_turn(Fault.HANGS_UP_BEFORE, Fault.HANGS_UP_BEFORE)
    with PracticeTexts(lambda: next(faults)) as gateway:
        texts_through(family.school, gateway)
        message = put(family)
        go(family, 60)
        assert (state_of(message), len(gateway.taken)) == ("waiting", 0)
        go(family, 89)
        assert gateway.taken == []
        go(family, 90)
        assert (state_of(message), len(gateway.taken)) == ("handed", 1)


def test_a_provider_that_is_away_is_tried_five_times_and_then_it_is_said() -> None:
    family = a_family()
    with PracticeTexts() as gateway:
        texts_through(family.school, gateway)
    message = put(family)
    now = 60.0
    for _ in range(5):
        assert state_of(message) == "waiting"
        go(family, now)
        now += 1801
    assert state_of(message) == "failed"
    assert queries.message(family.office, message.public_id).line.why == "The text gateway could not be reached."
    actions.try_again(family.office_at(now), message=message.public_id)
    assert state_of(message) == "waiting"


def test_a_worker_that_died_between_hand_over_and_note_never_sends_twice() -> None:
    family = a_family()
    with PracticeTexts() as gateway:
        texts_through(family.school, gateway)
        went, never = put(family), put(family, slot="other")
        begun = begin(family.at(60), channel="text", provider="text-gateway", asking=Round())
        assert begun is not None
        gateway.take(begun.outgoing.ref, {"reference": begun.outgoing.ref})
        assert begin(family.at(60), channel="text", provider="text-gateway", asking=Round()) is not None
        assert begin(family.at(60), channel="text", provider="text-gateway", asking=Round()) is None
        look_after(family.at(200))
        assert (state_of(went), state_of(never)) == ("handing", "handing")
        look_after(family.at(400))
        assert (state_of(went), state_of(never)) == ("handed", "waiting")
        go(family, 500)
        assert state_of(never) == "handed"
    assert [t["reference"] for t in gateway.taken] == [str(went.public_id), str(never.public_id)]
    assert [h.outcome for h in HandOver.objects.filter(message=never).order_by("number")] == ["again", "handed"]


def test_what_has_been_settled_meanwhile_is_not_sent() -> None:
    family = a_family()
    asked: list[Asked] = []

    @still_wanted("for-this-test")
    def settled(actor: Actor, questions: Sequence[Asked]) -> Mapping[Asked, str]:
        asked.extend(questions)
        return dict.fromkeys(questions, "Tolu came at 9:02")

    with PracticeTexts() as gateway:
        texts_through(family.school, gateway)
        (made,) = actions.put_in_outbox(family.office, drafts=[family.draft()], purpose="for-this-test")
        go(family, 60)
        assert gateway.taken == []
    assert asked == [Asked("for-this-test", (family.pupil.pk,), family.contact.pk, "2026-09-07:am:1")]
    assert made.message is not None
    line = queries.message(family.office, made.message).line
    assert (line.state, line.why) == ("not-wanted", "Tolu came at 9:02")


def test_one_message_that_cannot_be_asked_about_holds_up_nobody() -> None:
    family = a_family()

    @still_wanted("breaks")
    def breaks(actor: Actor, questions: Sequence[Asked]) -> Mapping[Asked, str]:
        raise ValueError(questions[0].slot)

    with PracticeTexts() as gateway:
        texts_through(family.school, gateway)
        actions.put_in_outbox(family.office, drafts=[family.draft()], purpose="breaks")
        behind = put(family, slot="behind")
        go(family, 60)
        assert [t["reference"] for t in gateway.taken] == [str(behind.public_id)]
    (failed,) = queries.outbox(family.office_at(60)).failed
    assert "could not find out" in failed.why


def test_without_a_provider_messages_wait_and_nothing_is_lost() -> None:
    family = a_family(a_school())
    message = put(family)
    go(family, 100)
    assert state_of(message) == "waiting"


@pytest.mark.parametrize("then", [Fault.REFUSES, Fault.BUSY, Fault.NONE])
def test_a_gateway_that_took_it_and_said_500_is_asked_before_it_is_told_again(then: Fault) -> None:
    """A refusal of the second telling would otherwise show as failed what had gone."""
    family = a_family()
    faults = in_turn(Fault.FAILS_AFTER, then)
    with PracticeTexts(lambda: next(faults), forgets=True) as gateway:
        texts_through(family.school, gateway)
        message = put(family)
        go(family, 60)
        go(family, 3600)
        assert (state_of(message), len(gateway.taken)) == ("handed", 1)
