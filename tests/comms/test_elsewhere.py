"""A message that failed goes to another address or contact: once, and the first attempt stays (COM-A)."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from rollbook.absence.actions.sent_elsewhere import note_sent_elsewhere
from rollbook.absence.models import ContactEntry
from rollbook.absence.queries.dead_numbers import dead_numbers
from rollbook.comms import actions, queries
from rollbook.comms.models import HandOver, Message
from rollbook.comms.practice import Fault, PracticeMail, PracticeTexts
from rollbook.comms.queries.elsewhere import OtherWay, elsewhere
from rollbook.pupils.models import ContactEmail, ContactPhone
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Half
from tests.absence.morning import AFTER_CLOSE, MONDAY, Morning
from tests.absence.test_telling import text
from tests.builders import a_school
from tests.comms.families import Family, a_contact, a_family, hand_over_at, mail_through, texts_through
from tests.comms.test_enclosures import enclosed

pytestmark = pytest.mark.django_db


def a_failure(family: Family, purpose: str = "to-families") -> Message:
    """A text that the gateway refused, and every channel set up."""
    with PracticeTexts(lambda: Fault.REFUSES) as gateway, PracticeMail() as server:
        texts_through(family.school, gateway)
        mail_through(family.school, server)
        actions.put_in_outbox(family.office, drafts=[family.draft()], purpose=purpose)
        hand_over_at(family.school, family.at(60).now)
    return Message.objects.get(state="failed")


def send(family: Family, failed: Message, way: OtherWay, seconds: float = 90) -> uuid.UUID:
    return actions.send_to_another(
        family.office_at(seconds), message=failed.public_id, way=way.key, words="Please ring us.", subject="Today"
    )


def test_it_is_offered_to_the_other_addresses_of_the_same_person_first_and_to_nobody_who_may_not_be_told(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    family = a_family()
    ContactPhone.objects.create(school=family.school, contact=family.contact, number="07700 900124", position=2)
    a_contact(family.school, family.pupil, mobile="+447700900555", email="", no_contact=True)
    a_contact(family.school, family.pupil, mobile="+447700900556", email="", may_be_told=False)
    a_contact(family.school, family.pupil, mobile="+447700900777", email="")
    failed = a_failure(family)
    with django_assert_num_queries(14):
        shown = elsewhere(family.office_at(90), failed.public_id)
    assert [(one.channel, one.address, one.why_not) for one in shown.ways] == [
        ("text", "+447700900124", ""),
        ("email", "ada@example.org", ""),
        ("text", "+447700900777", ""),
    ]


def test_it_goes_once_and_the_first_attempt_stays() -> None:
    family = a_family()
    failed = a_failure(family)
    (way,) = elsewhere(family.office_at(90), failed.public_id).ways
    sent = send(family, failed, way)
    with PracticeMail() as server:
        mail_through(family.school, server)
        hand_over_at(family.school, family.at(150).now)
        assert [(mail["To"], mail["Subject"]) for mail in server.taken] == [("ada@example.org", "Today")]
    failed.refresh_from_db()
    assert (failed.state, HandOver.objects.get(message=failed).outcome) == ("failed", "failed")
    first, then = (queries.message(family.office_at(200), one) for one in (failed.public_id, sent))
    assert (first.sent_elsewhere, then.instead_of) == (sent, failed.public_id)
    with pytest.raises(Refused, match="another address already"):
        send(family, failed, way)
    with pytest.raises(Refused, match="another address instead"):
        actions.try_again(family.office_at(200), message=failed.public_id)
    assert Message.objects.count() == 2


def test_a_second_that_fails_goes_on_in_turn_and_to_no_address_twice() -> None:
    family = a_family()
    ContactPhone.objects.create(school=family.school, contact=family.contact, number="07700 900124", position=2)
    failed = a_failure(family)
    found = elsewhere(family.office_at(90), failed.public_id).ways
    second = send(family, failed, found[0])
    Message.objects.filter(public_id=second).update(state="failed")
    left = elsewhere(family.office_at(200), second).ways
    assert [one.channel for one in left] == ["email"]
    again = Message.objects.get(public_id=second)
    assert send(family, again, left[0], 200) != second
    Message.objects.filter(instead_of=again).update(state="failed")
    third = Message.objects.get(instead_of=again)
    with pytest.raises(Refused, match="cannot go there"):
        send(family, third, found[0], 300)


def test_who_was_written_to_about_the_same_is_shown_and_not_offered() -> None:
    family = a_family()
    other = a_contact(family.school, family.pupil, mobile="+447700900777", email="")
    failed = a_failure(family)
    draft = family.draft(slot="2026-09-07:am:2", contact=other.pk)
    actions.put_in_outbox(family.office_at(70), drafts=[draft], purpose="to-families")
    (barred,) = (one for one in elsewhere(family.office_at(90), failed.public_id).ways if one.contact_id == other.pk)
    assert barred.why_not.startswith("was written to about this at ")
    with pytest.raises(Refused, match="cannot go there"):
        send(family, failed, barred)


def test_what_is_enclosed_goes_along_to_the_same_person_only() -> None:
    family = a_family()
    ContactEmail.objects.create(school=family.school, contact=family.contact, address="ada@work.example", position=2)
    other = a_contact(family.school, family.pupil, mobile="", email="ben@example.org")
    found = []
    with PracticeMail() as server:
        mail_through(family.school, server)
        for slot in ("minutes", "others"):
            draft = family.draft(slot, channel="email", subject="Minutes", enclosed=(enclosed(family),))
            (put,) = actions.put_in_outbox(family.office, drafts=[draft], purpose=slot)
            assert put.message is not None
            Message.objects.filter(public_id=put.message).update(state="failed")
            found.append(Message.objects.get(public_id=put.message))
    whom = (family.contact.pk, other.pk)
    for failed, contact in zip(found, whom, strict=True):
        way = next(one for one in elsewhere(family.office, failed.public_id).ways if one.contact_id == contact)
        sent = send(family, failed, way)
        carried = queries.message(family.office, sent).enclosed
        assert [one.name for one in carried] == (["minutes é.pdf"] if contact == family.contact.pk else [])


def test_what_has_not_failed_or_is_another_schools_goes_nowhere_else() -> None:
    family = a_family()
    failed = a_failure(family)
    (way,) = elsewhere(family.office_at(90), failed.public_id).ways
    Message.objects.filter(pk=failed.pk).update(state="delivered")
    with pytest.raises(Refused, match="Only a message that failed"):
        send(family, failed, way)
    stranger = a_family(a_school("Brookfield School"))
    with pytest.raises(NotFound):
        elsewhere(stranger.office_at(90), failed.public_id)
    with pytest.raises(NotFound):
        send(stranger, failed, way)


def first_day_failure() -> tuple[Morning, Message]:
    morning = Morning(1)
    contact = morning.contact(0)
    ContactPhone.objects.create(school=morning.school, contact=contact, number="07700 900143", position=2)
    morning.marked({0: "N"})
    text(morning, seen=1)
    with PracticeTexts(lambda: Fault.REFUSES) as gateway:
        texts_through(morning.school, gateway)
        hand_over_at(morning.school, AFTER_CLOSE + timedelta(seconds=61))
    return morning, Message.objects.get(state="failed")


def test_on_a_first_day_it_is_one_more_try_and_is_not_sent_once_the_child_has_come() -> None:
    morning, failed = first_day_failure()
    office = morning.actor()
    (way,) = elsewhere(office, failed.public_id).ways
    sent = actions.send_to_another(office, message=failed.public_id, way=way.key, words="Please ring us.")
    for _ in range(2):
        note_sent_elsewhere(office, message=sent)
    entries = ContactEntry.objects.filter(pupil=morning.pupils[0], on=MONDAY, half=Half.AM).order_by("step")
    assert [(one.step, one.message) for one in entries] == [(0, sent), (1, failed.public_id)]
    morning.marked({0: "I"})
    hand_over_at(morning.school, AFTER_CLOSE + timedelta(seconds=120))
    assert Message.objects.get(public_id=sent).state == "not-wanted"


def test_the_outbox_and_the_dead_numbers_lead_to_it_and_the_page_sends_it() -> None:
    morning, failed = first_day_failure()
    person = morning.person()
    url = reverse("comms:elsewhere", kwargs={"school": morning.school.slug, "message": failed.public_id})
    assert url in person.get(person.url("comms:outbox")).content.decode()
    assert url in person.get(person.url("absence:contact-dead")).content.decode()
    (dead,) = dead_numbers(morning.actor())
    assert dead.message == failed.public_id
    page = person.get(url).content.decode()
    assert "Text to Priya Shah (" in page
    assert "07700 900143" in page
    assert person.post(url, {"words": "Please ring us."}).status_code == 422
    (way,) = elsewhere(morning.actor(), failed.public_id).ways
    assert person.post(url, {"way": way.key, "words": "Please ring us."}).status_code == 303
    assert "See what became of it" in person.get(url).content.decode()
    assert url not in person.get(person.url("comms:outbox")).content.decode()
