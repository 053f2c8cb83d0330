"""COM-A, as the office would tell it: the right words to the right people, once, and an eye on what came of it."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rollbook.comms import actions, queries
from rollbook.comms.jobs import hand_over
from rollbook.comms.models import ChannelChoice, Message, ProviderAccount
from rollbook.comms.practice import Fault, PracticeTexts
from rollbook.comms.queries.composing import Composed, compose
from rollbook.comms.queries.replies import replies_waiting
from rollbook.pupils.models import Contact
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON, Actor, system_actor
from rollbook.schools.models import School
from tests.builders import a_pupil, a_school, an_actor
from tests.comms.families import a_contact, texts_through

pytestmark = pytest.mark.django_db
AT_TWO = datetime(2026, 9, 7, 14, 0, tzinfo=LONDON)


class Afternoon:
    """Three families: one writes Polish, one has two children here, one parent must not be contacted."""

    def __init__(self) -> None:
        self.school: School = a_school()
        self.tolu, self.bisi = a_pupil(self.school), a_pupil(self.school, forename="Bisi")
        self.kasia = a_pupil(self.school, forename="Kasia", surname="Nowak")
        self.leo = a_pupil(self.school, forename="Leo", surname="Hart")
        self.ada: Contact = a_contact(self.school, self.tolu, self.bisi)
        self.ewa = a_contact(self.school, self.kasia, mobile="+447700900200")
        a_contact(self.school, self.leo, mobile="+447700900300", no_contact=True)
        actions.choose_language(self.office(), contact=self.ewa.public_id, language="pl")

    def office(self, minutes: float = 0) -> Actor:
        return an_actor(self.school, now=AT_TWO + timedelta(minutes=minutes))

    def prepared(self, words: str, slot: str = "snow") -> Composed:
        pupils = [p.pk for p in (self.tolu, self.bisi, self.kasia, self.leo)]
        return compose(self.office(), pupils=pupils, channel="text", slot=slot, words=words, all_told=False)

    def send(self, composed: Composed, minutes: float = 0) -> list[uuid.UUID]:
        drafts = [one.draft for one in composed.going]
        put = actions.put_in_outbox(self.office(minutes), drafts=drafts, purpose="to-families")
        return [one.message for one in put if one.message is not None]

    def worker(self, minutes: float) -> None:
        hand_over(system_actor(self.school.pk, AT_TWO + timedelta(minutes=minutes)))

    def tells(self, said: dict[str, Any]) -> int:
        body = json.dumps(said).encode()
        account = ProviderAccount.objects.get(school=self.school)
        signed = {"X-Signature": hmac.new(b"s", body, hashlib.sha256).hexdigest()}
        address = reverse("told-by-gateway", kwargs={"account": account.public_id})
        return Client().post(address, body, content_type="application/json", headers=signed).status_code


def test_an_afternoon_with_a_message_to_every_family() -> None:
    day = Afternoon()
    faults = iter([Fault.HANGS_UP_AFTER, *[Fault.NONE] * 9])
    with PracticeTexts(lambda: next(faults)) as gateway:
        texts_through(day.school, gateway)

        # Before anything goes, the office sees each text, whom it leaves out and why, and who gets English.
        composed = day.prepared("{school}: {forename} may go home at three. {{7*7}}")
        assert [one.draft.words for one in composed.going] == [
            f"{day.school.name}: Bisi and Tolu may go home at three. {{{{7*7}}}}",
            f"{day.school.name}: Kasia may go home at three. {{{{7*7}}}}",
        ]
        assert [one.in_language for one in composed.going] == ["", "wants Polish, gets English"]
        assert [(one.pupil, one.why) for one in composed.alone] == [("Leo Hart", "has no contact who may be told")]

        # It is sent, and twenty seconds later somebody notices that it should have said half past three.
        sent = day.send(composed)
        assert actions.take_back(day.office(0.3), messages=sent) == 2
        day.worker(1.1)
        assert gateway.taken == []

        # Sent again with the right time; a double press sends nothing twice.
        right = day.prepared("{school}: {forename} may go home at half past three.", slot="snow, put right")
        assert day.send(right, 2) == day.send(right, 2.1)
        day.worker(3.1)
        assert [text["to"] for text in gateway.taken] == ["+447700900123", "+447700900200"], "each once, after a break"

    # Receipts come in no order and twice; a mother answers about one of two, and nothing is decided for the office.
    refs = {text["to"]: f"text-{text['reference']}" for text in gateway.taken}
    at = (AT_TWO + timedelta(minutes=4)).isoformat()
    failed = {"id": refs["+447700900200"], "state": "failed", "reason": "number not in use", "at": at}
    delivered = {"id": refs["+447700900123"], "state": "delivered", "at": at}
    assert [day.tells({"reports": [failed, delivered]}) for _ in range(2)] == [204, 204]
    day.tells({"replies": [{"id": "1", "from": "07700 900123", "text": "Bisi is at the dentist anyway", "at": at}]})
    day.tells({"replies": [{"id": "2", "from": "07911 123456", "text": "who is this", "at": at}]})
    known, unknown = sorted(replies_waiting(day.office(5)), key=lambda reply: reply.answers is None)
    assert known.answers is not None
    assert {about.name for about in known.answers.pupils} == {"Tolu Abiodun", "Bisi Abiodun"}
    assert known.suggestion.code == "M"
    assert unknown.answers is None

    # The dead number is seen, the message tried again, and whoever writes STOP gets no more texts.
    (line,) = queries.outbox(day.office(6)).failed
    assert line.why == "number not in use"
    actions.try_again(day.office(6), message=line.public_id)
    assert Message.objects.get(public_id=line.public_id).state == "waiting"
    day.tells({"replies": [{"id": "3", "from": "07700 900123", "text": "STOP", "at": at}]})
    assert ChannelChoice.objects.get().contact == day.ada
    again = day.prepared("{school}: thank you.", slot="thanks")
    assert [(one.contact, one.left_out) for one in again.staying] == [("Ms Ada Abiodun", "does not want texts")]


def test_the_school_writes_first_day_words_in_polish_and_a_family_gets_them() -> None:
    day = Afternoon()
    head = an_actor(day.school, Role.HEAD, now=AT_TWO)
    own = "{school}: gdzie jest {forename}? Prosimy o telefon."
    actions.set_wording(head, purpose="first-day", channel="text", language="pl", words=own)
    english = queries.wording_for(head, "first-day", "text")
    composed = compose(
        day.office(), pupils=[day.kasia.pk, day.tolu.pk], channel="text", slot="1", words=english.words,
        all_told=False, purpose="first-day", more_facts={"session": "this afternoon"},
    )  # fmt: skip
    said = sorted((one.draft.words, one.in_language) for one in composed.going)
    assert said == [
        (f"{day.school.name}: gdzie jest Kasia? Prosimy o telefon.", "in Polish"),
        (
            f"{day.school.name}: we know no reason for the absence of Tolu this afternoon. "
            "Please reply or ring us now.",
            "",
        ),
    ]
