"""A new pupil's return, told as the office lives it (ADM-D, CASE-H, RET-1)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.processes.new_pupil_return.actions import open_new_pupil_returns
from rollbook.processes.returns import fields_of_return
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed
from rollbook.rules.returns import is_most_junior
from tests.builders import a_group, a_pupil, an_actor
from tests.processes.office import Office

pytestmark = pytest.mark.django_db
RETURN = {"authority": "Bradford", "sent_how": "Portal", "reference": "NP-1"}


def opened_at(office: Office) -> int:
    return open_new_pupil_returns(an_actor(office.school, Role.SYSTEM, now=office.now))


def test_a_pupil_who_starts_in_october_is_returned_by_the_fifth_day() -> None:
    # Given a school in term, and a girl of Year 9 whose starting day is Thursday 8 October,
    office = Office(on=date(2026, 10, 7))
    office.pupils.append(a_pupil(office.school, group=office.group, first_day=date(2026, 10, 8)))
    # then the day before nothing is due;
    assert opened_at(office) == 0
    # on her starting day the case opens by itself, once,
    office.at(date(2026, 10, 8))
    assert opened_at(office) == 1
    assert opened_at(office) == 0
    case = office.the_case("new_pupil_return", n=2)
    assert case.why == "On the roll since Thursday 8 October 2026"
    # due on Tuesday 13 October, the fifth calendar day after it,
    assert (case.next_day, case.rule) == (date(2026, 10, 13), "RET-1")
    # with all that the admission register holds.
    labels = [label for label, _ in fields_of_return(office.who(), case.public_id)]
    assert {"Full name", "Address", "Parent 1", "Last school", "Boarder", "Name entered on"} <= set(labels)
    office.take(case.public_id, "make_return", entered_on=date(2026, 10, 8), role=Role.ADMISSIONS, **RETURN)
    assert office.the_case("new_pupil_return", n=2).outcome == "The return was made"
    assert opened_at(office) == 0


def test_the_first_day_of_the_year_asks_for_no_return_of_the_most_junior_class() -> None:
    # T-60. Given the first of September, Year 7 beginning, and a boy joining Year 9 the same day,
    office = Office(0, on=date(2026, 9, 1))
    year_7 = a_group(office.school, "7A", nc_year="7")
    for _ in range(3):
        office.pupils.append(a_pupil(office.school, group=year_7, first_day=date(2026, 9, 1)))
    office.pupils.append(a_pupil(office.school, group=office.group, first_day=date(2026, 9, 1)))
    # then only his return is due;
    assert opened_at(office) == 1
    assert len(office.cases("new_pupil_return", n=3)) == 1
    # and who joins Year 7 on the 7th is returned.
    office.pupils.append(a_pupil(office.school, group=year_7, first_day=date(2026, 9, 7)))
    office.at(date(2026, 9, 7))
    assert opened_at(office) == 1
    assert len(office.cases("new_pupil_return", n=4)) == 1


@pytest.mark.parametrize(
    ("nc_year", "lowest_age", "is_junior"),
    [
        ("7", 11, True),
        ("8", 11, False),
        ("R", 4, True),
        ("1", 4, False),
        ("N2", 3, True),
        ("R", 3, True),
        ("3", 7, True),
    ],
)
def test_which_class_is_the_most_junior(nc_year: str, lowest_age: int, is_junior: bool) -> None:
    """RET-1"""
    assert is_most_junior(nc_year, lowest_age) is is_junior


def test_looking_again_takes_a_fixed_number_of_statements() -> None:
    counts = []
    for size in (1, 6):
        office = Office(0, on=date(2026, 10, 8))
        for _ in range(size):
            office.pupils.append(a_pupil(office.school, group=office.group, first_day=date(2026, 10, 8)))
        opened_at(office)
        actor = an_actor(office.school, Role.SYSTEM, now=office.now)
        with CaptureQueriesContext(connection) as told:
            assert open_new_pupil_returns(actor) == 0
        counts.append(len(told))
    assert counts[0] == counts[1]


def test_nobody_else_opens_them() -> None:
    office = Office(on=date(2026, 10, 8))
    with pytest.raises(NotAllowed):
        open_new_pupil_returns(an_actor(office.school, Role.TUTOR, now=office.now))
