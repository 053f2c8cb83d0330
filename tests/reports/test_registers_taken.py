"""Registers taken in time by teacher and group, counted on paper (REG-B)."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.pupils.models import Group, GroupStaff
from rollbook.registers.models import RegisterSave, SessionRule
from rollbook.reports.asked import EVERYBODY, Asked, When, Whose
from rollbook.reports.kinds import registers_taken as kind
from rollbook.reports.report import Report
from rollbook.rules.actor import LONDON
from rollbook.rules.refused import NotAllowed
from rollbook.schools.models import Closure
from rollbook.staff.models import User
from tests.builders import TERM_STARTS, a_group, a_user
from tests.reports.marked import FRIDAY, FRIDAY_NOON, MONDAY, MarkedSchool, asked, number, rows, table

pytestmark = pytest.mark.django_db
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
_seq = count(1)


def taken(
    marked: MarkedSchool, group: Group, on: date, at: str, by: User, *, day: date | None = None, offline: str = ""
) -> None:
    """The morning's register of a group was saved at a time, of that day unless another is said."""
    RegisterSave.objects.create(
        school=marked.school, chain_year=2026, seq=next(_seq), save_id=uuid.uuid4(), digest=b"", kind="taken",
        group=group, date=on, half=0, marks=[], prev=b"", hash=b"", source="web", by_id=by.pk, by_name=by.name,
        by_role="Teacher", made_at=datetime.combine(day or on, time.fromisoformat(at), LONDON),
        taken_at=datetime.combine(on, time.fromisoformat(offline), LONDON) if offline else None,
    )  # fmt: skip


@pytest.fixture
def marked() -> MarkedSchool:
    """Mornings of Monday and Tuesday: 9A is Mr Dhillon's (Ms Cole covers on Tuesday), 9B Ms Ray's, 10A nobody's."""
    marked = MarkedSchool()
    cole, ray = a_user("Ms Cole"), a_user("Ms Ray")
    GroupStaff.objects.create(
        school=marked.school, group=marked.form_9a, user=cole, part="cover", first=TUESDAY, last=TUESDAY
    )
    GroupStaff.objects.create(school=marked.school, group=marked.form_9b, user=ray, part="tutor", first=TERM_STARTS)
    for on in (MONDAY, TUESDAY):
        for name in ("Ann", "Bea", "Cal", "Dot"):
            marked.day(name, on, "/.")
    marked.day("Eve", MONDAY, "V.")
    marked.keep()
    taken(marked, marked.form_9a, MONDAY, "08:50", marked.tutor)
    taken(marked, marked.form_9a, MONDAY, "11:00", cole)  # a later save changes nothing
    taken(marked, marked.form_9a, TUESDAY, "09:10", cole)
    taken(marked, marked.form_9b, MONDAY, "09:20", ray)
    taken(marked, marked.form_9b, TUESDAY, "08:44", marked.tutor)
    return marked


def report(marked: MarkedSchool, whose: Whose = EVERYBODY) -> Report:
    """Of Monday's and Tuesday's mornings."""
    return kind.make(marked.head(), Asked(When(MONDAY, TUESDAY, halves=(0,)), whose))


def test_each_group_and_the_whole(marked: MarkedSchool) -> None:
    found = report(marked)
    assert rows(table(found, "By group")) == [
        ["9A", "2", "2/2", "0", "0", "0", "0", "1", "0", "10"],
        ["9B", "2", "1/2", "1", "0", "0", "0", "0", "1", "4"],
        ["10A", "2", "0/1", "0", "0", "1", "1", "0", "0", ""],
        ["All", "6", "3/5", "1", "0", "1", "1", "1", "1", "10"],
    ]
    assert found.says == "3 of 5 registers were taken before they closed (60.0 %); 1 was not taken at all."
    assert (number(found, "In time"), number(found, "Half were taken within")) == ("3/5", "10 minutes")


def test_each_teacher_with_cover_as_cover_and_others_apart(marked: MarkedSchool) -> None:
    assert rows(table(report(marked), "By teacher")) == [
        ["Mr Dhillon", "1", "0", "1/1", "0", "0", "0", "0", "10", "1"],
        ["Ms Cole", "1", "1", "1/1", "0", "0", "0", "0", "30", "0"],
        ["Ms Ray", "2", "0", "0/1", "1", "0", "0", "1", "40", "0"],
        ["Nobody is named", "2", "0", "0/1", "0", "0", "1", "0", "", "0"],
    ]


def test_a_register_taken_without_a_connection_counts_from_when_it_was_taken(marked: MarkedSchool) -> None:
    taken(marked, marked.form_10a, TUESDAY, "13:00", marked.tutor, day=WEDNESDAY, offline="08:45")
    assert rows(table(report(marked), "By group"))[2] == ["10A", "2", "1/1", "0", "0", "1", "0", "0", "1", "5"]


def test_a_later_day_is_neither_late_nor_missing(marked: MarkedSchool) -> None:
    taken(marked, marked.form_10a, TUESDAY, "09:00", marked.tutor, day=WEDNESDAY)
    assert rows(table(report(marked), "By group"))[2] == ["10A", "2", "0/1", "0", "1", "1", "0", "0", "1", ""]


def test_days_without_school_and_sessions_from_lessons_have_no_register(marked: MarkedSchool) -> None:
    Closure.objects.create(school=marked.school, kind=Closure.Kind.INSET, name="INSET", first=TUESDAY, last=TUESDAY)
    assert number(report(marked), "Due") == "3"
    SessionRule.objects.create(
        school=marked.school, version=1, valid_from=TERM_STARTS, half=0, nc_year="9", period="P1"
    )
    assert [row[0] for row in rows(table(report(marked), "By group"))] == ["10A", "All"]


def test_a_register_that_has_not_closed_is_not_due_and_a_group_without_pupils_never(marked: MarkedSchool) -> None:
    a_group(marked.school, "11Z", nc_year="11")
    everything = kind.make(marked.head(), asked(FRIDAY, FRIDAY))
    assert number(everything, "Due") == "3"  # it is noon: the afternoon has not begun
    assert number(kind.make(marked.head(FRIDAY_NOON + timedelta(hours=2)), asked(FRIDAY, FRIDAY)), "Due") == "6"


def test_only_the_years_asked_about(marked: MarkedSchool) -> None:
    found = report(marked, Whose(nc_years=("10",)))
    assert [row[0] for row in rows(table(found, "By group"))] == ["10A", "All"]
    found = report(marked, Whose(groups=(marked.form_9b.public_id,)))
    assert [row[0] for row in rows(table(found, "By group"))] == ["9B", "All"]


def test_who_may_not_see_the_lateness_of_staff_is_refused(marked: MarkedSchool) -> None:
    with pytest.raises(NotAllowed):
        kind.make(marked.tutor_of_9a(), asked())


def test_days_without_a_register_say_so(marked: MarkedSchool) -> None:
    saturday = FRIDAY + timedelta(days=1)
    found = kind.make(marked.head(), asked(saturday, saturday))
    assert found.says == "No register was due in these days."
    assert rows(table(found, "By teacher")) == []


def test_the_statements_are_eleven(marked: MarkedSchool) -> None:
    head = marked.head()
    with CaptureQueriesContext(connection) as found:
        kind.make(head, asked())
    assert len(found) == 11
