"""Putting messages out: to the right people, held for a minute, once for each slot (COM-A)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from rollbook.comms import actions, queries
from rollbook.comms.actions import Put
from rollbook.comms.models import Message
from rollbook.pupils.models import ContactPhone, PupilContact
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from tests.builders import A_MORNING, a_pupil, a_school, an_actor
from tests.comms.families import Family, a_contact, a_family

pytestmark = pytest.mark.django_db


def put(family: Family, *drafts: actions.Draft) -> tuple[Put, ...]:
    return actions.put_in_outbox(family.office, drafts=drafts or (family.draft(),), purpose="to-families")


def test_a_message_is_held_for_a_minute() -> None:
    family = a_family()
    (made,) = put(family)
    row = Message.objects.get()
    assert (row.public_id, row.state, row.held_until) == (made.message, "waiting", A_MORNING + timedelta(seconds=60))
    assert b"Tolu" not in bytes(row.words)
    assert b"7700" not in bytes(row.address)


def test_for_one_pupil_contact_and_slot_there_is_one_message() -> None:
    family = a_family()
    (first,) = put(family)
    again, other = put(family, family.draft(words="Something else"), family.draft(slot="2026-09-07:am:2"))
    assert (again.message, again.was_there) == (first.message, True)
    assert other.message not in (None, first.message)
    assert Message.objects.count() == 2
    twice = family.draft(slot="2026-09-07:am:3")
    one, two = put(family, twice, twice)
    assert one.message == two.message
    assert Message.objects.count() == 3


def test_a_message_about_siblings_fills_the_slot_of_each() -> None:
    family = a_family()
    sister = a_pupil(family.school, forename="Bisi")
    PupilContact.objects.create(school=family.school, pupil=sister, contact=family.contact, priority=1)
    put(family, family.draft(pupils=(family.pupil.pk, sister.pk)))
    (alone,) = put(family, family.draft(pupils=(sister.pk,)))
    assert alone.was_there


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ({"no_contact": True}, "there must be no contact with this person"),
        ({"may_be_told": False}, "may not be told about this pupil"),
    ],
)
def test_who_must_not_be_told_is_left_out_and_it_is_said_why(link: dict[str, Any], why: str) -> None:
    family = a_family()
    barred = a_contact(family.school, family.pupil, **link)
    (made,) = put(family, family.draft(contact=barred.pk))
    assert (made.message, made.left_out) == (None, why)
    assert not Message.objects.exists()


def test_a_contact_barred_for_one_sibling_gets_nothing_about_both() -> None:
    family = a_family()
    sister = a_pupil(family.school, forename="Bisi")
    PupilContact.objects.create(school=family.school, pupil=sister, contact=family.contact, priority=1, no_contact=True)
    (made,) = put(family, family.draft(pupils=(family.pupil.pk, sister.pk)))
    assert made.left_out == "there must be no contact with this person"


def test_a_stranger_is_not_a_contact_of_this_pupil() -> None:
    family = a_family()
    stranger = a_contact(family.school)
    (made,) = put(family, family.draft(contact=stranger.pk))
    assert made.left_out == "is not a contact of this pupil"
    elsewhere = a_family(a_school())
    (made,) = put(family, elsewhere.draft())
    assert made.left_out == "is not a contact of this pupil"


@pytest.mark.parametrize(
    ("channel", "mobile", "email", "why"),
    [
        ("text", "+441632960123", "", "has no working mobile number"),
        ("voice", "rings only", "", "has no working telephone number"),
        ("email", "", "ada(at)example", "has no e-mail address that can be used"),
    ],
)
def test_a_channel_that_cannot_reach_them_is_said(channel: str, mobile: str, email: str, why: str) -> None:
    family = a_family(mobile=mobile, email=email)
    (made,) = put(family, family.draft(channel=channel, subject="Today"))
    assert made.left_out == why


def test_a_dead_number_is_passed_over() -> None:
    family = a_family()
    ContactPhone.objects.update(dead_since=date(2026, 9, 1))
    ContactPhone.objects.create(school=family.school, contact=family.contact, number="+447700900456", position=2)
    (made,) = put(family)
    assert made.message is not None
    assert queries.message(family.office, made.message).to == "07700 900456"


def test_a_contact_may_ask_for_no_texts_and_change_their_mind() -> None:
    family = a_family()
    contact = family.contact.public_id
    actions.choose_channel(family.office, contact=contact, channel="text", wanted=False, told_by="replied STOP")
    (made,) = put(family)
    assert made.left_out == "does not want texts"
    actions.choose_channel(family.office, contact=contact, channel="text", wanted=True)
    (made,) = put(family)
    assert made.message is not None


def test_a_message_is_taken_back_while_it_is_held() -> None:
    family = a_family()
    (made,) = put(family)
    assert made.message is not None
    assert actions.take_back(family.office, messages=[made.message]) == 1
    assert actions.take_back(family.office, messages=[made.message]) == 0
    assert Message.objects.get().state == "taken-back"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"words": "  "}, "The message is empty"),
        ({"channel": "email"}, "no subject line"),
        ({"pupils": ()}, "about somebody"),
        ({"words": "a" * 1000}, "7 parts"),
    ],
)
def test_what_cannot_be_sent_is_refused_and_nothing_is_half_done(said: dict[str, Any], sentence: str) -> None:
    family = a_family()
    with pytest.raises(Refused, match=sentence):
        put(family, family.draft(slot="first"), family.draft(slot="second", **said))
    assert not Message.objects.exists()


def test_only_who_may_send_sends_and_only_in_their_school() -> None:
    family = a_family()
    with pytest.raises(NotAllowed):
        actions.put_in_outbox(an_actor(family.school, Role.TEACHER), drafts=[family.draft()], purpose="x")
    (made,) = put(family)
    assert made.message is not None
    stranger = an_actor(a_school())
    with pytest.raises(NotFound):
        queries.message(stranger, made.message)
    with pytest.raises(NotFound):
        actions.take_back(stranger, messages=[made.message])


def test_a_hundred_messages_take_no_more_statements_than_ten(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    """SQLite cuts an insert in three where it would hold more than 999 values."""
    school = a_school()
    for size, most in ((10, 10), (100, 12)):
        families = [a_family(school) for _ in range(size)]
        drafts = [family.draft() for family in families]
        with django_assert_max_num_queries(most):
            actions.put_in_outbox(families[0].office, drafts=drafts, purpose="to-families")
    with django_assert_max_num_queries(4):
        assert len(queries.outbox(families[0].office).waiting) == 110


@pytest.mark.parametrize("typed", ["07700 900123", "(07700) 900 123", "+44 7700 900123", "0044 7700 900123"])
def test_a_mobile_number_is_dialled_however_it_was_kept(typed: str) -> None:
    family = a_family(mobile=typed)
    (made,) = put(family)
    assert made.message is not None
    assert queries.message(family.office, made.message).to == "07700 900123"
