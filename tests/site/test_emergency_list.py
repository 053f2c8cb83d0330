"""The emergency list as a file: fresh, for those who may, also without the database, and gone after the day (REG-K)."""

from __future__ import annotations

import stat
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AccessEntry
from rollbook.pupils.actions import set_need
from rollbook.pupils.models import GroupMembership
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor, system_actor
from rollbook.rules.refused import NotAllowed
from rollbook.schools.models import LessonTime
from rollbook.site import keeping
from rollbook.site.actions import confirm_mark, sign_visitor_in
from rollbook.site.jobs import forget_emergency_list, keep_emergency_list
from rollbook.site.models.rolls import AssemblyPoint
from rollbook.site.queries.sheet import emergency_sheet, sheet_version
from rollbook.site.queries.sources import told_by_others
from rollbook.timetable.models import Lesson
from tests.builders import TERM_STARTS
from tests.registers.classroom import MONDAY, Classroom
from tests.site.desk import Screen, acting, clock, mark, moved

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_home_of_its_own(settings: LazySettings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def present(size: int) -> Classroom:
    room = Classroom(size)
    for n in range(size):
        mark(room, n, "/")
    return room


def a_need(room: Classroom, n: int, kind: str, says: str) -> None:
    senco, pupil = acting(room, Role.SENCO), room.pupils[n].public_id
    set_need(senco, need=uuid.uuid4(), pupil=pupil, kind=kind, says=says, first=MONDAY)


def a_lesson(room: Classroom, where: str = "S4") -> None:
    LessonTime.objects.create(school=room.school, name="P1", starts=550, ends=610, valid_from=TERM_STARTS)
    Lesson.objects.create(
        school=room.school, group=room.group, weekday=0, period="P1", room=where, subject="Maths", first=TERM_STARTS
    )


def rollbook_at(room: Classroom, now: str) -> Actor:
    return system_actor(room.school.pk, clock(now))


def folder(room: Classroom) -> Path:
    return Path(settings.HOME) / "emergency" / room.school.slug


def test_in_a_fire_by_assembly_point_and_form_with_what_each_needs() -> None:
    room = present(3)
    AssemblyPoint.objects.create(school=room.school, nc_year="9", name="Tennis court")
    AssemblyPoint.objects.create(school=room.school, nc_year="", name="Car park")
    a_need(room, 1, "evacuation", "Chair at stair B, with Mr Dhillon")
    a_need(room, 2, "medication", "Inhaler in first aid")
    a_need(room, 0, "dinner", "Library with Ms Novak")
    for kind, name in (("contractor", "P. Plumber"), ("supply", "S. Supply"), ("parent", "A. Parent")):
        sign_visitor_in(acting(room, now="9:00"), visit_id=uuid.uuid4(), name=name, kind=kind)
    sheet = emergency_sheet(acting(room), "fire")
    assert [(p.name, p.size, [g.name for g in p.groups]) for p in sheet.parts] == [("Tennis court", 3, ["9A"])]
    assert [one.needs for one in sheet.parts[0].groups[0].people] == [
        (),
        ("PEEP: Chair at stair B, with Mr Dhillon",),
        ("Medication: Inhaler in first aid",),
    ]
    assert [(one.name, one.says) for one in sheet.with_needs] == [("Ahmed, Yusuf", "9A"), ("Barker, Alfie", "9A")]
    assert [(g.name, [p.name for p in g.people]) for g in sheet.others] == [
        ("Visitors", ["A. Parent"]),
        ("Staff", ["S. Supply"]),
        ("Contractors", ["P. Plumber"]),
    ]


def test_in_a_lockdown_room_by_room_and_nobody_is_told_to_leave_the_building() -> None:
    room = present(2)
    a_lesson(room)
    a_need(room, 1, "evacuation", "Chair at stair B")
    GroupMembership.objects.filter(pupil=room.pupils[0]).delete()
    (first, last) = emergency_sheet(acting(room), "lockdown").parts
    assert (first.name, [p.name for p in first.groups[0].people]) == ("S4, Maths", ["Ahmed, Yusuf"])
    assert (last.name, [p.name for p in last.groups[0].people]) == ("In no lesson now", ["Abiodun, Tolu"])
    assert first.groups[0].people[0].needs == ()
    (after,) = emergency_sheet(acting(room, now="10:30"), "lockdown").parts
    assert after.name == "In no lesson now"


def test_at_dinner_time_it_says_which_years_eat_and_who_is_elsewhere() -> None:
    room = present(1)
    a_need(room, 0, "dinner", "Library with Ms Novak")
    sheet = emergency_sheet(acting(room, now="12:45"), "fire")
    assert [(d.years, d.ends) for d in sheet.dinners] == [(("9",), clock("13:10"))]
    assert sheet.with_needs[0].needs == ("Dinner: Library with Ms Novak",)
    assert emergency_sheet(acting(room, now="11:00"), "fire").dinners == ()


@pytest.mark.parametrize(("kind", "most"), [("fire", 13), ("lockdown", 15)])
def test_as_many_statements_for_thirty_as_for_three(kind: str, most: int) -> None:
    counts = []
    for size in (3, 30):
        room = present(size)
        a_lesson(room)
        a_need(room, 0, "medication", "Inhaler in first aid")
        desk = acting(room)
        with CaptureQueriesContext(connection) as seen:
            emergency_sheet(desk, kind)
        counts.append(len(seen))
    assert counts == [most, most]


def test_whether_it_is_still_true_costs_seven_statements_and_what_other_lists_cost() -> None:
    room = present(3)
    desk = acting(room)
    with CaptureQueriesContext(connection) as others:
        told_by_others(desk)
    with CaptureQueriesContext(connection) as seen:
        sheet_version(desk)
    assert len(seen) == 7 + len(others)


def settled(room: Classroom, n: int) -> None:
    """A late arrival whose mark the desk confirms: a save in the register's chain."""
    confirm_mark(acting(room, now="9:31"), movement_id=moved(room, n, "arrived", "9:30"))


CHANGES: dict[str, Callable[[Classroom], object]] = {
    "a pupil left": lambda room: moved(room, 0, "left", "9:30"),
    "a mark was amended": lambda room: settled(room, 3),
    "a need was set": lambda room: a_need(room, 0, "medication", "Inhaler"),
    "somebody came": lambda room: sign_visitor_in(
        acting(room), visit_id=uuid.uuid4(), name="P. Plumber", kind="contractor"
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_it_is_made_again_only_when_something_changed(what: str) -> None:
    room = Classroom(4)
    for n in range(3):
        mark(room, n, "/")
    assert keeping.keep_fresh(rollbook_at(room, "9:40"))
    assert not keeping.keep_fresh(rollbook_at(room, "9:42"))
    CHANGES[what](room)
    assert not keeping.keep_fresh(rollbook_at(room, "9:40")), "not sixty times a minute"
    assert keeping.keep_fresh(rollbook_at(room, "9:42"))
    assert not keeping.keep_fresh(rollbook_at(room, "9:44"))


def test_nobody_but_the_system_itself_can_read_the_file() -> None:
    room = present(3)
    keep_emergency_list(rollbook_at(room, "9:40"))
    files = sorted(folder(room).iterdir())
    assert [f.name for f in files] == ["about.json", "fire.pdf", "lockdown.pdf"]
    assert {stat.S_IMODE(f.stat().st_mode) for f in files} == {0o600}
    assert {stat.S_IMODE(f.stat().st_mode) for f in (folder(room), folder(room).parent)} == {0o700}
    assert files[1].read_bytes().startswith(b"%PDF-")


def test_it_is_gone_after_the_day_and_a_day_without_anybody_leaves_none() -> None:
    room = present(3)
    keep_emergency_list(rollbook_at(room, "9:40"))
    midnight = system_actor(room.school.pk, clock("9:40") + timedelta(hours=15))
    forget_emergency_list(midnight)
    assert list(folder(room).iterdir()) == []
    empty = Classroom(0)
    assert not keeping.keep_fresh(rollbook_at(empty, "9:40"))
    assert not folder(empty).exists()


def test_one_click_from_any_page_for_who_may_and_noted_that_they_looked() -> None:
    room = present(3)
    desk = Screen(room)
    assert 'on-site/fire.pdf"' in desk.see("visits")
    for name in ("fire-pdf", "lockdown-pdf"):
        answer = desk.at.get(desk.url(name))
        assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
            200,
            "application/pdf",
            "no-store",
        )
    assert AccessEntry.objects.filter(what="emergency list").count() == 2
    teacher = Screen(room, Role.TEACHER)
    assert 'on-site/fire.pdf"' not in teacher.see("on-site")
    assert teacher.at.get(teacher.url("fire-pdf")).status_code == 403
    with pytest.raises(NotAllowed):
        emergency_sheet(acting(room, Role.TEACHER), "fire")
    assert Screen(Classroom(0)).at.get(Screen(Classroom(0)).url("fire-pdf")).status_code == 404


def away(*_: Any) -> Any:
    raise OperationalError("the database is away")


def test_while_the_database_is_away_who_looked_in_before_still_gets_the_list() -> None:
    room = present(3)
    keep_emergency_list(rollbook_at(room, "9:40"))
    desk, teacher = Screen(room), Screen(room, Role.TEACHER)
    desk.see("visits")
    teacher.see("on-site")
    for screen in (desk, teacher):
        screen.at.client.raise_request_exception = False
    with connection.execute_wrapper(away):
        answer = desk.at.get(desk.url("fire-pdf"))
        refused = teacher.at.get(teacher.url("fire-pdf"))
        page = desk.at.get(desk.url("visits"))
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "application/pdf", "no-store")
    assert answer.content == (folder(room) / "fire.pdf").read_bytes()
    assert (refused.status_code, page.status_code) == (500, 500)
    keep_emergency_list(rollbook_at(room, "9:50"))
    (noted,) = AccessEntry.objects.filter(by_role="database away")
    assert (noted.by_id, noted.by_name, noted.what) == (desk.user.pk, desk.user.name, "emergency list")
    keep_emergency_list(rollbook_at(room, "9:52"))
    assert AccessEntry.objects.filter(by_role="database away").count() == 1


def test_the_pass_opens_no_other_school_and_goes_with_the_sign_out() -> None:
    room, other = present(2), present(2)
    for one in (room, other):
        keep_emergency_list(rollbook_at(one, "9:40"))
    desk = Screen(room)
    desk.see("visits")
    client = desk.at.client
    ours = f"rollbook-emergency-{room.school.slug}"
    client.raise_request_exception = False
    client.cookies[f"rollbook-emergency-{other.school.slug}"] = client.cookies[ours].value
    with connection.execute_wrapper(away):
        assert desk.at.get(f"/s/{other.school.slug}/site/on-site/fire.pdf").status_code == 500
        assert desk.at.get(f"/s/{room.school.slug}/site/on-site/fire.pdf").status_code == 200
        forged = client.cookies[ours].value
        client.cookies[ours] = forged[:-2] + "xx"
        assert desk.at.get(f"/s/{room.school.slug}/site/on-site/fire.pdf").status_code == 500
        client.cookies[ours] = forged
    assert desk.at.post("/accounts/logout/", {}).status_code == 302
    assert client.cookies[ours].value == ""
