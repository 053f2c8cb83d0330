"""Statements that are written once answer as Django's own would."""

from __future__ import annotations

from datetime import date
from threading import Thread

import pytest
from django.db import connection
from django.db.models import Count, Max, Value
from django.test.utils import CaptureQueriesContext

from rollbook.audit.prepared import Prepared, PreparedRows, given, in_one_row
from rollbook.staff.models import RoleAssignment
from tests.builders import a_role, a_school, a_user

pytestmark = pytest.mark.django_db

_OF_SCHOOLS = Prepared(
    lambda: (
        RoleAssignment.objects.filter(school_id__in=given("schools", many=True), first__lte=given("on", "day"))
        .annotate(kept=Value("100 %"))
        .order_by("id")
        .values_list("id", "first", "user__name", "kept")
    )
)
_LATER = date(2999, 1, 1)


def test_it_gives_what_the_queryset_gives_with_its_types() -> None:
    role = a_role(a_user("A. Osei"), a_school())
    wanted = [(role.pk, role.first, "A. Osei", "100 %")]
    assert _OF_SCHOOLS.rows(schools=[role.school_id], on=_LATER) == wanted
    assert _OF_SCHOOLS.rows(schools=[0, role.school_id, -1], on=_LATER) == wanted


def test_the_next_values_are_asked_for_and_not_the_last() -> None:
    school = a_role(a_user(), a_school()).school_id
    assert _OF_SCHOOLS.any(schools=[school], on=_LATER)
    assert not _OF_SCHOOLS.any(schools=[0], on=_LATER)
    assert not _OF_SCHOOLS.any(schools=[school], on=date(1999, 1, 1))


def test_nothing_is_in_an_empty_list() -> None:
    a_role(a_user(), a_school())
    assert _OF_SCHOOLS.rows(schools=[], on=_LATER) == []


def test_each_time_is_one_statement() -> None:
    with CaptureQueriesContext(connection) as asked:
        _OF_SCHOOLS.rows(schools=[1], on=date(2026, 9, 1))
        _OF_SCHOOLS.rows(schools=[1], on=date(2026, 9, 2))
    assert len(asked) == 2


def test_a_value_that_was_not_given_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        _OF_SCHOOLS.rows(schools=[1])


def test_each_thread_asks_over_its_own_connection() -> None:
    written = Prepared(lambda: RoleAssignment.objects.filter(school_id=given("school")).values_list("id"))
    written.rows(school=0)
    seen = []

    def elsewhere() -> None:
        with CaptureQueriesContext(connection) as asked:
            written.rows(school=0)
        seen.append(len(asked))
        connection.close()

    thread = Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert seen == [1]


_ROLES = PreparedRows(RoleAssignment, lambda: RoleAssignment.objects.filter(school_id=given("school")).order_by("id"))


def test_whole_rows_come_as_their_model() -> None:
    role = a_role(a_user("A. Osei"), a_school())
    other = a_role(a_user("B. Shah"), a_school())
    with CaptureQueriesContext(connection) as asked:
        (found,) = _ROLES.rows(school=role.school_id)
        assert (found, found.user_id, found.first) == (role, role.user_id, role.first)
    assert len(asked) == 1
    assert _ROLES.rows(school=other.school_id) == [other]
    assert _ROLES.rows(school=0) == []


def test_a_count_is_its_only_row() -> None:
    school = a_role(a_user(), a_school()).school_id
    of_school = Prepared(
        lambda: in_one_row(RoleAssignment.objects.filter(school_id=given("school")), n=Count("id"), last=Max("first"))
    )
    assert of_school.one(school=school) == (1, RoleAssignment.objects.get(school_id=school).first)
    assert of_school.one(school=0) == (0, None)
