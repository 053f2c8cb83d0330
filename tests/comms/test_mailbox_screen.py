"""The absence mailbox on its set-up page and in Messages: really tried, and said to be down when it is."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from rollbook.comms.actions.mailbox import IN_CLEAR
from rollbook.comms.jobs import read_mailbox
from rollbook.comms.models import Mailbox
from rollbook.comms.practice.mailbox import PASSWORD, MailboxFault, PracticeMailbox
from rollbook.rules.access import Role
from rollbook.schools.models import School
from rollbook.schools.queries import rollbook_at
from tests.builders import a_school
from tests.comms.test_mailbox import settings_for
from tests.comms.test_screens import signed_in
from tests.formats.letters_in import a_mail

pytestmark = pytest.mark.django_db


def the_page(school: School) -> str:
    return f"/s/{school.slug}/messages/mailbox/"


def now() -> datetime:
    return timezone.now()


def test_a_connection_is_really_tried_and_nothing_is_kept_by_trying() -> None:
    school = a_school()
    client = signed_in(school, Role.HEAD)
    with PracticeMailbox() as server:
        server.post(a_mail().as_bytes())
        given = settings_for(server) | {"is_on": "on", "act": "try"}
        page = client.post(the_page(school), given).content.decode()
        assert "The mailbox answers. The folder holds 1 mails." in page
        for wrong, sentence in (
            ({"password": "not-it"}, "The mail server does not take this user and password."),
            ({"folder": "Elsewhere"}, "There is no such folder in the mailbox."),
            ({"port": "1"}, "The mail server could not be reached."),
            ({"host": "imap.school.example"}, IN_CLEAR),
        ):
            assert sentence in client.post(the_page(school), given | wrong).content.decode()
    assert not Mailbox.objects.exists()


def test_it_is_kept_with_a_password_that_is_never_shown_again() -> None:
    school = a_school()
    client = signed_in(school, Role.HEAD)
    with PracticeMailbox() as server:
        given = settings_for(server) | {"is_on": "on"}
        assert client.post(the_page(school), given | {"host": ""}).status_code == 422
        assert client.post(the_page(school), given).status_code == 303
        page = client.get(the_page(school)).content.decode()
        assert "It will be read within a minute." in page
        assert f'value="{PASSWORD}"' not in page
        tried = client.post(the_page(school), given | {"password": "", "act": "try"}).content.decode()
        assert "The mailbox answers." in tried
        assert client.post(the_page(school), given | {"password": "", "is_on": ""}).status_code == 303
    assert not Mailbox.objects.get().is_on


def test_a_mailbox_that_is_down_is_said_to_be_where_the_office_looks() -> None:
    school = a_school()
    client: Client = signed_in(school, Role.HEAD)
    office = signed_in(school)
    with PracticeMailbox() as server:
        client.post(the_page(school), settings_for(server) | {"is_on": "on"})
        server.fault = MailboxFault.DOWN
        read_mailbox(rollbook_at(school.pk, now()))
        for page in (client.get(the_page(school)), office.get(f"/s/{school.slug}/messages/")):
            assert "The absence mailbox cannot be read" in page.content.decode()
            assert "The mail server could not be reached." in page.content.decode()
        assert "Cannot be read" in client.get(f"/s/{school.slug}/messages/providers/").content.decode()
        server.fault = MailboxFault.NONE
        read_mailbox(rollbook_at(school.pk, now()))
        assert "cannot be read" not in office.get(f"/s/{school.slug}/messages/").content.decode()


def test_only_who_sets_up_the_school_opens_it() -> None:
    school = a_school()
    assert signed_in(school, Role.TEACHER).get(the_page(school)).status_code == 403
