"""Today: which lanes say what at which moment, who sees them, and how many statements they take."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollbook.audit.models import AccessEntry
from rollbook.home.queries import Stage, today_of
from rollbook.pupils.models import Enrolment
from rollbook.registers.actions import plan_absence
from rollbook.rules.access import Role
from rollbook.rules.sessions import Half
from rollbook.schools.models import Closure, Policy, SessionTime
from rollbook.site.actions import sign_pupil
from rollbook.work.actions import make_task
from tests.absence.morning import FRIDAY, MONDAY, THE_MONDAY_BEFORE, Morning, days_of_term

pytestmark = pytest.mark.django_db
STATEMENTS = 47
EVERY_SESSION = (Half.AM, Half.PM)


def page(morning: Morning, role: Role = Role.ATTENDANCE_ADMINISTRATOR) -> str:
    person = morning.person(role)
    answer = person.get(person.url("home:today"))
    assert answer.status_code == 200
    return str(answer.content.decode())


def lane(said: str, key: str) -> str:
    """What one lane of the page holds."""
    return said.split(f'id="lane-{key}"')[1].split("</section>")[0]


def at(hour: int, minute: int, day: int = 16) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def a_full_morning(size: int) -> Morning:
    """Something in every lane: most of it for every third pupil."""
    morning = Morning(size)
    morning.contact(0, 1)
    morning.flag(0)
    morning.flag(size - 1, "looked-after")
    past = {day: dict.fromkeys(range(size), "/") for day in days_of_term(MONDAY - timedelta(days=28))}
    past[THE_MONDAY_BEFORE] = dict.fromkeys(range(size), "N")
    morning.marked_on(past, *EVERY_SESSION)
    kinds = ("N", "L", "/")
    morning.marked({n: kinds[n % 3] for n in range(size - 1)})
    return morning


def test_sixty_pupils_take_as_many_statements_as_three() -> None:
    counts = []
    for size in (4, 60):
        morning = a_full_morning(size)
        person = morning.person()
        person.get(person.url("home:today"))
        with CaptureQueriesContext(connection) as told:
            answer = person.get(person.url("home:today"))
        assert answer.status_code == 200
        counts.append(len(told))
    assert counts == [STATEMENTS, STATEMENTS]


def test_who_signed_in_and_is_still_marked_n_is_looked_for_before_the_family_is_rung() -> None:
    morning = Morning(3)
    morning.contact(0)
    morning.marked({0: "N", 1: "N", 2: "/"})
    desk = morning.actor(Role.RECEPTION)
    for minutes, kind, n in ((9, "arrived", 0), (9, "arrived", 1), (1, "left", 1)):
        pupil = str(morning.pupils[n].public_id)
        when = desk.now - timedelta(minutes=minutes)
        sign_pupil(desk, movement_id=uuid.uuid4(), pupil=pupil, kind=kind, at=when)
    told = lane(page(morning), "no-reason")
    assert told.count("was seen at the front desk") == 1


@pytest.mark.parametrize(
    ("role", "start"),
    [
        (Role.TUTOR, "home:my-form"),
        (Role.TEACHER, "registers:mine"),
        (Role.COVER, "registers:board"),
        (Role.RECEPTION, "registers:board"),
        (Role.AUDITOR, "registers:board"),
        (Role.ADMISSIONS, "home:pupils"),
    ],
)
def test_people_whose_day_starts_elsewhere_are_sent_there(role: Role, start: str) -> None:
    person = Morning().person(role)
    answer = person.get(person.url("home:today"))
    assert (answer.status_code, answer["Location"]) == (302, person.url(start))


def test_strangers_sign_in_and_other_schools_do_not_exist() -> None:
    morning = Morning()
    url = reverse("home:today", kwargs={"school": morning.school.slug})
    assert "/accounts/login/" in Client().get(url)["Location"]
    assert Morning().person().get(url).status_code == 404


def test_the_clock_line_says_what_comes_next() -> None:
    for hour, minute, says in (
        (8, 0, "morning registers open 8:40, in 40 minutes"),
        (8, 50, "morning registers close 9:10, in 20 minutes"),
        (9, 20, "morning registers closed 9:10"),
        (13, 15, "afternoon registers close 13:30, in 15 minutes"),
        (15, 30, "afternoon registers closed 13:30 · afternoon session over, next Tue 17 Nov"),
        (12, 30, "morning registers closed 9:10 · morning session over"),
    ):
        assert says in page(Morning(now=at(hour, minute)))


def test_every_family_is_to_be_reached_by_the_schools_own_time() -> None:
    morning = Morning()
    morning.marked({0: "N", 1: "/", 2: "/"})
    assert "every family reached by 10:00: 40 minutes" in page(morning)
    morning.now = at(10, 5)
    assert "1 family still to reach, due by 10:00" in page(morning)
    morning.marked_on({MONDAY: {0: "I"}}, Half.AM)
    assert "every family reached" in page(morning)


def test_a_register_not_taken_is_late_in_minutes_and_opens() -> None:
    morning = Morning()
    said = lane(page(morning), "registers")
    assert "10 min late" in said
    assert f"/registers/{morning.group.public_id}/2026-11-16/am/" in said
    morning.marked(dict.fromkeys(range(3), "/"))
    said = lane(page(morning), "registers")
    assert "The only register is in" in said
    assert "Show 1 taken" in said


def test_a_vulnerable_pupil_without_a_mark_or_a_reason_is_looked_for_first() -> None:
    morning = Morning()
    morning.contact(0)
    for n in (0, 1):
        morning.flag(n)
    morning.flag(2, "fsm")
    morning.marked({0: "N", 2: "N"})
    said = page(morning)
    first, rest = lane(said, "first"), lane(said, "no-reason")
    assert "07700 900142" in first
    assert "Not here, and no reason is known" in first
    assert "Nobody has marked Pupil01 yet" in first
    assert "Pupil02" in rest
    assert "Pupil00" not in rest


def test_who_has_left_is_not_looked_for_though_the_flag_still_stands() -> None:
    morning = Morning()
    for n in (0, 1):
        morning.flag(n)
    Enrolment.objects.filter(pupil=morning.pupils[0]).update(last_day=FRIDAY)
    first = lane(page(morning), "first")
    assert "Pupil00" not in first
    assert "Nobody has marked Pupil01 yet" in first


def test_nobody_is_looked_for_while_registers_are_open() -> None:
    morning = Morning(now=at(8, 50))
    morning.flag(0)
    assert "accounted for" in lane(page(morning), "first")


def test_a_brother_of_a_looked_after_pupil_stands_with_them() -> None:
    morning = Morning()
    morning.contact(0, 1)
    morning.flag(0, "looked-after")
    morning.marked({0: "N", 1: "N", 2: "/"})
    said = page(morning)
    assert "Pupil01" in lane(said, "first")
    assert "Nobody besides those above" in lane(said, "no-reason")


def test_brother_and_sister_are_one_call() -> None:
    morning = Morning()
    morning.contact(0, 1)
    morning.marked({0: "N", 1: "N", 2: "N"})
    said = lane(page(morning), "no-reason")
    assert said.count("07700 900142") == 1
    assert "Siblings" in said
    assert "2 families" in said


def test_in_the_afternoon_those_who_were_in_are_missing_and_stand_first() -> None:
    morning = Morning(now=at(13, 40))
    morning.marked({0: "N", 1: "N", 2: "/"})
    morning.marked({0: "N", 1: "N", 2: "N"}, half=Half.PM)
    said = lane(page(morning), "no-reason")
    assert said.index("Pupil02") < said.index("Pupil00")
    assert "Pupil02 in this morning, not here now" in said
    assert "1 missing since this morning" in said


def test_in_the_afternoon_this_morning_is_not_forgotten() -> None:
    morning = Morning(now=at(13, 0))
    morning.contact(0)
    morning.marked({0: "N", 1: "/", 2: "N"})
    said = lane(page(morning), "morning")
    assert "Pupil00" in said
    assert "07700 900142" in said
    assert "/2026-11-16/am/settle" in said
    morning.marked({0: "\\", 1: "\\", 2: "N"}, half=Half.PM)
    morning.now = at(13, 40)
    whole = page(morning)
    assert "Pupil00" in lane(whole, "morning")
    assert "Pupil02" not in lane(whole, "morning")
    assert "Pupil02" in lane(whole, "no-reason")
    form = morning.person().get(morning.settle_url(2, half="pm")).content.decode()
    assert "Mon 16 Nov am" in form
    assert "Mon 16 Nov pm" in form


def test_a_person_to_be_kept_away_is_never_offered_to_ring() -> None:
    morning = Morning()
    morning.contact(0, no_contact=True)
    morning.marked({0: "N"})
    said = lane(page(morning), "no-reason")
    assert "07700" not in said
    assert "No number that works" in said


def test_who_came_by_the_desk_is_told_and_the_mark_confirmed_from_here() -> None:
    morning = Morning()
    morning.marked({0: "N", 1: "L", 2: "/"})
    desk = morning.actor(Role.RECEPTION)
    pupil = str(morning.pupils[0].public_id)
    movement = uuid.uuid4()
    sign_pupil(desk, movement_id=movement, pupil=pupil, kind="arrived", at=desk.now - timedelta(minutes=5))
    said = lane(page(morning), "desk")
    assert "Pupil00" in said
    assert "1 mark to confirm" in said
    assert "1 marked late this morning" in said
    office = morning.person()
    url = office.url("site:settle", movement=movement)
    assert f'action="{url}"' in said
    answer = office.post(url, {"act": "confirm", "to": "today"})
    assert answer["Location"] == office.url("home:today")
    said = lane(page(morning), "desk")
    assert "Every movement is settled, the last at 9:15." in said
    assert morning.code(0) == "U"


def test_the_clock_of_an_unexplained_absence_ends_on_the_fifth_school_day() -> None:
    morning = Morning()
    morning.marked_on({THE_MONDAY_BEFORE: {0: "N"}}, *EVERY_SESSION)
    morning.marked_on({FRIDAY: {1: "N"}}, Half.AM)
    said = lane(page(morning), "clocks")
    assert "Last day" in said
    assert "2 sessions must become O" in said
    assert "COD-4, regulation 10(7)" in said
    assert "Pupil01" not in said
    assert "1 pupil with days left" in said


def test_who_crossed_ten_per_cent_since_friday_is_told_once() -> None:
    morning = Morning()
    days = days_of_term(MONDAY - timedelta(days=17))
    morning.marked_on({day: dict.fromkeys(range(3), "/") for day in days}, *EVERY_SESSION)
    morning.marked_on({FRIDAY: {0: "I"}}, Half.PM)
    morning.marked_on({days[0]: {0: "I"}}, Half.AM)
    morning.marked({0: "I", 1: "I", 2: "/"})
    said = lane(page(morning), "crossed")
    assert "Absent for 3 of 23 possible sessions (13.0%)" in said
    assert "PA-3" in said
    assert "Pupil01" not in said
    assert "?open=persistent#persistent" in said


def test_starters_and_leavers_of_the_week_are_told() -> None:
    morning = Morning()
    Enrolment.objects.filter(pupil=morning.pupils[0]).update(first_day=MONDAY)
    Enrolment.objects.filter(pupil=morning.pupils[1]).update(last_day=FRIDAY)
    said = lane(page(morning), "overnight")
    assert "Starts today" in said
    assert "Left Fri 13 Nov" in said


def test_at_the_weekend_it_says_so_and_the_clocks_go_on() -> None:
    morning = Morning(now=at(11, 0, day=15))
    morning.marked_on({THE_MONDAY_BEFORE: {0: "N"}}, Half.AM)
    said = page(morning)
    assert "No school: the weekend · next school day Mon 16 Nov" in said
    assert "There is no register to take today" in said
    assert "lane-no-reason" not in said
    assert "No clock ends today" in said


def test_on_a_planned_closure_it_names_it() -> None:
    morning = Morning()
    Closure.objects.create(school=morning.school, kind="inset", name="INSET day", first=MONDAY, last=MONDAY)
    assert "No school: INSET day · next school day Tue 17 Nov" in page(morning)
    assert today_of(morning.actor()).moment.stage is Stage.NO_SCHOOL


def test_a_school_without_times_or_policy_still_has_its_page() -> None:
    morning = Morning()
    SessionTime.objects.filter(school=morning.school).delete()
    Policy.objects.filter(school=morning.school).delete()
    assert "no session times are set for today" in page(morning)


def test_leaders_see_the_day_but_have_no_form_to_change_it() -> None:
    morning = Morning()
    morning.marked({0: "N"})
    assert "Set code" in page(morning)
    assert "Set code" not in page(morning, Role.SENIOR_LEADER)


def test_a_part_is_only_the_lanes() -> None:
    person = Morning().person()
    said = person.get(person.url("home:today"), **{"HX-Request": "true"}).content.decode()
    assert said.startswith("<div")
    assert "<html" not in said


def test_who_opened_today_is_noted_once_and_not_at_every_renewal() -> None:
    morning = a_full_morning(4)
    person = morning.person()
    person.get(person.url("home:today"))
    person.get(person.url("home:today"), **{"HX-Request": "true"})
    noted = [(entry.what, entry.subject) for entry in AccessEntry.objects.all()]
    assert noted == [("families to ring", f"school:{morning.school.pk}")]


def test_lanes_stand_in_the_order_of_the_day() -> None:
    morning = Morning()
    morning.marked({0: "N", 1: "/", 2: "/"})
    said = page(morning)
    keys = ("overnight", "registers", "first", "no-reason", "desk", "clocks", "mine", "crossed", "pm", "end")
    places = [said.index(f'id="lane-{key}"') for key in keys]
    assert places == sorted(places)


def test_what_is_planned_is_told_ahead() -> None:
    morning = Morning()
    office = morning.actor()
    away = {"code": "C", "note": "", "halves": "01"}
    tuesday = MONDAY + timedelta(days=1)
    for n, first, last in ((0, MONDAY, MONDAY), (1, FRIDAY, FRIDAY), (2, tuesday, tuesday)):
        early = replace(office, now=at(9, 0, day=first.day if first < MONDAY else 16))
        plan_absence(early, pupil=str(morning.pupils[n].public_id), first=first, last=last, **away)
    said = page(morning)
    assert "1 pupil planned away from today" in lane(said, "overnight")
    assert "Pupil00 Name00 9A (C)" in lane(said, "overnight")
    assert "1 pupil due back today" in lane(said, "overnight")
    assert "1 pupil planned away on Tue 17 Nov" in lane(said, "end")


def test_the_day_can_be_closed_when_the_afternoons_registers_have() -> None:
    morning = Morning(now=at(12, 0))
    assert "The check list opens when afternoon registers close, 13:30" in lane(page(morning), "end")
    assert "1 register, open 13:10." in lane(page(morning), "pm")
    morning.now = at(14, 0)
    morning.marked({0: "/", 1: "/", 2: "/"})
    morning.marked({0: "\\", 1: "N"}, half=Half.PM)
    said = page(morning)
    assert "1 mark still missing" in lane(said, "end")
    assert "1 pupil left as no reason" in lane(said, "end")
    assert "Afternoon registers not yet taken" in lane(said, "pm")
    assert "All done" not in lane(said, "end")


def test_a_task_and_a_failed_message_wait_for_whoever_they_are_for() -> None:
    morning = Morning()
    assert "Nothing waits for you." in lane(page(morning), "mine")
    office = morning.actor()
    person = morning.person()
    make_task(replace(office, user_id=person.user.pk), says="Ring the school nurse", due=FRIDAY, owner=person.user.pk)
    said = lane(person.get(person.url("home:today")).content.decode(), "mine")
    assert "Ring the school nurse" in said
    assert "Overdue since Fri 13 Nov" in said
    assert "1 task overdue" in said


def test_the_day_sheet_holds_the_whole_day_on_paper_and_its_opening_is_noted() -> None:
    morning = Morning(20)
    morning.contact(0)
    morning.marked(dict.fromkeys(range(20), "N"))
    person = morning.person()
    said = person.get(person.url("home:day-sheet")).content.decode()
    assert said.count("No number that works") == 19
    assert "07700 900142" in said
    assert AccessEntry.objects.filter(what="families to ring").count() == 1
    assert morning.person(Role.TEACHER).get(person.url("home:day-sheet")).status_code == 403
