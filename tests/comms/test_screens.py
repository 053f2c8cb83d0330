"""The screens of messages: the outbox, one message, writing to families, through whom they go."""

from __future__ import annotations

import uuid
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from rollbook.comms.models import Message, ProviderAccount
from rollbook.pupils.models import GroupMembership, PupilContact
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON
from rollbook.schools.models import School
from tests.builders import a_group, a_pupil, a_role, a_school, a_user
from tests.comms.families import a_contact

pytestmark = pytest.mark.django_db
A_MONDAY_NOON = datetime(2026, 9, 7, 12, 0, tzinfo=LONDON)


def signed_in(school: School, role: Role = Role.ATTENDANCE_ADMINISTRATOR) -> Client:
    user = a_user()
    a_role(user, school, role)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def school() -> School:
    """A form of three: two siblings who share a contact, and one whose only contact must not be told."""
    school = a_school()
    school.practice_shift = A_MONDAY_NOON - timezone.now()
    school.save()
    form = a_group(school, "9A")
    tolu, bisi = a_pupil(school, group=form), a_pupil(school, group=form, forename="Bisi")
    a_contact(school, tolu, bisi)
    alone = a_pupil(school, group=form, forename="Kit", surname="Lindqvist")
    a_contact(school, alone, no_contact=True)
    return school


def typed(school: School, **said: str) -> dict[str, str]:
    group = GroupMembership.objects.filter(school=school)[0].group
    return {
        "slot": str(uuid.UUID(int=1)),
        "groups": str(group.public_id),
        "whom": "first",
        "channel": "text",
        "words": "Dear {contact}, {forename} may go home at noon on Friday.",
    } | said


def test_a_message_is_looked_at_before_it_is_sent(school: School) -> None:
    client = signed_in(school)
    page = client.post(f"/s/{school.slug}/messages/write/", typed(school)).content.decode()
    assert "Dear Ms Ada Abiodun, Bisi and Tolu may go home at noon on Friday." in page
    assert "Send 1 text" in page
    assert "Kit Lindqvist" in page
    assert "has no contact who may be told" in page
    assert not Message.objects.exists()


def test_sent_twice_it_goes_once(school: School) -> None:
    client = signed_in(school)
    for _ in range(2):
        answer = client.post(f"/s/{school.slug}/messages/write/send", typed(school, number="1"))
        assert answer.status_code == 303
    message = Message.objects.get()
    page = client.get(f"/s/{school.slug}/messages/").content.decode()
    assert "Ms Ada Abiodun" in page
    assert "Take back" in page
    assert "Nothing can be sent yet" in page
    client.post(f"/s/{school.slug}/messages/take-back", {"message": str(message.public_id)})
    assert Message.objects.get().state == "taken-back"


def test_what_has_changed_since_the_preview_is_looked_at_again(school: School) -> None:
    client = signed_in(school)
    PupilContact.objects.update(no_contact=True)
    answer = client.post(f"/s/{school.slug}/messages/write/send", typed(school, number="1"))
    assert "Look once more" in answer.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"words": "{pupils} are away"}, "There is no field {pupils}."),
        ({"channel": "email", "subject": " "}, "Write a subject for the e-mail"),
        ({"words": ""}, "Write what is to be said"),
        ({"groups": "nonsense"}, "“nonsense” is not in the list"),
        ({"slot": "nonsense"}, "This page cannot be read. Reload it"),
        ({"words": "a" * 919}, "A text has at most 918 letters"),
    ],
)
def test_bad_input_is_said_beside_the_field(school: School, said: dict[str, str], sentence: str) -> None:
    answer = signed_in(school).post(f"/s/{school.slug}/messages/write/", typed(school, **said))
    assert answer.status_code == 422
    assert sentence in answer.content.decode().replace("&#x27;", "'")


def test_braces_that_are_no_field_print_as_typed(school: School) -> None:
    page = signed_in(school).post(f"/s/{school.slug}/messages/write/", typed(school, words="{{7*7}} {forename}"))
    assert "{{7*7}} Bisi and Tolu" in page.content.decode()


def test_a_provider_is_set_and_its_secret_never_shown_again(school: School) -> None:
    client = signed_in(school, Role.HEAD)
    at = f"/s/{school.slug}/messages/providers/text-gateway/"
    assert client.post(at, {"url": "http://127.0.0.1:9/m"}).status_code == 422
    given = {"url": "http://127.0.0.1:9/m", "token": "hush-hush", "sender": "Oakfield", "receipts_secret": "s3"}
    assert client.post(at, given).status_code == 303
    assert b"hush-hush" not in bytes(ProviderAccount.objects.get().kept)
    assert b"hush-hush" not in client.get(at).content
    assert client.post(at, given | {"token": "", "receipts_secret": ""}).status_code == 303
    assert client.get(f"/s/{school.slug}/messages/providers/carrier-pigeon/").status_code == 422


def test_the_outbox_takes_as_many_statements_for_many_messages(
    school: School, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(school)
    for number in range(5):
        client.post(f"/s/{school.slug}/messages/write/send", typed(school, number="1", slot=str(uuid.UUID(int=number))))
    client.get(f"/s/{school.slug}/messages/")
    with django_assert_num_queries(10):
        client.get(f"/s/{school.slug}/messages/")


def test_a_teacher_has_no_messages(school: School) -> None:
    assert signed_in(school, Role.TEACHER).get(f"/s/{school.slug}/messages/").status_code == 403
