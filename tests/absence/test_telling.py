"""Telling families on the first day (DAY-1, ABS-B): after a sweep, once, and not when the child has come meanwhile."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from rollbook.absence.actions import Settlement, settle_no_reason, text_families
from rollbook.absence.queries.telling import WORDS, families_to_text
from rollbook.comms.actions.handing import begin
from rollbook.comms.actions.wanting import Round
from rollbook.comms.models import Message
from rollbook.comms.practice import PracticeTexts
from rollbook.home.queries import today_of
from rollbook.rules.access import Role
from rollbook.rules.actor import system_actor
from rollbook.rules.refused import NotAllowed, Refused
from rollbook.rules.sessions import Half, Session
from rollbook.site.actions import sign_pupil
from tests.absence.morning import AFTER_CLOSE, MONDAY, Morning
from tests.comms.families import hand_over_at, texts_through

pytestmark = pytest.mark.django_db
ROUND_ASKED, ROUND_STANDS = 23, 8


def a_morning() -> Morning:
    """Four without a reason: two siblings, one who signs in at the desk, one whom nobody may be told about."""
    morning = Morning(5)
    morning.contact(0, 1)
    morning.contact(2, name="Grace", number="07700 900222")
    morning.contact(3, name="Barred", number="07700 900333", no_contact=True)
    morning.marked({0: "N", 1: "N", 2: "N", 3: "N", 4: "/"})
    return morning


def signs_in(morning: Morning, n: int) -> None:
    desk = morning.actor(Role.RECEPTION)
    pupil = str(morning.pupils[n].public_id)
    sign_pupil(desk, movement_id=uuid.uuid4(), pupil=pupil, kind="arrived", at=desk.now)


def text(morning: Morning, seen: int) -> None:
    text_families(morning.actor(), on=MONDAY, half=Half.AM, words=WORDS[Half.AM], seen=seen)


def test_siblings_stand_in_one_text_and_who_was_seen_or_may_not_be_told_is_left_out() -> None:
    morning = a_morning()
    signs_in(morning, 2)
    found = families_to_text(morning.actor(), MONDAY, Half.AM, WORDS[Half.AM])
    (one,) = found.composed.going
    assert one.pupils == ("Pupil00 Name00", "Pupil01 Name01")
    assert "absence of Pupil00 and Pupil01 this morning" in one.draft.words
    assert [(s.pupil, s.why) for s in found.swept] == [("Pupil02 Name02", "seen at the front desk 9:20")]
    assert [a.pupil for a in found.composed.alone] == ["Pupil03 Name03"]


def test_a_family_is_texted_once_and_today_says_what_became_of_it() -> None:
    morning = a_morning()
    text(morning, seen=2)
    again = families_to_text(morning.actor(), MONDAY, Half.AM, WORDS[Half.AM])
    assert again.composed.going == ()
    assert [s.why for s in again.swept] == ["text waits to go 9:20"] * 3
    with PracticeTexts() as gateway:
        texts_through(morning.school, gateway)
        hand_over_at(morning.school, AFTER_CLOSE + timedelta(seconds=60))
    assert sorted(t["to"] for t in gateway.taken) == ["+447700900142", "+447700900222"]
    assert {one.says for one in today_of(morning.actor()).told.values()} == {"text sent"}
    page = morning.person()
    assert "Text sent 9:21." in page.get(page.url("home:today")).content.decode()


def test_a_child_who_comes_or_is_explained_before_the_text_goes_stops_it() -> None:
    morning = a_morning()
    text(morning, seen=2)
    signs_in(morning, 2)
    reason = Settlement(str(morning.pupils[0].public_id), Session(MONDAY, Half.AM), "I", "Mother rang", seen=1)
    settle_no_reason(morning.actor(), settlements=[reason])
    with PracticeTexts() as gateway:
        texts_through(morning.school, gateway)
        hand_over_at(morning.school, AFTER_CLOSE + timedelta(seconds=60))
    assert gateway.taken == []
    assert sorted(Message.objects.values_list("state", "why")) == [
        ("not-wanted", "A reason is known, or the pupil is marked present"),
        ("not-wanted", "Pupil02: seen at the front desk 9:20"),
    ]


@pytest.mark.parametrize("size", [2, 12])
def test_a_round_of_any_size_is_asked_about_in_as_many_statements(
    size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    morning = Morning(size)
    for n in range(size):
        morning.contact(n, number=f"07700 9002{n:02}")
    morning.marked(dict.fromkeys(range(size), "N"))
    text(morning, seen=size)
    later = system_actor(morning.school.pk, AFTER_CLOSE + timedelta(seconds=60))
    asking = Round()
    for statements in (ROUND_ASKED, ROUND_STANDS):
        with django_assert_num_queries(statements):
            assert begin(later, channel="text", provider="text-gateway", asking=asking) is not None


def test_a_child_who_comes_between_two_texts_of_a_round_stops_the_second() -> None:
    morning = a_morning()
    text(morning, seen=2)
    later = system_actor(morning.school.pk, AFTER_CLOSE + timedelta(seconds=60))
    asking = Round()
    first = begin(later, channel="text", provider="text-gateway", asking=asking)
    assert first is not None
    other = Message.objects.exclude(pk=first.id).get()
    about = other.about.values_list("pupil_id", flat=True)
    signs_in(morning, next(n for n, pupil in enumerate(morning.pupils) if pupil.pk in about))
    assert begin(later, channel="text", provider="text-gateway", asking=asking) is None
    other.refresh_from_db()
    assert other.state == "not-wanted"


def test_who_was_in_this_morning_and_is_gone_is_looked_for_not_texted() -> None:
    morning = Morning(1, now=AFTER_CLOSE + timedelta(hours=4, minutes=30))
    morning.contact(0)
    morning.marked({0: "/"})
    morning.marked({0: "N"}, half=Half.PM)
    found = families_to_text(morning.actor(), MONDAY, Half.PM, WORDS[Half.PM])
    assert found.composed.going == ()
    assert found.swept[0].why.endswith("do not text")


def test_what_has_changed_since_the_page_was_made_is_looked_at_again() -> None:
    morning = a_morning()
    signs_in(morning, 2)
    with pytest.raises(Refused, match="Look at the list once more"):
        text(morning, seen=2)
    assert not Message.objects.exists()


def test_only_who_may_send_texts_families() -> None:
    morning = a_morning()
    with pytest.raises(NotAllowed):
        text_families(morning.actor(Role.TUTOR), on=MONDAY, half=Half.AM, words="x", seen=2)


def test_the_page_shows_every_text_and_sends_what_it_showed() -> None:
    morning = a_morning()
    office = morning.person()
    url = reverse("absence:first-day", kwargs={"school": morning.school.slug, "half": "am"})
    page = office.get(url).content.decode()
    assert "Send 2 texts" in page
    assert "Name03" in page
    bad = office.post(url, {"words": "{child} is away", "number": "2", "send": "1"})
    assert bad.status_code == 422
    assert "There is no field {child}" in bad.content.decode()
    looked = office.post(url, {"words": "Ring us about {forename}.", "number": "2", "look": "1"})
    assert "Ring us about Pupil00 and Pupil01." in looked.content.decode()
    assert not Message.objects.exists()
    assert office.post(url, {"words": WORDS[Half.AM], "number": "2", "send": "1"}).status_code == 303
    assert Message.objects.count() == 2
    assert office.get(url.replace("/am/", "/noon/")).status_code == 422
