"""The school's own words, versioned, by language, English where none are there; quiet hours and prices (COM-A)."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from rollbook.comms import actions, queries
from rollbook.comms.actions.policy import KEPT, keep_quiet_hours
from rollbook.comms.models import Message, Wording
from rollbook.comms.practice import PracticeTexts
from rollbook.comms.queries.policy import message_policies, message_policy
from rollbook.comms.queries.wordings import occasions, versions_of
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON, Actor, system_actor
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from tests.builders import a_school, an_actor
from tests.comms.families import a_family, hand_over_at, texts_through

pytestmark = pytest.mark.django_db
FIRST = {"purpose": "first-day", "channel": "text"}
OWN = "{school}: where is {forename}? Ring us."


@pytest.fixture
def head() -> Actor:
    return an_actor(a_school(), Role.HEAD)


def test_the_schools_own_words_count_each_version_kept_with_who_and_when(
    head: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert queries.wording_for(head, "first-day", "text").version == 0
    assert actions.set_wording(head, **FIRST, language="en", words=OWN) == 1
    assert actions.set_wording(head, **FIRST, language="en", words=OWN) == 1, "the same words are no new version"
    assert actions.set_wording(head, **FIRST, language="en", words=OWN + " Today.") == 2
    line = queries.wording_for(head, "first-day", "text")
    assert (line.words, line.version, line.is_fallback) == (OWN + " Today.", 2, False)
    actions.set_wording(head, **FIRST, language="en", words="")
    assert queries.wording_for(head, "first-day", "text").version == 0
    assert [(v.version, v.by_name) for v in versions_of(head, "first-day", "text", "en")] == [
        (n, head.name) for n in (3, 2, 1)
    ]


def test_a_language_without_words_gets_english_and_it_is_said(head: Actor) -> None:
    urdu = queries.wording_for(head, "first-day", "text", "ur")
    assert (urdu.language, urdu.is_fallback) == ("en", True)
    assert urdu.says == "wants Urdu, gets English: there are no words in it yet"
    assert queries.wording_for(head, "first-day", "text", "pl").language == "pl"
    actions.set_wording(head, **FIRST, language="ur", words="{school}: {forename} ...")
    assert not queries.wording_for(head, "first-day", "text", "ur").is_fallback


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"words": "Dear {teacher}"}, "There is no field {teacher} here"),
        ({"words": "x" * 1000}, "comes to 7 parts"),
        ({"channel": "email", "words": "Dear {contact}"}, "Write a subject"),
    ],
)
def test_words_that_cannot_be_sent_are_refused(head: Actor, given: dict[str, str], says: str) -> None:
    with pytest.raises(Refused, match=says):
        actions.set_wording(head, **(FIRST | {"language": "en"} | given))
    assert not Wording.objects.exists()


def test_an_occasion_that_nobody_declared_is_not_there(head: Actor) -> None:
    with pytest.raises(NotFound):
        queries.wording_for(head, "nonsense", "text")
    with pytest.raises(NotFound):
        actions.set_wording(head, purpose="chase", channel="voice", language="en", words="x")
    with pytest.raises(NotAllowed):
        actions.set_wording(an_actor(a_school(), Role.TUTOR), **FIRST, language="en", words="x")


def test_braces_that_are_no_field_stay_as_typed(head: Actor) -> None:
    actions.set_wording(head, **FIRST, language="en", words="{{7*7}} {school}")
    assert queries.wording_for(head, "first-day", "text").words == "{{7*7}} {school}"


def test_what_families_want_and_nobody_has_written_is_shown(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    family = a_family()
    actions.choose_language(family.office, contact=family.contact.public_id, language="ur", told_by="Said on the phone")
    assert queries.languages_of(family.office, [family.contact.pk]) == {family.contact.pk: "ur"}
    with django_assert_num_queries(2):
        first = next(one for one in occasions(family.office) if one.purpose.name == "first-day")
    assert first.missing == (("Urdu", 1),)
    assert [line.language for line in first.has] == ["en", "pl", "ro", "uk"]
    actions.choose_language(family.office, contact=family.contact.public_id, language="en")
    assert queries.languages_of(family.office, [family.contact.pk]) == {}
    with pytest.raises(NotFound):
        actions.choose_language(an_actor(a_school()), contact=family.contact.public_id, language="ur")


def test_hours_and_price_hold_from_their_day(head: Actor, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    before = message_policy(head, head.today)
    assert (before.version, before.hours, before.cost_of(4), before.price) == (0, "21:00 to 7:00", "", "not known")
    actions.set_message_policy(
        head, from_day=date(2026, 9, 8), quiet_from=time(18), quiet_until=time(8), quiet_weekends=True, part_price=321
    )
    with django_assert_num_queries(1):
        assert message_policy(head, head.today).version == 0
    then = message_policy(head, date(2026, 9, 8))
    assert (then.hours, then.price) == ("18:00 to 8:00, and all day on Saturdays and Sundays", "3.21p")
    assert (then.cost_of(1), then.cost_of(40)) == ("4p", "£1.29")
    assert [line.version for line in message_policies(head)] == [1]
    with pytest.raises(Refused, match="which is over"):
        actions.set_message_policy(
            head,
            from_day=date(2026, 9, 6),
            quiet_from=time(18),
            quiet_until=time(8),
            quiet_weekends=False,
            part_price=1,
        )
    with pytest.raises(Refused, match="more than a pound"):
        actions.set_message_policy(
            head, from_day=date(2026, 9, 9), quiet_from=time(18), quiet_until=time(8), quiet_weekends=False,
            part_price=32_000,
        )  # fmt: skip


def test_at_night_a_message_waits_for_the_morning_and_an_urgent_one_does_not() -> None:
    family = a_family()
    night = an_actor(family.school, now=datetime(2026, 9, 7, 22, 0, tzinfo=LONDON))
    with PracticeTexts() as gateway:
        texts_through(family.school, gateway)
        actions.put_in_outbox(night, drafts=[family.draft(words="Can wait")], purpose="to-families")
        actions.put_in_outbox(night, drafts=[family.draft(slot="2", words="Wrong")], purpose="visits-overdue")
        hand_over_at(family.school, datetime(2026, 9, 7, 22, 2, tzinfo=LONDON))
        assert [text["text"] for text in gateway.taken] == ["Wrong"]
        row = Message.objects.get(purpose="to-families")
        assert (row.why, row.held_until) == (KEPT, datetime(2026, 9, 8, 7, 0, tzinfo=LONDON))
        hand_over_at(family.school, datetime(2026, 9, 8, 7, 0, 1, tzinfo=LONDON))
        assert len(gateway.taken) == 2
    assert keep_quiet_hours(system_actor(family.school.pk, datetime(2026, 9, 8, 12, 0, tzinfo=LONDON))) == 0
