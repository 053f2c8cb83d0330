"""The screens of wordings, the rules of messages, the calling list, a contact's wishes and drafts."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from rollbook.comms import actions
from rollbook.comms.models import (
    CallOutcome,
    ChannelChoice,
    ContactLanguage,
    Message,
    MessageDraft,
    MessagePolicy,
    Wording,
)
from rollbook.pupils.models import Contact
from rollbook.rules.access import Role
from rollbook.schools.models import School
from tests.builders import an_actor
from tests.comms.families import hand_over_at
from tests.comms.test_screens import A_MONDAY_NOON, school, signed_in, typed

pytestmark = pytest.mark.django_db
assert school, "a fixture"
POLISH = {"purpose": "first-day", "channel": "text", "language": "pl"}


def on(day: int) -> dict[str, str]:
    return {"from_day_0": str(day), "from_day_1": "9", "from_day_2": "2026"}


def page(client: Client, school: School, path: str) -> str:
    answer = client.get(f"/s/{school.slug}/messages/{path}")
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_the_list_says_which_language_is_wanted_and_missing(
    school: School, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    office, contact = an_actor(school), Contact.objects.all()[0]
    actions.choose_language(office, contact=contact.public_id, language="ur")
    client = signed_in(school, Role.HEAD)
    page(client, school, "wordings/")
    with django_assert_max_num_queries(9):
        shown = page(client, school, "wordings/")
    assert "Urdu (1): those contacts get English" in shown
    assert "Polish" in shown


def test_words_are_looked_at_with_a_real_family_before_they_are_kept(
    school: School, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client, path = signed_in(school), f"/s/{school.slug}/messages/wordings/write/"
    given = POLISH | {"words": "{school}: gdzie jest {forename}? Ż"}
    client.post(path, given | {"look": "1"})
    with django_assert_max_num_queries(22):
        shown = client.post(path, given | {"look": "1"}).content.decode()
    assert "gdzie jest Bisi?" in shown
    assert "Unicode" in shown
    assert not Wording.objects.exists()
    assert client.post(path, given).status_code == 303
    assert Wording.objects.get().words == given["words"]
    again = page(client, school, "wordings/write/?purpose=first-day&channel=text&language=pl")
    assert "gdzie jest {forename}" in again
    answer = client.post(path, POLISH | {"words": "{teacher}"})
    assert (answer.status_code, "There is no field {teacher}" in answer.content.decode()) == (422, True)


def test_what_nobody_knows_is_not_there_and_a_tutor_writes_none(school: School) -> None:
    client = signed_in(school)
    assert client.get(f"/s/{school.slug}/messages/wordings/write/?purpose=nonsense").status_code == 404
    assert signed_in(school, Role.TUTOR).get(f"/s/{school.slug}/messages/wordings/").status_code == 403
    assert "Rollbook translates nothing by machine" in page(client, school, "wordings/write/?language=so")


def test_quiet_hours_and_a_price_are_set_from_a_day(school: School) -> None:
    client, path = signed_in(school), f"/s/{school.slug}/messages/rules/"
    given = {"quiet_from": "20:00", "quiet_until": "7:30", "price": "3.2"} | on(7)
    assert client.post(path, given).status_code == 303
    row = MessagePolicy.objects.get()
    assert (row.quiet_from, row.quiet_until, row.part_price) == (1200, 450, 320)
    assert "20:00 to 7:30" in page(client, school, "rules/")
    assert client.post(path, given | on(1)).status_code == 422
    shown = client.post(f"/s/{school.slug}/messages/write/", typed(school)).content.decode()
    assert "1 part in all, 4p" in shown


def test_a_contacts_wishes_are_kept_and_the_preview_says_what_they_get(school: School) -> None:
    client, contact = signed_in(school), Contact.objects.order_by("pk")[0]
    path = f"/s/{school.slug}/messages/contacts/{contact.public_id}/"
    assert client.get(path).status_code == 200
    given = {"language": "pl", "wanted": ["text", "voice"], "told_by": "Rang on Monday"}
    assert client.post(path, given).status_code == 303
    assert ContactLanguage.objects.get().language == "pl"
    assert list(ChannelChoice.objects.values_list("channel", "told_by")) == [("email", "Rang on Monday")]
    shown = client.post(f"/s/{school.slug}/messages/write/", typed(school)).content.decode()
    assert "wants Polish, gets English" in shown
    client.post(path, given | {"language": "en", "wanted": ["text", "voice", "email"]})
    assert not ContactLanguage.objects.exists()
    assert not ChannelChoice.objects.exists()


def test_calls_are_rung_from_the_list_and_ticked_once(
    school: School, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client, office = signed_in(school), an_actor(school, now=A_MONDAY_NOON)
    actions.set_provider(an_actor(school, Role.HEAD), provider="phone-list", kept={})
    client.post(f"/s/{school.slug}/messages/write/send", typed(school) | {"number": "1"})
    Message.objects.update(channel="voice", purpose="first-day-by-hand")
    hand_over_at(school, Message.objects.get().held_until)
    assert "Nobody is left to ring" not in page(client, school, "calls/")
    with django_assert_max_num_queries(12):
        shown = page(client, school, "calls/")
    assert "07700 900123" in shown
    assert "Ms Ada Abiodun" in page(client, school, "calls/?print=1")
    ticked = {"message": str(Message.objects.get().public_id), "tick": str(uuid.uuid4()), "outcome": "answered"}
    for _ in range(2):
        assert client.post(f"/s/{school.slug}/messages/calls/tick", ticked).status_code == 303
    assert CallOutcome.objects.get().outcome == "answered"
    assert "Nobody is left to ring" in page(client, school, "calls/")
    assert client.post(f"/s/{school.slug}/messages/calls/tick", {"message": "x"}).status_code == 404
    assert office.school == school.pk


def test_a_draft_is_kept_as_it_is_and_gone_once_it_is_sent(school: School) -> None:
    client = signed_in(school)
    path = f"/s/{school.slug}/messages/write/"
    assert client.post(path, {"words": "Half a sen", "keep": "1", "channel": "text"}).status_code == 303
    draft = MessageDraft.objects.get()
    assert b"Half" not in bytes(draft.kept)
    assert "Half a sen" in page(client, school, "write/")
    assert "Half a sen" in page(client, school, f"write/?draft={draft.public_id}")
    whole = typed(school) | {"draft": str(draft.public_id)}
    client.post(path, whole | {"keep": "1"})
    assert MessageDraft.objects.count() == 1
    assert signed_in(school).get(f"{path}?draft={draft.public_id}").status_code == 404, "another's"
    assert client.post(f"{path}send", whole | {"number": "1"}).status_code == 303
    assert not MessageDraft.objects.exists()
    assert Message.objects.count() == 1


def test_a_draft_is_thrown_away(school: School) -> None:
    client = signed_in(school)
    client.post(f"/s/{school.slug}/messages/write/", {"words": "No", "keep": "1"})
    draft = MessageDraft.objects.get().public_id
    for _ in range(2):
        assert client.post(f"/s/{school.slug}/messages/write/throw-away", {"draft": str(draft)}).status_code == 303
    assert not MessageDraft.objects.exists()
    assert client.get(f"/s/{school.slug}/messages/write/?draft=nonsense").status_code == 404
