"""Everybody's day on one page: whose register has a hole, who was away, and where two registers disagree."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollbook.audit.models import AccessEntry
from rollbook.registers.actions import Tap, save_register
from rollbook.registers.queries import register_sheet
from rollbook.registers.queries.day_grid import DayGrid, DayRow, Only, day_grid
from rollbook.rules.access import Permission, Role
from rollbook.rules.sessions import Half
from tests.builders import a_group, a_pupil, a_role, a_user, an_actor
from tests.registers.classroom import AT_THE_DOOR, MONDAY, At
from tests.registers.lesson_room import IN_P1, LessonRoom

pytestmark = pytest.mark.django_db
AFTER_SCHOOL = datetime(2026, 9, 7, 15, 30, tzinfo=UTC)


@pytest.fixture
def room() -> LessonRoom:
    return LessonRoom()


def take_morning(room: LessonRoom, codes: str, *, minutes: int | None = None) -> None:
    sheet = register_sheet(room.actor, room.group.public_id, MONDAY, Half.AM)
    taps = [
        Tap(row.token, code, seen=row.version, minutes=minutes if code == "L" else None)
        for row, code in zip(sheet.rows, codes, strict=False)
        if code != "."
    ]
    save_register(room.actor, issue=sheet.issue, save_id=uuid.uuid4(), taps=taps, is_school_day=True, finished=True)


def seen(room: LessonRoom, now: datetime = AFTER_SCHOOL, **more: object) -> DayGrid:
    return day_grid(an_actor(room.school, user=room.officer, now=now), MONDAY, **more)  # type: ignore[arg-type]


def codes(row: DayRow) -> list[str]:
    return ["-" if cell is None else "?" if cell.gap else cell.code or "." for cell in row.cells]


def page_of(room: LessonRoom, role: Role = Role.ATTENDANCE_ADMINISTRATOR, **asked: str):  # type: ignore[no-untyped-def]
    user = room.officer
    if role is not Role.ATTENDANCE_ADMINISTRATOR:
        user = a_user("Somebody else")
        a_role(user, room.school, role)
    address = reverse("registers:day-grid", kwargs={"school": room.school.slug})
    return At(user, AFTER_SCHOOL).get(address, on="7/9/2026", **asked)


def test_a_day_is_am_each_period_and_pm_with_what_stands_in_each(room: LessonRoom) -> None:
    take_morning(room, "/NL/", minutes=5)
    room.take(room.p1, "/N//", IN_P1)
    grid = seen(room)
    assert grid.columns == ("AM", "P1", "P4", "PM")
    assert [codes(row) for row in grid.rows] == [
        ["/", "/", "?", "?"],
        ["N", "N", "?", "?"],
        ["L", "/", "?", "?"],
        ["/", "/", "?", "?"],
    ]
    assert [row.late for row in grid.rows] == [0, 0, 5, 0]


def test_a_blank_is_a_gap_only_once_its_register_has_closed(room: LessonRoom) -> None:
    assert codes(seen(room, AT_THE_DOOR).rows[0]) == [".", ".", ".", "."]
    assert codes(seen(room, IN_P1 + timedelta(minutes=40)).rows[0]) == ["?", ".", ".", "."]
    assert codes(seen(room, IN_P1 + timedelta(minutes=60)).rows[0]) == ["?", "?", ".", "."]


def test_nobody_is_expected_in_a_lesson_of_another_group(room: LessonRoom) -> None:
    a_pupil(room.school, group=room.group, forename="Zed", surname="Zorn")
    assert codes(seen(room).rows[-1]) == ["?", "-", "-", "?"]


def test_here_in_the_morning_and_absent_in_a_lesson_disagrees(room: LessonRoom) -> None:
    take_morning(room, "/N/N")
    room.take(room.p1, "N/NN", IN_P1)
    rows = seen(room).rows
    assert [Only.CONFLICT in row.picked for row in rows] == [True, True, True, False]
    assert [cell.disagrees for cell in rows[0].cells if cell] == [True, True, False, False]


def test_an_appointment_that_ended_before_the_lesson_disagrees_no_more_than_in_the_queue(room: LessonRoom) -> None:
    take_morning(room, "M/")
    room.take(room.p1, "/M", IN_P1)
    assert [Only.CONFLICT in row.picked for row in seen(room).rows[:2]] == [False, False]


def test_who_came_late_was_rightly_away_from_the_lesson_before(room: LessonRoom) -> None:
    take_morning(room, "L", minutes=45)  # at 9:25; P1 begins at 9:10
    room.take(room.p1, "N", IN_P1)
    assert Only.CONFLICT not in seen(room).rows[0].picked


def test_who_came_late_before_a_lesson_and_missed_it_disagrees(room: LessonRoom) -> None:
    take_morning(room, "L", minutes=10)
    room.take(room.p1, "N", IN_P1)
    assert Only.CONFLICT in seen(room).rows[0].picked


def test_rows_are_picked_out_and_counted(room: LessonRoom) -> None:
    take_morning(room, "/NL/", minutes=5)
    room.take(room.p1, "////", IN_P1)
    grid = seen(room)
    assert {what: grid.count(what) for what in Only} == {
        Only.GAP: 4,
        Only.ABSENCE: 1,
        Only.LATE: 1,
        Only.CONFLICT: 1,
    }
    assert [row.pupil.surname for row in grid.only(Only.LATE)] == ["Barker"]
    assert [(t.here, t.absent, t.gap) for t in grid.totals()] == [(3, 1, 0), (4, 0, 0), (0, 0, 4), (0, 0, 4)]


def test_one_form_or_one_year_group_is_shown(room: LessonRoom) -> None:
    other = a_group(room.school, "10B", nc_year="10")
    a_pupil(room.school, group=other, forename="Ten", surname="Tenner")
    assert len(seen(room).rows) == 5
    assert [r.pupil.surname for r in seen(room, form=other.public_id).rows] == ["Tenner"]
    assert [r.pupil.surname for r in seen(room, nc_year="10").rows] == ["Tenner"]


def test_the_page_shows_the_grid_says_what_is_odd_and_leads_to_the_marks(room: LessonRoom) -> None:
    take_morning(room, "/NL/", minutes=5)
    room.take(room.p1, "//N/", IN_P1)
    page = page_of(room).content.decode()
    assert room.mark_url(1) in page
    assert room.lesson_url(room.p1) in page
    assert "5 minutes late" in page
    assert "no mark" in page
    assert "Marks that disagree <b>2</b>" in page


def test_the_filters_stand_in_the_address_and_are_kept_by_every_link(room: LessonRoom) -> None:
    take_morning(room, "/NL/", minutes=5)
    page = page_of(room, only="late", year="9").content.decode()
    assert page.count('<th scope="row"><a href') == 1
    assert "?on=7%2F9%2F2026&amp;year=9&amp;only=absence" in page


def test_a_day_without_school_and_a_filter_that_nobody_answers_say_so(room: LessonRoom) -> None:
    address = reverse("registers:day-grid", kwargs={"school": room.school.slug})
    at = At(room.officer, AFTER_SCHOOL)
    assert "does not meet on this day" in at.get(address, on="6/9/2026").content.decode()
    assert "Nobody’s day is like that." in at.get(address, on="7/9/2026", only="late").content.decode()
    assert "Error:" in at.get(address, on="someday", only="nonsense", form="x", year="eleventy").content.decode()


@pytest.mark.parametrize("role", [Role.TEACHER, Role.TUTOR, Role.TRUST, Role.SENCO])
def test_only_who_sees_the_board_and_every_pupil_opens_it(room: LessonRoom, role: Role) -> None:
    may = an_actor(room.school, role).may
    allowed = may(Permission.SEE_BOARD) and may(Permission.SEE_ALL_PUPILS)
    assert page_of(room, role).status_code == (200 if allowed else 403)


def test_opening_it_is_noted(room: LessonRoom) -> None:
    page_of(room)
    assert AccessEntry.objects.filter(what="the day grid", subject="day:2026-09-07").count() == 1


def test_no_statement_grows_with_the_pupils(room: LessonRoom) -> None:
    page_of(room)
    with CaptureQueriesContext(connection) as few:
        page_of(room)
    for n in range(12):
        a_pupil(room.school, group=room.group, forename=f"Pupil {n}", surname="More")
    with CaptureQueriesContext(connection) as many:
        page_of(room)
    assert len(many) == len(few)
