"""Taking over a timetable: reviewed first, matched to groups and staff, dated, never over the past."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.formats.refusals import FileRefused
from rollbook.rules.refused import NotFound, Refused
from rollbook.timetable import actions
from rollbook.timetable.models import Lesson, TimetableFile
from rollbook.timetable.queries.importing import Verdict, review_timetable
from tests.timetable.files import asc_of, untis_of, whole_school
from tests.timetable.weekly import MONDAY, Weekly, a_lesson, a_set

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)
NEXT = MONDAY + timedelta(days=7)
FILE = untis_of(
    (1, "9x", "KAU", "Ma1", "S4", 1, 1), (2, "9x/Ma1", "OBI", "Ma", "S5", 2, 1), (3, "Nobody", "KAU", "Zz", "", 3, 1)
)


def taken(w: Weekly, data: bytes = FILE, from_day: date = TUESDAY, **more: bool) -> dict[str, int]:
    file = actions.import_timetable(w.actor, name="GPU001.TXT", data=data)
    found = actions.commit_timetable(w.actor, file=file, from_day=from_day, **more)
    return {verdict.value: found.count(verdict) for verdict in Verdict if found.count(verdict)}


def test_a_review_says_what_would_become_of_every_lesson_and_changes_nothing() -> None:
    w = Weekly()
    file = actions.import_timetable(w.actor, name="GPU001.TXT", data=FILE)
    found = review_timetable(w.actor, file, TUESDAY)
    assert [lesson.verdict for lesson in found.lessons] == [Verdict.NEW, Verdict.NEW, Verdict.UNKNOWN_GROUP]
    assert [lesson.group for lesson in found.lessons] == ["9x/Ma1", "9x/Ma1", "Nobody Zz"]
    assert found.unknown_teachers == (("KAU", 2), ("OBI", 1))
    assert found.unknown_groups == (("Nobody Zz", 1),)
    assert not found.periods_without_hours
    assert not Lesson.objects.exists()
    assert "GPU" not in str(bytes(TimetableFile.objects.get().content)), "the content is encrypted"


def test_a_code_said_once_is_known_in_every_import_to_come() -> None:
    w = Weekly()
    actions.say_teacher(w.actor, code="kau", user_id=w.teacher.pk)
    w.other.initials = "OBI"
    w.other.save()
    assert taken(w) == {"new": 2, "unknown group": 1}
    assert set(Lesson.objects.values_list("teacher__name", "period")) == {("Ms Kaur", "P1"), ("Mr Obi", "P1")}
    with pytest.raises(NotFound):
        actions.say_teacher(w.actor, code="X", user_id=Weekly().teacher.pk)


def test_the_same_file_again_changes_nothing() -> None:
    w = Weekly()
    taken(w)
    before = list(Lesson.objects.order_by("pk").values())
    assert taken(w, from_day=NEXT) == {"same": 2, "unknown group": 1}
    assert list(Lesson.objects.order_by("pk").values()) == before


def test_what_changes_begins_on_its_day_and_the_days_before_stay_as_they_were() -> None:
    w = Weekly()
    taken(w)
    assert taken(w, untis_of((1, "9x", "", "Ma1", "L9", 1, 1)), from_day=NEXT) == {"changed": 1, "ends": 1}
    rows = Lesson.objects.order_by("weekday", "first").values_list("weekday", "room", "first", "last")
    assert list(rows) == [
        (0, "S4", TUESDAY, NEXT - timedelta(1)),
        (0, "L9", NEXT, None),
        (1, "S5", TUESDAY, NEXT - timedelta(1)),
    ]


def test_a_part_of_a_timetable_ends_nothing() -> None:
    w = Weekly()
    taken(w)
    taken(w, untis_of((1, "9x", "", "Ma1", "L9", 5, 1)), from_day=NEXT, whole=False)
    assert Lesson.objects.filter(last__isnull=True).count() == 3


def test_a_timetable_that_has_not_begun_is_replaced_by_a_better_one() -> None:
    w = Weekly()
    taken(w, from_day=NEXT)
    lesson = Lesson.objects.get(weekday=0)
    actions.change_room(w.actor, lesson=lesson.public_id, on=NEXT, room="Hall")
    taken(w, untis_of((1, "9x", "", "Ma1", "L9", 1, 1)), from_day=NEXT)
    assert list(Lesson.objects.values_list("room", "first")) == [("L9", NEXT)]


def test_two_rows_for_one_slot_are_told_and_the_first_is_taken() -> None:
    w = Weekly()
    rows = ((1, "9x/Ma1", "KAU", "Ma", "S4", 1, 1), (2, "9x/Ma1", "OBI", "Ma", "S4", 1, 1))
    assert taken(w, untis_of(*rows)) == {"new": 1, "twice": 1}


def test_today_is_for_a_school_without_lessons_and_the_past_for_nobody() -> None:
    w = Weekly()
    with pytest.raises(Refused, match="tomorrow at the earliest"):
        taken(w, from_day=MONDAY - timedelta(1))
    assert taken(w, from_day=MONDAY)["new"] == 2
    with pytest.raises(Refused, match="tomorrow at the earliest"):
        taken(w, from_day=MONDAY)


def test_what_is_no_timetable_is_not_kept() -> None:
    w = Weekly()
    with pytest.raises(FileRefused):
        actions.import_timetable(w.actor, name="x.txt", data=b"Hello\r\n")
    assert not TimetableFile.objects.exists()


def test_another_schools_file_is_not_found() -> None:
    theirs = Weekly()
    file = actions.import_timetable(theirs.actor, name="GPU001.TXT", data=FILE)
    with pytest.raises(NotFound):
        review_timetable(Weekly().actor, file, TUESDAY)


def test_asc_lessons_find_their_groups_and_periods() -> None:
    w = Weekly()
    for name in ("9A Set 2", "9A", "9B"):
        a_set(w.school, name)
    found = taken(w, asc_of())
    assert found == {"new": 5}
    assert set(Lesson.objects.values_list("period", "week")) >= {("P2", "A"), ("P3", "A"), ("P1", "")}


def test_a_period_of_the_file_that_has_no_hours_is_told() -> None:
    w = Weekly()
    file = actions.import_timetable(w.actor, name="GPU001.TXT", data=untis_of((1, "9x", "", "Ma1", "", 1, 9)))
    assert review_timetable(w.actor, file, TUESDAY).periods_without_hours == ("9",)


def test_a_whole_schools_2820_lessons_are_taken_over_in_few_statements() -> None:
    w = Weekly()
    for g in range(47):
        a_set(w.school, f"{7 + g % 5}x/Ma{g}")
    a_lesson(w.group, "P1")
    with CaptureQueriesContext(connection) as asked:
        assert taken(w, whole_school()) == {"new": 2820, "ends": 1}
    assert len(asked) < 60
    assert Lesson.objects.filter(last__isnull=True).count() == 2820
