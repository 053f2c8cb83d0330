"""Replies by text come to the absence line, and are dealt with once."""

from __future__ import annotations

import uuid

import pytest

from rollbook.absence.actions import reject_report
from rollbook.absence.actions.replies_in import reply_answered, reply_dealt_with, take_reply
from rollbook.absence.models import Report
from rollbook.absence.queries import report_line
from rollbook.absence.queries.telling import slot_of
from rollbook.comms.actions import Draft, Told, deal_with, put_in_outbox, take_replies
from rollbook.comms.models import Reply
from rollbook.rules.actor import Actor, system_actor
from rollbook.rules.sessions import Half
from tests.absence.line_room import LineRoom
from tests.absence.morning import MONDAY

pytestmark = pytest.mark.django_db
NUMBER = "+447700900142"


class Texting:
    """Priya, of whose two children we asked about the second."""

    def __init__(self, purpose: str = "first-day") -> None:
        self.room = LineRoom()
        self.room.morning.marked({0: "/", 1: "N"})
        self.house: Actor = system_actor(self.room.morning.school.pk, self.room.office.now)
        draft = Draft(
            (self.room.morning.pupils[1].pk,), self.room.mother.pk, "text", slot_of(MONDAY, Half.AM), "Where?"
        )
        put_in_outbox(self.room.office, drafts=[draft], purpose=purpose)

    def replied(self, words: str, sender: str = NUMBER) -> uuid.UUID:
        take_replies(self.house, provider="text-gateway", told=[Told("r1", sender, words, self.house.now)])
        return Reply.objects.get().public_id


def test_a_reply_without_a_name_is_about_the_child_whom_we_asked_about() -> None:
    texting = Texting()
    report = take_reply(texting.house, texting.replied("he is ill today"))
    assert report is not None
    item = report_line(texting.room.office, report)
    assert (item.way, [p.forename for p in item.suggested.pupils]) == ("text", ["Femi"])
    assert item.suggested.whom_why == "we had asked about Femi"
    assert item.is_ready


def test_a_reply_is_taken_once() -> None:
    texting = Texting()
    reply = texting.replied("he is ill today")
    assert take_reply(texting.house, reply) == take_reply(texting.house, reply)
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("purpose", "words", "taken"),
    [
        ("to-families", "Thank you, we will be there", False),
        ("to-families", "Thank you. Femi is ill by the way", True),
        ("to-families", "He is off tomorrow", True),
        ("first-day", "ok", True),
        ("first-day", "STOP", False),
    ],
)
def test_only_what_is_about_an_absence_comes_here(purpose: str, words: str, taken: bool) -> None:
    texting = Texting(purpose)
    assert (take_reply(texting.house, texting.replied(words)) is not None) is taken


def test_a_text_from_a_number_that_nobody_has_is_queued_and_rung_back() -> None:
    texting = Texting()
    report = take_reply(texting.house, texting.replied("he is ill", sender="+447700900888"))
    assert report is not None
    assert texting.room.row(report).state == "ring-back"


def test_what_is_filed_here_is_dealt_with_among_the_messages() -> None:
    texting = Texting()
    reply = texting.replied("he is ill today")
    report = take_reply(texting.house, reply)
    assert report is not None
    reply_answered(texting.house, report)
    assert Reply.objects.get().dealt_at is None
    texting.room.file(report, 1)
    reply_answered(texting.house, report)
    assert Reply.objects.get().dealt_at is not None


def test_what_is_dealt_with_among_the_messages_waits_here_no_longer() -> None:
    texting = Texting()
    reply = texting.replied("he is ill today")
    report = take_reply(texting.house, reply)
    assert report is not None
    deal_with(texting.room.office, reply=reply)
    reply_dealt_with(texting.house, reply)
    assert report_line(texting.room.office, report).why == "Dealt with among the messages."
    reply_dealt_with(texting.house, reply)


def test_a_report_that_is_no_reply_concerns_no_message() -> None:
    texting = Texting()
    report = texting.room.told("Tolu is ill")
    reject_report(texting.room.office, report=report, seen=1, why="twice")
    reply_answered(texting.house, report)
    assert take_reply(texting.house, uuid.uuid4()) is None
