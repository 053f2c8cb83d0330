"""Who is on site now, by marks and movements, in as many statements for a thousand as for ten (COD-23)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed
from rollbook.schools.models import Closure
from rollbook.site.actions import sign_visitor_in, take_back
from rollbook.site.queries import Placed, on_site, whereabouts_of
from tests.builders import a_pupil
from tests.registers.classroom import MONDAY, Classroom
from tests.site.after_hours import a_club, ticked
from tests.site.desk import Screen, acting, mark, moved

pytestmark = pytest.mark.django_db


def names(placed: Iterable[Placed]) -> list[str]:
    return [p.pupil.surname for p in placed]


def test_marks_movements_and_visitors_together() -> None:
    room = Classroom(8)
    for n, code in enumerate(("/", "U", "V", "M", "N", "/")):
        mark(room, n, code)
    moved(room, 3, "arrived", "10:30")  # M at the dentist, came back
    moved(room, 5, "left", "11:00")  # marked present, signed out
    moved(room, 6, "arrived", "10:00")  # no mark at all
    desk = acting(room, now="11:30")
    sign_visitor_in(desk, visit_id=uuid.uuid4(), name="P. Plumber", kind="contractor")
    found = on_site(desk)
    assert names(found.here) == ["Abiodun", "Ahmed", "Castellano", "D’Souza"]
    assert names(found.perhaps) == ["Evans"]
    assert (found.away, [v.name for v in found.visitors]) == (3, ["P. Plumber"])
    assert found.here[2].why == "signed in 10:30"


def test_gone_since_the_morning_without_signing_out_is_somebody_to_look_for() -> None:
    room = Classroom(2)
    mark(room, 0, "/")
    mark(room, 0, "N", half=1)
    mark(room, 1, "/")
    mark(room, 1, "\\", half=1)
    found = on_site(acting(room, now="14:00"))
    assert (names(found.here), names(found.perhaps)) == (["Ahmed"], ["Abiodun"])


def test_a_movement_taken_back_counts_for_nothing() -> None:
    room = Classroom(1)
    mark(room, 0, "/")
    made = moved(room, 0, "left", "11:00")
    assert on_site(acting(room, now="11:30")).here == ()
    take_back(acting(room, now="11:31"), movement_id=made)
    assert names(on_site(acting(room, now="11:32")).here) == ["Abiodun"]


def test_nobody_is_expected_on_a_day_without_school_but_who_signed_in_is_there() -> None:
    room = Classroom(2)
    Closure.objects.create(school=room.school, kind="inset", name="INSET", first=MONDAY, last=MONDAY)
    moved(room, 0, "arrived", "10:00")
    found = on_site(acting(room, now="11:30"))
    assert (names(found.here), found.perhaps) == (["Abiodun"], ())


def test_who_left_the_roll_or_has_not_begun_is_not_on_it() -> None:
    room = Classroom(1)
    a_pupil(room.school, surname="Gone", last_day=MONDAY.replace(day=4))
    a_pupil(room.school, surname="Later", first_day=MONDAY.replace(day=8))
    found = on_site(acting(room))
    assert names(found.here) + names(found.perhaps) == ["Abiodun"]


@pytest.mark.parametrize("size", [3, 30])
def test_ten_statements_whatever_the_size(size: int) -> None:
    room = Classroom(size)
    for n in range(size):
        mark(room, n, "/")
    desk = acting(room)
    with CaptureQueriesContext(connection) as seen:
        on_site(desk)
    assert len(seen) == 10


def test_one_pupil_is_placed_the_same_way() -> None:
    room = Classroom(1)
    mark(room, 0, "/")
    moved(room, 0, "left", "11:00")
    desk = acting(room, now="11:30")
    line = on_site(acting(room, now="10:30"))
    assert line.here == ()
    pupil = on_site(desk)
    assert pupil.away == 1
    from rollbook.pupils.queries import pupil_lines

    (one,) = pupil_lines(desk, [room.pupils[0].pk], MONDAY)
    assert whereabouts_of(desk, one).why == "signed out 11:00"


def test_the_page_and_its_paper_are_for_who_may_see_them() -> None:
    room = Classroom(3)
    mark(room, 0, "/")
    screen = Screen(room)
    assert "Abiodun, Tolu" in screen.see("on-site")
    assert "Abiodun, Tolu" in screen.see("on-site-paper")
    teacher = Screen(room, Role.TEACHER)
    page = teacher.see("on-site")
    assert "No emergency list is open" in page
    assert "Abiodun" not in page
    assert teacher.at.get(teacher.url("on-site-paper")).status_code == 403
    with pytest.raises(NotAllowed):
        on_site(acting(room, Role.TEACHER))


def test_after_the_last_bell_who_did_not_sign_out_is_asked_about_and_not_dropped() -> None:
    room = Classroom(6)
    for n, code in enumerate(("\\", "\\", "\\", "Y4", "\\", "N")):
        mark(room, n, "/")
        mark(room, n, code, half=1)
    moved(room, 1, "left", "14:30")
    club = a_club(room, size=3)
    ticked(room, club, 2, "here", "15:20")
    at_the_bell = on_site(acting(room, now="15:20"))
    assert names(at_the_bell.here) == ["Abiodun", "Barker", "Castellano", "Chowdhury"], "they are on their way out"
    later = on_site(acting(room, now="15:40"))
    assert names(later.here) == ["Barker", "Castellano"], "at chess; kept by the closure until collected"
    assert names(later.not_signed_out) == ["Abiodun", "Chowdhury"]
    assert later.not_signed_out[0].why == "\\ this afternoon, not known to have left since 15:10"
    assert names(later.doubtful) == ["Davies"]
    assert names(later.perhaps) == ["Abiodun", "Chowdhury", "Davies"], "an alarm asks about all of them"
    page = Screen(room, now="15:40").see("on-site")
    assert "Not known to have left" in page
    moved(room, 1, "returned", "16:00")
    assert "Ahmed" in names(on_site(acting(room, now="16:05")).here), "who came back after the bell is here"


def test_by_night_nobody_is_looked_for_who_only_has_no_mark_yet() -> None:
    room = Classroom(2)
    assert names(on_site(acting(room, now="3:00")).perhaps) == []
    assert names(on_site(acting(room, now="7:30")).perhaps) == ["Abiodun", "Ahmed"]
