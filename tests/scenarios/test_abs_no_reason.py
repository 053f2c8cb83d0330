"""An absence without a reason, told as the office lives it (regulation 10(7) to (9), COD-4)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from rollbook.registers.models import Amendment
from rollbook.rules.sessions import Half
from tests.absence.morning import Morning, Visitor

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 10)
WEDNESDAY = date(2026, 11, 11)
THURSDAY = date(2026, 11, 12)


def at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def office_at(morning: Morning, moment: datetime) -> Visitor:
    morning.now = moment
    return morning.person()


def today(office: Visitor) -> str:
    return str(office.get(office.url("home:today")).content.decode())


def settle(office: Visitor, morning: Morning, on: date, code: str, reason: str, **more: object) -> int:
    sent = {"sessions": [morning.row(0, on)], "code": code, "reason": reason, **more}
    return int(office.post(morning.settle_url(0, on), sent).status_code)


def test_a_mother_rings_back_in_the_morning() -> None:
    # Given a pupil who is not in at the register, and whose mother's number is known,
    morning = Morning()
    morning.contact(0, name="Priya", number="07700 900142")
    morning.marked({0: "N", 1: "/", 2: "/"}, on=TUESDAY)
    # when the office looks at Today at 9:15,
    office = office_at(morning, at(10, 9, 15))
    said = today(office)
    # then the pupil stands there with the number to ring, and 45 minutes are left.
    assert "07700 900142" in said
    assert "every family reached by 10:00: 45 minutes" in said
    # When the mother rings at 9:20 and the code is set with what she said,
    assert settle(office, morning, TUESDAY, "I", "Mother rang 9:20: sick since last night") == 303
    # then the lane is done, the deadline is met, and the original N is kept with the reason.
    said = today(office_at(morning, at(10, 9, 21)))
    assert "Every absence of this session has its reason." in said
    assert "every family reached" in said
    kept = Amendment.objects.get()
    assert (kept.old, kept.new, kept.reason) == ("N", "I", "Mother rang 9:20: sick since last night")


def test_nobody_answers_for_a_week() -> None:
    # Given a pupil absent on Tuesday whose reason nobody could find,
    morning = Morning()
    morning.marked({0: "N", 1: "/"}, on=TUESDAY)
    # when a week of school days has gone by, on Monday four days are counted and one is left;
    said = today(office_at(morning, at(16, 8, 0)))
    assert "No clock ends today" in said
    # on the fifth school day Today says that it is the last, with the law;
    last_day = office_at(morning, at(17, 8, 0))
    said = today(last_day)
    assert "Last day" in said
    assert "1 session must become O" in said
    assert "COD-4, regulation 10(7)" in said
    # and opens a form that has O and its reason in it already.
    form = last_day.get(f"{morning.settle_url(0, TUESDAY)}?for=pupil&code=O").content.decode()
    assert "No reason was established within five school days (regulation 10(7))." in form
    # When it is settled,
    assert settle(last_day, morning, TUESDAY, "O", "No reason was established") == 303
    # then the mark is O, and no clock runs.
    assert morning.code(0, TUESDAY) == "O"
    assert "Every absence before today has its reason." in today(last_day)


def test_on_the_sixth_day_it_is_overdue_and_says_since_when() -> None:
    # Given the same pupil, forgotten for one day more,
    morning = Morning()
    morning.marked({0: "N"}, on=TUESDAY)
    office = office_at(morning, at(18, 8, 0))
    # then Today and the list both call it overdue by one day.
    assert "Overdue 1 day" in today(office)
    listed = office.get(office.url("absence:list")).content.decode()
    assert "Overdue 1 day" in listed
    assert "until Tue 17 Nov" in listed


def test_a_closure_gives_no_time_away() -> None:
    # Given an absence on Tuesday, and an INSET day on Thursday that nobody can ring on,
    morning = Morning()
    morning.school.closures.create(kind="inset", name="INSET day", first=THURSDAY, last=THURSDAY)
    morning.marked({0: "N"}, on=TUESDAY)
    # then the fifth school day is Wednesday week, not Tuesday.
    assert "No clock ends today" in today(office_at(morning, at(17, 8, 0)))
    assert "Last day" in today(office_at(morning, at(18, 8, 0)))


def test_a_reason_that_comes_late_still_replaces_o() -> None:
    # Given an absence that became O because nobody answered,
    morning = Morning()
    morning.marked({0: "N"}, on=TUESDAY)
    office = office_at(morning, at(18, 8, 0))
    assert settle(office, morning, TUESDAY, "O", "Nobody answered for a week") == 303
    # when the hospital's letter comes the week after,
    office = office_at(morning, at(24, 10, 0))
    page = office.get(morning.settle_url(0, TUESDAY)).content.decode()
    # then the absence desk says that it no longer stands as N, and where to put it right.
    assert "This session no longer stands as N: it is O now." in page
    assert "Open the mark" in page


def test_two_people_settle_at_once() -> None:
    # Given a form that was opened in the office,
    morning = Morning()
    morning.marked({0: "N"}, on=WEDNESDAY)
    office = office_at(morning, at(11, 9, 20))
    assert office.get(morning.settle_url(0, WEDNESDAY)).status_code == 200
    # when a colleague settles it as M meanwhile,
    assert settle(morning.person(), morning, WEDNESDAY, "M", "Dentist's card seen") == 303
    # then the office's I is not put over it: the row is no longer there to be settled.
    assert settle(office, morning, WEDNESDAY, "I", "Mother rang") == 422
    assert morning.code(0, WEDNESDAY, Half.AM) == "M"
