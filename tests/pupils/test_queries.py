"""What may be asked of the admission register, by whom, and in how many statements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AccessEntry
from rollbook.pupils import queries
from rollbook.pupils.models import (
    Characteristic,
    Contact,
    ContactPhone,
    Enrolment,
    Group,
    GroupMembership,
    GroupStaff,
    Pupil,
    PupilContact,
)
from rollbook.pupils.queries.joins import roster_join
from rollbook.registers.models import PupilYear
from rollbook.rules.access import Permission, Role
from rollbook.rules.refused import NotAllowed, NotFound
from rollbook.schools.models import School
from tests.builders import TERM_STARTS, a_group, a_pupil, a_role, a_school, a_user, an_actor

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 7)


def a_contact(
    pupil: Pupil,
    *others: Pupil,
    surname: str = "Abiodun",
    priority: int = 1,
    phones: tuple[str, ...] = ("+447700900001",),
    **link: Any,
) -> Contact:
    contact = Contact.objects.create(school_id=pupil.school_id, title="Mrs", forename="Bola", surname=surname)
    for place, number in enumerate(phones, 1):
        ContactPhone.objects.create(school_id=pupil.school_id, contact=contact, number=number, position=place)
    for each in (pupil, *others):
        settings = {"relationship": "PAM", "lives_with": True, **link}
        PupilContact.objects.create(
            school_id=pupil.school_id, pupil=each, contact=contact, priority=priority, **settings
        )
    return contact


def statements(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        ask()
    return len(caught)


def a_class(school: School, group: Group, n: int) -> list[Pupil]:
    return [a_pupil(school, group=group, surname=f"Surname{i:03}") for i in range(n)]


def test_a_roster_is_ordered_as_an_office_reads_it() -> None:
    school = a_school()
    group = a_group(school)
    a_pupil(school, group=group, surname="Young", forename="Ann")
    a_pupil(school, group=group, surname="Adams", forename="Zoe")
    called = a_pupil(school, group=group, surname="Zane", forename="Bea")
    Pupil.objects.filter(pk=called.pk).update(preferred_surname="Adams", preferred_forename="Bee")
    names = [line.listed_name for line in queries.roster(an_actor(school), group.pk, TODAY)]
    assert names == ["Adams, Bee", "Adams, Zoe", "Young, Ann"]


def test_a_roster_is_of_its_day() -> None:
    school = a_school()
    group, other = a_group(school), a_group(school, "9B")
    pupil = a_pupil(school)
    GroupMembership.objects.create(school=school, group=group, pupil=pupil, first=TERM_STARTS, last=date(2026, 9, 4))
    GroupMembership.objects.create(school=school, group=other, pupil=pupil, first=date(2026, 9, 5))
    actor = an_actor(school)
    assert [line.id for line in queries.roster(actor, group.pk, date(2026, 9, 4))] == [pupil.pk]
    assert queries.roster(actor, group.pk, date(2026, 9, 5)) == ()
    (line,) = queries.roster(actor, other.pk, date(2026, 9, 5))
    assert (line.registration, line.nc_year, line.first_day) == ("9B", "9", TERM_STARTS)


@pytest.mark.parametrize(
    ("on", "first"),
    [
        (date(2025, 1, 1), date(2025, 9, 1)),
        (date(2025, 10, 1), date(2025, 9, 1)),
        (date(2026, 2, 1), date(2025, 9, 1)),
        (date(2026, 9, 1), date(2026, 9, 1)),
        (date(2030, 9, 1), date(2026, 9, 1)),
    ],
)
def test_the_enrolment_nearest_to_the_day_is_joined(on: date, first: date) -> None:
    school = a_school()
    pupil = a_pupil(school, first_day=date(2025, 9, 1), last_day=date(2025, 12, 19))
    Enrolment.objects.create(school=school, pupil=pupil, first_day=date(2026, 9, 1), boarder=True)
    (line,) = queries.pupil_lines(an_actor(school), [pupil.pk], on)
    assert (line.first_day, line.boarder) == (first, first.year == 2026)


def test_the_registers_read_a_roster_in_one_statement() -> None:
    school = a_school()
    group = a_group(school)
    pupils = a_class(school, group, 3)
    a_pupil(school, surname="Elsewhere")
    PupilYear.objects.bulk_create(
        PupilYear(school=school, year=2026, pupil=pupil, codes=bytes(732)) for pupil in Pupil.objects.all()
    )
    where, extra = roster_join("pupil__", group.pk, TODAY)
    with CaptureQueriesContext(connection) as caught:
        rows = list(PupilYear.objects.filter(where, school=school, year=2026).annotate(**extra).order_by("pupil_id"))
    assert len(caught) == 1
    read = [(r.pupil_id, r.public_id, r.surname, r.forename, r.born, r.first_day, r.last_day, r.boarder) for r in rows]
    assert read == [(p.pk, p.public_id, p.legal_surname, "Tolu", p.born, TERM_STARTS, None, False) for p in pupils]


def test_no_list_asks_more_for_more_pupils() -> None:
    school = a_school()
    tutor = a_user()
    a_role(tutor, school, Role.TUTOR)
    group = a_group(school, tutor=tutor)
    actor = an_actor(school)

    def asks() -> dict[str, int]:
        ids = list(Pupil.objects.values_list("pk", flat=True))
        one = Pupil.objects.order_by("id").first()
        assert one is not None
        return {
            "roster": statements(lambda: queries.roster(actor, group.pk, TODAY)),
            "pupil_lines": statements(lambda: queries.pupil_lines(actor, ids, TODAY)),
            "pupils_list": statements(lambda: queries.pupils_list(actor, queries.PupilFilters(name="s", nc_year="9"))),
            "siblings_of": statements(lambda: queries.siblings_of(actor, ids)),
            "new_and_leaving": statements(lambda: queries.new_and_leaving(actor, TODAY)),
            "contacts_to_ring": statements(lambda: queries.contacts_to_ring(actor, ids)),
            "flags_of": statements(lambda: queries.flags_of(actor, ids, TODAY)),
            "groups_of": statements(lambda: queries.groups_of(actor, "registration", TODAY)),
            "pupil": statements(lambda: queries.pupil(actor, one.public_id)),
            "contacts_of": statements(lambda: queries.contacts_of(actor, one.public_id)),
        }

    for pupil in a_class(school, group, 2):
        a_contact(pupil)
    few = asks()
    assert few == {
        "roster": 2,
        "pupil_lines": 1,
        "pupils_list": 2,
        "siblings_of": 1,
        "new_and_leaving": 2,
        "contacts_to_ring": 1,
        "flags_of": 1,
        "groups_of": 3,
        "pupil": 4,
        "contacts_of": 5,
    }
    pupils = a_class(school, group, 20)
    a_contact(*pupils)
    for n in range(3):
        a_group(school, f"9{n}", tutor=tutor)
    assert asks() == {**few, "siblings_of": 2}


def test_a_teacher_sees_own_pupils_and_nobody_else() -> None:
    school = a_school()
    teacher = a_user()
    own = a_group(school, "9A", tutor=teacher)
    other = a_group(school, "9B")
    mine, theirs = a_pupil(school, group=own), a_pupil(school, group=other)
    a_contact(mine)
    actor = an_actor(school, Role.TEACHER, user=teacher)
    assert [line.id for line in queries.pupils_list(actor, queries.PupilFilters()).pupils] == [mine.pk]
    assert [line.id for line in queries.pupil_lines(actor, [mine.pk, theirs.pk], TODAY)] == [mine.pk]
    assert queries.pupil(actor, mine.public_id).line.id == mine.pk
    assert [line.id for line in queries.own_groups(actor, TODAY)] == [own.pk]
    assert [line.id for line in queries.groups_of(actor, "registration", TODAY)] == [own.pk]
    assert queries.may_take(actor, own.pk, TODAY)
    assert not queries.may_take(actor, other.pk, TODAY)
    for refused in (
        lambda: queries.pupil(actor, theirs.public_id),
        lambda: queries.roster(actor, other.pk, TODAY),
        lambda: queries.group(actor, other.public_id),
    ):
        with pytest.raises(NotFound):
            refused()
    with pytest.raises(NotAllowed):
        queries.contacts_of(actor, mine.public_id)
    assert queries.contacts_to_ring(actor, [mine.pk]) == {}


def test_a_tutor_opens_contacts_of_own_pupils_only() -> None:
    school = a_school()
    tutor = a_user()
    own = a_group(school, tutor=tutor)
    mine, theirs = a_pupil(school, group=own), a_pupil(school)
    a_contact(mine)
    a_contact(theirs)
    actor = an_actor(school, Role.TUTOR, user=tutor)
    assert len(queries.contacts_of(actor, mine.public_id)) == 1
    with pytest.raises(NotFound):
        queries.contacts_of(actor, theirs.public_id)
    assert set(queries.contacts_to_ring(actor, [mine.pk, theirs.pk])) == {mine.pk}


def test_cover_is_for_its_days() -> None:
    school = a_school()
    teacher = a_user()
    group = a_group(school)
    pupil = a_pupil(school, group=group)
    GroupStaff.objects.create(school=school, group=group, user=teacher, part="cover", first=TODAY, last=TODAY)
    actor = an_actor(school, Role.TEACHER, user=teacher)
    assert queries.may_take(actor, group.pk, TODAY)
    assert not queries.may_take(actor, group.pk, date(2026, 9, 8))
    assert [line.id for line in queries.roster(actor, group.pk, TODAY)] == [pupil.pk]


def test_the_cover_desk_reads_rosters_but_no_pupil_page() -> None:
    school = a_school()
    group = a_group(school)
    pupil = a_pupil(school, group=group)
    actor = an_actor(school, Role.COVER)
    assert [line.id for line in queries.roster(actor, group.pk, TODAY)] == [pupil.pk]
    assert [line.id for line in queries.pupil_lines(actor, [pupil.pk], TODAY)] == [pupil.pk]
    assert queries.pupils_list(actor, queries.PupilFilters()).total == 0
    with pytest.raises(NotFound):
        queries.pupil(actor, pupil.public_id)


def test_another_school_does_not_exist() -> None:
    school, other = a_school(), a_school()
    group = a_group(other)
    pupil = a_pupil(other, group=group)
    a_contact(pupil)
    actor = an_actor(school)
    assert queries.pupil_lines(actor, [pupil.pk], TODAY) == ()
    assert queries.contacts_to_ring(actor, [pupil.pk]) == {}
    assert queries.flags_of(actor, [pupil.pk], TODAY) == {}
    assert queries.siblings_of(actor, [pupil.pk]) == {}
    assert not queries.may_take(actor, group.pk, TODAY)
    for refused in (
        lambda: queries.pupil(actor, pupil.public_id),
        lambda: queries.contacts_of(actor, pupil.public_id),
        lambda: queries.roster(actor, group.pk, TODAY),
        lambda: queries.group(actor, group.public_id),
        lambda: queries.pupil(actor, uuid4()),
    ):
        with pytest.raises(NotFound):
            refused()


def test_nobody_is_told_to_ring_a_forbidden_or_dead_number() -> None:
    school = a_school()
    pupil, silent = a_pupil(school), a_pupil(school)
    a_contact(pupil, priority=1, no_contact=True, phones=("+447700900001",))
    a_contact(pupil, priority=2, may_be_told=False, phones=("+447700900002",))
    dead = a_contact(pupil, priority=3, phones=("+447700900003", "+447700900004"))
    ContactPhone.objects.filter(contact=dead, position=1).update(dead_since=TODAY)
    a_contact(pupil, priority=4, phones=("+447700900005",))
    a_contact(silent, no_contact=True)
    found = queries.contacts_to_ring(an_actor(school), [pupil.pk, silent.pk])
    assert set(found) == {pupil.pk}
    line = found[pupil.pk]
    assert (line.number, line.name, line.relationship) == ("+447700900004", "Mrs Bola Abiodun", "Mother")
    assert line.says == "07700 900004", "read and dialled as in this country"


def test_opening_contacts_is_noted() -> None:
    school = a_school()
    pupil = a_pupil(school)
    a_contact(pupil, court_order=True)
    (line,) = queries.contacts_of(an_actor(school), pupil.public_id)
    assert line.court_order
    assert line.phones[0].works
    entry = AccessEntry.objects.get()
    assert (entry.what, entry.subject) == ("contacts", f"pupil:{pupil.public_id}")


def test_siblings_live_with_the_same_contact_and_are_on_roll() -> None:
    school = a_school()
    anna, ben, left, apart = (a_pupil(school, forename=name) for name in ("Anna", "Ben", "Cal", "Dee"))
    Enrolment.objects.filter(pupil=left).update(last_day=date(2026, 9, 2))
    a_contact(anna, ben, left)
    a_contact(anna, apart, lives_with=False)
    found = queries.siblings_of(an_actor(school), [anna.pk, ben.pk, apart.pk])
    assert {pupil: [line.id for line in lines] for pupil, lines in found.items()} == {
        anna.pk: [ben.pk],
        ben.pk: [anna.pk],
    }


def test_flags_come_weightiest_first_to_those_who_may_know() -> None:
    school = a_school()
    pupil = a_pupil(school)
    for kind in ("fsm", "sen", "child-protection"):
        Characteristic.objects.create(school=school, pupil=pupil, kind=kind, first=TERM_STARTS)
    Characteristic.objects.create(
        school=school, pupil=pupil, kind="looked-after", first=TERM_STARTS, last=date(2026, 9, 2)
    )
    found = queries.flags_of(an_actor(school), [pupil.pk], TODAY)
    assert [flag.kind for flag in found[pupil.pk]] == ["child-protection", "sen", "fsm"]
    reception = an_actor(school, Role.RECEPTION)
    assert queries.flags_of(reception, [pupil.pk], TODAY) == {}
    assert queries.pupil(reception, pupil.public_id).flags == ()
    with pytest.raises(NotAllowed):
        queries.pupils_list(reception, queries.PupilFilters(characteristic="sen"))
    assert queries.pupils_list(an_actor(school), queries.PupilFilters(characteristic="sen")).total == 1


@pytest.mark.parametrize(
    ("status", "names"),
    [
        (queries.OnRoll.NOW, ["Here", "New"]),
        (queries.OnRoll.LEAVERS, ["Left"]),
        (queries.OnRoll.STARTERS, ["Coming", "New"]),
        (queries.OnRoll.EVERYONE, ["Coming", "Here", "Left", "New"]),
    ],
)
def test_the_list_by_standing(status: queries.OnRoll, names: list[str]) -> None:
    school = a_school()
    a_pupil(school, surname="Here", first_day=date(2024, 9, 2))
    a_pupil(school, surname="New")
    a_pupil(school, surname="Left", first_day=date(2024, 9, 2), last_day=date(2026, 7, 20))
    a_pupil(school, surname="Coming", first_day=date(2026, 11, 2))
    found = queries.pupils_list(an_actor(school), queries.PupilFilters(status=status))
    assert [line.surname for line in found.pupils] == names


@pytest.mark.parametrize(
    ("text", "found"), [("okon", 1), ("OKON ad", 1), ("smith", 1), ("brien", 1), ("ada okon", 1), ("kon", 0), ("", 2)]
)
def test_the_list_by_name(text: str, found: int) -> None:
    school = a_school()
    a_pupil(school, forename="Ada", surname="Okon-Smith")
    a_pupil(school, forename="Sean", surname="O'Brien")
    assert queries.pupils_list(an_actor(school), queries.PupilFilters(name=text)).total == found


def test_pages_of_the_list_meet_without_gap() -> None:
    school = a_school()
    a_class(school, a_group(school), 7)
    actor = an_actor(school)
    pages = [queries.pupils_list(actor, queries.PupilFilters(), n, size=3) for n in (1, 2, 3, 99)]
    assert [len(page.pupils) for page in pages] == [3, 3, 1, 1]
    assert len({line.id for page in pages for line in page.pupils}) == 7
    assert (pages[3].number, pages[3].pages, pages[3].total) == (3, 3, 7)


def test_starters_and_leavers_around_a_day() -> None:
    school = a_school()
    a_pupil(school, surname="Old", first_day=date(2024, 9, 2))
    joins = a_pupil(school, surname="Joins", first_day=date(2026, 9, 9))
    leaves = a_pupil(school, surname="Leaves", first_day=date(2024, 9, 2), last_day=date(2026, 9, 4))
    found = queries.new_and_leaving(an_actor(school), TODAY, days=5)
    assert [line.id for line in found.new] == [joins.pk]
    assert [line.id for line in found.leaving] == [leaves.pk]


def test_groups_are_listed_by_year_and_number() -> None:
    school = a_school()
    for name, nc_year in (("10A", "10"), ("9B", "9"), ("9A", "9"), ("Acorn", "R")):
        a_group(school, name, nc_year=nc_year)
    tutor = a_user("B. Tutor")
    a_role(tutor, school, Role.TUTOR)
    group = a_group(school, "7A", nc_year="7", tutor=tutor)
    a_class(school, group, 2)
    found = queries.groups_of(an_actor(school), "registration", TODAY)
    assert [line.name for line in found] == ["Acorn", "7A", "9A", "9B", "10A"]
    assert (found[1].size, found[1].staff_names) == (2, "B. Tutor")


def test_what_a_role_may_not_see_of_a_pupil_is_empty() -> None:
    school = a_school()
    pupil = a_pupil(school, upn="A203102209083")
    Pupil.objects.filter(pk=pupil.pk).update(ethnicity="WBRI")
    whole = queries.pupil(an_actor(school), pupil.public_id)
    assert (whole.upn, whole.ethnicity, whole.age, whole.compulsory_age) == (
        "A203102209083",
        "White British",
        13,
        True,
    )
    trust = queries.pupil(an_actor(school, Role.TRUST), pupil.public_id)
    assert (trust.upn, trust.ethnicity, trust.address_lines) == ("", "", ())
    nobody = an_actor(school, permissions=frozenset({Permission.SEE_BOARD}))
    with pytest.raises(NotFound):
        queries.pupil(nobody, pupil.public_id)
