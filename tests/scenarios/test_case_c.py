"""Meetings about attendance, told as the office holds them (CASE-C, MTG-1, MTG-2)."""

from __future__ import annotations

import io
import re
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from icalendar import Calendar
from pypdf import PdfReader

from rollbook.audit.models import AccessEntry
from rollbook.comms.practice import PracticeMail
from rollbook.files.queries import read_file
from rollbook.meetings.actions import (
    Asked,
    add_action_point,
    begin_correction,
    call_meeting,
    circulate,
    decide,
    fill_pack,
    invite,
    keep_minutes,
    move_meeting,
    note_presence,
    note_reply,
    sign_and_freeze,
)
from rollbook.meetings.queries import figures_of, history_of, meeting, open_action_points, to_be_minuted, upcoming
from rollbook.rules.access import Role
from rollbook.rules.meetings import KINDS, Part, Presence, Reply
from rollbook.rules.refused import Refused
from rollbook.rules.told import Kind
from rollbook.work.actions import finish_task
from rollbook.work.queries import tasks_for
from tests.comms.families import hand_over_at, mail_through
from tests.meetings.room import NOW, THURSDAY, MeetingRoom
from tests.registers.classroom import At

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
NG = Asked(Part.AUTHORITY, name="Mr Ng, education welfare officer", email="ng@authority.example")


def page_of(room: MeetingRoom, user: Any, now: datetime, made: uuid.UUID) -> str:
    where = reverse("meetings:meeting", kwargs={"school": room.school.slug, "meeting": made})
    return re.sub(r"\s+", " ", At(user, now).get(where).content.decode())


def text_of(data: bytes) -> str:
    return " ".join(" ".join((page.extract_text() or "").split()) for page in PdfReader(io.BytesIO(data)).pages)


def person(room: MeetingRoom, made: uuid.UUID, name: str) -> uuid.UUID:
    return next(one.public_id for one in meeting(room.office(), made).people if name in one.name)


def test_from_the_first_talk_to_the_next_one() -> None:
    # Given Tolu, who has missed three days of the last week,
    room = MeetingRoom()
    days = ("2026-11-09", "2026-11-10", "2026-11-11", "2026-11-12", "2026-11-13")
    room.marks(room.tolu, *zip(days, ("OO", "OO", "//", "//", "OO"), strict=True))
    with PracticeMail() as server:
        mail_through(room.school, server)
        # when the office calls a meeting on Monday for Thursday, and tells her mother and two colleagues,
        made = room.called(source="concern:tolu")
        invite(room.office(), meeting=made)
        hand_over_at(room.school, NOW + timedelta(minutes=2))
        # then the mother gets an invitation for her calendar that names no child,
        mails = {str(mail["To"]): mail for mail in server.taken}
        part = next(p for p in mails["ada@example.org"].walk() if p.get_content_type() == "text/calendar")
        assert "Tolu" not in part.get_content()
        # and says that she comes, but an hour later.
        note_reply(room.office(), meeting=made, person=person(room, made, "Ada"), reply=Reply.COMING)
        move_meeting(room.office(), meeting=made, at=THURSDAY + timedelta(hours=1))
        server.taken.clear()
        invite(room.office(NOW + timedelta(hours=1)), meeting=made)
        hand_over_at(room.school, NOW + timedelta(hours=2))
        event = Calendar.from_ical(
            next(
                p
                for mail in server.taken
                if mail["To"] == "ada@example.org"
                for p in mail.walk()
                if p.get_content_type() == "text/calendar"
            ).get_content()
        ).walk("VEVENT")[0]
        assert (int(event["SEQUENCE"]), event.decoded("dtstart")) == (1, THURSDAY + timedelta(hours=1))

        # On Thursday the tutor writes while they talk; the figures stand beside the text.
        during = THURSDAY + timedelta(minutes=75)
        tutor, office = room.as_(room.tutor, Role.TUTOR, during), room.office(during)
        page = page_of(room, room.tutor, during, made)
        assert "6 of 10, 6 of them unauthorised" in page
        assert "40.0 %" in page
        keep_minutes(tutor, meeting=made, words="The bus is full by the time it comes.", version=0)
        mother = person(room, made, "Ada")
        note_presence(tutor, meeting=made, person=mother, presence=Presence.THERE)
        due = (during + WEEK).date()
        add_action_point(tutor, meeting=made, says="Ask for an earlier bus", due=due, owner=room.officer.pk)
        add_action_point(tutor, meeting=made, says="Wake Tolu at half past six", due=due, person=mother)
        decide(office, meeting=made, choice="review", reason="To see whether the earlier bus helps")
        # The officer reads and signs; the mother gets the copy, and what was said is fixed with its hash.
        digest = sign_and_freeze(office, meeting=made)
        server.taken.clear()
        circulate(office, meeting=made)
        hand_over_at(room.school, during + timedelta(minutes=2))
        copy = next(mail for mail in server.taken if mail["To"] == "ada@example.org")
        (file,) = copy.iter_attachments()
    said = text_of(file.get_payload(decode=True))
    for words in ("The bus is full", "Ask for an earlier bus", "6 of 10", "To see whether the earlier bus helps"):
        assert words in said
    assert digest in page_of(room, room.officer, during, made)

    # The action points are on two lists of work; one is done a week later.
    later = during + WEEK
    officers = room.as_(room.officer, Role.ATTENDANCE_ADMINISTRATOR, later)
    bus = next(task for task in tasks_for(officers) if task.says == "Ask for an earlier bus")
    finish_task(officers, task=bus.public_id)
    asked = tasks_for(room.as_(room.tutor, Role.TUTOR, later))
    assert asked[0].says.startswith("Ask Ms Ada Abiodun, as agreed on Thursday 19 November 2026")
    assert [one.point.says for one in open_action_points(officers)] == ["Wake Tolu at half past six"]

    # The follow-up takes the open one along, and says whether attendance has moved.
    room.marks(room.tolu, *((f"2026-11-{day}", "//") for day in (23, 24, 25, 26)))
    again = call_meeting(
        officers, kind="attendance", pupils=[room.tolu.pk], at=later + timedelta(days=1), minutes=30, place="Room 4",
        follows=made, people=room.people(),
    )  # fmt: skip
    assert [one.says for one in meeting(officers, again).carried if not one.is_done] == ["Wake Tolu at half past six"]
    figures = figures_of(officers, [room.tolu.pk], later.date(), before=later + timedelta(days=1))[room.tolu.pk]
    assert figures.movement == "100.0 % since Thursday 19 November 2026, 40.0 % before: better"
    assert figures.done == ("3 messages", "1 meeting")

    # All of it stands in Tolu's history, without a word of what was said; each opening was noted.
    told = [one.says for one in history_of(officers, room.tolu.pk, NOW.date(), later.date())]
    assert told[:4] == [
        "Attendance meeting called for Thursday 19 November 2026",
        "Attendance meeting held",
        "Attendance meeting decided: Look at it again at a further meeting",
        "Attendance meeting minutes signed (edition 1)",
    ]
    assert {one.kind for one in history_of(officers, room.tolu.pk, NOW.date(), later.date())} == {Kind.MEETING}
    assert AccessEntry.objects.filter(what="meeting", by_name="Mr Dhillon").exists()


def test_admission_review_dismissal() -> None:
    # Given Tolu below the school's line, a meeting decides whether she is taken on to the list.
    room = MeetingRoom()
    at, before = THURSDAY, None
    for stage, choice, reason, leads in (
        ("admission", "admit", "Under 85 % since September; target 92 %", "review"),
        ("review", "change", "The mentor helped, the bus did not", "review"),
        ("review", "propose-dismissal", "94 % for five weeks", "dismissal"),
        ("dismissal", "dismiss", "95 % and no longer late", ""),
    ):
        made = room.called(kind="ard", stage=stage, at=at, follows=before)
        office = room.office(at + timedelta(minutes=40))
        assert meeting(office, made).line.title == f"ARD: {stage}"
        # Each stage decides what belongs to it alone,
        if stage != "dismissal":
            with pytest.raises(Refused, match="not for this meeting"):
                decide(office, meeting=made, choice="dismiss", reason=reason)
        decide(office, meeting=made, choice=choice, reason=reason)
        keep_minutes(office, meeting=made, words=reason, version=0)
        sign_and_freeze(office, meeting=made)
        # and the page of the next meeting opens at the stage to which the decision leads.
        new = reverse("meetings:new", kwargs={"school": room.school.slug})
        answer = At(room.officer, office.now).get(f"{new}?follows={made}").content.decode()
        assert f'<option value="ard:{leads or stage}" selected>' in answer
        at, before = at + 3 * WEEK, made
    assert [line.state for line in upcoming(room.office())] == []


def test_the_authoritys_termly_targeting_meeting() -> None:
    # Given two severely absent pupils whose families do not know each other,
    room = MeetingRoom()
    bisi = room.pupil("Bisi", "Zarate")
    for pupil in (room.tolu, bisi):
        room.marks(pupil, *((f"2026-11-{day:02}", "OO") for day in (9, 10, 11, 12, 13)))
    # the office calls the meeting with the authority's officer; no family can be put on its list.
    made = room.called(room.tolu, bisi, kind="targeting", people=(NG,))
    with pytest.raises(Refused) as refused:
        room.called(room.tolu, bisi, kind="targeting", people=(NG, Asked(Part.PARENT, contact=room.mother.pk)))
    assert refused.value.rule == "MTG-1"
    # It writes for each what has been done and what is asked, and prints the pack.
    fill_pack(room.office(), meeting=made, pupil=bisi.pk, done="Three home visits", asked="A family worker")
    where = reverse("meetings:pack", kwargs={"school": room.school.slug, "meeting": made})
    pack = text_of(At(room.officer, NOW).get(where).content)
    for words in ("Zarate", "Abiodun", "A family worker", "0.0 %", "10 of 10, 10 of them unauthorised"):
        assert words in pack
    # In the meeting each pupil has minutes and a decision of their own.
    office = room.office(THURSDAY + timedelta(minutes=90))
    keep_minutes(office, meeting=made, words="Mr Ng visits next week.", version=0, pupil=bisi.pk)
    decide(office, meeting=made, choice="joint", reason="A visit together", pupil=bisi.pk)
    decide(office, meeting=made, choice="school", reason="The mentor goes on", pupil=room.tolu.pk)
    sign_and_freeze(office, meeting=made)
    # The authority gets the whole; what is kept with Bisi's papers says nothing of Tolu.
    with PracticeMail() as server:
        mail_through(room.school, server)
        circulate(office, meeting=made)
        hand_over_at(room.school, office.now + timedelta(minutes=2))
        (mail,) = server.taken
    assert (mail["To"], len(list(mail.iter_attachments()))) == ("ng@authority.example", 1)
    (copy,) = meeting(office, made).copies
    alone = next(text_of(read_file(office, one.file).data) for one in copy.files if one.pupil == bisi.pk)
    assert "Mr Ng visits next week." in alone
    assert "Abiodun" not in alone
    assert "mentor" not in alone


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.many], ids=lambda kind: kind.key)
def test_every_kind_is_held_from_its_call_to_its_signed_copy(kind: Any) -> None:
    room = MeetingRoom()
    for stage in kind.stages:
        made = room.called(kind=kind.key, stage=stage.key)
        office = room.office(THURSDAY + timedelta(minutes=60))
        assert [line.public_id for line in to_be_minuted(room.office(THURSDAY + timedelta(days=1)))] == [made]
        keep_minutes(office, meeting=made, words="What was said", version=0)
        for choice in stage.decisions:
            decide(office, meeting=made, choice=choice.key, reason="Because")
        sign_and_freeze(office, meeting=made)
        page = meeting(office, made)
        said = text_of(read_file(office, page.copies[0].files[0].file).data)
        assert kind.titled(stage.key) in said
        assert stage.decisions[-1].label in said
        assert to_be_minuted(room.office(THURSDAY + timedelta(days=1))) == ()


def test_something_in_signed_minutes_was_wrong() -> None:
    # Given signed minutes that say eight where it was nine,
    room = MeetingRoom()
    made = room.called()
    office = room.office(THURSDAY + timedelta(minutes=60))
    keep_minutes(office, meeting=made, words="The bus comes at eight.", version=0)
    first = sign_and_freeze(office, meeting=made)
    # they cannot be changed; a new edition says what was wrong and names the old, which stands.
    with pytest.raises(Refused) as refused:
        keep_minutes(office, meeting=made, words="The bus comes at nine.", version=1)
    assert refused.value.rule == "MTG-2"
    begin_correction(office, meeting=made, why="The bus comes at nine")
    keep_minutes(office, meeting=made, words="The bus comes at nine.", version=1)
    second = sign_and_freeze(office, meeting=made)
    new, old = meeting(office, made).copies
    assert (new.files[0].sha256, old.files[0].sha256) == (second, first)
    assert "eight" in text_of(read_file(office, old.files[0].file).data)
