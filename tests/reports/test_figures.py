"""A school's year in figures: counted as the rule book counts, kept once, counted anew when marks were saved."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.jobs.models import Job
from rollbook.registers.models import PupilYear
from rollbook.reports.jobs import count_school, count_years
from rollbook.reports.models import SchoolFigures
from rollbook.reports.queries.figures import as_row, count_year, figures_of, of_row
from rollbook.reports.queries.verifying import figure_faults
from rollbook.rules.attendance import Totals, is_persistent
from rollbook.rules.year_row import totals_of
from tests.builders import a_pupil, a_school
from tests.reports.trust_room import FRIDAY, a_marked_school, rollbook_in, saved, the_year, write_year

pytestmark = pytest.mark.django_db

ALL, ILL_ONCE, OFTEN, GONE = "/" * 14, "/" * 13 + "I", "//I//I//////GG", "O" * 14


def test_the_figures_are_what_the_rule_book_says_of_every_row() -> None:
    school = a_marked_school("Oakfield", {"7": [ALL, ILL_ONCE, OFTEN], "8": [GONE, ALL]})

    found = count_year(rollbook_in(school), 2026)

    rows = [totals_of(bytes(row.codes), 2026) for row in PupilYear.objects.filter(school=school)]
    assert found.whole.totals == sum(rows, Totals())
    assert (found.whole.pupils, found.whole.persistent, found.whole.severe) == (5, 2, 1)
    assert found.whole.persistent == sum(is_persistent(t) for t in rows)
    assert [(part.key, part.pupils, part.persistent) for part in found.year_groups] == [("7", 3, 1), ("8", 2, 1)]
    assert [week.monday for week in found.weeks] == [date(2026, 8, 31), date(2026, 9, 7), date(2026, 9, 14)]
    assert sum((week.totals for week in found.weeks), Totals()) == found.whole.totals


def test_gaps_of_the_last_ten_days_are_counted_for_whoever_was_on_the_roll() -> None:
    school = a_marked_school("Oakfield", {"7": [ALL, "/" * 11 + "---"]})
    newcomer = a_pupil(school, first_day=date(2026, 9, 17))
    write_year(school, newcomer, the_year("-" * 14))

    found = count_year(rollbook_in(school), 2026)

    # Ten days before Friday for two pupils; the newcomer was on the roll on one of them.
    assert (found.due, found.unmarked) == (42, 2 * 2 + 2)
    assert found.counted_to == date(2026, 9, 18)


def test_a_school_without_a_mark_or_a_pupil_has_noughts() -> None:
    found = count_year(rollbook_in(a_school()), 2026)

    assert (found.whole.totals, found.whole.pupils, found.weeks, found.counted_to) == (Totals(), 0, (), None)


def test_what_was_so_at_the_end_of_the_last_half_term_stands_beside_it() -> None:
    school = a_marked_school("Oakfield", {"7": [ALL, OFTEN]})
    found = count_year(rollbook_in(school, FRIDAY + timedelta(days=120)), 2026)

    assert found.since == date(2026, 12, 18)
    assert found.then is not None
    assert (found.then.totals, found.then.persistent) == (found.whole.totals, 1)
    assert count_year(rollbook_in(school), 2026).then is None


def test_kept_figures_come_back_as_they_were_counted() -> None:
    school = a_marked_school("Oakfield", {"7": [ALL, OFTEN], "8": [GONE]})
    actor = rollbook_in(school, FRIDAY + timedelta(days=120))
    found = count_year(actor, 2026)

    count_school(actor)

    assert figures_of(actor, 2026) == of_row({**as_row(found), "year": 2026})


def test_they_are_counted_again_when_marks_were_saved_and_not_before() -> None:
    school = a_marked_school("Oakfield", {"7": [ALL]})
    count_school(rollbook_in(school))
    later = rollbook_in(school, FRIDAY + timedelta(minutes=5))

    count_school(later)
    assert SchoolFigures.objects.get().made_at == FRIDAY

    saved(school, 2)
    count_school(later)
    assert (SchoolFigures.objects.get().made_at, SchoolFigures.objects.get().chain_seq) == (later.now, 2)


def test_marks_that_come_quickly_wait_for_one_count() -> None:
    school = a_marked_school("Oakfield", {"7": [ALL]})
    count_school(rollbook_in(school))
    for minute, seq in ((1, 2), (2, 3)):
        saved(school, seq)
        count_school(rollbook_in(school, FRIDAY + timedelta(minutes=minute)))

    assert SchoolFigures.objects.get().made_at == FRIDAY
    waiting = Job.objects.get(name="reports.count_school")
    assert (waiting.run_after, waiting.school_id) == (FRIDAY + timedelta(minutes=3), school.pk)


def test_every_night_this_year_and_the_last_are_counted_whatever_was_saved() -> None:
    school = a_marked_school("Oakfield", {"7": [ALL]})
    count_years(rollbook_in(school))
    tonight = FRIDAY + timedelta(hours=9)

    count_years(rollbook_in(school, tonight))

    assert set(SchoolFigures.objects.values_list("year", "made_at")) == {(2025, tonight), (2026, tonight)}


def test_figures_that_a_fresh_count_does_not_give_are_found_unless_they_are_only_old() -> None:
    school = a_marked_school("Oakfield", {"7": [ALL, OFTEN]})
    actor = rollbook_in(school)
    count_years(actor)
    assert figure_faults(actor) == ()

    SchoolFigures.objects.filter(year=2026).update(attended=1)
    assert [fault.where for fault in figure_faults(actor)] == ["figures of 2026/27"]

    saved(school, 2)
    assert figure_faults(actor) == ()


def test_counting_asks_the_same_however_many_pupils_there_are() -> None:
    few, many = (a_marked_school("Oakfield", {"7": [ALL] * n}) for n in (2, 40))
    asked = []
    for school in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            count_year(rollbook_in(school), 2026)
        asked.append(len([q for q in captured if q["sql"].startswith("SELECT")]))

    assert asked == [7, 7]
