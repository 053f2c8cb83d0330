"""Accounts and roles: who may make, change and end them, and the sentence for everything else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from rollbook.audit.models import AuditEntry
from rollbook.rules.access import Permission, Role
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.schools.models import School, Trust
from rollbook.staff import actions, queries
from rollbook.staff.models import RoleAssignment, User
from tests.builders import a_role, a_school, a_user, an_actor

pytestmark = pytest.mark.django_db
NEW: dict[str, Any] = {"username": "j.okafor", "name": "J. Okafor", "role": Role.TEACHER}
TODAY = date(2026, 9, 7)


@pytest.fixture
def head() -> Actor:
    return an_actor(a_school(), Role.HEAD)


def somebody(actor: Actor, role: Role = Role.TEACHER) -> User:
    user = a_user("Ada Blake")
    RoleAssignment.objects.create(user=user, school_id=actor.school, role=role, first=date(2020, 9, 1))
    return user


def test_an_account_comes_with_a_role_and_a_password_shown_once(head: Actor) -> None:
    made = actions.create_account(head, **NEW, initials="jo", email="j.okafor@example.org")
    user = User.objects.get(pk=made.user_id)
    assert user.check_password(made.password)
    assert len(made.password) >= 20
    assert made.password not in repr(made)
    assert user.initials == "JO"
    member = queries.staff_member(head, user.pk)
    assert [(line.title, line.first) for line in member.now] == [("Teacher", TODAY)]
    written = str(list(AuditEntry.objects.values_list("detail", flat=True)))
    assert "okafor" not in written.lower(), "the audit names nobody"
    assert made.password not in written


def test_a_password_may_be_given_if_it_is_long_enough(head: Actor) -> None:
    made = actions.create_account(head, **NEW, password="correct horse battery")
    assert User.objects.get(pk=made.user_id).check_password("correct horse battery")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"username": "j o"}, "no spaces"),
        ({"username": "ADA"}, "The user name “ADA” is taken"),
        ({"name": "  "}, "Enter the person’s name"),
        ({"initials": "ABCDEFG"}, "at most 6 letters"),
        ({"email": "nonsense"}, "is not an e-mail address"),
        ({"email": "ADA@example.org"}, "belongs to another account"),
        ({"password": "short"}, "at least 12 characters"),
        ({"password": "qwertyuiop123"}, "too common"),
        ({"password": "j.okafor-2026"}, "too similar to the username"),
        ({"role": None}, "Choose the role"),
        ({"role": Role.HEAD_OF_YEAR}, "Say of which year group"),
        ({"role": Role.SYSTEM}, "Rollbook’s own"),
        ({"role": Role.TRUST}, "across the trust"),
    ],
)
def test_an_account_that_cannot_be_is_refused_whole(head: Actor, changed: dict[str, Any], says: str) -> None:
    User.objects.create_user("ada", name="Ada Blake", email="ada@example.org")
    before = User.objects.count()
    with pytest.raises(Refused, match=says):
        actions.create_account(head, **(NEW | changed))
    assert User.objects.count() == before


def test_an_account_is_changed_only_by_its_own_school(head: Actor) -> None:
    user = somebody(head)
    actions.change_account(head, user_id=user.pk, name="Ada Blake-Osei", email="ada@example.org", initials="AB")
    user.refresh_from_db()
    assert (user.name, user.email) == ("Ada Blake-Osei", "ada@example.org")
    with pytest.raises(NotFound):
        actions.change_account(an_actor(a_school(), Role.HEAD), user_id=user.pk, name="Mine")
    a_role(user, a_school(), Role.HEAD)
    with pytest.raises(NotAllowed, match="also works in another school"):
        actions.change_account(head, user_id=user.pk, name="Ada Blake", email="thief@example.org")
    with pytest.raises(NotAllowed, match="also works in another school"):
        actions.reset_password(head, user_id=user.pk)


def test_an_address_that_was_taken_away_replaces_no_password(head: Actor) -> None:
    user = somebody(head)
    EmailAddress.objects.create(user=user, email="old@example.org", verified=True, primary=True)
    actions.change_account(head, user_id=user.pk, name=user.name, email="new@example.org")
    assert not EmailAddress.objects.filter(user=user).exists()


def test_a_new_password_ends_every_sign_in(head: Actor) -> None:
    user = somebody(head)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    Session.objects.update(expire_date=datetime(2026, 9, 8, tzinfo=UTC))
    made = actions.reset_password(head, user_id=user.pk)
    user.refresh_from_db()
    assert user.check_password(made.password)
    assert Session.objects.count() == 0


def test_a_role_is_given_once_and_not_to_oneself(head: Actor) -> None:
    user = somebody(head)
    given = actions.assign_role(head, user_id=user.pk, role=Role.HEAD_OF_YEAR, nc_year="9", first=date(2026, 10, 1))
    assert given
    member = queries.staff_member(head, user.pk)
    assert [line.title for line in member.now] == ["Teacher"]
    assert [line.title for line in member.later] == ["Head of year, year 9"]
    with pytest.raises(Refused, match="already holds the role Head of year"):
        actions.assign_role(head, user_id=user.pk, role=Role.HEAD_OF_YEAR, nc_year="9")
    actions.assign_role(head, user_id=user.pk, role=Role.HEAD_OF_YEAR, nc_year="10")
    with pytest.raises(Refused, match="before it begins"):
        actions.assign_role(head, user_id=user.pk, role=Role.COVER, last=date(2026, 9, 1))
    assert head.user_id is not None
    with pytest.raises(NotAllowed, match="cannot give yourself"):
        actions.assign_role(head, user_id=head.user_id, role=Role.DATA_MANAGER)
    with pytest.raises(NotFound):
        actions.assign_role(head, user_id=a_user().pk, role=Role.TEACHER)


def test_a_trust_role_is_given_by_rollbook_only(head: Actor) -> None:
    trust = Trust.objects.create(name="Riverside", slug="riverside")
    with pytest.raises(NotAllowed, match="from the command line"):
        actions.assign_role(head, user_id=somebody(head).pk, role=Role.TRUST, trust_id=trust.pk)
    rollbook = Actor(None, "Rollbook", Role.SYSTEM.label, None, frozenset(Permission), head.now)
    made = actions.create_account(rollbook, username="trust.officer", name="T. Officer")
    actions.assign_role(rollbook, user_id=made.user_id, role=Role.TRUST, trust_id=trust.pk)
    school = a_school(trust=trust.pk)
    assert [p.school_id for p in queries.posts_of(User.objects.get(pk=made.user_id), TODAY)] == [school.pk]
    assert queries.staff_member(an_actor(school), made.user_id).now[0].through_trust


def test_a_leaver_is_shut_out_at_once(head: Actor) -> None:
    user = somebody(head)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    Session.objects.update(expire_date=datetime(2026, 9, 8, tzinfo=UTC))
    row = RoleAssignment.objects.get(user=user)
    actions.end_role(head, assignment_id=row.pk)
    assert queries.posts_of(user, TODAY) == ()
    assert Session.objects.count() == 0
    assert AuditEntry.objects.latest("id").detail["signed_out"] == 1
    assert [line.last for line in queries.staff_member(head, user.pk).past] == [date(2026, 9, 6)]
    with pytest.raises(Refused, match="already ends on Sunday 6 September 2026"):
        actions.end_role(head, assignment_id=row.pk)


def test_a_role_may_end_on_a_day_to_come_and_one_of_today_goes_whole(head: Actor) -> None:
    user = somebody(head)
    row = RoleAssignment.objects.get(user=user)
    actions.end_role(head, assignment_id=row.pk, last=date(2026, 10, 23))
    assert queries.posts_of(user, date(2026, 10, 23))
    assert not queries.posts_of(user, date(2026, 10, 24))
    today = actions.assign_role(head, user_id=user.pk, role=Role.COVER)
    actions.end_role(head, assignment_id=today)
    assert not RoleAssignment.objects.filter(pk=today).exists()


def test_nobody_ends_their_own_role_or_one_of_another_school(head: Actor) -> None:
    own = RoleAssignment.objects.create(
        user_id=head.user_id, school_id=head.school, role=Role.HEAD, first=date(2020, 9, 1)
    )
    with pytest.raises(NotAllowed, match="cannot end your own role"):
        actions.end_role(head, assignment_id=own.pk)
    with pytest.raises(NotFound):
        actions.end_role(an_actor(a_school(), Role.HEAD), assignment_id=own.pk)


def test_only_those_who_manage_staff_do(head: Actor) -> None:
    office = replace(head, permissions=head.permissions - {Permission.MANAGE_STAFF})
    for verb in (
        lambda: actions.create_account(office, **NEW),
        lambda: actions.change_account(office, user_id=1, name="A"),
        lambda: actions.reset_password(office, user_id=1),
        lambda: actions.assign_role(office, user_id=1, role=Role.HEAD),
        lambda: actions.end_role(office, assignment_id=1),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_everybody_may_choose_how_pages_look(head: Actor) -> None:
    actions.set_theme(head, theme="dark")
    assert User.objects.get(pk=head.user_id).theme == "dark"
    actions.set_theme(head, theme="dark")
    with pytest.raises(Refused):
        actions.set_theme(head, theme="pink")
    assert AuditEntry.objects.count() == 1


def test_the_list_of_staff_takes_one_statement(head: Actor, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(5):
        somebody(head)
    with django_assert_num_queries(1):
        assert len(queries.staff_members(head)) == 5
    assert queries.staff_members(an_actor(a_school())) == ()


def test_a_data_manager_gives_no_role_that_may_do_more(head: Actor) -> None:
    rees = an_actor(School.objects.get(pk=head.school), Role.DATA_MANAGER)
    for role in (Role.HEAD, Role.DSL, Role.ATTENDANCE_MANAGER):
        with pytest.raises(NotAllowed, match="may do more than you may"):
            actions.create_account(rees, **(NEW | {"role": role}))
        with pytest.raises(NotAllowed, match="Ask the headteacher"):
            actions.assign_role(rees, user_id=somebody_new(head).pk, role=role)
    assert actions.create_account(rees, **(NEW | {"role": Role.TEACHER})).password, "the posts of every September"


def test_a_data_manager_ends_no_role_that_may_do_more(head: Actor) -> None:
    rees = an_actor(School.objects.get(pk=head.school), Role.DATA_MANAGER)
    lead = somebody(head, Role.DSL)
    held = RoleAssignment.objects.get(user=lead)
    with pytest.raises(NotAllowed, match="cannot end that role"):
        actions.end_role(rees, assignment_id=held.pk)
    actions.end_role(head, assignment_id=held.pk)


def somebody_new(actor: Actor) -> User:
    user = a_user()
    RoleAssignment.objects.create(user=user, school_id=actor.school, role=Role.ADMISSIONS, first=date(2020, 9, 1))
    return user


def test_a_data_manager_opens_no_account_that_may_do_more(head: Actor) -> None:
    rees = an_actor(School.objects.get(pk=head.school), Role.DATA_MANAGER)
    lead = somebody(head, Role.DSL)
    with pytest.raises(NotAllowed, match="holds the role Designated safeguarding lead"):
        actions.reset_password(rees, user_id=lead.pk)
    with pytest.raises(NotAllowed, match="Ask the headteacher"):
        actions.change_account(rees, user_id=lead.pk, name=lead.name, email="rees@example.org")
    RoleAssignment.objects.filter(user=lead).update(last=date(2026, 9, 6))
    RoleAssignment.objects.create(user=lead, school_id=head.school, role=Role.RECEPTION, first=date(2026, 9, 7))
    assert actions.reset_password(rees, user_id=lead.pk).password, "a role that has ended counts no more"


def test_the_head_gives_every_role_of_the_school(head: Actor) -> None:
    user = somebody_new(head)
    for role in sorted(set(Role) - {Role.SYSTEM, Role.TRUST, Role.SUPPLY, Role.ADMISSIONS}):
        actions.assign_role(head, user_id=user.pk, role=role, nc_year="9")
    assert actions.reset_password(head, user_id=user.pk).password
