"""Who is late, how often and when, counted on paper (ABS-H, PUN-1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.absence.models import LateStepTaken
from rollbook.registers.queries.lateness import late_marks
from rollbook.reports.asked import Asked, By, When
from rollbook.reports.kinds import lateness as kind
from tests.reports.marked import FRIDAY, FRIDAY_NOON, MONDAY, MarkedSchool, asked, number, picture, rows, table

pytestmark = pytest.mark.django_db
OFTEN = "Late three times or more"


@pytest.fixture
def marked() -> MarkedSchool:
    """Ann is late on Monday to Wednesday, once after the close; Dot once, without minutes; Eve on time."""
    marked = MarkedSchool()
    marked.week()
    marked.day("Ann", MONDAY, "L\\", minutes=5)
    marked.day("Ann", MONDAY + timedelta(days=1), "U\\", minutes=45)
    marked.day("Ann", MONDAY + timedelta(days=2), "/L", minutes=10)
    marked.day("Dot", MONDAY, "/L")
    marked.keep()
    return marked


def test_the_figures_and_the_sentence(marked: MarkedSchool) -> None:
    report = kind.make(marked.head(), asked())
    assert (number(report, "Late"), number(report, "After the close")) == ("4/50", "1/50")
    assert (number(report, "Pupils who were late"), number(report, "Time lost")) == ("2/5", "1 h")
    assert report.says == (
        "2 pupils came late to 4 sessions (8.0 % of all), 1 of them after the register had closed. "
        "1 pupil was late three times or more."
    )


def test_weekdays_and_their_picture(marked: MarkedSchool) -> None:
    report = kind.make(marked.head(), asked())
    found = rows(table(report, "Lateness by weekday"))
    assert found[0] == ["Monday", "2/10", "2", "0", "10"]
    assert found[1] == ["Tuesday", "1/10", "0", "1", "10"]
    assert found[-1] == ["The week", "4/50", "3", "1", "50"]
    points = picture(report, "Lateness by weekday").chart.series[0].points
    assert [point.value for point in points] == [20.0, 10.0, 10.0, 0.0, 0.0]


def test_each_form_with_its_pupils_and_minutes(marked: MarkedSchool) -> None:
    assert rows(table(kind.make(marked.head(), asked()), "Lateness by form")) == [
        ["9A", "3", "3/30", "1/30", "3", "1", "1", "60"],
        ["9B", "1", "1/10", "0/10", "1", "1", "0", "0"],
        ["10A", "1", "0/10", "0/10", "0", "0", "0", "0"],
        ["Everybody", "5", "4/50", "1/50", "4", "2", "1", "60"],
    ]
    by_year = rows(table(kind.make(marked.head(), asked(by=By.NC_YEAR)), "Lateness by year group"))
    assert [row[0] for row in by_year] == ["Year 9", "Year 10", "Everybody"]


def test_who_is_late_often_with_the_steps_taken(marked: MarkedSchool) -> None:
    LateStepTaken.objects.create(
        school=marked.school, pupil=marked.pupils["Ann"], since=MONDAY, at=3, act="tutor", times=3,
        taken_at=FRIDAY_NOON, by_name="A. Osei",
    )  # fmt: skip
    found = table(kind.make(marked.head(), asked()), OFTEN)
    assert rows(found) == [["Archer, Ann", "9A", "3", "1", "60", "3/10", "", "3 late: tutor speaks with the pupil"]]
    assert found.note == "1 pupil came late once or twice."
    tutors = table(kind.make(marked.tutor_of_9a(), asked()), OFTEN)
    assert "Steps taken" not in [column.title for column in tutors.columns]
    earlier = asked(MONDAY, MONDAY + timedelta(days=3))
    assert rows(table(kind.make(marked.head(), earlier), OFTEN))[0][-1] == ""


def test_only_the_halves_asked_about_are_counted(marked: MarkedSchool) -> None:
    report = kind.make(marked.head(), Asked(When(MONDAY, FRIDAY, halves=(1,)), by=By.FORM))
    assert rows(table(report, "Lateness by form"))[0] == ["9A", "3", "1/15", "0/15", "1", "1", "0", "10"]


def test_the_roll_and_the_marks_agree(marked: MarkedSchool) -> None:
    head = marked.head()
    found = late_marks(head, MONDAY, FRIDAY)
    assert number(kind.make(head, asked()), "Late") == f"{sum(map(len, found.values()))}/50"


def test_a_tutor_reads_of_their_own_form(marked: MarkedSchool) -> None:
    report = kind.make(marked.tutor_of_9a(), asked())
    assert number(report, "Late") == "3/30"
    assert [row[0] for row in rows(table(report, "Lateness by form"))] == ["9A", "Everybody"]


def test_where_nobody_is_late_or_nothing_marked_it_says_so(marked: MarkedSchool) -> None:
    assert kind.make(marked.head(), asked(FRIDAY, FRIDAY)).says == "Nobody was late."
    later = MONDAY + timedelta(days=14)
    report = kind.make(marked.head(), asked(later, later))
    assert (report.says, rows(table(report, OFTEN))) == ("", [])


def test_the_statements_are_six(marked: MarkedSchool) -> None:
    head = marked.head()
    with CaptureQueriesContext(connection) as found:
        kind.make(head, asked())
    assert len(found) == 6
