"""Groups: made, changed, and given to those who take their registers, from a day to a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from rollbook.audit.models import AuditEntry
from rollbook.pupils.actions import grouping
from rollbook.pupils.models import Group, GroupStaff
from rollbook.pupils.queries.group_staff import parts_in
from rollbook.rules.access import Role
from rollbook.rules.refused import NotFound, Refused
from rollbook.schools.models import School
from rollbook.staff.models import User
from rollbook.web.dates import as_posted
from tests.builders import a_group, a_pupil, a_role, a_school, a_user, an_actor

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 7)


@pytest.fixture(autouse=True)
def _in_september() -> Iterator[None]:
    with time_machine.travel("2026-09-07T08:45:00+01:00", tick=False):
        yield


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def tutor(school: School) -> User:
    user = a_user("Ms Blake")
    a_role(user, school, Role.TUTOR)
    return user


def signed_in(client: Client, school: School, role: Role) -> Client:
    user = a_user()
    a_role(user, school, role)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(school: School, name: str, **more: object) -> str:
    return reverse(f"groups:{name}", kwargs={"school": school.slug, **more})


def test_a_group_is_made_changed_and_given_to_somebody(school: School, tutor: User) -> None:
    actor = an_actor(school)
    public_id = grouping.create_group(actor, kind="registration", name=" 9  A ", nc_year="9", room="S4")
    grouping.change_group(actor, group=public_id, name="9A", nc_year="9", room="S5")
    part = grouping.set_group_staff(actor, group=public_id, user_id=tutor.pk, part="tutor", first=TODAY)
    grouping.set_group_staff(
        actor, group=public_id, user_id=tutor.pk, part="cover", first=date(2026, 9, 1), last=date(2026, 9, 2)
    )
    assert [(p.name, p.label) for p in parts_in(actor, public_id)] == [("Ms Blake", "Tutor"), ("Ms Blake", "Cover")]
    grouping.end_group_staff(actor, group=public_id, staff_id=part, last=date(2026, 10, 23))
    assert GroupStaff.objects.get(pk=part).last == date(2026, 10, 23)
    grouping.end_group_staff(actor, group=public_id, staff_id=part)
    assert not GroupStaff.objects.filter(pk=part).exists(), "it began today, so it never was"
    assert AuditEntry.objects.count() == 6


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"kind": "choir"}, "Choose what kind"),
        ({"name": " "}, "Give the group a name"),
        ({"name": "x" * 51}, "Give the group a name"),
        ({"name": "9b"}, "There already is a registration group called “9b” in 2026/27"),
        ({"nc_year": "15"}, "“15” is not a year group"),
        ({"room": "x" * 51}, "at most 50 letters"),
    ],
)
def test_a_group_that_cannot_be_is_refused(school: School, changed: dict[str, Any], says: str) -> None:
    a_group(school, "9B")
    with pytest.raises(Refused, match=says):
        grouping.create_group(an_actor(school), **({"kind": "registration", "name": "9C", "nc_year": "9"} | changed))
    assert Group.objects.count() == 1


def test_only_staff_of_the_school_take_its_registers_and_each_part_once(school: School, tutor: User) -> None:
    actor, group = an_actor(school), a_group(school).public_id
    grouping.set_group_staff(actor, group=group, user_id=tutor.pk, part="tutor", first=TODAY)
    with pytest.raises(Refused, match="Ms Blake already has that part in 9A"):
        grouping.set_group_staff(actor, group=group, user_id=tutor.pk, part="tutor", first=date(2026, 10, 1))
    with pytest.raises(Refused, match="Choose whether"):
        grouping.set_group_staff(actor, group=group, user_id=tutor.pk, part="king", first=TODAY)
    with pytest.raises(Refused, match="before it begins"):
        grouping.set_group_staff(actor, group=group, user_id=tutor.pk, part="cover", first=TODAY, last=date(2026, 9, 1))
    with pytest.raises(NotFound):
        grouping.set_group_staff(actor, group=group, user_id=a_user().pk, part="tutor", first=TODAY)
    with pytest.raises(NotFound):
        grouping.set_group_staff(
            actor, group=a_group(a_school()).public_id, user_id=tutor.pk, part="tutor", first=TODAY
        )


def test_the_pages_open_for_set_up_and_for_nobody_else(school: School) -> None:
    group = a_group(school).public_id
    for page in (
        url(school, "list"),
        url(school, "kind", kind="teaching"),
        url(school, "add"),
        *(url(school, name, group_id=group) for name in ("one", "change", "add-staff")),
    ):
        assert Client().get(page).status_code == 302
        assert signed_in(Client(), school, Role.TEACHER).get(page).status_code == 403
        assert signed_in(Client(), a_school(), Role.HEAD).get(page).status_code == 404
        assert signed_in(Client(), school, Role.DATA_MANAGER).get(page).status_code == 200, page


def test_groups_of_another_school_are_not_found(client: Client, school: School) -> None:
    theirs = a_group(a_school()).public_id
    office = signed_in(client, school, Role.ATTENDANCE_ADMINISTRATOR)
    for name in ("one", "change", "add-staff"):
        assert office.get(url(school, name, group_id=theirs)).status_code == 404
    assert office.post(url(school, "end-staff", group_id=theirs, staff_id=1)).status_code == 404
    assert office.get(url(school, "kind", kind="choir")).status_code == 404


def test_the_screens_make_a_group_and_say_who_takes_it(client: Client, school: School, tutor: User) -> None:
    office = signed_in(client, school, Role.ATTENDANCE_ADMINISTRATOR)
    empty = office.post(url(school, "add"), {"name": ""}).content.decode()
    assert "Choose what kind of group it is" in empty
    office.post(url(school, "add"), {"kind": "registration", "name": "9A", "nc_year": "9", "room": "S4"})
    group = Group.objects.get(school=school)
    a_pupil(school, group=group, surname="Abiodun")
    assert "Nobody" in office.get(url(school, "list")).content.decode()
    sent = {"user_id": str(tutor.pk), "part": "tutor", **as_posted("first", TODAY)}
    assert office.post(url(school, "add-staff", group_id=group.public_id), sent).status_code == 302
    again = office.post(url(school, "add-staff", group_id=group.public_id), sent)
    assert again.status_code == 422
    assert 'href="#id_user_id"' in again.content.decode()
    page = office.get(url(school, "one", group_id=group.public_id)).content.decode()
    assert "Abiodun" in page
    assert "1 pupils today" not in page
    listed = office.get(url(school, "list")).content.decode()
    assert "Ms Blake" in listed
    part = GroupStaff.objects.get(group=group)
    office.post(url(school, "end-staff", group_id=group.public_id, staff_id=part.pk))
    assert not GroupStaff.objects.exists()
