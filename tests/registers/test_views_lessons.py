"""A lesson's register in its page, as a plain form and by the page's script; the strip and the rule's screen."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from rollbook.registers.models import LessonMark, SessionRule
from rollbook.staff.models import User
from tests.builders import a_role, a_user
from tests.registers.classroom import MONDAY, At
from tests.registers.lesson_room import IN_P1, IN_P4, LessonRoom
from tests.registers.test_lessons import amended
from tests.registers.test_views_taking import as_json, blank_form, tokens

pytestmark = pytest.mark.django_db


def opened(room: LessonRoom, lesson: Any = None, user: User | None = None, now: datetime = IN_P1) -> str:
    answer = At(user or room.teacher, now).get(room.lesson_url(lesson or room.p1))
    assert answer.status_code == 200
    html: str = answer.content.decode()
    return html


def url(room: LessonRoom, name: str, **more: object) -> str:
    return reverse(f"registers:{name}", kwargs={"school": room.school.slug, **more})


def test_the_plain_form_takes_a_lesson_and_the_second_button_the_rest() -> None:
    room = LessonRoom()
    html = opened(room)
    form = blank_form(html) | {f"code-{tokens(html)[1]}": "N", "act": "rest"}
    answer = At(room.teacher, IN_P1).post(room.lesson_url(room.p1, "save-lesson"), form)
    assert answer.status_code == 303
    assert room.marks(room.p1) == "/N//"


def test_the_script_is_answered_row_by_row_and_told_where_the_session_stays() -> None:
    room = LessonRoom()
    room.rule("P4")
    html = opened(room, room.p4, now=IN_P4)
    assert "The afternoon mark comes from this lesson." in html
    taps = [{"token": token, "code": "\\", "seen": 0} for token in tokens(html)]
    sent = json.dumps(as_json(html, *taps))
    at = At(room.teacher, IN_P4)
    answer = at.post(room.lesson_url(room.p4, "save-lesson"), sent, content_type="application/json")
    assert [row["outcome"] for row in answer.json()["rows"]] == ["stored"] * 4
    assert room.session() == "\\\\\\\\"


def test_an_afternoons_present_is_an_afternoons() -> None:
    room = LessonRoom()
    html = opened(room, room.p4, now=IN_P4)
    at = At(room.teacher, IN_P4)
    at.post(room.lesson_url(room.p4, "save-lesson"), blank_form(html) | {"act": "rest"})
    assert room.marks(room.p4) == "\\\\\\\\"


def test_beside_each_name_stands_what_is_known_of_the_day() -> None:
    room = LessonRoom()
    room.take(room.p1, "/N")
    html = opened(room, room.p4, now=IN_P4)
    assert "P1 N" in html


def test_a_page_of_another_lesson_another_person_or_nobody_is_refused() -> None:
    room = LessonRoom()
    form = blank_form(opened(room)) | {"act": "rest"}
    at = At(room.teacher, IN_P1)
    assert at.post(room.lesson_url(room.p4, "save-lesson"), form).status_code == 422
    officer = At(room.officer, IN_P1)
    assert officer.post(room.lesson_url(room.p1, "save-lesson"), form).status_code == 422
    assert at.post(room.lesson_url(room.p1, "save-lesson"), form | {"issue": "x"}).status_code == 422
    assert not LessonMark.objects.exists()


def test_a_conflict_of_a_plain_form_stays_in_its_field() -> None:
    room = LessonRoom()
    form = blank_form(opened(room)) | {"act": "rest"}
    room.take(room.p1, "N")
    answer = At(room.teacher, IN_P1).post(room.lesson_url(room.p1, "save-lesson"), form)
    assert answer.status_code == 422
    assert "changed this mark to N" in answer.content.decode()


def test_a_plain_form_says_how_many_session_marks_stay() -> None:
    room = LessonRoom()
    room.rule("P4")
    amended(room, 0, "I")
    at = At(room.teacher, IN_P4)
    form = blank_form(opened(room, room.p4, now=IN_P4)) | {"act": "rest"}
    assert at.post(room.lesson_url(room.p4, "save-lesson"), form).status_code == 303
    html = at.get(room.lesson_url(room.p4)).content.decode()
    assert "1 session mark was not changed with the lesson" in html
    assert room.session()[0] == "I"


def test_who_does_not_take_it_looks_or_does_not_find_it() -> None:
    room = LessonRoom()
    stranger, reader = a_user("Mr Obi"), a_user("Reader")
    a_role(stranger, room.school, "teacher")  # type: ignore[arg-type]
    a_role(reader, room.school, "reception")  # type: ignore[arg-type]
    assert At(stranger, IN_P1).get(room.lesson_url(room.p1)).status_code == 404
    html = opened(room, user=reader)
    assert "You can see this register but not take it" in html
    assert 'name="issue"' not in html


def test_before_it_begins_the_page_says_from_when() -> None:
    room = LessonRoom()
    html = opened(room, room.p4, now=IN_P1)
    assert "can be taken from 12:55" in html


def test_what_is_known_is_asked_for_apart() -> None:
    room = LessonRoom()
    answer = At(room.teacher, IN_P1).get(room.lesson_url(room.p1, "known-lesson"))
    assert answer.status_code == 200


def test_the_list_is_a_teachers_own_and_the_offices_whole() -> None:
    room = LessonRoom()
    assert "9x/Ma1" in At(room.teacher, IN_P1).get(url(room, "lessons")).content.decode()
    assert "9x/Ma1" in At(room.officer, IN_P1).get(url(room, "lessons")).content.decode()
    assert "9x/Ma1" not in At(room.officer, IN_P1).get(url(room, "lessons"), whose="mine").content.decode()
    assert "no lessons here" in At(room.tutor, IN_P1).get(url(room, "lessons")).content.decode()


def test_a_pupils_day_on_one_line() -> None:
    room = LessonRoom()
    room.rule("P4")
    room.take(room.p4, "N", IN_P4)
    day = url(room, "pupil-day", pupil=room.pupils[0].public_id, on=MONDAY.isoformat())
    html = At(room.officer, IN_P4).get(day).content.decode()
    assert "comes from the lesson in P4 (Ms Kaur, 13:13)" in html


def test_the_rule_is_set_from_tomorrow_on_and_today_is_refused_beside_the_field() -> None:
    room = LessonRoom()
    desk = At(room.officer, IN_P1)

    def sent(day: Any) -> dict[str, str]:
        parts = {"from_day_0": str(day.day), "from_day_1": str(day.month), "from_day_2": str(day.year)}
        return {"half": "PM", "nc_year": "9", "period": "P4", **parts}

    assert desk.get(url(room, "rules")).status_code == 200
    assert desk.post(url(room, "rules"), sent(MONDAY)).status_code == 422
    assert desk.post(url(room, "rules"), sent(MONDAY + timedelta(1))).status_code == 302
    assert SessionRule.objects.get().period == "P4"
    assert "the mark comes from the lesson in P4" in desk.get(url(room, "rules")).content.decode()


def test_a_pupil_who_is_not_in_the_room_is_reported_from_the_lessons_page() -> None:
    room = LessonRoom(2)
    page = At(room.teacher, IN_P1).get(room.lesson_url(room.p1)).content.decode()
    assert f'href="{reverse("site:missing", kwargs={"school": room.school.slug})}"' in page
    assert "Missing from here" in page
    later = At(room.officer, IN_P1 + timedelta(days=1)).get(room.lesson_url(room.p1)).content.decode()
    assert "Missing from here" not in later, "a day that is over is no place to look"
