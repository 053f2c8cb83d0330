"""What the office does to its year, times and policy, and the sentence for everything it may not do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from rollbook.audit.models import AuditEntry
from rollbook.rules.access import Permission, Role
from rollbook.rules.actor import Actor
from rollbook.rules.bands import USUAL, Band
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.rules.sessions import Half
from rollbook.schools import actions, queries
from rollbook.schools.models import Closure, Policy, SessionTime, Site, Term
from tests.builders import a_school, an_actor

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 7)
MORNING: dict[str, Any] = {"half": Half.AM, "opens": time(8, 30), "closes": time(8, 55), "ends": time(12, 0)}


@pytest.fixture
def actor() -> Actor:
    return an_actor(a_school())


@pytest.fixture
def rollbook() -> Actor:
    everything = frozenset(Permission)
    return Actor(None, "Rollbook", Role.SYSTEM.label, None, everything, datetime(2026, 9, 7, 8, tzinfo=UTC))


@pytest.fixture
def marks_on_8_september() -> Iterator[None]:
    def refuse(actor: Actor, days: tuple[date, ...]) -> None:
        if date(2026, 9, 8) in days:
            raise Refused("There are marks on Tuesday 8 September 2026.", rule="COD-18")

    actions.before_days_go.append(refuse)
    yield
    actions.before_days_go.remove(refuse)


def test_a_term_is_added_changed_and_removed_each_with_its_entry(actor: Actor) -> None:
    term = actions.add_term(actor, name=" Extra  term ", first=date(2027, 7, 26), last=date(2027, 7, 30))
    assert Term.objects.get(pk=term).name == "Extra term"
    actions.change_term(actor, term_id=term, name="Summer school", first=date(2027, 7, 26), last=date(2027, 7, 28))
    assert queries.is_school_day(actor, date(2027, 7, 28))
    assert not queries.is_school_day(actor, date(2027, 7, 29))
    actions.remove_term(actor, term_id=term)
    assert not queries.is_school_day(actor, date(2027, 7, 28))
    verbs = list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["schools.TermAdded", "schools.TermChanged", "schools.TermRemoved"]


@pytest.mark.parametrize(
    ("name", "first", "last", "says"),
    [
        (" ", date(2027, 7, 26), date(2027, 7, 30), "Give the term a name"),
        ("T", date(2027, 7, 30), date(2027, 7, 26), "before it begins"),
        (
            "T",
            date(2027, 7, 24),
            date(2027, 7, 30),
            "first day of the term, Saturday 24 July 2027, is on a weekend",
        ),
        ("T", date(2027, 7, 26), date(2027, 7, 31), "The last day of the term"),
        ("T", date(2027, 7, 26), date(2027, 8, 20), "within one academic year"),
        ("T", date(2026, 12, 18), date(2026, 12, 22), "Autumn term already covers Friday 18 December 2026"),
        ("Autumn term", date(2027, 7, 26), date(2027, 7, 30), "already is a term called"),
    ],
)
def test_a_term_that_cannot_be_is_refused(actor: Actor, name: str, first: date, last: date, says: str) -> None:
    with pytest.raises(Refused, match=says):
        actions.add_term(actor, name=name, first=first, last=last)
    assert Term.objects.filter(school_id=actor.school).count() == 3


def test_a_term_may_keep_its_own_name_and_days_when_it_is_changed(actor: Actor) -> None:
    term = Term.objects.filter(school_id=actor.school).order_by("first")[0]
    actions.change_term(actor, term_id=term.pk, name=term.name, first=term.first, last=term.last)
    assert not AuditEntry.objects.exists()


def test_another_schools_term_and_closure_do_not_exist(actor: Actor) -> None:
    theirs = an_actor(a_school())
    term = Term.objects.filter(school_id=theirs.school)[0]
    closure = actions.add_closure(theirs, kind="inset", first=TODAY, last=TODAY)
    with pytest.raises(NotFound):
        actions.change_term(actor, term_id=term.pk, name="Ours", first=term.first, last=term.last)
    with pytest.raises(NotFound):
        actions.remove_term(actor, term_id=term.pk)
    with pytest.raises(NotFound):
        actions.remove_closure(actor, closure_id=closure)


def test_a_planned_closure_takes_days_away_and_gives_them_back(actor: Actor) -> None:
    closure = actions.add_closure(actor, kind="inset", first=date(2026, 9, 8), last=date(2026, 9, 8))
    assert Closure.objects.get(pk=closure).name == "INSET day"
    assert not queries.is_school_day(actor, date(2026, 9, 8))
    actions.remove_closure(actor, closure_id=closure)
    assert queries.is_school_day(actor, date(2026, 9, 8))


@pytest.mark.usefixtures("marks_on_8_september")
def test_days_that_have_marks_are_not_planned_away(actor: Actor) -> None:
    eighth = date(2026, 9, 8)
    with pytest.raises(Refused, match="There are marks on Tuesday 8 September"):
        actions.add_closure(actor, kind="inset", first=eighth, last=eighth)
    term = Term.objects.filter(school_id=actor.school).order_by("first")[0]
    with pytest.raises(Refused, match="There are marks"):
        actions.change_term(actor, term_id=term.pk, name=term.name, first=date(2026, 9, 9), last=term.last)
    with pytest.raises(Refused, match="There are marks"):
        actions.remove_term(actor, term_id=term.pk)
    assert queries.is_school_day(actor, eighth), "nothing is half done"
    assert not Closure.objects.filter(school_id=actor.school).exists()
    actions.add_closure(actor, kind="unplanned", first=eighth, last=eighth, name="Snow")
    assert queries.is_school_day(actor, eighth)
    actions.add_closure(actor, kind="inset", first=date(2026, 9, 10), last=date(2026, 9, 10))


@pytest.mark.parametrize(
    ("kind", "first", "last", "says"),
    [
        ("party", TODAY, TODAY, "Choose what kind"),
        ("inset", date(2026, 9, 8), TODAY, "before it begins"),
        ("occasional", date(2026, 9, 8), date(2027, 9, 8), "longer than 60 days"),
        ("inset", date(2026, 9, 12), date(2026, 9, 13), "Saturday 12 September 2026 is on a weekend"),
        ("inset", date(2026, 10, 28), date(2026, 10, 28), "already closed on Wednesday 28 October 2026"),
        ("unplanned", date(2026, 10, 28), date(2026, 10, 28), "not due to meet on Wednesday 28 October 2026"),
        ("unplanned", date(2026, 8, 12), date(2026, 8, 12), "not due to meet"),
        ("inset", date(2026, 12, 25), date(2026, 12, 25), "Friday 25 December 2026 is not in a term"),
    ],
)
def test_a_closure_that_cannot_be_is_refused(actor: Actor, kind: str, first: date, last: date, says: str) -> None:
    actions.add_closure(actor, kind="half-term", first=date(2026, 10, 26), last=date(2026, 10, 30))
    with pytest.raises(Refused, match=says):
        actions.add_closure(actor, kind=kind, first=first, last=last)
    assert Closure.objects.count() == 1


def test_bank_holidays_are_added_once_and_only_where_the_school_would_meet(actor: Actor) -> None:
    assert actions.seed_bank_holidays(actor, year=2026) == 2
    assert actions.seed_bank_holidays(actor, year=2026) == 0
    assert [c.first for c in queries.year_outline(actor, 2026).bank_holidays] == [date(2027, 5, 3), date(2027, 5, 31)]


def test_new_session_times_leave_the_days_before_as_they_were(actor: Actor) -> None:
    actions.set_session_times(actor, from_day=date(2026, 9, 14), **MORNING)
    assert queries.times_of(actor, date(2026, 9, 11)).for_(Half.AM).opens.time() == time(8, 40)
    assert queries.times_of(actor, date(2026, 9, 14)).for_(Half.AM).opens.time() == time(8, 30)
    actions.set_session_times(actor, from_day=date(2026, 9, 14), **(MORNING | {"opens": time(8, 35)}))
    rows = [r for r in queries.session_time_rows(actor) if r.half is Half.AM]
    assert [(r.opens, r.valid_from, r.valid_to) for r in rows] == [
        (515, date(2026, 9, 14), None),
        (520, date(2020, 9, 1), date(2026, 9, 13)),
    ]


def test_times_put_between_end_where_the_next_begin(actor: Actor) -> None:
    actions.set_session_times(actor, from_day=date(2027, 1, 4), **MORNING)
    actions.set_session_times(actor, from_day=date(2026, 11, 2), **(MORNING | {"opens": time(8, 45)}))
    found = [
        queries.times_of(actor, on).for_(Half.AM).opens.minute for on in (TODAY, date(2026, 11, 2), date(2027, 1, 4))
    ]
    assert found == [40, 45, 30]


@pytest.mark.parametrize(
    ("changed", "says", "rule"),
    [
        ({"closes": time(9, 1)}, "open for 31 minutes. It may stay open for 30 at most: close it by 09:00", "REG-4"),
        ({"closes": time(8, 30)}, "not after it opens", "REG-4"),
        ({"ends": time(8, 45)}, "ends at 08:45, before its register closes", "REG-4"),
        ({"ends": time(13, 20)}, "The morning would end at 13:20; the afternoon opens at 13:10", "REG-5"),
        ({"from_day": date(2026, 9, 4)}, "can begin today at the earliest, not on Friday 4 September 2026", ""),
        ({"weekday": 5}, "Choose a weekday from Monday to Friday", ""),
        ({"nc_year": "15"}, "“15” is not a year group", ""),
    ],
)
def test_times_that_cannot_be_are_refused(actor: Actor, changed: dict[str, Any], says: str, rule: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        actions.set_session_times(actor, **(MORNING | {"from_day": TODAY} | changed))
    assert refused.value.rule == rule
    assert SessionTime.objects.filter(school_id=actor.school).count() == 2


def test_an_exception_may_be_set_and_ended_but_the_schools_own_times_stay(actor: Actor) -> None:
    friday = actions.set_session_times(actor, from_day=TODAY, weekday=4, **(MORNING | {"ends": time(12, 20)}))
    actions.end_session_times(actor, session_time_id=friday, last=date(2026, 9, 30))
    assert queries.times_of(actor, date(2026, 9, 25)).for_(Half.AM).opens.time() == time(8, 30)
    assert queries.times_of(actor, date(2026, 10, 2)).for_(Half.AM).opens.time() == time(8, 40)
    with pytest.raises(Refused, match="already end on Wednesday 30 September"):
        actions.end_session_times(actor, session_time_id=friday, last=date(2026, 9, 30))
    with pytest.raises(Refused, match="cannot end before yesterday"):
        actions.end_session_times(actor, session_time_id=friday, last=date(2026, 9, 1))
    own = SessionTime.objects.filter(school_id=actor.school, weekday=None)[0]
    with pytest.raises(Refused, match="times of the whole school"):
        actions.end_session_times(actor, session_time_id=own.pk, last=TODAY)
    with pytest.raises(NotFound):
        actions.end_session_times(an_actor(a_school()), session_time_id=friday, last=TODAY)


def test_a_site_of_another_school_cannot_be_named(actor: Actor) -> None:
    theirs = Site.objects.create(school=a_school(), name="Theirs")
    with pytest.raises(NotFound):
        actions.set_session_times(actor, from_day=TODAY, site_id=theirs.pk, **MORNING)


def a_lesson(name: str, starts: time, ends: time) -> actions.LessonHours:
    return actions.LessonHours(name, starts, ends)


def test_lesson_times_replace_each_other_from_a_day(actor: Actor) -> None:
    first = [a_lesson("1", time(9), time(10)), a_lesson("2", time(10), time(11))]
    actions.set_lesson_times(actor, lessons=first, from_day=date(2026, 9, 1))
    actions.set_lesson_times(actor, lessons=first[:1], from_day=date(2026, 9, 14))
    assert [line.name for line in queries.lesson_times(actor, date(2026, 9, 11))] == ["1", "2"]
    assert [line.name for line in queries.lesson_times(actor, date(2026, 9, 14))] == ["1"]


@pytest.mark.parametrize(
    ("lessons", "says"),
    [
        ([], "at least one lesson"),
        ([a_lesson("", time(9), time(10))], "Give each lesson a name"),
        ([a_lesson("1", time(10), time(9))], "Lesson 1 ends at 09:00, not after it starts"),
        ([a_lesson("1", time(9), time(10)), a_lesson("1", time(10), time(11))], "two lessons called “1”"),
        ([a_lesson("1", time(9), time(10)), a_lesson("2", time(9, 30), time(11))], "Lesson 2 starts at 09:30, before"),
    ],
)
def test_lesson_times_that_cannot_be_are_refused(actor: Actor, lessons: list[actions.LessonHours], says: str) -> None:
    with pytest.raises(Refused, match=says):
        actions.set_lesson_times(actor, lessons=lessons, from_day=TODAY)


def test_a_policy_is_a_new_version_from_a_day(actor: Actor) -> None:
    assert actions.set_policy(actor, from_day=date(2026, 10, 1), contact_by=time(9, 45), bands=[Band(7, "Watch")]) == 2
    assert queries.policy_on(actor, TODAY).version == 1
    then = queries.policy_on(actor, date(2026, 10, 1))
    assert then.contact_by_time == "9:45"
    assert [(band.percent, band.title) for band in then.bands] == [
        (7, "Watch"), (10, "Persistently absent"), (50, "Severely absent")
    ]  # fmt: skip
    assert queries.policy_on(actor, TODAY).bands == USUAL


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"from_day": date(2026, 9, 6)}, "today at the earliest"),
        ({"from_day": date(2026, 9, 20)}, "must begin on a later day"),
        ({"bands": [Band(0, "At risk")]}, "from 1 to 99, not 0"),
        ({"bands": [Band(10, "Worrying")]}, "Two bands begin at the same percentage"),
        ({"post_service_days": 11}, "from 0 to 10, not 11"),
        ({"improvement_weeks": 0}, "from 1 to 26, not 0"),
    ],
)
def test_a_policy_that_cannot_be_is_refused(actor: Actor, changed: dict[str, Any], says: str) -> None:
    Policy.objects.create(school_id=actor.school, version=2, valid_from=date(2026, 9, 20))
    with pytest.raises(Refused, match=says):
        actions.set_policy(actor, **({"from_day": date(2026, 10, 1)} | changed))


def test_only_those_who_may_set_up_a_school_do(actor: Actor) -> None:
    teacher = replace(actor, permissions=frozenset({Permission.TAKE_OWN_REGISTERS}))
    with pytest.raises(NotAllowed):
        actions.add_closure(teacher, kind="inset", first=TODAY, last=TODAY)


def test_a_trust_and_its_school_are_made_from_nothing(rollbook: Actor) -> None:
    trust = actions.create_trust(rollbook, name="Riverside Trust", slug="riverside")
    school = actions.create_school(rollbook, **(NEW_SCHOOL | {"trust_id": trust}))
    actor = replace(rollbook, school_id=school)
    assert queries.school_line(actor).trust_name == "Riverside Trust"
    assert actions.add_site(actor, name="Main site")
    with pytest.raises(Refused, match="already is a site called “main site”"):
        actions.add_site(actor, name="main site")


NEW_SCHOOL: dict[str, Any] = {
    "name": "Alder Primary School",
    "slug": "alder-primary",
    "la_number": "380",
    "establishment_number": "2001",
    "urn": "107301",
    "phase": "PS",
    "lowest_age": 4,
    "highest_age": 11,
}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"name": " "}, "Give it a name"),
        ({"slug": "Alder School"}, "cannot stand in an address"),
        ({"la_number": "38"}, "local-authority number has 3 figures"),
        ({"establishment_number": "20 1"}, "establishment number has 4 figures"),
        ({"urn": "1073O1"}, "URN has 6 figures"),
        ({"phase": "??"}, "not a phase"),
        ({"lowest_age": 12}, "The age range 12 to 11 cannot be right"),
        ({"urn": "107302", "establishment_number": "2002"}, "short name “alder-primary” is taken"),
        ({"slug": "b", "establishment_number": "2002"}, "URN 107301 belongs"),
        ({"slug": "b", "urn": "107302"}, "number 380/2001 belongs"),
    ],
)
def test_a_school_that_cannot_be_is_refused(rollbook: Actor, changed: dict[str, Any], says: str) -> None:
    actions.create_school(rollbook, **NEW_SCHOOL)
    with pytest.raises(Refused, match=says):
        actions.create_school(rollbook, **(NEW_SCHOOL | changed))


def test_nobody_within_a_school_creates_another(actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.create_school(actor, **NEW_SCHOOL)


def test_the_outline_counts_sessions_and_warns(actor: Actor) -> None:
    for day in range(7, 12):
        actions.add_closure(actor, kind="inset", first=date(2026, 9, day), last=date(2026, 9, day))
    outline = queries.year_outline(actor, 2026)
    assert outline.inset_days == 5
    assert outline.sessions == 2 * len(queries.calendar_of(actor, 2026).days)
    assert not any("INSET" in says for says in outline.warnings)
    assert any("Monday 3 May 2027 is a bank holiday" in says for says in outline.warnings)
    actions.add_closure(actor, kind="inset", first=date(2026, 9, 14), last=date(2026, 9, 14))
    actions.add_closure(actor, kind="half-term", first=date(2026, 10, 19), last=date(2026, 10, 30))
    actions.add_closure(actor, kind="unplanned", first=date(2026, 9, 15), last=date(2026, 9, 15))
    worse = queries.year_outline(actor, 2026)
    assert any("There are 6 INSET days" in says for says in worse.warnings)
    assert worse.sessions == outline.sessions - 22
    assert worse.sessions_lost == 2
    september = worse.months[1]
    assert september.first == date(2026, 9, 1)
    assert [cell.kind if cell else "" for cell in september.weeks[2]] == [
        "inset",
        "unplanned",
        "school",
        "school",
        "school",
    ]
    assert sum(month.sessions for month in worse.months) == worse.sessions


def test_a_short_year_and_one_without_terms_are_warned_of(actor: Actor) -> None:
    actions.add_closure(actor, kind="half-term", first=date(2027, 6, 1), last=date(2027, 7, 20))
    assert any(
        "A maintained school meets for at least 380" in says for says in queries.year_outline(actor, 2026).warnings
    )
    assert queries.year_outline(actor, 2024).warnings == (
        "No terms are set for this year, so no register can be taken in it.",
    )
