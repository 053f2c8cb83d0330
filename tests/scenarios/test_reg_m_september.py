"""REG-M, as the office tells it: the first week of September, coded pupil by pupil, and those who never came."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest

from rollbook.audit.models import AuditEntry
from rollbook.pupils.models import Enrolment
from rollbook.registers.actions.bulk import Cell, enter_cells
from rollbook.registers.actions.closing import close_session
from rollbook.registers.actions.no_shows import note_not_arrived
from rollbook.registers.actions.staggered import stagger
from rollbook.registers.models import Mark, PlannedMark
from rollbook.registers.queries.no_shows import not_arrived
from rollbook.registers.queries.proposed import starting
from rollbook.registers.verifying import verify_school
from rollbook.rules.actor import Actor
from rollbook.rules.marking import Outcome
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session
from tests.builders import a_group, a_pupil, an_actor
from tests.registers.classroom import MONDAY, Classroom
from tests.site.desk import clock

pytestmark = pytest.mark.django_db
FIRST = date(2026, 9, 1)  # the year's first day, a Tuesday
A_LITTLE_ONE, A_SIXTH_FORMER = date(2022, 5, 3), date(2009, 5, 3)


def office(room: Classroom, at: str = "9:30", days: int = 0) -> Actor:
    return an_actor(room.school, user=room.officer, now=clock(at) + timedelta(days=days))


def enter(room: Classroom, pupil: str, on: date, code: str, at: Actor) -> Outcome:
    cell = Cell(pupil, Session(on, Half.AM), code)
    return enter_cells(at, save_id=uuid.uuid4(), cells=[cell], replace=False).rows[0].outcome


def test_new_year_sevens_begin_on_the_day_agreed_and_nothing_is_marked_before_it() -> None:
    """ADM-2, COD-17: the agreed day is the starting day; before it a pupil is Z, which no one enters."""
    room = Classroom(1)
    new = a_pupil(room.school, group=a_group(room.school, "7A", nc_year="7"), surname="New", first_day=FIRST)
    said = starting(office(room), [str(new.public_id)], MONDAY)
    assert [(row.code, row.may) for row in said] == [("Z", True)]
    assert stagger(office(room), pupils=[str(new.public_id)], expected=MONDAY) == (1, 0)
    assert Enrolment.objects.get(pupil=new).first_day == MONDAY
    assert enter(room, str(new.public_id), date(2026, 9, 2), "N", office(room)) is Outcome.REFUSED
    assert enter(room, str(new.public_id), MONDAY, "/", office(room)) is Outcome.STORED
    # One step back: the same act with the day as it was, while nothing is marked; now something is.
    with pytest.raises(Refused, match="Has marks before that day already"):
        stagger(office(room), pupils=[str(new.public_id)], expected=MONDAY + timedelta(days=1))


def test_reception_settles_in_and_the_sixth_form_comes_on_thursday_with_x() -> None:
    """COD-11: outside compulsory age there is X; it becomes the mark as each register closes."""
    room = Classroom(1)
    year_r = a_group(room.school, "RA", nc_year="R")
    small = a_pupil(room.school, group=year_r, surname="Small", born=A_LITTLE_ONE, first_day=date(2025, 9, 1))
    old = a_pupil(
        room.school, group=a_group(room.school, "13A", nc_year="13"), surname="Old", born=A_SIXTH_FORMER,
        first_day=date(2021, 9, 1),
    )  # fmt: skip
    both = [str(small.public_id), str(old.public_id)]
    assert stagger(office(room), pupils=both, expected=MONDAY + timedelta(days=3)) == (0, 2)
    close_session(office(room), on=MONDAY, half=Half.AM)
    assert set(Mark.objects.values_list("pupil_id", "code")) == {(small.pk, "X"), (old.pk, "X")}
    assert verify_school(office(room)).faults == ()


def test_nobody_of_compulsory_age_is_told_to_stay_at_home_by_a_code() -> None:
    """COD-18: # is for everybody, Y for what nobody planned; such pupils are expected on the first day."""
    room = Classroom(1)
    nine = a_pupil(room.school, group=room.group, surname="Nine", first_day=date(2024, 9, 2))
    (row,) = starting(office(room), [str(nine.public_id)], MONDAY)
    assert (row.code, row.may) == ("", False)
    with pytest.raises(Refused, match="No code says that the school told them to stay at home"):
        stagger(office(room), pupils=[str(nine.public_id)], expected=MONDAY)
    assert not PlannedMark.objects.exists()


def test_who_has_not_come_is_listed_from_the_first_expected_day_with_what_comes_next() -> None:
    """ADM-3, T-61: on the roll from the agreed day, N then O; the follow-up starts, the name stays."""
    room = Classroom(3)
    ids = [str(p.public_id) for p in room.pupils]
    monday = office(room)
    for pupil, code in zip(ids, ("/", "N", "I"), strict=True):
        enter(room, pupil, MONDAY, code, monday)
    (missing,) = not_arrived(monday)
    assert missing.pupil.surname == "Ahmed"
    assert (missing.expected, missing.school_days, missing.codes) == (FIRST, 5, "N")
    assert missing.next.startswith("Tell the authority")
    note_not_arrived(monday, pupil=ids[1], heard="elsewhere", note="Says he is at Hill Street")
    (told,) = not_arrived(monday)
    assert (told.heard_says, told.note) == ("Attends another school", "Says he is at Hill Street")
    assert told.next.startswith("On roll here until a ground is met")
    assert Enrolment.objects.get(pupil=room.pupils[1]).last_day is None
    assert AuditEntry.objects.filter(verb="registers.PupilNotArrived", subject=f"pupil:{ids[1]}").count() == 1
    enter(room, ids[1], MONDAY + timedelta(days=1), "/", office(room, days=1))
    assert not_arrived(office(room, days=1)) == ()
    with pytest.raises(Refused, match="has come"):
        note_not_arrived(office(room, days=1), pupil=ids[1], heard="asked")


def test_a_staggered_pupil_is_no_no_show_before_the_day() -> None:
    room = Classroom(0)
    old = a_pupil(room.school, group=room.group, surname="Old", born=A_SIXTH_FORMER, first_day=date(2021, 9, 1))
    thursday = MONDAY + timedelta(days=3)
    stagger(office(room), pupils=[str(old.public_id)], expected=thursday)
    assert not_arrived(office(room)) == ()
    enter(room, str(old.public_id), thursday, "N", office(room, days=3))
    (late,) = not_arrived(office(room, days=3))
    assert (late.expected, late.school_days, late.next) == (thursday, 1, "Ring every contact today")
