"""The staff screens: who opens them, what a good and a bad form do, and that a password is shown once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from rollbook.rules.access import Role
from rollbook.schools.models import School
from rollbook.staff.models import RoleAssignment, User
from rollbook.web.dates import as_posted
from tests.builders import a_role, a_school, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_september() -> Iterator[None]:
    with time_machine.travel("2026-09-07T08:45:00+01:00", tick=False):
        yield


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def teacher(school: School) -> User:
    user = a_user("Ada Blake")
    a_role(user, school, Role.TEACHER)
    return user


@pytest.fixture
def head(client: Client, school: School) -> Client:
    return signed_in(client, school, Role.HEAD)


def signed_in(client: Client, school: School, role: Role) -> Client:
    user = a_user("H. Mistry")
    a_role(user, school, role)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(school: School, name: str, **more: int) -> str:
    return reverse(f"staff:{name}", kwargs={"school": school.slug, **more})


def pages(school: School, teacher: User) -> list[str]:
    role = RoleAssignment.objects.get(user=teacher)
    own = {"user_id": teacher.pk}
    plain = [url(school, name) for name in ("list", "add", "roles")]
    of_person = [url(school, name, **own) for name in ("person", "change", "give-role")]
    return [*plain, *of_person, url(school, "end-role", role_id=role.pk, **own)]


def test_a_page_opens_for_those_who_manage_staff_and_for_nobody_else(
    client: Client, school: School, teacher: User
) -> None:
    for page in pages(school, teacher):
        assert Client().get(page).status_code == 302
        assert signed_in(client, school, Role.ATTENDANCE_ADMINISTRATOR).get(page).status_code == 403
        assert signed_in(client, a_school(), Role.HEAD).get(page).status_code == 404
        assert signed_in(client, school, Role.HEAD).get(page).status_code == 200, page


def test_people_of_another_school_are_not_found(head: Client, school: School) -> None:
    other = a_school()
    theirs = a_user("Theirs")
    a_role(theirs, other, Role.TEACHER)
    role = RoleAssignment.objects.get(user=theirs)
    for name in ("person", "change", "give-role"):
        assert head.get(url(school, name, user_id=theirs.pk)).status_code == 404
    assert head.get(url(school, "end-role", user_id=theirs.pk, role_id=role.pk)).status_code == 404
    assert head.post(url(school, "new-password", user_id=theirs.pk)).status_code == 404
    assert "Theirs" not in head.get(url(school, "list")).content.decode()


def test_an_account_is_made_and_its_password_shown_once_and_works(head: Client, school: School) -> None:
    sent = {"name": "J. Okafor", "username": "j.okafor", "role": "teacher", **as_posted("first", date(2026, 9, 7))}
    answer = head.post(url(school, "add"), sent)
    page = answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    found = re.search(r"[a-z0-9]{5}(?:-[a-z0-9]{5}){3}", page)
    assert found is not None
    user = User.objects.get(username="j.okafor")
    assert user.check_password(found[0])
    assert found[0] not in head.get(url(school, "person", user_id=user.pk)).content.decode()


def test_an_account_that_cannot_be_says_so_beside_its_field(head: Client, school: School, teacher: User) -> None:
    day = as_posted("first", date(2026, 9, 7))
    sent = {"name": "J. Okafor", "username": teacher.username, "role": "teacher", **day}
    answer = head.post(url(school, "add"), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'href="#id_username"' in page
    assert "is taken" in page
    assert 'value="J. Okafor"' in page
    empty = head.post(url(school, "add"), {"name": ""}).content.decode()
    assert "Choose the role that this person has" in empty
    assert "This field is required" not in empty
    year = head.post(url(school, "add"), sent | {"username": "j.okafor", "role": "head-of-year"})
    assert "Say of which year group" in year.content.decode()
    assert not User.objects.filter(name="J. Okafor").exists()


def test_a_role_is_given_and_ended_at_once_or_after_a_day(head: Client, school: School, teacher: User) -> None:
    given = {"role": "cover", **as_posted("first", date(2026, 9, 7))}
    assert head.post(url(school, "give-role", user_id=teacher.pk), given).status_code == 302
    cover = RoleAssignment.objects.get(user=teacher, role="cover")
    end = url(school, "end-role", user_id=teacher.pk, role_id=cover.pk)
    missing = head.post(end, {"when": "day"})
    assert "Enter the last day on which the role is held" in missing.content.decode()
    assert head.post(end, {"when": "day", **as_posted("last", date(2026, 10, 23))}).status_code == 302
    cover.refresh_from_db()
    assert cover.last == date(2026, 10, 23)
    teaching = RoleAssignment.objects.get(user=teacher, role="teacher")
    head.post(url(school, "end-role", user_id=teacher.pk, role_id=teaching.pk), {"when": "now"})
    teaching.refresh_from_db()
    assert teaching.last == date(2026, 9, 6)


def test_a_new_password_is_posted_for(head: Client, school: School, teacher: User) -> None:
    assert head.get(url(school, "new-password", user_id=teacher.pk)).status_code == 405
    page = head.post(url(school, "new-password", user_id=teacher.pk)).content.decode()
    teacher.refresh_from_db()
    found = re.search(r"[a-z0-9]{5}(?:-[a-z0-9]{5}){3}", page)
    assert found is not None
    assert teacher.check_password(found[0])


def test_ones_own_account_offers_no_roles(client: Client, school: School) -> None:
    signed_in(client, school, Role.HEAD)
    own = User.objects.get(name="H. Mistry")
    page = client.get(url(school, "person", user_id=own.pk)).content.decode()
    assert "Give a role" not in page
    assert "Your own roles are given and ended by another person" in page
    sent = {"role": "data-manager", **as_posted("first", date(2026, 9, 7))}
    assert client.post(url(school, "give-role", user_id=own.pk), sent).status_code == 403


def test_the_list_takes_the_same_statements_for_any_number_of_staff(
    head: Client, school: School, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(12):
        a_role(a_user(), school, Role.TEACHER)
    with django_assert_max_num_queries(4):
        head.get(url(school, "list"))


def test_a_data_manager_is_offered_only_what_may_be_given(client: Client, school: School, teacher: User) -> None:
    signed_in(client, school, Role.DATA_MANAGER)
    page = client.get(url(school, "give-role", user_id=teacher.pk)).content.decode()
    assert "Reception" in page
    assert "Admissions officer" not in page, "who works cases may do more than a data manager"
    assert "Headteacher" not in page
    RoleAssignment.objects.filter(user=teacher).update(role=Role.HEAD)
    page = client.get(url(school, "person", user_id=teacher.pk)).content.decode()
    assert "Make a new password" not in page
    assert "may do more than yours" in page
    assert client.post(url(school, "new-password", user_id=teacher.pk)).status_code == 403
