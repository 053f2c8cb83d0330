"""A head of year knows the year, and of the rest of the school no more than any teacher does (RUN-B)."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from rollbook.absence.queries import WatchFilters, watch_list
from rollbook.pupils.models import Group, GroupMembership, Pupil
from rollbook.pupils.queries import contacts_of, pupil_lines, pupils_list, roster
from rollbook.pupils.queries.lists import PupilFilters
from rollbook.registers.models import Mark
from rollbook.registers.queries import register_sheet
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound
from rollbook.rules.sessions import Half
from rollbook.schools.models import School
from rollbook.site.actions import report_missing
from rollbook.site.queries import on_site
from rollbook.site.queries.searches import searches_of_today
from rollbook.staff.models import RoleAssignment, User
from rollbook.staff.queries import actor_of, posts_of
from tests.builders import A_MORNING, TERM_STARTS, a_group, a_pupil, a_role, a_school, a_user, an_actor
from tests.registers.classroom import AT_THE_DOOR, MONDAY, At

pytestmark = pytest.mark.django_db


class TwoYears:
    """A pupil in year 9 and one in year 10, and the head of year 9."""

    def __init__(self) -> None:
        self.school: School = a_school()
        self.nine, self.ten = a_group(self.school, "9A"), a_group(self.school, "10A", nc_year="10")
        self.ours: Pupil = a_pupil(self.school, group=self.nine, surname="Ours")
        self.other: Pupil = a_pupil(self.school, group=self.ten, surname="Elsewhere")
        self.head: User = a_user("Miss Kelly")
        self.heads("9")

    def heads(self, nc_year: str) -> None:
        RoleAssignment.objects.create(
            user=self.head, school=self.school, role=Role.HEAD_OF_YEAR, nc_year=nc_year, first=TERM_STARTS
        )

    @property
    def actor(self) -> Actor:
        (post,) = posts_of(self.head, MONDAY)
        return actor_of(self.head, post, A_MORNING)

    def names(self) -> list[str]:
        return [line.surname for line in pupils_list(self.actor, PupilFilters()).pupils]

    def page(self, name: str, pupil: Pupil) -> int:
        address = reverse(f"home:{name}", kwargs={"school": self.school.slug, "pupil": pupil.public_id})
        return int(At(self.head, AT_THE_DOOR).get(address).status_code)


def test_the_list_the_search_and_the_lines_hold_the_year_only() -> None:
    school = TwoYears()
    assert school.names() == ["Ours"]
    assert [p.surname for p in pupil_lines(school.actor, [school.ours.pk, school.other.pk], MONDAY)] == ["Ours"]
    at = At(school.head, AT_THE_DOOR)
    found = at.post(reverse("home:search", kwargs={"school": school.school.slug}), {"q": "Elsewhere"})
    assert reverse("home:pupil", args=[school.school.slug, school.other.public_id]) not in found.content.decode()
    listed = at.get(reverse("home:pupils", kwargs={"school": school.school.slug})).content.decode()
    assert "of year 9 and the groups" in listed
    assert "Elsewhere" not in listed


@pytest.mark.parametrize("name", ["pupil", "attendance", "contacts", "needs"])
def test_a_pupil_of_another_year_is_not_there(name: str) -> None:
    school = TwoYears()
    assert (school.page(name, school.ours), school.page(name, school.other)) == (200, 404)


def test_nor_are_the_register_the_roster_and_the_contacts_of_another_year() -> None:
    school = TwoYears()
    assert len(register_sheet(school.actor, school.nine.public_id, MONDAY, Half.AM).rows) == 1
    teaching = Group.objects.create(school=school.school, kind="teaching", year=2026, name="10x/Ma1", nc_year="10")
    GroupMembership.objects.create(school=school.school, group=teaching, pupil=school.other, first=TERM_STARTS)
    for ask in (
        lambda: register_sheet(school.actor, school.ten.public_id, MONDAY, Half.AM),
        lambda: roster(school.actor, school.ten.pk, MONDAY),
        lambda: roster(school.actor, teaching.pk, MONDAY),
        lambda: contacts_of(school.actor, school.other.public_id),
    ):
        with pytest.raises(NotFound):
            ask()


def test_the_watch_list_holds_the_year_only() -> None:
    school = TwoYears()
    day = MONDAY
    for pupil in (school.ours, school.other):
        for half in Half:
            Mark.objects.create(
                school=school.school, date=day, half=half, pupil=pupil, code="O", entered_on=day, version=1
            )
    everybody = watch_list(an_actor(school.school, Role.SENIOR_LEADER), WatchFilters("severe", "", ""))
    own = watch_list(school.actor, WatchFilters("severe", "", ""))
    assert {w.pupil.surname for w in own} == {w.pupil.surname for w in everybody} - {"Elsewhere"}


def test_a_head_of_key_stage_heads_several_and_another_role_opens_what_it_opens() -> None:
    school = TwoYears()
    school.heads("10")
    assert sorted(school.names()) == ["Elsewhere", "Ours"]
    other = TwoYears()
    a_role(other.head, other.school, Role.SENIOR_LEADER)
    assert sorted(other.names()) == ["Elsewhere", "Ours"]


def test_a_year_named_with_another_post_opens_nothing() -> None:
    school, teacher = TwoYears(), a_user("Mr Iqbal")
    RoleAssignment.objects.create(user=teacher, school=school.school, role=Role.TEACHER, nc_year="9", first=TERM_STARTS)
    (post,) = posts_of(teacher, MONDAY)
    assert pupils_list(actor_of(teacher, post, A_MORNING), PupilFilters()).pupils == ()


def test_in_an_emergency_and_on_call_the_whole_school_is_looked_for() -> None:
    school = TwoYears()
    found = on_site(school.actor)
    assert {p.pupil.surname for p in (*found.here, *found.perhaps)} == {"Ours", "Elsewhere"}
    report_missing(an_actor(school.school), search_id=uuid.uuid4(), pupil=str(school.other.public_id), lesson="Maths")
    assert [s.pupil.surname for s in searches_of_today(school.actor)] == ["Elsewhere"]
