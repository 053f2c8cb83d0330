"""The watch lists and one pupil watched: bands, movement, filters, what has been done (CASE-A)."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import date as day
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.absence.models import LateStepTaken
from rollbook.absence.queries import WatchFilters, watch_list
from rollbook.absence.queries.patterns import pattern_story, patterns_of
from rollbook.audit.models import AccessEntry
from rollbook.home.views.watching import change_says
from rollbook.reports.queries.done import done, in_short
from rollbook.rules.access import Permission, Role
from rollbook.rules.actor import LONDON
from rollbook.rules.bands import Band
from rollbook.rules.patterns import PatternKind
from rollbook.rules.refused import NotAllowed
from rollbook.rules.sessions import Half
from rollbook.schools.actions import set_policy
from tests.absence.morning import FRIDAY, MONDAY, Morning, days_of_term
from tests.builders import TERM_STARTS, an_actor

pytestmark = pytest.mark.django_db
A_MONTH_AGO = MONDAY - timedelta(days=28)


def a_term(morning: Morning, absent: dict[int, set[day]], code: str = "I") -> None:
    """The term up to Friday, everybody there but on these days."""
    size = range(len(morning.pupils))
    for half, here in ((Half.AM, "/"), (Half.PM, "\\")):
        morning.marked_on(
            {
                on: {n: code if on in absent.get(n, ()) else here for n in size}
                for on in days_of_term(TERM_STARTS, FRIDAY)
            },
            half,
        )


def mondays(times: int) -> set[day]:
    return {MONDAY - timedelta(days=7 * n) for n in range(1, times + 1) if n != 3}


def test_each_band_lists_its_own_and_the_laws_lines_hold_all_above_them() -> None:
    """PA-3, PA-6"""
    morning = Morning(4)
    term = days_of_term(TERM_STARTS, FRIDAY)
    a_term(morning, {0: set(term[:3]), 1: set(term[:6]), 2: set(term[:40])})
    actor = morning.actor()

    def listed(band: str) -> list[str]:
        return [line.pupil.forename for line in watch_list(actor, WatchFilters(band))]

    assert listed("persistent") == ["Pupil02", "Pupil01"]
    assert listed("severe") == listed("50") == ["Pupil02"]
    assert listed("10") == ["Pupil01"]
    assert listed("at-risk") == listed("5") == ["Pupil00"]
    assert listed("every") == ["Pupil02", "Pupil01", "Pupil00", "Pupil03"]


def test_the_bands_are_those_of_the_policy_in_force_today() -> None:
    """PA-6: dated data"""
    morning = Morning(2)
    term = days_of_term(TERM_STARTS, FRIDAY)
    a_term(morning, {0: set(term[:4])})
    setting = an_actor(morning.school, now=morning.now, permissions=frozenset(Permission))
    set_policy(setting, from_day=MONDAY, bands=[Band(3, "Watch"), Band(7, "Worried")])
    (line,) = watch_list(morning.actor(), WatchFilters("7"))
    assert line.band == Band(7, "Worried")
    office = morning.person()
    assert "Worried, 7 to under 10 %" in office.get(office.url("home:watch")).content.decode()


def test_movement_is_told_in_points_since_the_chosen_day() -> None:
    """PA-10"""
    morning = Morning(1)
    a_term(morning, {0: {FRIDAY, FRIDAY - timedelta(days=1)}})
    actor = morning.actor()
    (line,) = watch_list(actor, WatchFilters("every", since=FRIDAY - timedelta(days=2)))
    days = len(days_of_term(TERM_STARTS, FRIDAY))
    assert (line.before.absent, line.before.possible) == (0, 2 * days - 4)
    assert line.change == line.share
    assert change_says(line.change) == f"+{line.absence}"
    (line,) = watch_list(actor, WatchFilters("every", since=TERM_STARTS - timedelta(days=1)))
    assert (line.change, change_says(line.change)) == (None, "")


def test_characteristics_narrow_the_list_for_those_alone_who_may_see_them() -> None:
    morning = Morning(3)
    a_term(morning, {n: set(days_of_term(A_MONTH_AGO, FRIDAY)) for n in range(3)})
    morning.flag(1, "fsm")
    assert [w.pupil.forename for w in watch_list(morning.actor(), WatchFilters(characteristic="fsm"))] == ["Pupil01"]
    blind = an_actor(morning.school, now=morning.now, permissions=frozenset({Permission.SEE_WATCH_LISTS}))
    with pytest.raises(NotAllowed):
        watch_list(blind, WatchFilters(characteristic="fsm"))
    office = morning.person()
    said = office.get(f"{office.url('home:watch')}?characteristic=fsm").content.decode()
    assert "Name01" in said
    assert "Name00" not in said
    assert "Free school meals" in said


def test_patterns_are_found_for_a_list_and_narrow_it() -> None:
    """PA-11"""
    morning = Morning(3)
    a_term(morning, {0: mondays(6), 1: set(days_of_term(A_MONTH_AGO, FRIDAY))})
    actor = morning.actor()
    found = patterns_of(actor, [pupil.pk for pupil in morning.pupils])
    assert {pupil: [one.what for one in theirs] for pupil, theirs in found.items()} == {
        morning.pupils[0].pk: ["Mondays"]
    }
    listed = watch_list(actor, WatchFilters("every", pattern=PatternKind.WEEKDAY))
    assert [w.pupil.forename for w in listed] == ["Pupil00"]
    assert [w.pupil.forename for w in watch_list(actor, WatchFilters("every", pattern="any"))] == ["Pupil00"]
    assert watch_list(actor, WatchFilters("every", pattern=PatternKind.SIBLINGS)) == ()


def test_brothers_and_sisters_who_are_away_together() -> None:
    """PA-11"""
    morning = Morning(3)
    away = {FRIDAY, FRIDAY - timedelta(days=9), FRIDAY - timedelta(days=29), FRIDAY - timedelta(days=37)}
    a_term(morning, {0: away, 1: away})
    morning.contact(0, 1)
    found = patterns_of(morning.actor(), [morning.pupils[0].pk])
    assert [(one.kind, one.what) for one in found[morning.pupils[0].pk]] == [
        (PatternKind.SIBLINGS, "Days on which Pupil01 Name01 was absent too")
    ]


def test_what_has_been_done_stands_beside_each_pupil_and_whether_it_moved() -> None:
    morning = Morning(2)
    a_term(morning, {0: set(days_of_term(A_MONTH_AGO - timedelta(days=28), A_MONTH_AGO - timedelta(days=1)))})
    at = datetime.combine(A_MONTH_AGO, datetime.min.time(), LONDON) + timedelta(hours=11)
    for n, act in enumerate(("tutor", "letter")):
        LateStepTaken.objects.create(
            school=morning.school, pupil=morning.pupils[0], since=TERM_STARTS, at=3 + n, act=act, times=3 + n,
            taken_at=at + timedelta(minutes=n), by_name="A. Osei",
        )  # fmt: skip
    actor = morning.actor()
    told = done(actor, [pupil.pk for pupil in morning.pupils], TERM_STARTS, MONDAY)
    (short,) = in_short(told[morning.pupils[0].pk])
    assert (short.newest.says, short.times) == ("4 late: letter home", 2)
    office = morning.person()
    for url in (office.url("home:watch"), office.url("home:pupil-watch", morning.pupils[0].public_id)):
        said = office.get(url).content.decode()
        assert "4 late: letter home" in said
        assert "100.0 %" in said
        assert "Up since" in said


def test_one_pupil_watched_says_where_the_year_can_end_and_what_makes_a_pattern() -> None:
    """PA-6, PA-11"""
    morning = Morning(2)
    a_term(morning, {0: mondays(7)})
    office = morning.person()
    said = office.get(office.url("home:pupil-watch", morning.pupils[0].public_id)).content.decode()
    assert "to end the year under 10 %" in said
    assert "<b>Mondays: absent on 6 of" in said
    assert "12 sessions make it" in said
    assert "What else was looked at" in said
    assert AccessEntry.objects.filter(subject=f"pupil:{morning.pupils[0].public_id}").exists()


def test_the_file_holds_what_the_list_says() -> None:
    morning = Morning(2)
    a_term(morning, {0: mondays(7)})
    office = morning.person()
    answer = office.get(f"{office.url('home:watch')}?as=csv&sort=name")
    heads, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row[heads.index("Band")], row[heads.index("Absent")]) == ("Persistently absent", "12")
    assert row[heads.index("Patterns")].startswith("Mondays: absent on 6 of")
    assert "Needs" in row[heads.index("Forecast")]


@pytest.mark.parametrize(
    ("sort", "first"),
    [("name", 0), ("-name", 1), ("change", 0), ("-change", 1), ("until", 1), ("-until", 0), ("absence", 0),
     ("form", 0), ("nonsense", 1)],
)  # fmt: skip
def test_a_list_sorts_by_each_of_its_columns(sort: str, first: int) -> None:
    morning = Morning(3)
    a_term(morning, {0: mondays(7), 1: set(days_of_term(A_MONTH_AGO, FRIDAY))})
    office = morning.person()
    said = office.get(f"{office.url('home:watch')}?sort={sort}").content.decode()
    assert said.index(f"Name0{first}") < said.index(f"Name0{1 - first}")


@pytest.mark.parametrize("name", ["home:watch", "home:pupil-watch"])
def test_the_pages_are_for_those_who_watch(name: str) -> None:
    morning = Morning(1)
    a_term(morning, {})
    more = {"pupil": morning.pupils[0].public_id} if name == "home:pupil-watch" else {}
    tutor = morning.person(Role.TUTOR)
    assert tutor.get(tutor.url(name, **more)).status_code == 403
    office = morning.person()
    assert office.get(office.url(name, **more)).status_code == 200
    if more:
        assert office.get(office.url(name, uuid.uuid4())).status_code == 404


def test_a_pupils_page_takes_as_many_statements_whatever_was_done() -> None:
    counts = []
    for times in (0, 6):
        morning = Morning(2)
        a_term(morning, {0: mondays(7)})
        for n in range(times):
            LateStepTaken.objects.create(
                school=morning.school, pupil=morning.pupils[0], since=TERM_STARTS, at=n, act="tutor", times=n,
                taken_at=morning.now, by_name="A. Osei",
            )  # fmt: skip
        office = morning.person()
        url = office.url("home:pupil-watch", morning.pupils[0].public_id)
        with CaptureQueriesContext(connection) as told:
            assert office.get(url).status_code == 200
        counts.append(len(told))
    assert counts[0] == counts[1] <= 30, counts


def test_nothing_was_looked_at_where_nothing_was_marked() -> None:
    """PA-11"""
    morning = Morning(1)
    story = pattern_story(morning.actor(), morning.pupils[0].pk)
    assert (story.since, story.days, story.patterns) == (None, 0, ())
