"""E-mails that enclose kept files: frozen with the message, carried by the mail server, shown as an invitation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from rollbook.audit.actions import action
from rollbook.comms.actions import (
    Enclosure,
    ProfessionalNote,
    StaffNote,
    put_in_outbox,
    set_provider,
    write_to_professional,
    write_to_staff,
)
from rollbook.comms.models import Message, MessageEnclosure
from rollbook.comms.practice import PracticeMail
from rollbook.comms.queries import message
from rollbook.files import disk
from rollbook.files.actions import keep_made
from rollbook.rules.access import Role
from rollbook.rules.refused import NotFound, Refused
from tests.builders import a_role, a_user, an_actor
from tests.comms.families import Family, a_family, hand_over_at, mail_through

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 what was said"
ICS = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Meeting at Oakfield School\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def server() -> Iterator[PracticeMail]:
    with PracticeMail() as opened:
        yield opened


def enclosed(
    family: Family, data: bytes = PDF, name: str = "minutes é.pdf", media: str = "application/pdf"
) -> Enclosure:
    return Enclosure(_kept(family, data, name, media.partition(";")[0]), name, media)


def _kept(family: Family, data: bytes, name: str, media: str) -> Any:
    @action()
    def keep(actor: Any) -> Any:
        return keep_made(actor, name=name, media=media, data=data, kind="letter", pupils=(family.pupil.pk,))

    return keep(family.office)


def test_an_email_carries_its_file_through_a_real_conversation(server: PracticeMail) -> None:
    family = a_family()
    mail_through(family.school, server)
    draft = family.draft(channel="email", subject="Minutes", words="Enclosed.", enclosed=(enclosed(family),))
    (put,) = put_in_outbox(family.office, drafts=[draft], purpose="minutes")
    hand_over_at(family.school, family.at(61).now)

    (mail,) = server.taken
    assert mail.get_content_type() == "multipart/mixed"
    assert mail.get_body().get_content().strip() == "Enclosed."  # type: ignore[union-attr]
    (file,) = mail.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == ("minutes é.pdf", "application/pdf")
    assert file.get_payload(decode=True) == PDF
    assert put.message is not None
    assert [one.name for one in message(family.office, put.message).enclosed] == ["minutes é.pdf"]


def test_a_calendar_file_is_shown_as_an_invitation_and_can_be_saved(server: PracticeMail) -> None:
    family = a_family()
    mail_through(family.school, server)
    invitation = enclosed(family, ICS.encode(), "meeting.ics", "text/calendar; method=REQUEST")
    minutes = enclosed(family)
    draft = family.draft(channel="email", subject="Meeting", words="Please come.", enclosed=(invitation, minutes))
    put_in_outbox(family.office, drafts=[draft], purpose="meeting")
    hand_over_at(family.school, family.at(61).now)

    (mail,) = server.taken
    parts = [part.get_content_type() for part in mail.walk()]
    assert parts == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/calendar", "application/ics", "application/pdf",
    ]  # fmt: skip
    calendar = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_content().splitlines() == ICS.splitlines()
    assert mail.get_body(("plain",)).get_content().strip() == "Please come."  # type: ignore[union-attr]


def test_colleagues_and_professionals_get_enclosures_too(server: PracticeMail) -> None:
    family = a_family()
    mail_through(family.school, server)
    user = a_user("Ms Rahman")
    user.email = "rahman@school.example"
    user.save()
    a_role(user, family.school, Role.HEAD_OF_YEAR)
    file = (enclosed(family),)
    write_to_staff(
        family.office, notes=[StaffNote(user.pk, "email", "S", "W", "m:1", enclosed=file)], purpose="minutes"
    )
    note = ProfessionalNote("Ms Bello", "b@la.example", "email", "S", "W", "m:1", (family.pupil.pk,), file)
    write_to_professional(family.office, notes=[note], purpose="minutes")
    hand_over_at(family.school, family.at(61).now)
    assert len(server.taken) == 2
    assert all(len(list(mail.iter_attachments())) == 1 for mail in server.taken)


def test_what_cannot_be_enclosed_is_refused(server: PracticeMail) -> None:
    family, other = a_family(), a_family()
    for draft, why in (
        (family.draft(enclosed=(enclosed(family),)), "Only an e-mail"),
        (family.draft(channel="email", subject="S", enclosed=(enclosed(family),) * 11), "10 files"),
    ):
        with pytest.raises(Refused, match=why):
            put_in_outbox(family.office, drafts=[draft], purpose="minutes")
    theirs = family.draft(channel="email", subject="S", enclosed=(enclosed(other),))
    with pytest.raises(NotFound):
        put_in_outbox(family.office, drafts=[theirs], purpose="minutes")


def test_a_way_that_takes_no_enclosures_leaves_out_and_never_sends_without_them(server: PracticeMail) -> None:
    family = a_family()
    draft = family.draft(channel="email", subject="Minutes", enclosed=(enclosed(family),))
    put_in_outbox(family.office, drafts=[draft], purpose="minutes")
    kept = {"api_key": f"key-{'0' * 8}-0000-0000-0000-{'0' * 12}-{'0' * 8}-0000-0000-0000-{'0' * 12}"}
    kept |= {"template": "t", "receipts_secret": "s", "url": "http://127.0.0.1:9"}
    set_provider(an_actor(family.school, Role.HEAD), provider="notify-email", kept=kept)
    hand_over_at(family.school, family.at(61).now)
    row = Message.objects.get()
    assert (row.state, "takes no enclosures" in row.why) == ("failed", True)

    again = family.draft("2", channel="email", subject="Minutes", enclosed=(enclosed(family),))
    (put,) = put_in_outbox(family.office, drafts=[again], purpose="minutes")
    assert (put.message, "takes no enclosures" in put.left_out) == (None, True)


def test_a_file_that_is_gone_fails_its_own_message_alone(server: PracticeMail) -> None:
    family = a_family()
    mail_through(family.school, server)
    file = enclosed(family)
    first = family.draft(channel="email", subject="Minutes", enclosed=(file,))
    second = family.draft("2", channel="email", subject="Another")
    put_in_outbox(family.office, drafts=[first, second], purpose="minutes")
    disk.forget(family.school.pk, file.file)
    hand_over_at(family.school, family.at(61).now)
    assert [mail["Subject"] for mail in server.taken] == ["Another"]
    assert Message.objects.filter(state="failed", why__contains="not on the disk").count() == 1


def test_what_is_enclosed_is_frozen_with_the_message() -> None:
    family = a_family()
    draft = family.draft(channel="email", subject="Minutes", enclosed=(enclosed(family),))
    put_in_outbox(family.office, drafts=[draft], purpose="minutes")
    row = MessageEnclosure.objects.get()
    assert b"minutes" not in bytes(row.name)
    with pytest.raises(DatabaseError), transaction.atomic():
        MessageEnclosure.objects.filter(pk=row.pk).update(media="text/html")


def test_files_cost_three_statements_more_however_many_messages() -> None:
    family = a_family()
    files = tuple(enclosed(family) for _ in range(3))

    def statements(slots: range, given: tuple[Enclosure, ...]) -> int:
        drafts = [family.draft(str(n), channel="email", subject="S", enclosed=given) for n in slots]
        with CaptureQueriesContext(connection) as seen:
            put_in_outbox(family.office, drafts=drafts, purpose="minutes")
        return len(seen)

    bare = statements(range(1), ())
    assert statements(range(1, 2), files) == statements(range(2, 12), files) == bare + 3
