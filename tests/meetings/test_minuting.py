"""Minutes are written by several people without losing a word; what is agreed becomes tasks; what is decided stands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rollbook.audit.models import AuditEntry
from rollbook.meetings.actions import (
    MinutesMoved,
    add_action_point,
    ask_people,
    cancel_meeting,
    decide,
    keep_minutes,
    note_presence,
    note_reply,
)
from rollbook.meetings.actions.people import Asked
from rollbook.meetings.models import ActionPoint, Decision, Minute
from rollbook.meetings.queries import meeting, open_action_points
from rollbook.rules.access import Role
from rollbook.rules.meetings import Part, Presence, Reply
from rollbook.rules.refused import NotFound, Refused
from rollbook.work.actions import finish_task
from rollbook.work.queries import tasks_for
from tests.meetings.room import THURSDAY, MeetingRoom

pytestmark = pytest.mark.django_db
DURING = THURSDAY + timedelta(minutes=10)
IN_A_WEEK = date(2026, 11, 26)


def test_minutes_are_kept_as_they_are_written_and_encrypted() -> None:
    room = MeetingRoom()
    made, office = room.called(), room.office(DURING)
    assert keep_minutes(office, meeting=made, words="Tolu says", version=0) == 1
    assert keep_minutes(office, meeting=made, words="Tolu says that the bus is late", version=1) == 2
    assert keep_minutes(office, meeting=made, words="Tolu says that the bus is late", version=2) == 2
    minute = meeting(office, made).minute()
    assert (minute.version, minute.words, minute.by_name) == (2, "Tolu says that the bus is late", "A. Osei")
    assert b"bus" not in bytes(Minute.objects.get().words)
    assert "bus" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_two_writers_never_overwrite_each_other_silently() -> None:
    room = MeetingRoom()
    made, office = room.called(), room.office(DURING)
    tutor = room.as_(room.tutor, Role.TUTOR, DURING)
    keep_minutes(office, meeting=made, words="First", version=0)
    keep_minutes(tutor, meeting=made, words="First, and the tutor's words", version=1)
    with pytest.raises(MinutesMoved) as moved:
        keep_minutes(office, meeting=made, words="First, and the office's", version=1)
    assert (moved.value.theirs, moved.value.by_name, moved.value.version) == (
        "First, and the tutor's words", "Mr Dhillon", 2,
    )  # fmt: skip
    assert meeting(office, made).minute().words == "First, and the tutor's words"
    assert keep_minutes(office, meeting=made, words="Both", version=2) == 3


def test_who_is_not_asked_writes_nothing() -> None:
    room = MeetingRoom()
    made = room.called()
    stranger = room.as_(room.member("Ms Cole", Role.TUTOR), Role.TUTOR, DURING)
    with pytest.raises(NotFound):
        keep_minutes(stranger, meeting=made, words="x", version=0)


def test_each_pupil_of_a_targeting_meeting_has_minutes_of_their_own() -> None:
    room = MeetingRoom()
    bisi = room.pupil("Bisi", "Bello")
    made = room.called(room.tolu, bisi, kind="targeting")
    keep_minutes(room.office(DURING), meeting=made, words="About both", version=0)
    keep_minutes(room.office(DURING), meeting=made, words="About Bisi", version=0, pupil=bisi.pk)
    page = meeting(room.office(DURING), made)
    assert (page.minute().words, page.minute(bisi.pk).words, page.minute(room.tolu.pk).words) == (
        "About both", "About Bisi", "",
    )  # fmt: skip
    other = room.pupil("Cem", "Can")
    with pytest.raises(NotFound):
        keep_minutes(room.office(DURING), meeting=made, words="x", version=0, pupil=other.pk)


def test_an_action_point_is_a_task_of_its_owner_and_is_done_with_it() -> None:
    room = MeetingRoom()
    made, office = room.called(), room.office(DURING)
    tutor = room.as_(room.tutor, Role.TUTOR, DURING)
    add_action_point(office, meeting=made, says="Ring the bus company", due=IN_A_WEEK, owner=room.tutor.pk)
    (task,) = tasks_for(tutor)
    assert (task.says, task.due, task.source.startswith(f"meeting:{made}:")) == (
        "Ring the bus company",
        IN_A_WEEK,
        True,
    )
    assert b"bus" not in bytes(ActionPoint.objects.get().says)
    (point,) = open_action_points(office)
    assert (point.point.owner, point.meeting.public_id) == ("Mr Dhillon", made)
    finish_task(tutor, task=task.public_id)
    assert open_action_points(office) == ()
    (done,) = meeting(office, made).points
    assert (done.is_done, done.done_by) == (True, "Mr Dhillon")


def test_what_a_parent_does_is_asked_after_by_who_wrote_it() -> None:
    room = MeetingRoom()
    made, office = room.called(), room.office(DURING)
    mother = next(one for one in meeting(office, made).people if one.part is Part.PARENT)
    says = "Bring the letter from the hospital"
    add_action_point(office, meeting=made, says=says, due=IN_A_WEEK, person=mother.public_id)
    (task,) = tasks_for(office)
    assert task.says.startswith("Ask Ms Ada Abiodun, as agreed on Thursday 19 November 2026: Bring the letter")
    add_action_point(office, meeting=made, says="Find a mentor", due=IN_A_WEEK, role="senco")
    assert [one.owner for one in meeting(office, made).points] == ["Ms Ada Abiodun", "SENCo"]


def test_an_action_point_is_checked() -> None:
    room = MeetingRoom()
    made, office = room.called(), room.office(DURING)
    for given, why in (
        ({"says": " ", "due": IN_A_WEEK, "owner": room.tutor.pk}, "what is to be done"),
        ({"says": "x", "due": date(2026, 11, 18), "owner": room.tutor.pk}, "today or later"),
        ({"says": "x", "due": IN_A_WEEK}, "who does it"),
        ({"says": "x", "due": IN_A_WEEK, "role": "king"}, "roles"),
    ):
        with pytest.raises(Refused, match=why):
            add_action_point(office, meeting=made, **given)  # type: ignore[arg-type]  # cases of a table
    with pytest.raises(NotFound):
        add_action_point(office, meeting=made, says="x", due=IN_A_WEEK, owner=MeetingRoom().tutor.pk)


def test_a_follow_up_takes_the_open_points_along() -> None:
    room = MeetingRoom()
    first, office = room.called(), room.office(DURING)
    add_action_point(office, meeting=first, says="Ring the bus company", due=IN_A_WEEK, owner=room.tutor.pk)
    later = room.called(follows=first, at=THURSDAY + timedelta(days=21))
    page = meeting(office, later)
    assert (page.follows, [one.says for one in page.carried], page.points) == (first, ["Ring the bus company"], ())
    third = room.called(follows=later, at=THURSDAY + timedelta(days=42))
    assert [one.says for one in meeting(office, third).carried] == ["Ring the bus company"]
    assert meeting(office, first).followed_by == (later,)


def test_only_what_the_stage_may_decide_is_decided_and_the_last_word_stands() -> None:
    room = MeetingRoom()
    made, office = room.called(kind="ard", stage="admission"), room.office(DURING)
    with pytest.raises(Refused, match="not for this meeting"):
        decide(office, meeting=made, choice="dismiss", reason="Mended")
    with pytest.raises(Refused, match="Write why"):
        decide(office, meeting=made, choice="admit", reason=" ")
    decide(office, meeting=made, choice="watch", reason="Only just begun")
    decide(office, meeting=made, choice="admit", reason="Under 85 % since September")
    (stands,) = meeting(office, made).decisions
    assert (stands.label, stands.reason) == ("Take on, with a target", "Under 85 % since September")
    assert Decision.objects.count() == 2
    told = AuditEntry.objects.filter(verb="meetings.MeetingDecided").order_by("-id")[0]
    assert (told.detail["choice"], "September" in str(told.detail)) == ("admit", False)


def test_who_came_and_who_answered_is_noted() -> None:
    room = MeetingRoom()
    made, office = room.called(), room.office(DURING)
    mother = next(one for one in meeting(office, made).people if one.part is Part.PARENT)
    note_reply(office, meeting=made, person=mother.public_id, reply=Reply.COMING)
    tutor = room.as_(room.tutor, Role.TUTOR, DURING)
    note_presence(tutor, meeting=made, person=mother.public_id, presence=Presence.THERE)
    again = next(one for one in meeting(office, made).people if one.part is Part.PARENT)
    assert (again.reply, again.presence, again.replied_at) == (Reply.COMING, Presence.THERE, DURING)
    assert meeting(office, made).line.coming == 1


def test_nothing_is_written_on_a_cancelled_meeting() -> None:
    room = MeetingRoom()
    made, office = room.called(), room.office(DURING)
    cancel_meeting(office, meeting=made, reason="Snow")
    for act in (
        lambda: keep_minutes(office, meeting=made, words="x", version=0),
        lambda: decide(office, meeting=made, choice="close", reason="x"),
        lambda: ask_people(office, meeting=made, people=(Asked(Part.PROFESSIONAL, name="Ms Bello"),)),
    ):
        with pytest.raises(Refused, match="has cancelled"):
            act()
