"""Every address of the product, and a school in which each object that an address can name exists once."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from rollbook.absence.actions import Reported, request_visit, take_report
from rollbook.absence.models import Detention, VisitsOut
from rollbook.audit.keys import encrypt
from rollbook.cases.actions import open_case
from rollbook.comms.actions import Draft, put_in_outbox
from rollbook.comms.models import Letter, Reply
from rollbook.files.actions import keep_file
from rollbook.meetings.actions import call_meeting
from rollbook.pupils.models import Enrolment, Group, GroupMembership, GroupStaff, ImportRun, Need, OwnField, Pupil
from rollbook.registers.actions import plan_absence
from rollbook.registers.models import ContactStop, Outing, OutingLink, Route
from rollbook.reports.actions import Sending, save_report, schedule_report
from rollbook.reports.actions.lists import save_list
from rollbook.rules.access import Role
from rollbook.rules.lists import ListShape
from rollbook.schools.models import Closure, LessonTime, School, SessionTime, Site, Term
from rollbook.site.actions import give_lunch_pass, pass_on_police_message
from rollbook.site.models import BoardingLeave, Club, DeskEntry, Kiosk, Movement, Roll, RollCall, Room, Search, Visit
from rollbook.site.queries.boarding import place_of
from rollbook.staff.actions.supply import make_supply_account
from rollbook.staff.models import User
from rollbook.timetable.actions import import_timetable
from rollbook.timetable.models import Lesson
from tests.builders import A_MORNING, TERM_STARTS, a_group, a_pupil, a_role, a_school, a_user, an_actor
from tests.cases.plans import a_case
from tests.comms.families import a_contact
from tests.comms.letter_room import a_home, printed, write
from tests.evidence.court import a_bundle
from tests.leave.leave_room import a_licence_and_a_check
from tests.rewards.hall import an_award
from tests.work.staffroom import some_work

A_PLANNED_DAY = date(2027, 1, 12)
OFFICE = "s/<slug:school>/"

# What an address may hold that names no object of a school, with a value that opens the page.
PLAIN: dict[str, Any] = {
    "year": 2026,
    "on": "2026-09-07",
    "called_on": timezone.localdate().isoformat(),  # a roll-call is open on its own day
    "half": "AM",
    "kind": "registration",
    "line": "persistent",  # one of the lines of a pupil's own story
    "key": "leaders",  # a daily list that every school has
    "situation": "hostile",  # a call for which there is guidance
    "provider": "smtp",  # one that this Rollbook knows
    "template": "general",  # a letter that every school has
    "language": "pl",  # one in which letters are printed
    "process": "test_plan",  # one that cases can be opened of
    "file_kind": "csv",
    "staged_process": "attendance_concern",
    "report_kind": "attendance-by",
    "step": "meet",
    "ready": "birthdays",  # a list that every school has
    "number": 1,
    "token": uuid.UUID(int=7),  # an undo, kept in the person's own sign-in
}


@dataclass(frozen=True, slots=True)
class Address:
    """One line of a `urls.py`: its whole route, its name with namespaces, what it runs."""

    route: str
    name: str
    view: Any
    takes: tuple[str, ...]

    @property
    def objects(self) -> tuple[str, ...]:
        """The objects of a school that it names."""
        return tuple(name for name in self.takes if name != "school" and name not in PLAIN)

    def url(self, school: School, values: dict[str, Any]) -> str:
        return reverse(self.name, kwargs={n: school.slug if n == "school" else values[n] for n in self.takes})


@dataclass(frozen=True, slots=True)
class House:
    """A school with one of everything, and somebody there who may do all there is to do."""

    school: School
    everybody: User
    values: dict[str, Any]

    def signed_in(self) -> Client:
        client = Client(raise_request_exception=True)
        client.force_login(self.everybody, backend="django.contrib.auth.backends.ModelBackend")
        return client


def addresses() -> tuple[Address, ...]:
    return tuple(_walk(get_resolver().url_patterns, "", (), ()))


def office_addresses() -> tuple[Address, ...]:
    return tuple(a for a in addresses() if a.route.startswith(OFFICE))


def a_house() -> House:
    school = a_school()
    everybody = a_user()
    for role in set(Role) - {Role.TRUST}:
        a_role(everybody, school, role)
    colleague = a_user("B. Lindqvist")
    post = a_role(colleague, school, Role.TUTOR)
    group = a_group(school, tutor=colleague)
    pupil = a_pupil(school, group=group)
    closure = Closure.objects.create(school=school, first=TERM_STARTS, last=TERM_STARTS, kind=Closure.Kind.INSET)
    values = {
        **PLAIN,
        "group": group.public_id,
        "group_id": group.public_id,
        "pupil": pupil.public_id,
        **_an_outing(school),
        "plan": _a_plan(school, str(pupil.public_id)),
        "need": Need.objects.create(
            school=school, pupil=pupil, kind="dinner", first=TERM_STARTS, made_at=A_MORNING
        ).public_id,
        "run": _an_import(school).public_id,
        "saved_list": save_list(an_actor(school, user=everybody), name="By form", shape=ListShape(("name", "form"))),
        "own_field": OwnField.objects.create(
            school=school, name="Locker", kind="words", audience="everybody", made_at=A_MORNING
        ).public_id,
        "lesson": _a_lesson(school, group),
        "timetable_file": _a_timetable(school),
        "staff_id": GroupStaff.objects.get(school=school).pk,
        "user_id": colleague.pk,
        "role_id": post.pk,
        "term_id": Term.objects.filter(school=school).order_by("pk")[0].pk,
        "closure_id": closure.pk,
        "row_id": SessionTime.objects.filter(school=school).order_by("pk")[0].pk,
        "movement": _a_movement(school, pupil).public_id,
        "kiosk": Kiosk.objects.create(school=school, name="Main entrance", made_at=A_MORNING).public_id,
        "visit": Visit.objects.create(school=school, on=TERM_STARTS, name="P. Plumber", kind="visitor").public_id,
        "entry": _an_entry(school).public_id,
        "roll": Roll.objects.create(school=school, kind="fire", is_drill=True, started_at=A_MORNING).public_id,
        "room": Room.objects.create(school=school, name="Hub", kind="hub", first=TERM_STARTS).public_id,
        "lunch_pass": _a_pass(school, pupil),
        "account": _a_supply(school),
        "call": _a_police_message(school, pupil),
        "club": _a_club(school).public_id,
        **_a_boarder(school),
        "search": Search.objects.create(school=school, pupil=pupil, on=TERM_STARTS, reported_at=A_MORNING).public_id,
        "stop": ContactStop.objects.create(
            school=school, save_id=uuid.uuid4(), on=timezone.localdate(), halves="1", reason="Snow", made_at=A_MORNING
        ).public_id,
        "route_id": Route.objects.create(
            school=school, name="Bus 7", provider="authority", first=TERM_STARTS
        ).public_id,
        "message": _a_message(school, pupil),
        "contact": a_contact(school, pupil).public_id,
        "detention": _a_detention(school, pupil),
        **some_work(school, everybody, str(pupil.public_id)),
        "reply": _a_reply(school),
        **_a_letter(school, pupil),
        "file": keep_file(an_actor(school), name="note.txt", data=b"Dentist", kind="evidence", pupils=(pupil.pk,)),
        **_a_home_visit(school, pupil),
        "meeting": _a_meeting(school, pupil),
        **a_case(school, pupil),
        **a_licence_and_a_check(school, pupil),
        **a_bundle(school, pupil),
        **an_award(school, pupil),
        "sending": open_case(an_actor(school), process="ten_day_return", pupil=pupil.pk, why="Ten days"),
        "report": take_report(an_actor(school), reported=Reported("phone", "Ill today", pupils=(pupil.pk,))),
        **_a_sent_report(school, everybody),
        "site_id": Site.objects.create(school=school, name="Annexe").pk,
    }
    return House(school, everybody, values)


def _a_sent_report(school: School, reader: User) -> dict[str, uuid.UUID]:
    """A report that the reader saved, and has sent to themselves every week."""
    actor = an_actor(school, user=reader)
    saved = save_report(actor, kind="attendance-by", name="Forms", asked={"period": "term"}, shared="school")
    sending = Sending("week", 15 * 60, (reader.pk,), weekday=5)
    return {"saved": saved, "schedule": schedule_report(actor, saved=saved, sending=sending)}


def _a_home_visit(school: School, pupil: Pupil) -> dict[str, uuid.UUID]:
    """A home that is to be visited, and two people who go there in the morning of which `on` speaks."""
    visit = request_visit(an_actor(school), pupils=[pupil.pk], reason="Nobody reached", urgency="now")
    times = {"on": TERM_STARTS, "leaves_at": A_MORNING, "due_back_at": A_MORNING + timedelta(hours=1)}
    people = {"first_id": 1, "second_id": 2, "duty_id": 3}
    out = VisitsOut.objects.create(school=school, made_at=A_MORNING, **times, **people)
    return {"home_visit": visit, "visits_out": out.public_id}


def _a_meeting(school: School, pupil: Pupil) -> uuid.UUID:
    """A meeting about the pupil that is called for the Monday of which `on` speaks."""
    return call_meeting(
        an_actor(school), kind="attendance", pupils=[pupil.pk], at=A_MORNING, minutes=30, place="Room 4"
    )


def _an_outing(school: School) -> dict[str, uuid.UUID]:
    """A trip on the day of which `on` speaks, with a link."""
    row = Outing.objects.create(
        school=school, name="Museum", code="V", first=TERM_STARTS, last=A_PLANNED_DAY, leader_id=1, made_at=A_MORNING
    )
    link = OutingLink.objects.create(school=school, outing=row, on=TERM_STARTS, made_at=A_MORNING)
    return {"outing": row.public_id, "outing_link": link.public_id}


def _a_plan(school: School, pupil: str) -> int:
    return plan_absence(an_actor(school), pupil=pupil, first=A_PLANNED_DAY, last=A_PLANNED_DAY, code="M")


def _a_lesson(school: School, group: Group) -> uuid.UUID:
    """A lesson on the Monday of which `on` speaks."""
    lesson = Lesson.objects.create(school=school, group=group, weekday=0, period="P1", first=TERM_STARTS)
    LessonTime.objects.create(school=school, name="P1", starts=550, ends=610, valid_from=TERM_STARTS)
    return lesson.public_id


def _a_timetable(school: School) -> uuid.UUID:
    return import_timetable(an_actor(school), name="GPU001.TXT", data=b'1;"9A";"OSE";"Ma";"S4";1;1\r\n')


def _a_movement(school: School, pupil: Pupil) -> Movement:
    now = timezone.now()
    return Movement.objects.create(
        school=school, pupil=pupil, on=timezone.localdate(now), at=now, kind=Movement.Kind.ARRIVED, made_at=now
    )


def _a_pass(school: School, pupil: Pupil) -> uuid.UUID:
    made, who = uuid.uuid4(), str(pupil.public_id)
    desk = an_actor(school, Role.RECEPTION)
    give_lunch_pass(desk, pass_id=made, pupil=who, weekdays=(0,), first=TERM_STARTS, agreed_by="Mrs Abiodun")
    return made


def _a_supply(school: School) -> uuid.UUID:
    made, cover = uuid.uuid4(), an_actor(school, Role.COVER)
    make_supply_account(cover, account_id=made, name="P. Agency", agency="Teach", checked=True)
    return made


def _a_police_message(school: School, pupil: Pupil) -> uuid.UUID:
    made, who = uuid.uuid4(), str(pupil.public_id)
    pass_on_police_message(an_actor(school), message_id=made, pupil=who, said="Incident 212")
    return made


def _a_club(school: School) -> Club:
    hours = {"starts": time(15), "ends": time(16), "first": TERM_STARTS}
    return Club.objects.create(school=school, kind="after", name="Chess", weekdays="0", **hours)


def _a_boarder(school: School) -> dict[str, Any]:
    """A boarder of Curie House, who has a leave and stands on its roll-call of today."""
    pupil = a_pupil(school)
    Enrolment.objects.filter(pupil=pupil).update(boarder=True)
    curie = Group.objects.create(school=school, kind=Group.Kind.HOUSE, year=2026, name="Curie")
    GroupMembership.objects.create(school=school, group=curie, pupil=pupil, first=TERM_STARTS)
    call = RollCall.objects.create(
        school=school, house="Curie", name="Bedtime", at=time(21), weekdays="0123456", first=TERM_STARTS
    )
    agreed = {"kind": "exeat", "starts_at": A_MORNING, "due_at": A_MORNING + timedelta(days=2), "noted_at": A_MORNING}
    leave = uuid.uuid4()
    words = {w: encrypt("Mrs Abiodun", place=place_of(leave, w)) for w in ("with", "agreed")}
    BoardingLeave.objects.create(
        school=school, public_id=leave, pupil=pupil, with_whom=words["with"], agreed_by=words["agreed"], **agreed
    )
    return {"boarder": pupil.public_id, "roll_call": call.public_id, "leave": leave}


def _a_letter(school: School, pupil: Pupil) -> dict[str, uuid.UUID]:
    """A letter and its run, printed."""
    a_home(school, pupil)
    written = write(an_actor(school), pupil)
    printed(an_actor(school), written)
    one = Letter.objects.select_related("run").get(school=school)
    return {"letter": one.public_id, "letter_run": one.run.public_id}


def _a_reply(school: School) -> uuid.UUID:
    come = {"came_at": A_MORNING, "address": b"", "words": b"", "dealt_at": A_MORNING}
    return Reply.objects.create(school=school, provider="text-gateway", provider_ref="1", **come).public_id


def _a_detention(school: School, pupil: Pupil) -> uuid.UUID:
    today = timezone.localdate()
    row = Detention.objects.create(school=school, pupil=pupil, on=today, room="S4", made_at=A_MORNING)
    return row.public_id


def _a_message(school: School, pupil: Pupil) -> uuid.UUID | None:
    contact = a_contact(school, pupil)
    draft = Draft(pupils=(pupil.pk,), contact=contact.pk, channel="text", slot="one", words="Please ring us.")
    return put_in_outbox(an_actor(school), drafts=[draft], purpose="to-families")[0].message


def _an_entry(school: School) -> DeskEntry:
    return DeskEntry.objects.create(
        school=school, on=TERM_STARTS, at=A_MORNING, kind="query", said=b"", done_at=A_MORNING
    )


def _an_import(school: School) -> ImportRun:
    return ImportRun.objects.create(
        school=school,
        public_id=uuid.uuid4(),
        kind=ImportRun.Kind.PUPILS,
        file_name="pupils.csv",
        sha256="0" * 64,
        uploaded_at=timezone.now(),
        uploaded_by="A. Osei",
        state=ImportRun.State.COMMITTED,
        committed_at=timezone.now(),
        committed_by="A. Osei",
    )


def _walk(patterns: Any, route: str, space: tuple[str, ...], takes: tuple[str, ...]) -> Iterator[Address]:
    for found in patterns:
        here, names = f"{route}{found.pattern}", (*takes, *found.pattern.converters)
        if isinstance(found, URLPattern):
            yield Address(here, ":".join((*space, found.name or "")), found.callback, names)
        else:
            inner = (*space, found.namespace) if found.namespace else space
            yield from _walk(found.url_patterns, here, inner, names)
