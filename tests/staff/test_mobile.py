"""The number by which a member of staff is reached in what cannot wait."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from rollbook.rules.access import Role
from rollbook.rules.refused import Refused
from rollbook.staff import actions, queries
from tests.builders import a_role, a_school, a_user, an_actor

pytestmark = pytest.mark.django_db


def test_a_mobile_number_is_kept_as_a_text_needs_it(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    head = an_actor(a_school(), Role.HEAD)
    made = actions.create_account(head, username="j.okafor", name="J. Okafor", role=Role.COVER, mobile="07700 900 123")
    with django_assert_num_queries(1):
        way = queries.ways_to_staff(head, [made.user_id])[made.user_id]
    assert (way.name, way.mobile, way.email) == ("J. Okafor", "+447700900123", "")
    assert queries.staff_member(head, made.user_id).mobile == "07700 900123"
    actions.change_account(head, user_id=made.user_id, name="J. Okafor", mobile="")
    assert queries.ways_to_staff(head, [made.user_id])[made.user_id].mobile == ""


@pytest.mark.parametrize("typed", ["01632 960123", "12", "mine"])
def test_a_number_that_no_text_reaches_is_refused(typed: str) -> None:
    head = an_actor(a_school(), Role.HEAD)
    with pytest.raises(Refused, match="is not a mobile number that texts reach"):
        actions.create_account(head, username="j.okafor", name="J. Okafor", role=Role.COVER, mobile=typed)


def test_who_works_elsewhere_is_not_reached_from_here(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    head, stranger = an_actor(a_school(), Role.HEAD), a_user("S. Else")
    a_role(stranger, a_school(), Role.TEACHER)
    assert queries.ways_to_staff(head, [stranger.pk]) == {}
    with django_assert_num_queries(1):
        assert queries.staff_names(head, [stranger.pk]) == {}
