"""A pupil's one line of history: everything that is known, in order, to those who may know it."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from rollbook.absence.actions import Settlement, settle_no_reason
from rollbook.audit.models import AccessEntry
from rollbook.evidence.queries.chronology import history
from rollbook.rules.access import Role
from rollbook.rules.sessions import Half, Session
from rollbook.rules.told import Kind
from rollbook.work.actions import Asked, log_question
from tests.builders import an_actor
from tests.registers.classroom import MONDAY, Classroom
from tests.site.desk import Screen, clock, mark, moved

pytestmark = pytest.mark.django_db
FROM = MONDAY - timedelta(days=6)


@pytest.fixture
def room() -> Classroom:
    """One pupil who came late, whose mark was put right, and about whom somebody asked."""
    room = Classroom(2)
    mark(room, 0, "N")
    moved(room, 0, "arrived", "9:40", reason="medical")
    office = an_actor(room.school, user=room.officer, now=clock("10:00"))
    _amend(room)
    asked = Asked("parent", "phone", "Mrs Abiodun", "Was she marked?", str(room.pupils[0].public_id), answer="Yes, L.")
    log_question(office, question=uuid.uuid4(), asked=asked)
    return room


def test_every_part_tells_its_own_and_the_newest_comes_first(room: Classroom) -> None:
    office = an_actor(room.school, user=room.officer, now=clock("11:00"))
    told = history(office, room.pupils[0].pk, FROM, MONDAY)
    assert [one.kind for one in told] == [Kind.QUERY, Kind.MARK, Kind.SITE]
    assert [one.says for one in told] == [
        "Question by telephone (parent or carer), answered",
        "N became L, Mon 7 Sep morning",
        "Arrived late: medical or dental appointment",
    ]
    assert history(office, room.pupils[0].pk, FROM, MONDAY, kind="site") == told[2:]
    assert history(office, room.pupils[1].pk, FROM, MONDAY) == ()
    assert history(office, room.pupils[0].pk, FROM, MONDAY - timedelta(days=1)) == ()


def test_a_teacher_sees_that_it_was_and_no_words(room: Classroom) -> None:
    teacher = an_actor(room.school, Role.TEACHER, user=room.tutor, now=clock("11:00"))
    told = history(teacher, room.pupils[0].pk, FROM, MONDAY)
    assert [(one.kind, one.says) for one in told] == [
        (Kind.MARK, "N became L, Mon 7 Sep morning"),
        (Kind.SITE, "Arrived late"),
    ]
    assert "Reason given at the desk" not in "".join(one.words for one in told)


def test_another_schools_office_finds_nothing(room: Classroom) -> None:
    assert history(Classroom(1).actor, room.pupils[0].pk, FROM, MONDAY) == ()


def test_the_page_filters_prints_and_notes_that_it_was_opened(room: Classroom) -> None:
    screen = Screen(room, Role.ATTENDANCE_ADMINISTRATOR, now="11:00")
    url = reverse("home:history", kwargs={"school": room.school.slug, "pupil": room.pupils[0].public_id})
    shown = screen.at.get(url).content.decode()
    for words in ("N became L", "Reason given at the desk", "Arrived late", "Question by telephone"):
        assert words in shown
    assert "Arrived late" not in screen.at.get(url, kind="mark").content.decode()
    assert "Nothing is on record" in screen.at.get(url, last="2026-09-01").content.decode()
    assert screen.at.get(url, kind="nonsense", first="x").status_code == 200
    assert "N became L" in screen.at.get(url, print="1").content.decode()
    noted = AccessEntry.objects.filter(what="pupil history", subject=f"pupil:{room.pupils[0].public_id}")
    assert noted.count() == 5


def test_a_history_costs_the_same_however_long_it_is(room: Classroom, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    office = an_actor(room.school, user=room.officer, now=clock("11:00"))
    with django_assert_max_num_queries(30) as few:
        history(office, room.pupils[0].pk, FROM, MONDAY)
    for _ in range(6):
        asked = Asked("parent", "phone", "", "Again?", str(room.pupils[0].public_id), answer="Yes.")
        log_question(office, question=uuid.uuid4(), asked=asked)
    with django_assert_max_num_queries(30) as many:
        history(office, room.pupils[0].pk, FROM, MONDAY)
    assert len(few) == len(many)


def _amend(room: Classroom) -> None:
    office = an_actor(room.school, user=room.officer, now=clock("9:50"))
    one = Settlement(
        str(room.pupils[0].public_id), Session(MONDAY, Half.AM), "L", "Reason given at the desk", seen=1, nc_year="9",
        minutes=20,
    )  # fmt: skip
    settle_no_reason(office, settlements=[one])
