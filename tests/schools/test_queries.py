"""What the office asks about a school's days, times and policy, and how many statements each answer takes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half
from rollbook.schools import queries
from rollbook.schools.models import Closure, LessonTime, Policy, School, SessionTime, Site, Trust
from tests.builders import a_school, an_actor

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 9, 7)


def a_closure(school: School, kind: str, first: date, last: date | None = None, name: str = "A closure") -> Closure:
    return Closure.objects.create(school=school, kind=kind, name=name, first=first, last=last or first)


def a_time(school: School, **changed: object) -> SessionTime:
    row: dict[str, Any] = {
        "half": 0,
        "opens": 530,
        "closes": 550,
        "ends": 740,
        "valid_from": date(2026, 9, 1),
    } | changed
    return SessionTime.objects.create(school=school, **row)


def test_the_calendar_is_terms_less_planned_closures(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    school = a_school()
    a_closure(school, "half-term", date(2026, 10, 26), date(2026, 10, 30))
    a_closure(school, "inset", date(2026, 9, 1))
    a_closure(school, "unplanned", date(2026, 9, 8), name="Snow")
    a_closure(a_school(), "inset", date(2026, 9, 9))
    actor = an_actor(school)
    with django_assert_num_queries(2):
        calendar = queries.calendar_of(actor, 2026)
    assert calendar.days[0] == date(2026, 9, 2)
    assert not calendar.is_school_day(date(2026, 10, 28))
    assert calendar.is_school_day(date(2026, 9, 8)), "an unexpected closure keeps its sessions, coded Y4"
    assert calendar.is_school_day(date(2026, 9, 9)), "another school's closure is no matter of ours"
    assert not calendar.is_school_day(date(2026, 9, 5))


def test_a_calendar_can_be_asked_for_a_run_of_days() -> None:
    actor = an_actor(a_school())
    week = queries.calendar_of(actor, first=MONDAY, last=MONDAY + timedelta(days=6))
    assert week.days == tuple(MONDAY + timedelta(days=n) for n in range(5))
    assert queries.calendar_of(actor, 2025).days == ()
    assert len(queries.calendar_of(actor).days) == len(queries.calendar_of(actor, 2026).days)


@pytest.mark.parametrize(
    ("on", "meets"),
    [
        (MONDAY, True),
        (date(2026, 9, 5), False),
        (date(2026, 8, 31), False),
        (date(2026, 9, 9), False),
        (date(2026, 9, 8), True),
    ],
)
def test_a_school_day_is_known_in_one_statement(
    on: date, meets: bool, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    school = a_school()
    a_closure(school, "inset", date(2026, 9, 9))
    a_closure(school, "unplanned", date(2026, 9, 8))
    actor = an_actor(school)
    with django_assert_max_num_queries(1):
        assert queries.is_school_day(actor, on) is meets
    assert queries.calendar_of(actor).is_school_day(on) is meets


def test_the_most_particular_time_wins_site_then_year_group_then_weekday() -> None:
    school = a_school()
    site = Site.objects.create(school=school, name="Upper site")
    a_time(school, weekday=0, opens=521, closes=540)
    a_time(school, nc_year="11", opens=522, closes=540)
    a_time(school, nc_year="11", weekday=0, opens=523, closes=540)
    a_time(school, site=site, opens=524, closes=540)
    actor = an_actor(school)
    monday = queries.times_of(actor, MONDAY)
    tuesday = queries.times_of(actor, MONDAY + timedelta(days=1))

    def opens(times: queries.SessionTimes, nc_year: str = "", site_id: int | None = None) -> int:
        at = times.for_(Half.AM, nc_year, site_id).opens
        return at.hour * 60 + at.minute

    assert opens(tuesday) == 520
    assert opens(monday) == 521
    assert opens(tuesday, "11") == 522
    assert opens(monday, "11") == 523
    assert opens(monday, "11", site.pk) == 524
    assert opens(monday, "9", site.pk + 1) == 521


def test_times_are_dated_and_never_alter_the_days_before() -> None:
    school = a_school()
    SessionTime.objects.filter(school=school, half=0).update(valid_to=date(2026, 9, 30))
    a_time(school, opens=500, closes=520, valid_from=date(2026, 10, 1))
    actor = an_actor(school)
    assert queries.times_of(actor, date(2026, 9, 30)).for_(Half.AM).opens.minute == 40
    assert queries.times_of(actor, date(2026, 10, 1)).for_(Half.AM).opens.minute == 20
    with pytest.raises(Refused, match="No session times are set for Monday 1 September 1997, morning"):
        queries.times_of(actor, date(1997, 9, 1)).for_(Half.AM)


@pytest.mark.parametrize(
    ("on", "utc_hour"),
    [
        (date(2026, 10, 23), 7),
        (date(2026, 10, 25), 8),  # the Sunday on which summer time ends
        (date(2026, 10, 26), 8),
        (date(2027, 3, 26), 8),
        (date(2027, 3, 28), 7),  # the Sunday on which it begins
        (date(2027, 3, 29), 7),
    ],
)
def test_times_stand_by_the_clock_on_the_wall_when_clocks_change(on: date, utc_hour: int) -> None:
    window = queries.times_of(an_actor(a_school()), on).for_(Half.AM)
    assert window.opens.astimezone(UTC) == datetime(on.year, on.month, on.day, utc_hour, 40, tzinfo=UTC)
    assert window.closes.astimezone(UTC) - window.opens.astimezone(UTC) == timedelta(minutes=30)
    assert window.opens.date() == on


def test_a_register_learns_its_day_in_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    school = a_school()
    Policy.objects.create(school=school, version=2, valid_from=date(2026, 9, 1))
    Policy.objects.create(school=school, version=3, valid_from=date(2027, 1, 1))
    a_time(school, nc_year="11", opens=500, closes=520)
    a_closure(school, "inset", date(2026, 9, 9), name="INSET 2")
    a_closure(school, "unplanned", date(2026, 9, 10), name="No heating")
    actor = an_actor(school)
    with django_assert_num_queries(1):
        day = queries.register_day(actor, MONDAY, Half.AM, "11")
    assert (day.is_school_day, day.policy_version, day.closure, day.unplanned) == (True, 2, "", "")
    assert (day.opens.hour, day.opens.minute, day.closes.minute, day.ends.hour) == (8, 20, 40, 12)
    assert queries.register_day(actor, MONDAY, Half.AM, "9").opens.minute == 40
    assert queries.register_day(actor, MONDAY, Half.PM).opens.hour == 13
    closed = queries.register_day(actor, date(2026, 9, 9), Half.AM)
    assert (closed.is_school_day, closed.closure) == (False, "INSET 2")
    snow = queries.register_day(actor, date(2026, 9, 10), Half.AM)
    assert (snow.is_school_day, snow.unplanned) == (True, "No heating")
    assert not queries.register_day(actor, date(2026, 9, 12), Half.AM).is_school_day


def test_a_register_without_times_is_refused_with_the_session_named() -> None:
    school = a_school()
    SessionTime.objects.filter(school=school).delete()
    with pytest.raises(Refused, match="No session times are set for Monday 7 September 2026, afternoon"):
        queries.register_day(an_actor(school), MONDAY, Half.PM)


def test_the_policy_is_that_of_the_day() -> None:
    school = a_school()
    Policy.objects.create(school=school, version=2, valid_from=date(2026, 10, 1), contact_by=575)
    actor = an_actor(school)
    assert queries.policy_on(actor, date(2026, 9, 30)).version == 1
    assert queries.policy_on(actor, date(2026, 10, 1)).contact_by_time == "9:35"
    assert [p.version for p in queries.policies(actor)] == [2, 1]
    with pytest.raises(Refused, match="no attendance policy for 01/01/2019"):
        queries.policy_on(actor, date(2019, 1, 1))


def test_lessons_are_those_of_the_day() -> None:
    school = a_school()
    row: dict[str, Any] = {"school": school, "starts": 550, "ends": 600, "valid_from": date(2026, 9, 1)}
    LessonTime.objects.create(name="1", **row)
    LessonTime.objects.create(name="1 Tue", weekday=1, **row)
    LessonTime.objects.create(name="old", **row | {"valid_from": date(2020, 9, 1), "valid_to": date(2026, 8, 31)})
    assert [lesson.name for lesson in queries.lesson_times(an_actor(school), MONDAY)] == ["1"]
    assert len(queries.lesson_time_rows(an_actor(school))) == 3


def test_a_trust_knows_its_schools_and_a_lone_school_only_itself() -> None:
    trust = Trust.objects.create(name="Riverside Trust", slug="riverside")
    one, two = a_school("Alder School", trust=trust.pk), a_school("Birch School", trust=trust.pk)
    alone = a_school("Cedar School")
    assert [s.id for s in queries.schools_in_trust(an_actor(two))] == [one.pk, two.pk]
    assert [s.id for s in queries.schools_in_trust(an_actor(alone))] == [alone.pk]
    assert queries.school_line(an_actor(one)).trust_name == "Riverside Trust"
    assert queries.school_line(an_actor(one)).phase == "Secondary"


def test_rollbook_lives_by_a_training_schools_own_clock() -> None:
    wall = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
    real, training = a_school(), a_school()
    training.practice_shift = timedelta(days=-2)
    training.save()
    assert queries.rollbook_at(real.pk, wall).now == queries.rollbook_at(None, wall).now == wall
    there = queries.rollbook_at(training.pk, wall)
    assert (there.now, there.on_the_wall) == (wall - timedelta(days=2), wall)
