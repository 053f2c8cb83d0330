"""A meeting is called once, about pupils of the school, with those alone who may be told (CASE-C, MTG-1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rollbook.audit.models import AccessEntry, AuditEntry
from rollbook.meetings.actions import (
    Asked,
    ask_people,
    call_meeting,
    cancel_meeting,
    fill_pack,
    move_meeting,
    set_agenda,
    take_off,
)
from rollbook.meetings.models import Meeting, Person
from rollbook.meetings.queries import meeting, meetings_between, meetings_of, upcoming
from rollbook.rules.access import Role
from rollbook.rules.meetings import KINDS, Part
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from tests.builders import an_actor
from tests.meetings.room import AFTERWARDS, THURSDAY, MeetingRoom

pytestmark = pytest.mark.django_db


def test_a_meeting_is_called_once_for_each_source() -> None:
    room = MeetingRoom()
    first = room.called(source="case:7:meeting")
    assert room.called(source="case:7:meeting", place="Hall") == first != room.called()
    page = meeting(room.office(), first)
    assert (page.line.title, page.line.place, page.line.at) == ("Attendance meeting", "Room 4", THURSDAY)
    assert [one.name for one in page.people] == ["Ms Ada Abiodun", "A. Osei", "Mr Dhillon"]
    assert page.agenda[0].startswith("Attendance as it stands")
    assert AuditEntry.objects.filter(verb="meetings.MeetingCalled").count() == 2
    assert AccessEntry.objects.filter(what="meeting", subject=f"meeting:{first}").count() == 1


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_every_kind_can_be_called_with_its_own_agenda_at_every_stage(kind: object) -> None:
    room = MeetingRoom()
    for stage in kind.stages:  # type: ignore[attr-defined]  # a kind, as the parameter says
        made = room.called(kind=kind.key, stage=stage.key, people=())  # type: ignore[attr-defined]
        page = meeting(room.office(), made)
        assert page.agenda == stage.agenda
        assert stage.name.lower() in page.line.title.lower()


def test_agenda_and_pack_are_kept_encrypted() -> None:
    room = MeetingRoom()
    made = room.called(kind="targeting", people=(), agenda=["Tolu and the bus"])
    fill_pack(room.office(), meeting=made, pupil=room.tolu.pk, done="Three visits", asked="A family worker")
    row = Meeting.objects.get(public_id=made)
    assert b"bus" not in bytes(row.agenda)
    assert b"worker" not in bytes(row.pupils.get().asked)
    (pack,) = meeting(room.office(), made).pack
    assert (pack.done, pack.asked) == ("Three visits", "A family worker")


def test_what_is_asked_for_is_checked() -> None:
    ours, theirs = MeetingRoom(), MeetingRoom()
    for pupils in ([], [theirs.tolu.pk], [ours.tolu.pk, theirs.tolu.pk]):
        with pytest.raises(NotFound):
            ours.called(pupils=pupils, people=())
    with pytest.raises(Refused, match="what kind"):
        ours.called(kind="party")
    with pytest.raises(Refused, match="no stage"):
        ours.called(kind="ard", stage="expulsion")
    with pytest.raises(Refused, match="how long"):
        ours.called(minutes=0)
    with pytest.raises(Refused, match="next year"):
        ours.called(at=THURSDAY + timedelta(days=800))
    with pytest.raises(Refused, match="where the meeting is"):
        ours.called(place="  ")
    with pytest.raises(NotFound):
        ours.called(people=(Asked(Part.STAFF, user=theirs.tutor.pk),))
    with pytest.raises(NotAllowed):
        call_meeting(
            an_actor(ours.school, Role.RECEPTION, now=ours.now),
            kind="attendance", pupils=[ours.tolu.pk], at=THURSDAY, minutes=30, place="Room 4",
        )  # fmt: skip


def test_nobody_is_asked_who_may_not_be_told() -> None:
    """MTG-1: no contact, may not be told, or the father of one child alone in a meeting about two."""
    room = MeetingRoom()
    bisi = room.pupil("Bisi", "Abiodun")
    barred = room.contact("Karl", "Untold", "k@example.org", room.tolu, no_contact=True)
    untold = room.contact("Uma", "Untold", "u@example.org", room.tolu, may_be_told=False)
    for contact, why in ((barred, "no contact"), (untold, "may not be told")):
        with pytest.raises(Refused, match=why) as refused:
            room.called(people=(Asked(Part.PARENT, contact=contact.pk),))
        assert refused.value.rule == "MTG-1"
    with pytest.raises(Refused, match="not a contact of every pupil"):
        room.called(room.tolu, bisi, people=(Asked(Part.PARENT, contact=room.mother.pk),))
    with pytest.raises(Refused, match="many families"):
        room.called(kind="targeting", people=(Asked(Part.PARENT, contact=room.mother.pk),))
    stranger = room.contact("Nobody", "Else", "n@example.org", bisi)
    with pytest.raises(NotFound):
        room.called(people=(Asked(Part.PARENT, contact=stranger.pk),))


def test_people_are_put_on_the_list_once_and_taken_off_it() -> None:
    room = MeetingRoom()
    made = room.called()
    nurse = Asked(Part.PROFESSIONAL, name="Ms Bello, school nurse", email="bello@nhs.example")
    ask_people(room.office(), meeting=made, people=(*room.people(), nurse))
    assert Person.objects.count() == 4
    person = next(one for one in meeting(room.office(), made).people if one.part is Part.PROFESSIONAL)
    assert (person.name, person.email) == ("Ms Bello, school nurse", "bello@nhs.example")
    assert b"Bello" not in bytes(Person.objects.get(public_id=person.public_id).name)
    take_off(room.office(), meeting=made, person=person.public_id)
    assert Person.objects.count() == 3


def test_a_meeting_is_moved_and_cancelled_with_a_reason() -> None:
    room = MeetingRoom()
    made, later = room.called(), THURSDAY + timedelta(days=1)
    move_meeting(room.office(), meeting=made, at=later, place="Hall")
    move_meeting(room.office(), meeting=made, at=later, place="Hall")
    page = meeting(room.office(), made)
    assert (page.line.at, page.line.place, page.line.length, page.sequence) == (later, "Hall", 45, 1)
    set_agenda(room.office(), meeting=made, agenda=["One", " ", "Two"])
    assert meeting(room.office(), made).agenda == ("One", "Two")
    with pytest.raises(Refused, match="Write why"):
        cancel_meeting(room.office(), meeting=made, reason=" ")
    cancel_meeting(room.office(), meeting=made, reason="Tolu is back")
    page = meeting(room.office(), made)
    assert (page.line.state, page.cancelled_why, page.sequence) == ("cancelled", "Tolu is back", 2)
    with pytest.raises(Refused, match="has cancelled"):
        move_meeting(room.office(), meeting=made, at=THURSDAY)
    assert upcoming(room.office()) == ()


def test_meetings_are_seen_by_who_holds_them_and_by_who_is_asked() -> None:
    room, other = MeetingRoom(), MeetingRoom()
    made = room.called()
    tutor = room.as_(room.tutor, Role.TUTOR)
    assert meeting(tutor, made).may_hold is False
    assert [line.public_id for line in meetings_between(tutor, THURSDAY.date(), THURSDAY.date())] == [made]
    stranger = room.as_(room.member("Ms Cole", Role.TUTOR), Role.TUTOR)
    for actor in (stranger, other.office()):
        with pytest.raises(NotFound):
            meeting(actor, made)
        assert meetings_of(actor, room.tolu.pk) == ()


def test_a_head_of_year_sees_no_meeting_about_others_pupils() -> None:
    room = MeetingRoom()
    made = room.called()
    head_of_ten = room.as_(room.member("Ms Ray", Role.HEAD_OF_YEAR), Role.HEAD_OF_YEAR)
    with pytest.raises(NotFound):
        meeting(head_of_ten, made)


def test_lists_and_the_page_cost_a_fixed_number_of_statements(django_assert_num_queries: object) -> None:
    room = MeetingRoom()
    made = room.called()
    count = django_assert_num_queries
    with count(4):  # type: ignore[operator]  # pytest-django's fixture
        upcoming(room.office())
    with count(13):  # type: ignore[operator]
        meeting(room.office(AFTERWARDS), made)
    for n in range(4):
        room.called(source=f"s{n}")
    with count(4):  # type: ignore[operator]
        assert len(upcoming(room.office())) == 5
