"""The pupil list, the search and the pupil's own pages: who sees what, and at what cost."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AccessEntry
from rollbook.pupils.models import Enrolment
from rollbook.registers.models import PlannedMark
from rollbook.rules.access import Role
from rollbook.rules.sessions import Half
from rollbook.web.dates import as_posted
from tests.absence.morning import FRIDAY, MONDAY, Morning, Visitor, days_of_term
from tests.builders import a_group, a_pupil, a_role, a_user
from tests.timetable import weekly

pytestmark = pytest.mark.django_db
PUPIL_PAGES = ["home:pupil", "home:attendance", "home:certificate", "home:contacts"]
OFFICE = Role.ATTENDANCE_ADMINISTRATOR


def read(person: Visitor, url: str, status: int = 200) -> str:
    answer = person.get(url)
    assert answer.status_code == status
    return str(answer.content.decode())


@pytest.mark.parametrize("name", PUPIL_PAGES)
def test_a_pupils_page_opens_in_their_school_only(name: str) -> None:
    morning = Morning()
    office = morning.person()
    url = office.url(name, morning.pupils[0].public_id)
    assert Client().get(url).status_code == 302
    assert Morning().person().get(url).status_code == 404
    assert office.get(office.url(name, uuid.uuid4())).status_code == 404
    assert office.get(url).status_code == 200
    auditor = morning.person(Role.AUDITOR)
    assert auditor.get(url).status_code == (200 if name == "home:attendance" else 403)


def test_a_teacher_sees_only_their_own_pupils_without_contacts_or_flags() -> None:
    morning = Morning()
    morning.contact(0)
    morning.flag(0)
    other = a_pupil(morning.school, group=a_group(morning.school, "9B"), surname="Elsewhere")
    teacher = a_user("Mr Iqbal")
    a_role(teacher, morning.school, Role.TEACHER)
    morning.group.staff.create(school=morning.school, user=teacher, part="teacher", first=date(2026, 9, 1))
    person = Visitor(morning.school, teacher, morning.now)
    listed = read(person, person.url("home:pupils"))
    assert "Name00, Pupil00" in listed
    assert "Elsewhere" not in listed
    assert "Characteristic" not in listed
    said = read(person, person.url("home:pupil", morning.pupils[0].public_id))
    assert "07700" not in said
    assert "Social worker" not in said
    assert "UPN" not in said
    assert person.get(person.url("home:contacts", morning.pupils[0].public_id)).status_code == 403
    assert person.get(person.url("home:pupil", other.public_id)).status_code == 404
    assert person.get(f"{person.url('home:pupils')}?characteristic=social-worker").status_code == 200


@pytest.mark.parametrize(("query", "most"), [("", 11), ("?sort=attendance", 12), ("?sort=-form", 11)])
def test_the_list_takes_as_many_statements_for_sixty_as_for_three(query: str, most: int) -> None:
    counts = []
    for size in (3, 60):
        morning = Morning(size)
        morning.marked(dict.fromkeys(range(size), "/"))
        office = morning.person()
        with CaptureQueriesContext(connection) as told:
            read(office, office.url("home:pupils") + query)
        counts.append(len(told))
    assert counts == [most, most]


def test_the_list_pages_by_fifty_and_says_which_part_it_is() -> None:
    morning = Morning(60)
    office = morning.person()
    assert "1 to 50 of 60 pupils" in read(office, office.url("home:pupils"))
    second = read(office, f"{office.url('home:pupils')}?page=2")
    assert "51 to 60 of 60 pupils" in second
    assert "Name55" in second
    assert "Name05" not in second
    assert "51 to 60" in read(office, f"{office.url('home:pupils')}?page=2&sort=form")


def test_the_list_sorts_by_attendance_exactly() -> None:
    morning = Morning(3)
    morning.marked_on({FRIDAY: {0: "/", 1: "I", 2: "/"}, MONDAY: {0: "/", 1: "I", 2: "I"}}, Half.AM)
    office = morning.person()
    said = read(office, f"{office.url('home:pupils')}?sort=attendance")
    assert said.index("Name01") < said.index("Name02") < said.index("Name00")
    assert "50.0 %" in said


def test_filters_stand_in_the_address_and_come_off_one_by_one() -> None:
    morning = Morning(2)
    morning.flag(1, "looked-after")
    office = morning.person()
    said = read(office, f"{office.url('home:pupils')}?characteristic=looked-after&year=9")
    assert "Name01" in said
    assert "Name00" not in said
    assert 'href="?year=9"' in said
    Enrolment.objects.filter(pupil=morning.pupils[0]).update(last_day=FRIDAY)
    leavers = read(office, f"{office.url('home:pupils')}?status=leavers")
    assert "Left Fri 13 Nov" in leavers
    assert "Name01" not in leavers


def test_a_name_is_posted_and_found_by_its_beginning() -> None:
    morning = Morning(12)
    office = morning.person()
    said = office.post(office.url("home:pupils"), {"name": "pupil03"}).content.decode()
    assert "Name03" in said
    assert "Name04" not in said
    assert "Nobody of that name" in office.post(office.url("home:pupils"), {"name": "zzz"}).content.decode()


def test_the_search_finds_pupils_and_screens_and_never_by_address() -> None:
    morning = Morning()
    office = morning.person()
    assert office.get(office.url("home:search")).status_code == 405
    part = office.post(office.url("home:search"), {"q": "name01"}, **{"HX-Request": "true"}).content.decode()
    assert "Name01, Pupil01" in part
    assert "<html" not in part
    whole = office.post(office.url("home:search"), {"q": "ten in"}).content.decode()
    assert "Absence: ten in ten weeks" in whole
    teacher = morning.person(Role.TEACHER)
    hidden = teacher.post(teacher.url("home:search"), {"q": "ab"}, **{"HX-Request": "true"}).content.decode()
    assert "Absence" not in hidden
    assert "Name01" not in teacher.post(teacher.url("home:search"), {"q": "name"}).content.decode()


def test_a_search_that_finds_one_pupil_says_where_they_are_and_whom_to_ring() -> None:
    morning = Morning()
    morning.contact(1, number="07700 900142")
    morning.marked({1: "L"})
    weekly.hours(morning.school)
    weekly.a_lesson(weekly.a_set(morning.school, pupils=(morning.pupils[1],)), room="S4")
    office = morning.person()
    said = office.post(office.url("home:search"), {"q": "name01"}).content.decode()
    assert "AM L · P1 Maths, room S4 · " in said
    assert "07700 900142" in said
    teacher = morning.person(Role.TUTOR)
    assert "AM L" in teacher.post(teacher.url("home:search"), {"q": "name01"}).content.decode()
    auditor = morning.person(Role.AUDITOR)
    assert "AM L" not in auditor.post(auditor.url("home:search"), {"q": "name01"}).content.decode()


def test_the_header_names_the_person_to_ring_and_what_must_be_known() -> None:
    morning = Morning()
    morning.contact(0)
    morning.flag(0, "child-protection")
    office = morning.person()
    said = read(office, office.url("home:pupil", morning.pupils[0].public_id))
    assert "07700 900142, Priya Shah" in said
    assert "Child protection plan" in said
    reception = read(morning.person(Role.RECEPTION), office.url("home:pupil", morning.pupils[0].public_id))
    assert "Child protection plan" not in reception


def test_who_keeps_the_admission_register_moves_a_pupil_between_groups_from_their_page() -> None:
    morning = Morning()
    url = morning.person().url("home:pupil", morning.pupils[0].public_id)
    move = morning.person().url("timetable:move", morning.pupils[0].public_id)
    assert f'href="{move}"' in read(morning.person(Role.ADMISSIONS), url)
    assert "Move group" not in read(morning.person(Role.DSL), url)


def test_who_opened_contacts_is_noted_and_dead_numbers_and_orders_are_plain() -> None:
    morning = Morning()
    contact = morning.contact(0, court_order=True, no_contact=True, may_be_told=False)
    contact.phones.update(dead_since=FRIDAY)
    office = morning.person()
    said = read(office, office.url("home:contacts", morning.pupils[0].public_id))
    assert "must not be told anything about this pupil" in said
    assert "Does not work" in said
    assert "Court order" in said
    assert [entry.what for entry in AccessEntry.objects.all()] == ["contacts"]


@pytest.mark.parametrize("name", ["home:pupil", "home:attendance"])
def test_who_opened_a_pupils_page_with_its_number_to_ring_is_noted_once(name: str) -> None:
    morning = Morning()
    morning.contact(0)
    office, found = morning.person(), morning.pupils[0].public_id
    assert "07700" in read(office, office.url(name, found))
    noted = [(entry.what, entry.subject) for entry in AccessEntry.objects.all()]
    assert noted == [("pupil page", f"pupil:{found}")]


def test_an_absence_is_planned_and_withdrawn() -> None:
    morning = Morning()
    office = morning.person()
    pupil = morning.pupils[0].public_id
    friday = MONDAY + timedelta(days=4)
    sent = {"code": "M", **as_posted("first", friday), "halves": "0", "note": "Dentist 9:15"}
    assert office.post(office.url("home:plan", pupil), sent).status_code == 303
    said = read(office, office.url("home:pupil", pupil))
    assert "Leave: medical or dental appointment, Fri 20 Nov" in said
    assert "Dentist 9:15" in said
    plan = PlannedMark.objects.get()
    assert (plan.first, plan.last, plan.halves) == (friday, friday, "0")
    theirs = Morning()
    other = theirs.person()
    assert other.post(other.url("home:end-plan", theirs.pupils[0].public_id, plan=plan.pk), {}).status_code == 404
    assert office.post(office.url("home:end-plan", pupil, plan=plan.pk), {}).status_code == 303
    assert "No absence is planned" in read(office, office.url("home:pupil", pupil))


def test_a_plan_that_lacks_something_comes_back() -> None:
    morning = Morning()
    office = morning.person()
    url = office.url("home:plan", morning.pupils[0].public_id)
    wrong = {**as_posted("first", MONDAY), **as_posted("last", FRIDAY), "code": "B", "halves": "01", "note": ""}
    answer = office.post(url, wrong)
    assert answer.status_code == 422
    assert "The last day is before the first" in answer.content.decode()
    answer = office.post(url, {**as_posted("first", MONDAY), "code": "B", "halves": "01", "note": ""})
    assert "Code B needs a note" in answer.content.decode()
    assert morning.person(Role.TUTOR).post(url, {}).status_code == 403


def test_the_year_shows_every_session_and_opens_to_what_was_counted() -> None:
    morning = Morning()
    days = days_of_term(MONDAY - timedelta(days=21))
    morning.marked_on({day: {0: "I" if day >= FRIDAY - timedelta(days=1) else "/"} for day in days}, Half.AM)
    office = morning.person()
    url = office.url("home:attendance", morning.pupils[0].public_id)
    said = read(office, url)
    assert "Absent for 2 of 15 possible sessions (13.3 %)" in said
    assert "Reached" in said
    assert "Sessions: 2 counted, 0 left out" in said
    assert f"/registers/pupil/{morning.pupils[0].public_id}/2026-11-13/am/" in said
    assert "too early to say much (PA-4)" in said
    assert "There is no mark in this year" in read(office, f"{url}?year=2024")
    assert office.get(f"{url}?year=9999").status_code == 200


def test_the_certificate_shows_totals_and_what_was_amended() -> None:
    morning = Morning()
    morning.marked({0: "N"})
    office = morning.person()
    sent = {"sessions": [morning.row(0)], "code": "I", "reason": "Mother rang"}
    assert office.post(morning.settle_url(0), sent).status_code == 303
    said = read(office, office.url("home:certificate", morning.pupils[0].public_id))
    assert "Attendance of Pupil00 Name00" in said
    assert "1 mark with a folded corner was amended" in said
    assert "Printed Monday 16 November 2026, 9:20" in said
    overview = read(office, office.url("home:pupil", morning.pupils[0].public_id))
    assert "N became I, Mon 16 Nov am" in overview
    assert "Mother rang" in overview


@pytest.mark.parametrize(
    ("name", "most"), [("home:pupil", 21), ("home:attendance", 16), ("home:certificate", 14), ("home:contacts", 13)]
)
def test_a_pupils_page_takes_so_many_statements_however_long_the_year(name: str, most: int) -> None:
    counts = []
    for days in (days_of_term(FRIDAY), days_of_term()):
        morning = Morning()
        morning.contact(0, 1)
        morning.marked_on({day: {0: "I"} for day in days}, Half.AM)
        office = morning.person()
        with CaptureQueriesContext(connection) as told:
            read(office, office.url(name, morning.pupils[0].public_id))
        counts.append(len(told))
    assert counts[0] == counts[1] <= most


def test_an_auditor_reads_a_pupils_attendance_and_nothing_else_and_that_is_noted() -> None:
    morning = Morning()
    morning.contact(0)
    morning.flag(0)
    auditor = morning.person(Role.AUDITOR)
    pupil = morning.pupils[0].public_id
    found = auditor.post(auditor.url("home:search"), {"q": "Name00"}).content.decode()
    assert auditor.url("home:attendance", pupil) in found
    page = read(auditor, auditor.url("home:attendance", pupil))
    for hidden in ("07700", "Social worker", "Certificate", auditor.url("home:contacts", pupil)):
        assert hidden not in page
    noted = AccessEntry.objects.filter(by_id=auditor.user.pk).values_list("what", "subject")
    assert list(noted) == [("search", "list:1"), ("pupil page", f"pupil:{pupil}")]
    assert auditor.get(auditor.url("home:pupils")).status_code == 403


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("home:pupils", "pupil list"),
        ("home:watch", "watch list"),
        ("absence:ten", "watch list"),
        ("registers:planned", "planned absences"),
    ],
)
def test_an_opened_list_is_noted_once_with_its_count_and_without_names(name: str, what: str) -> None:
    morning = Morning()
    office = morning.person()
    read(office, office.url(name))
    (entry,) = AccessEntry.objects.filter(what=what)
    assert entry.subject == ("list:3" if name == "home:pupils" else "list:0")
