"""People are told of a meeting by their own way, once for each version, and no family learns of another (MTG-1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from rollbook.absence.actions.contact_holds import hold_contact
from rollbook.comms.models import Letter, LetterRun, Message
from rollbook.comms.practice import PracticeMail
from rollbook.comms.queries.letters import sheets_of
from rollbook.meetings.actions import (
    Asked,
    ask_people,
    cancel_meeting,
    circulate,
    invite,
    keep_minutes,
    move_meeting,
    note_reply,
    sign_and_freeze,
    take_off,
)
from rollbook.meetings.queries import meeting
from rollbook.pupils.models import PupilAddress
from rollbook.rules.access import Role
from rollbook.rules.meetings import Part, Reply
from rollbook.rules.refused import NotAllowed, Refused
from tests.builders import TERM_STARTS
from tests.comms.families import hand_over_at, mail_through
from tests.meetings.room import AFTERWARDS, THURSDAY, MeetingRoom

pytestmark = pytest.mark.django_db
NURSE = Asked(Part.PROFESSIONAL, name="Ms Bello, school nurse", email="bello@nhs.example")


@pytest.fixture
def server() -> Iterator[PracticeMail]:
    with PracticeMail() as opened:
        yield opened


def sent(room: MeetingRoom, server: PracticeMail, minutes: int = 2) -> dict[str, EmailMessage]:
    server.taken.clear()
    hand_over_at(room.school, room.now + timedelta(minutes=minutes))
    return {str(mail["To"]): mail for mail in server.taken}


def event_in(mail: EmailMessage) -> Any:
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    calendar = Calendar.from_ical(part.get_content())
    return calendar, calendar.walk("VEVENT")[0]


def test_everybody_is_invited_by_email_with_a_calendar_file_of_their_own(server: PracticeMail) -> None:
    room = MeetingRoom()
    mail_through(room.school, server)
    made = room.called(people=(*room.people(), NURSE))
    told = invite(room.office(), meeting=made)
    assert [(one.name, one.way, one.left_out) for one in told] == [
        ("Ms Ada Abiodun", "email", ""),
        ("A. Osei", "email", ""),
        ("Mr Dhillon", "email", ""),
        ("Ms Bello, school nurse", "email", ""),
    ]
    mails = sent(room, server)
    assert set(mails) == {"ada@example.org", "osei@school.example", "dhillon@school.example", "bello@nhs.example"}
    for address, mail in mails.items():
        calendar, event = event_in(mail)
        assert (str(calendar["METHOD"]), int(event["SEQUENCE"])) == ("REQUEST", 0)
        assert str(event["UID"]) == f"{made}@rollbook"
        assert str(event["SUMMARY"]) == "Meeting at Oakfield School"
        assert str(event["LOCATION"]) == "Room 4"
        assert str(event["ATTENDEE"]) == f"mailto:{address}"
        assert "Tolu" not in event.to_ical().decode()
        assert mail["Subject"] == "Meeting at Oakfield School, Thu 19 Nov, 15:30"
    assert "Tolu’s attendance" in mails["ada@example.org"].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    for other in ("dhillon@school.example", "bello@nhs.example"):
        assert "Tolu" not in mails[other].as_string()
    assert all(one.told for one in meeting(room.office(), made).people)
    assert invite(room.office(), meeting=made) == ()


def test_a_moved_meeting_is_told_again_and_a_cancelled_one_called_off(server: PracticeMail) -> None:
    room = MeetingRoom()
    mail_through(room.school, server)
    made = room.called()
    invite(room.office(), meeting=made)
    sent(room, server)
    mother = next(one for one in meeting(room.office(), made).people if one.part is Part.PARENT)
    note_reply(room.office(), meeting=made, person=mother.public_id, reply=Reply.COMING)

    move_meeting(room.office(), meeting=made, at=THURSDAY + timedelta(days=1))
    assert not any(one.told for one in meeting(room.office(), made).people)
    assert len(invite(room.office(), meeting=made)) == 3
    mail = sent(room, server)["ada@example.org"]
    _, event = event_in(mail)
    assert (int(event["SEQUENCE"]), event.decoded("dtstart")) == (1, THURSDAY + timedelta(days=1))
    assert str(mail["Subject"]).startswith("Changed: meeting at Oakfield School, Fri 20 Nov")
    assert meeting(room.office(), made).line.coming == 0

    cancel_meeting(room.office(), meeting=made, reason="Snow")
    invite(room.office(), meeting=made)
    calendar, event = event_in(sent(room, server)["ada@example.org"])
    assert (str(calendar["METHOD"]), str(event["STATUS"]), int(event["SEQUENCE"])) == ("CANCEL", "CANCELLED", 2)
    assert "Snow" not in str(event)


def test_an_invitation_that_waits_does_not_go_once_the_meeting_was_moved(server: PracticeMail) -> None:
    room = MeetingRoom()
    mail_through(room.school, server)
    made = room.called()
    invite(room.office(), meeting=made)
    move_meeting(room.office(), meeting=made, at=THURSDAY + timedelta(hours=1))
    assert sent(room, server) == {}
    assert set(Message.objects.values_list("state", flat=True)) == {"not-wanted"}


def test_who_is_taken_off_is_told_once_and_can_be_asked_again(server: PracticeMail) -> None:
    room = MeetingRoom()
    mail_through(room.school, server)
    made = room.called()
    invite(room.office(), meeting=made)
    sent(room, server)
    tutor = next(one for one in meeting(room.office(), made).people if one.name == "Mr Dhillon")
    take_off(room.office(), meeting=made, person=tutor.public_id)
    invite(room.office(), meeting=made)
    mails = sent(room, server)
    assert set(mails) == {"dhillon@school.example"}
    assert str(event_in(mails["dhillon@school.example"])[0]["METHOD"]) == "CANCEL"
    assert invite(room.office(), meeting=made) == ()
    ask_people(room.office(), meeting=made, people=(Asked(Part.STAFF, user=room.tutor.pk),))
    assert not next(one for one in meeting(room.office(), made).people if one.name == "Mr Dhillon").withdrawn


def test_parents_who_live_apart_get_letters_of_their_own_without_the_others_address() -> None:
    room = MeetingRoom()
    home = {"school": room.school, "pupil": room.tolu, "first": TERM_STARTS}
    PupilAddress.objects.create(lines="12 Mill Lane", postcode="BD1 1AA", **home)
    mother = room.contact("Moni", "Abiodun", "", room.tolu, lives_with=True)
    father = room.contact("Femi", "Abiodun", "", room.tolu, parental_responsibility=True)
    father.address_lines, father.postcode = "7 Quay Street", "LS1 4XX"
    father.save()
    people = (Asked(Part.PARENT, contact=mother.pk), Asked(Part.PARENT, contact=father.pk))
    made = room.called(people=people)
    told = invite(room.office(), meeting=made)
    assert [(one.way, one.left_out) for one in told] == [("letter", ""), ("letter", "")]
    run = LetterRun.objects.get()
    *_, sheets = sheets_of(room.office(), run.public_id)
    texts = [str(sheet) for sheet in sheets]
    assert len(texts) == 2
    assert sum("Mill Lane" in text for text in texts) == sum("Quay Street" in text for text in texts) == 1
    assert not any("Mill Lane" in text and "Quay Street" in text for text in texts)
    assert all("Thursday 19 November 2026 at 15:30" in text for text in texts)


def test_who_is_held_or_cannot_be_reached_is_left_out_and_said_so() -> None:
    room = MeetingRoom()
    nobody = Asked(Part.AUTHORITY, name="Mr Ng, education welfare")
    made = room.called(people=(*room.people()[:1], nobody))
    hold_contact(room.as_(room.dsl, Role.DSL), pupil=room.tolu.pk, why="A strategy meeting first")
    told = invite(room.office(), meeting=made)
    assert ["contact is" in told[0].left_out, told[1].left_out] == [True, "has no e-mail address; tell them yourself"]
    assert Message.objects.count() == Letter.objects.count() == 0
    person = meeting(room.office(), made).people[1]
    (by_hand,) = invite(room.office(), meeting=made, by={person.public_id: "hand"})[1:]
    assert (by_hand.way, by_hand.left_out) == ("hand", "")


def test_only_who_sends_messages_invites() -> None:
    room = MeetingRoom()
    made = room.called()
    with pytest.raises(NotAllowed):
        invite(room.as_(room.dsl, Role.DSL), meeting=made)


def test_inviting_more_colleagues_costs_only_their_calendar_files() -> None:
    room = MeetingRoom()
    mother = room.people()[:1]

    def cost(people: tuple[Asked, ...]) -> int:
        made = room.called(people=people)
        with CaptureQueriesContext(connection) as seen:
            invite(room.office(), meeting=made)
        return len(seen)

    colleagues = tuple(
        Asked(Part.STAFF, user=room.member(f"P{n}", Role.TEACHER, f"p{n}@school.example").pk) for n in range(6)
    )
    two, six = cost((*mother, *colleagues[:2])), cost((*mother, *colleagues))
    assert six - two == 4 * 2


def test_signed_minutes_go_to_each_by_their_way(server: PracticeMail) -> None:
    room = MeetingRoom()
    mail_through(room.school, server)
    home = {"school": room.school, "pupil": room.tolu, "first": TERM_STARTS}
    PupilAddress.objects.create(lines="12 Mill Lane", postcode="BD1 1AA", **home)
    aunt = room.contact("Bola", "Ade", "", room.tolu, lives_with=True)
    made = room.called(people=(*room.people(), Asked(Part.PARENT, contact=aunt.pk), NURSE))
    room.now = AFTERWARDS
    with pytest.raises(Refused, match="not signed yet"):
        circulate(room.office(), meeting=made)
    keep_minutes(room.office(), meeting=made, words="The bus is late", version=0)
    sign_and_freeze(room.office(), meeting=made)
    told = circulate(room.office(), meeting=made)
    assert [(one.name, one.way, one.left_out) for one in told] == [
        ("Ms Ada Abiodun", "email", ""),
        ("A. Osei", "email", ""),
        ("Mr Dhillon", "email", ""),
        ("Ms Bola Ade", "letter", ""),
        ("Ms Bello, school nurse", "email", ""),
    ]
    mails = sent(room, server)
    for address in ("ada@example.org", "bello@nhs.example"):
        (file,) = mails[address].iter_attachments()
        assert file.get_content_type() == "application/pdf"
    assert not list(mails["dhillon@school.example"].iter_attachments())
    assert "Tolu" not in mails["dhillon@school.example"].as_string()
    (copy,) = meeting(room.office(), made).copies
    assert [one.way for one in copy.sent] == ["email", "email", "email", "letter", "email"]
    mother = meeting(room.office(), made).people[0]
    (again,) = circulate(room.office(), meeting=made, people=[mother.public_id])
    assert again.left_out == ""
    assert set(sent(room, server)) == {"ada@example.org"}
