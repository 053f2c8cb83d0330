"""The boards and the sheet of paper: whose they are, what they say, at a fixed cost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollbook.pupils.models import Group
from rollbook.rules.access import Role
from rollbook.schools.models import Closure, School
from tests.builders import a_group, a_pupil, a_role, a_school, a_user
from tests.registers.classroom import AT_THE_DOOR, MONDAY, At, Classroom, cover
from tests.registers.test_views_taking import taken

pytestmark = pytest.mark.django_db
AFTER_CLOSE = AT_THE_DOOR + timedelta(minutes=45)  # 9:32


def url(name: str, school: School) -> str:
    return reverse(f"registers:{name}", kwargs={"school": school.slug})


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_board_says_what_is_missing_to_whom_it_concerns() -> None:
    room = Classroom(2)
    a_pupil(room.school, group=a_group(room.school, "9B", tutor=a_user("Ms Brandt")))
    taken(room, room.tutor, {1: "/", 2: "N"})
    board = text(At(room.officer, AFTER_CLOSE).get(url("board", room.school)))
    assert "1 of 2 in" in board
    assert "in, 1 absent" in board
    assert "22 min late, not taken" in board
    person = a_user("Cover")
    a_role(person, room.school, Role.COVER)
    others = text(At(person, AFTER_CLOSE).get(url("board", room.school)))
    assert "not taken" in others
    assert "22 min late" not in others, "how late a teacher is concerns named roles only"


def test_a_board_with_everything_in_says_so() -> None:
    room = Classroom(2)
    taken(room, room.tutor, {1: "/", 2: "/"})
    assert "The one register of this morning is in." in text(At(room.officer).get(url("board", room.school)))


@pytest.mark.parametrize("typed", ["2026-09-07", "7/9", "7/9/26", "07.09.2026"])
def test_a_typed_day_opens_its_board(typed: str) -> None:
    room = Classroom(1)
    at = At(room.officer, AT_THE_DOOR + timedelta(days=3))
    board = text(at.get(url("board", room.school), on=typed, half="pm"))
    assert "Monday 7 September 2026, afternoon" in board


def test_a_day_that_is_none_is_told_and_today_is_shown() -> None:
    room = Classroom(1)
    board = text(At(room.officer).get(url("board", room.school), on="31/2"))
    assert "Enter a real date" in board
    assert "Monday 7 September 2026, morning" in board


def test_the_board_leads_to_the_school_days_around_it() -> None:
    room = Classroom(1)
    Closure.objects.create(
        school=room.school,
        kind="inset",
        name="INSET",
        first=MONDAY + timedelta(days=1),
        last=MONDAY + timedelta(days=1),
    )
    board = text(At(room.officer).get(url("board", room.school)))
    assert "on=2026-09-04&amp;half=am" in board, "the Friday before"
    assert "on=2026-09-09&amp;half=am" in board, "not the INSET day"
    assert "does not meet on this day" in text(At(room.officer).get(url("board", room.school), on="8/9"))


def test_a_teacher_starts_at_their_own_register() -> None:
    room = Classroom(2)
    other = a_group(room.school, "9B")
    a_pupil(room.school, group=other)
    mine = text(At(room.tutor).get(url("mine", room.school)))
    assert room.url() in mine
    assert str(other.public_id) not in mine
    assert room.url(half="pm") in text(At(room.tutor, AT_THE_DOOR + timedelta(hours=5)).get(url("mine", room.school)))


def test_last_years_form_of_the_tutor_is_no_register_of_today() -> None:
    room = Classroom(1)
    old = a_group(room.school, "7A", tutor=room.tutor)
    Group.objects.filter(pk=old.pk).update(year=2025)
    empty = a_group(room.school, "9Z", tutor=room.tutor)
    mine = text(At(room.tutor).get(url("mine", room.school)))
    assert room.url() in mine
    assert str(old.public_id) not in mine
    assert str(empty.public_id) not in mine, "a register of nobody is not taken, nor called in"


def test_cover_finds_the_register_only_on_its_day() -> None:
    room, person = Classroom(2), a_user("Supply")
    a_role(person, room.school, Role.TEACHER)
    cover(room, person)
    assert room.url() in text(At(person).get(url("mine", room.school)))
    tomorrow = text(At(person, AT_THE_DOOR + timedelta(days=1)).get(url("mine", room.school)))
    assert "No registration group is yours today" in tomorrow


def test_no_school_today_says_when_the_next_day_is() -> None:
    room = Classroom(1)
    mine = text(At(room.tutor, AT_THE_DOOR - timedelta(days=1)).get(url("mine", room.school)))
    assert "does not meet today" in mine
    assert "Monday 7 September" in mine


def test_who_may_open_the_boards() -> None:
    room = Classroom(1)
    stranger = a_user("Elsewhere")
    a_role(stranger, a_school("Elsewhere"))
    assert At(room.tutor).get(url("board", room.school)).status_code == 403
    assert At(room.officer).get(url("board", room.school)).status_code == 200
    assert At(stranger).get(url("board", room.school)).status_code == 404


def test_paper_has_the_names_and_shuts_the_days_without_school() -> None:
    room = Classroom(2)
    Closure.objects.create(
        school=room.school, kind="inset", name="INSET", first=date(2026, 9, 11), last=date(2026, 9, 11)
    )
    paper = text(At(room.tutor).get(room.url("paper")))
    assert "Mon 7 Sep to Fri 11 Sep 2026" in paper
    assert "Printed Mon 7 Sep 2026, 8:47" in paper
    assert paper.count('class="rg-paper__shut"') == 2 * len(room.pupils)
    assert "<bdi><b>Ahmed</b>, Yusuf</bdi>" in paper


@pytest.mark.parametrize("groups", [1, 9])
def test_the_board_costs_the_same_however_many_groups(groups: int) -> None:
    room = Classroom(2)
    for n in range(groups):
        a_pupil(room.school, group=a_group(room.school, f"8{n}"))
    at = At(room.officer)
    with CaptureQueriesContext(connection) as spent:
        at.get(url("board", room.school))
    assert len(spent) == 20, "\n".join(q["sql"][:110] for q in spent.captured_queries)


def test_a_teachers_start_costs_fourteen_statements() -> None:
    room = Classroom(30)
    at = At(room.tutor)
    with CaptureQueriesContext(connection) as spent:
        at.get(url("mine", room.school))
    assert len(spent) == 14, "\n".join(q["sql"][:110] for q in spent.captured_queries)
