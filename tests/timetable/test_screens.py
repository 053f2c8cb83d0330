"""The timetable's screens: a week, cover for a day, an import reviewed, a move shown first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rollbook.rules.access import Role
from rollbook.timetable.models import DayChange, Lesson, TeacherCode, TimetableFile, WeekLetter
from tests.builders import A_MORNING, a_role, a_user
from tests.registers.classroom import At
from tests.timetable.test_importing import FILE, TUESDAY
from tests.timetable.test_moving import WEDNESDAY, Sets
from tests.timetable.weekly import MONDAY, Weekly, a_lesson

pytestmark = pytest.mark.django_db


def url(w: Weekly, name: str, **more: object) -> str:
    return reverse(f"timetable:{name}", kwargs={"school": w.school.slug, **more})


def office(w: Weekly) -> At:
    officer = a_user("A. Osei")
    a_role(officer, w.school, Role.ATTENDANCE_ADMINISTRATOR)
    return At(officer, A_MORNING)


def dated(name: str, day: object) -> dict[str, str]:
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}  # type: ignore[attr-defined]


def test_a_teacher_opens_at_their_own_week_and_may_not_change_it() -> None:
    w = Weekly()
    a_lesson(w.group, "P1", teacher=w.teacher)
    page = At(w.teacher, A_MORNING).get(url(w, "week"))
    assert page.status_code == 200
    html = page.content.decode()
    assert "Ms Kaur" in html
    assert "9x/Ma1" in html
    assert url(w, "day") not in html
    assert At(w.teacher, A_MORNING).get(url(w, "day")).status_code == 403


def test_a_groups_and_a_rooms_week_and_nobody_elses() -> None:
    w = Weekly()
    a_lesson(w.group, "P1", room="S4")
    desk = office(w)
    assert "9x/Ma1" in desk.get(url(w, "week"), of=f"group:{w.group.public_id}").content.decode()
    assert "9x/Ma1" in desk.get(url(w, "week"), of="room:S4").content.decode()
    for lost in ("room:Z", "teacher:x", f"group:{Weekly().group.public_id}"):
        assert desk.get(url(w, "week"), of=lost).status_code == 404


def test_letters_are_dealt_out_and_one_is_set_by_hand() -> None:
    w = Weekly()
    desk = office(w)
    sent = dated("first", MONDAY) | dated("last", MONDAY + timedelta(14)) | {"letters": "AB"}
    assert desk.post(url(w, "letters"), sent).status_code == 302
    assert desk.post(url(w, "letters"), {"monday": MONDAY.isoformat(), "letter": "B"}).status_code == 302
    assert list(WeekLetter.objects.order_by("monday").values_list("letter", flat=True)) == ["B", "B", "A"]
    assert desk.post(url(w, "letters"), sent | {"letters": "Q"}).status_code == 422
    assert desk.get(url(w, "letters")).status_code == 200


def test_cover_is_set_for_a_day_and_a_clash_is_said_beside_the_field() -> None:
    w = Weekly()
    lesson = a_lesson(w.group, "P1", teacher=w.teacher)
    desk = office(w)
    assert "Ms Kaur" in desk.get(url(w, "day")).content.decode()
    change = url(w, "change", lesson=lesson.public_id, on=MONDAY.isoformat())
    assert desk.get(change).status_code == 200
    assert desk.post(change, {"user_id": str(w.other.pk), "room": "L2"}).status_code == 302
    assert DayChange.objects.get().cover == w.other
    other = a_lesson(w.group, "P1", weekday=0, week="A")
    WeekLetter.objects.create(school=w.school, monday=MONDAY, letter="A")
    answer = desk.post(
        url(w, "change", lesson=other.public_id, on=MONDAY.isoformat()), {"user_id": str(w.other.pk), "room": ""}
    )
    assert answer.status_code == 422
    assert "Mr Obi takes 9x/Ma1 in P1" in answer.content.decode()


def test_a_file_is_reviewed_its_teachers_said_and_taken_over() -> None:
    w = Weekly()
    desk = office(w)
    sent = desk.post(url(w, "import"), {"file": SimpleUploadedFile("GPU001.TXT", FILE)})
    file = TimetableFile.objects.get().public_id
    assert sent.headers["Location"] == url(w, "review", timetable_file=file)
    html = desk.get(url(w, "review", timetable_file=file)).content.decode()
    assert "Nobody here knows this group" in html
    desk.post(url(w, "teacher", timetable_file=file), {"code:KAU": str(w.teacher.pk), "code:OBI": ""})
    assert TeacherCode.objects.get().user == w.teacher
    assert desk.post(url(w, "commit", timetable_file=file), dated("from_day", MONDAY - timedelta(9))).status_code == 422
    assert desk.post(url(w, "commit", timetable_file=file), dated("from_day", TUESDAY)).status_code == 302
    assert Lesson.objects.filter(teacher=w.teacher).count() == 1
    assert "2 new" in desk.get(url(w, "import")).content.decode()
    assert desk.post(url(w, "import"), {"file": SimpleUploadedFile("x.txt", b"nothing")}).status_code == 422


def test_a_move_is_shown_and_then_done() -> None:
    s = Sets()
    desk = office(s)
    move = url(s, "move", pupil=s.pupil.public_id)
    assert desk.get(move).status_code == 200
    sent = {"out_of": str(s.leaves.public_id), "into": str(s.joins.public_id)} | dated("first", WEDNESDAY)
    shown = desk.post(move, {**sent, "act": "show"})
    assert shown.status_code == 200
    assert "Two lessons at one time" in shown.content.decode()
    assert s.joins.memberships.count() == 0
    assert desk.post(move, {**sent, "act": "move"}).status_code == 302
    assert s.joins.memberships.count() == 1
