"""Week letters said by the school, and the grid of a week."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.rules.refused import Refused
from rollbook.schools.models import Closure
from rollbook.timetable import actions
from rollbook.timetable.models import WeekLetter
from rollbook.timetable.queries import week_grid, week_letters
from tests.timetable.weekly import MONDAY, Weekly, a_lesson, a_set

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
OCTOBER = date(2026, 10, 5)


def dealt(w: Weekly, *, restart: bool) -> str:
    """The letters of five weeks in October, with a week of holiday in the middle (shown as a dot)."""
    Closure.objects.create(
        school=w.school, kind="half-term", name="Half-term", first=OCTOBER + WEEK, last=OCTOBER + WEEK + timedelta(4)
    )
    last = OCTOBER + 4 * WEEK
    made = actions.set_week_letters(w.actor, first=OCTOBER, last=last, letters="ab", restart_after_holidays=restart)
    assert made == 4
    return "".join(line.letter or "." for line in week_letters(w.actor, OCTOBER, last))


def test_the_turn_goes_on_after_a_holiday() -> None:
    assert dealt(Weekly(), restart=False) == "A.BAB"


def test_or_begins_again_where_the_school_says_so() -> None:
    assert dealt(Weekly(), restart=True) == "A.ABA"


def test_the_number_of_the_week_in_the_year_decides_nothing() -> None:
    w = Weekly()
    actions.set_week_letters(w.actor, first=OCTOBER + WEEK, last=OCTOBER + 2 * WEEK)
    assert WeekLetter.objects.get(monday=OCTOBER + WEEK).letter == "A"
    actions.set_week_letters(w.actor, first=OCTOBER, last=OCTOBER + 2 * WEEK)
    assert WeekLetter.objects.get(monday=OCTOBER + WEEK).letter == "B", "dealt again from the week before"


def test_one_week_can_be_said_by_itself_and_taken_back() -> None:
    w = Weekly()
    actions.set_week_letter(w.actor, monday=OCTOBER, letter="c")
    assert WeekLetter.objects.get().letter == "C"
    actions.set_week_letter(w.actor, monday=OCTOBER, letter="")
    assert not WeekLetter.objects.exists()


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"letters": "AA"}, "each once"),
        ({"letters": "XY"}, "each once"),
        ({"letters": ""}, "each once"),
        ({"first": MONDAY, "last": MONDAY - WEEK}, "before the first"),
        ({"first": MONDAY, "last": MONDAY + 80 * WEEK}, "more than a school year"),
        ({"first": date(2026, 12, 21), "last": date(2026, 12, 22)}, "does not meet in those weeks"),
    ],
)
def test_what_cannot_be_dealt_out_is_refused(values: dict[str, object], says: str) -> None:
    with pytest.raises(Refused, match=says):
        actions.set_week_letters(Weekly().actor, **{"first": MONDAY, "last": MONDAY, **values})  # type: ignore[arg-type]


def test_a_week_is_named_by_its_monday_and_a_letter() -> None:
    for monday, letter in ((MONDAY + timedelta(1), "A"), (MONDAY, "AB"), (MONDAY, "Z")):
        with pytest.raises(Refused):
            actions.set_week_letter(Weekly().actor, monday=monday, letter=letter)


def test_a_teachers_week_as_it_takes_place() -> None:
    w = Weekly()
    first = a_lesson(w.group, "P1", teacher=w.teacher)
    a_lesson(w.group, "P4", weekday=2, teacher=w.teacher, week="B")
    a_lesson(w.group, "1", weekday=3, teacher=w.teacher, week="A")
    a_lesson(a_set(w.school, "10y/Hi2"), "P2", weekday=4, teacher=w.other)
    WeekLetter.objects.create(school=w.school, monday=MONDAY, letter="A")
    Closure.objects.create(
        school=w.school, kind="inset", name="INSET", first=MONDAY + timedelta(4), last=MONDAY + timedelta(4)
    )
    actions.set_cover(w.actor, lesson=first.public_id, on=MONDAY, user_id=w.other.pk)
    with CaptureQueriesContext(connection) as asked:
        own = week_grid(w.actor, MONDAY, teacher=w.teacher.pk)
    assert len(asked) == 7
    assert own.letter == "A"
    assert [(row[0], [len(cells) for cells in row[1]]) for row in own.rows] == [("P1", [0, 0, 0, 1, 0])]
    others = week_grid(w.actor, MONDAY, teacher=w.other.pk)
    assert [cell.changed for _, days in others.rows for cells in days for cell in cells] == ["cover for Ms Kaur"]
    whole = week_grid(w.actor, MONDAY, group=w.group.public_id)
    assert [row[0] for row in whole.rows] == ["P1"], "P1 and 1 are one period"
