"""Persistent absence and how it moved since an earlier day, by hand (REP-B, CASE-A, PA-3)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.absence.models import LateStepTaken
from rollbook.absence.queries import WatchFilters, watch_list
from rollbook.reports.asked import Asked, Measure
from rollbook.reports.kinds import persistent as kind
from rollbook.reports.models import SavedReport, Schedule, ScheduleReader
from rollbook.reports.report import Share
from rollbook.rules.access import Role
from rollbook.rules.attendance import is_persistent
from tests.builders import an_actor
from tests.reports.marked import FRIDAY, FRIDAY_NOON, MONDAY, MarkedSchool, asked, number, rows, table

pytestmark = pytest.mark.django_db
BEFORE = MONDAY - timedelta(days=7)


@pytest.fixture
def marked() -> MarkedSchool:
    """Two weeks of ten sessions: Ann joins, Bea comes back under, Cal gets worse, Dot better, Eve is never there."""
    marked = MarkedSchool()
    marked.week(BEFORE)
    marked.week()
    marked.day("Ann", MONDAY, "II")  # 0/10, then 2/20: exactly a tenth
    marked.day("Bea", BEFORE, "I\\")  # 1/10, then 1/20
    for n in range(2):
        marked.day("Cal", BEFORE + timedelta(days=n), "OO")  # 4/10, then 14/20: severe
        marked.day("Dot", BEFORE + timedelta(days=n), "II")  # 4/10, then 5/20
    for n in range(5):
        marked.day("Cal", MONDAY + timedelta(days=n), "OO")
    marked.day("Dot", FRIDAY, "I\\")
    marked.keep()
    return marked


def listed(marked: MarkedSchool, title: str, now: Asked | None = None) -> list[list[str]]:
    return [row[:6] for row in rows(table(kind.make(marked.head(), now or asked()), title))]


def test_each_pupil_stands_where_they_moved_to(marked: MarkedSchool) -> None:
    assert listed(marked, "Joined since") == [
        ["Archer, Ann", "9A", "2/20", "+10.0", "joined", listed(marked, "Joined since")[0][5]]
    ]
    assert [row[:5] for row in listed(marked, "Still over the line")] == [
        ["Carter, Cal", "9A", "14/20", "+30.0", "getting worse, severe"],
        ["Dean, Dot", "9B", "5/20", "−15.0", "getting better"],
    ]
    assert [row[:5] for row in listed(marked, "Left since")] == [["Brown, Bea", "9A", "1/20", "−5.0", "left"]]


def test_the_sentence_and_the_numbers_say_the_same(marked: MarkedSchool) -> None:
    report = kind.make(marked.head(), asked())
    assert report.says == (
        "3 of 5 pupils (60.0 %) are persistently absent. Since the end of Sun 13 Sep 1 joined them and 1 came back "
        "under the line; of those who stayed, 1 got worse and 1 better."
    )
    labels = ("Persistently absent", "Severely absent", "Joined", "Newly severe")
    assert [number(report, label) for label in labels] == ["3/5", "1/5", "1", "1"]


def test_year_groups_and_bands_stand_then_and_now(marked: MarkedSchool) -> None:
    report = kind.make(marked.head(), asked())
    assert rows(table(report, "Persistently absent by year group")) == [
        ["Year 9", "4", "3/4", "3/4", "0.0", "1/4"],
        ["Year 10", "1", "0/1", "0/1", "0.0", "0/1"],
    ]
    assert rows(table(report, "By band")) == [
        ["Severely absent, from 50 %", "0", "1"],
        ["Persistently absent, high, from 20 %", "2", "1"],
        ["Persistently absent, from 10 %", "1", "1"],
        ["At risk, from 5 %", "0", "1"],
        ["Below every band", "2", "1"],
        ["All with a mark", "5", "5"],
    ]


def test_whose_names_stand_here_stand_on_the_watch_list(marked: MarkedSchool) -> None:
    """Two screens never disagree."""
    watched = {(line.pupil.listed_name, line.totals) for line in watch_list(marked.head(), WatchFilters())}
    report = kind.make(marked.head(), asked())
    here = {
        (row[0].name, row[2].part, row[2].whole)  # type: ignore[union-attr]
        for title in ("Joined since", "Still over the line")
        for row in table(report, title).rows
    }
    assert here == {(name, totals.absent, totals.possible) for name, totals in watched if is_persistent(totals)}


def test_what_was_done_stands_beside_the_pupil(marked: MarkedSchool) -> None:
    LateStepTaken.objects.create(
        school=marked.school, pupil=marked.pupils["Cal"], since=BEFORE, at=3, act="letter", times=3,
        taken_at=FRIDAY_NOON - timedelta(days=3), by_name="A. Osei",
    )  # fmt: skip
    found = table(kind.make(marked.head(), asked()), "Still over the line")
    assert rows(found)[0][7] == "Tue 15 Sep"
    assert rows(found)[1][6:] == ["nothing yet", ""]


def test_a_pupils_absence_opens_to_the_year_so_far(marked: MarkedSchool) -> None:
    share = table(kind.make(marked.head(), asked()), "Joined since").rows[0][2]
    assert isinstance(share, Share)
    assert share.opens is not None
    assert (share.opens.measure, share.opens.when.first) == (Measure.ABSENCE, date(2026, 8, 1))


def test_before_the_year_began_there_is_nothing_to_compare(marked: MarkedSchool) -> None:
    report = kind.make(marked.head(), asked(date(2026, 8, 1)))
    assert report.says == "3 of 5 pupils (60.0 %) are persistently absent since the year began in these days."
    assert {row[2] for row in rows(table(report, "Persistently absent by year group"))} == {""}


def test_it_can_be_compared_with_the_day_on_which_it_was_last_sent(marked: MarkedSchool) -> None:
    head = marked.head()
    now = Asked(asked().when, more=((kind.SINCE, kind.SENT),))
    assert "compared with the end of Sun 13 Sep" in kind.make(head, now).about
    saved = SavedReport.objects.create(
        school=marked.school, kind=kind.KIND.key, name="Watch", by_id=head.user_id, by_name=head.name, made_at=head.now
    )
    sent = Schedule.objects.create(
        school=marked.school, saved=saved, every="week", at=600, by_name=head.name, made_at=head.now,
        sent_for=FRIDAY, sent_before=MONDAY + timedelta(days=2),
    )  # fmt: skip
    ScheduleReader.objects.create(school=marked.school, schedule=sent, user_id=head.user_id)
    # sent today: what moved is against the time before
    assert "compared with the end of Wed 16 Sep" in kind.make(head, now).about
    assert "compared with the end of Sun 13 Sep" in kind.make(marked.head(), now).about


def test_a_school_without_a_mark_says_so() -> None:
    report = kind.make(MarkedSchool().head(), asked())
    assert report.says == ""
    assert all(not found.rows for found in report.tables())


def test_the_statements_are_as_many_for_many_as_for_few(marked: MarkedSchool) -> None:
    head, counts = an_actor(marked.school, Role.HEAD, now=FRIDAY_NOON), []
    for whose in ("Ann", "Eve"):
        with CaptureQueriesContext(connection) as told:
            kind.make(head, asked())
        counts.append(len(told))
        marked.joins(f"New {whose}", "Name", marked.form_9a, first=FRIDAY)
    assert counts == [17, 17]
