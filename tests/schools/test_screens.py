"""The set-up screens: who opens them, what a good and a bad form do, and how many statements a page takes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from rollbook.rules.access import Role
from rollbook.schools.models import Closure, LessonTime, Policy, School, SessionTime, Site, Term
from rollbook.web.dates import as_posted
from tests.builders import a_role, a_school, a_user

pytestmark = pytest.mark.django_db
GETS = [
    ("set-up", {}),
    ("year", {}),
    ("year-of", {"year": 2026}),
    ("year-of", {"year": 2027}),
    ("add-term", {"year": 2026}),
    ("add-closure", {"year": 2026}),
    ("times", {}),
    ("set-session-times", {}),
    ("set-lesson-times", {}),
    ("policy", {}),
    ("set-policy", {}),
    ("sites", {}),
]
POSTS = [("bank-holidays", {"year": 2026}), ("remove-term", {"year": 2026, "term_id": 1})]


@pytest.fixture(autouse=True)
def _in_september() -> Any:
    with time_machine.travel("2026-09-07T08:45:00+01:00", tick=False):
        yield


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def office(client: Client, school: School) -> Client:
    return signed_in(client, school, Role.ATTENDANCE_ADMINISTRATOR)


def signed_in(client: Client, school: School, role: Role) -> Client:
    user = a_user()
    a_role(user, school, role)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(school: School, name: str, **more: int) -> str:
    return reverse(f"schools:{name}", kwargs={"school": school.slug, **more})


@pytest.mark.parametrize(("name", "more"), GETS)
def test_a_page_opens_for_the_office_and_for_nobody_else(
    client: Client, school: School, name: str, more: dict[str, int]
) -> None:
    assert client.get(url(school, name, **more)).status_code == 302
    assert signed_in(client, school, Role.TEACHER).get(url(school, name, **more)).status_code == 403
    assert signed_in(client, a_school(), Role.HEAD).get(url(school, name, **more)).status_code == 404
    answer = signed_in(client, school, Role.ATTENDANCE_ADMINISTRATOR).get(url(school, name, **more))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("name", "more"), POSTS)
def test_what_changes_is_posted_by_those_who_may(
    client: Client, school: School, name: str, more: dict[str, int]
) -> None:
    assert client.post(url(school, name, **more)).status_code == 302
    assert signed_in(client, school, Role.TEACHER).post(url(school, name, **more)).status_code == 403
    assert signed_in(client, school, Role.ATTENDANCE_ADMINISTRATOR).get(url(school, name, **more)).status_code == 405
    assert Closure.objects.count() == 0


def test_a_term_is_added_changed_and_removed(office: Client, school: School) -> None:
    sent = {"name": "Extra", **as_posted("first", date(2027, 7, 26)), **as_posted("last", date(2027, 7, 30))}
    assert office.post(url(school, "add-term", year=2026), sent).status_code == 302
    term = Term.objects.get(name="Extra")
    page = office.get(url(school, "change-term", year=2026, term_id=term.pk))
    assert 'value="Extra"' in page.content.decode()
    office.post(url(school, "change-term", year=2026, term_id=term.pk), sent | {"name": "Summer school"})
    assert "Summer school changed" in office.get(url(school, "year-of", year=2026)).content.decode()
    office.post(url(school, "remove-term", year=2026, term_id=term.pk))
    assert not Term.objects.filter(pk=term.pk).exists()


def test_a_term_of_another_year_is_refused_where_it_was_typed(office: Client, school: School) -> None:
    sent = {"name": "Slip", **as_posted("first", date(2031, 9, 1)), **as_posted("last", date(2031, 12, 19))}
    answer = office.post(url(school, "add-term", year=2026), sent)
    assert answer.status_code == 422
    assert "Monday 1 September 2031 is not in the year 2026/27." in answer.content.decode()
    assert not Term.objects.filter(school=school, name="Slip").exists()


def test_another_schools_term_closure_and_times_are_not_found(office: Client, school: School) -> None:
    other = a_school()
    closure = Closure.objects.create(
        school=other, kind="inset", name="I", first=date(2026, 9, 8), last=date(2026, 9, 8)
    )
    term = Term.objects.filter(school=other)[0]
    row = SessionTime.objects.filter(school=other)[0]
    assert office.get(url(school, "change-term", year=2026, term_id=term.pk)).status_code == 404
    assert office.post(url(school, "remove-term", year=2026, term_id=term.pk)).status_code == 404
    assert office.post(url(school, "remove-closure", year=2026, closure_id=closure.pk)).status_code == 404
    assert office.get(url(school, "end-session-times", row_id=row.pk)).status_code == 404
    assert office.get(url(school, "year-of", year=9999)).status_code == 404


def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(office: Client, school: School) -> None:
    sent = {"half": "0", "opens": "8:30", "closes": "9.15", "ends": "12:00", **as_posted("from_day", date(2026, 9, 14))}
    answer = office.post(url(school, "set-session-times"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert 'href="#id_closes"' in page
    assert "The register would be open for 45 minutes" in page
    assert "(REG-4)" in page
    assert 'value="9.15"' in page
    assert "<title>Error: Set session times" in page
    assert SessionTime.objects.filter(school=school).count() == 2


def test_an_empty_form_says_what_is_missing_in_words(office: Client, school: School) -> None:
    page = office.post(url(school, "add-closure", year=2026), {"kind": ""}).content.decode()
    assert "Choose what kind of closure it is" in page
    assert "Enter the first day closed" in page
    assert "This field is required" not in page


def test_a_closure_of_one_day_needs_one_date_and_is_seen_in_the_planner(office: Client, school: School) -> None:
    sent = {"kind": "inset", "first_0": "8/9"}
    assert office.post(url(school, "add-closure", year=2026), sent).status_code == 302
    closure = Closure.objects.get(school=school)
    assert (closure.first, closure.last, closure.name) == (date(2026, 9, 8), date(2026, 9, 8), "INSET day")
    page = office.get(url(school, "year-of", year=2026)).content.decode()
    assert "planner__day--inset" in page
    office.post(url(school, "remove-closure", year=2026, closure_id=closure.pk))
    assert "planner__day--inset" not in office.get(url(school, "year-of", year=2026)).content.decode()


def test_bank_holidays_come_with_one_press(office: Client, school: School) -> None:
    office.post(url(school, "bank-holidays", year=2026))
    page = office.get(url(school, "year-of", year=2026)).content.decode()
    assert "2 bank holidays added" in page
    assert "is a bank holiday" not in page


def test_times_for_a_year_group_are_set_and_ended(office: Client, school: School) -> None:
    sent = {"half": "1", "opens": "13:15", "closes": "13:30", "ends": "15:00", "nc_year": "11", "weekday": "4"}
    answer = office.post(url(school, "set-session-times"), sent | as_posted("from_day", date(2026, 9, 14)))
    assert answer.status_code == 302
    page = office.get(url(school, "times")).content.decode()
    assert "Year 11, Fridays" in page
    assert "Coming" in page
    row = SessionTime.objects.get(school=school, nc_year="11")
    office.post(url(school, "end-session-times", row_id=row.pk), as_posted("last", date(2026, 12, 18)))
    row.refresh_from_db()
    assert row.valid_to == date(2026, 12, 18)


@pytest.mark.parametrize(
    ("lessons", "says"),
    [
        ("1 9:00-10:00\nbreak", "Line 2, “break”, is not a name, a start and an end"),
        ("1 9:00-25:00", "has a time that no clock shows"),
        ("1 10:00-9:00", "ends at 09:00, not after it starts"),
    ],
)
def test_lessons_that_cannot_be_read_are_named_by_their_line(
    office: Client, school: School, lessons: str, says: str
) -> None:
    sent = {"lessons": lessons, **as_posted("from_day", date(2026, 9, 14))}
    assert says in office.post(url(school, "set-lesson-times"), sent).content.decode()
    assert not LessonTime.objects.exists()


def test_lessons_are_typed_one_on_a_line(office: Client, school: School) -> None:
    sent = {"lessons": "1 9:00-10:00\r\nTutor time, 10:00 to 10:20\r\n", **as_posted("from_day", date(2026, 9, 7))}
    assert office.post(url(school, "set-lesson-times"), sent).status_code == 302
    assert set(LessonTime.objects.values_list("name", "starts", "ends")) == {("1", 540, 600), ("Tutor time", 600, 620)}
    assert "Tutor time 10:00-10:20" in office.get(url(school, "set-lesson-times")).content.decode()


def test_a_new_policy_leaves_the_old_one_to_its_days(office: Client, school: School) -> None:
    sent = {
        "contact_by": "9:30",
        "bands": "7 Watch\r\n20 % High\r\n",
        "post_service_days": "2",
        "improvement_weeks": "6",
    }
    bad = office.post(
        url(school, "set-policy"), sent | {"bands": "7 Watch\nx"} | as_posted("from_day", date(2026, 9, 8))
    )
    assert "Line 2, “x”, is not a percentage and a name" in bad.content.decode()
    twice = office.post(
        url(school, "set-policy"), sent | {"bands": "7 Watch\n7 High"} | as_posted("from_day", date(2026, 9, 8))
    )
    assert "Two bands begin at the same percentage" in twice.content.decode()
    assert office.post(url(school, "set-policy"), sent | as_posted("from_day", date(2026, 9, 8))).status_code == 302
    made = Policy.objects.get(school=school, version=2)
    assert (made.count_no_reason_for_penalty, made.bands) == (False, [[7, "Watch"], [20, "High"]])
    assert "Coming: version 2" in office.get(url(school, "policy")).content.decode()


def test_sites_are_named_once(office: Client, school: School) -> None:
    office.post(url(school, "sites"), {"name": "Lower site"})
    again = office.post(url(school, "sites"), {"name": "lower site"})
    assert again.status_code == 422
    assert "already is a site" in again.content.decode()
    assert Site.objects.filter(school=school).count() == 1


@pytest.mark.parametrize(("name", "most"), [("set-up", 10), ("year", 6), ("times", 6), ("policy", 4)])
def test_pages_take_few_statements(
    office: Client, school: School, name: str, most: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(most):
        office.get(url(school, name))
