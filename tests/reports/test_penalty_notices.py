"""Penalty notices counted: one parent's for one child, by term, with what became of them (CASE-F)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.cases.actions import open_case
from rollbook.reports.asked import Asked
from rollbook.reports.kinds import penalty_notices as kind
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from tests.builders import an_actor
from tests.reports.marked import asked, number, rows, table
from tests.scenarios.test_case_f import HOLIDAY, IN_ORDER, SENT, Family

pytestmark = pytest.mark.django_db
BY_TERM = "What happened, term by term"
YEAR = asked(date(2026, 8, 1), date(2026, 11, 2))


def issued(family: Family, case: object, on: date, **more: object) -> None:
    family.at(on)
    answers = {"issued_on": on, "served_by": "hand", "received_on": on, "reference": "PN 1", **more}
    family.decide(case, "answer", "issued", **answers)  # type: ignore[arg-type]


@pytest.fixture
def family() -> Family:
    """The mother's notice is issued on 28 September and paid in time; the father's case goes on to a request."""
    family = Family()
    mothers = family.holiday_requested()
    fathers = open_case(
        family.who(), process="penalty_notice", pupil=family.pupils[0].pk, contact=family.father.pk, why="The same week"
    )
    family.decide(fathers, "consider", "go-on", **HOLIDAY)
    family.take(fathers, "checks", **IN_ORDER)
    family.take(fathers, "improve", "holiday")
    family.take(fathers, "request", **SENT)
    issued(family, mothers, date(2026, 9, 28))
    family.at(date(2026, 10, 8))
    family.decide(mothers, "payment", "paid", paid_on=date(2026, 10, 7), paid_pounds=80)
    return family


def counted(family: Family, what: Asked = YEAR, *, on: date = date(2026, 11, 2)) -> dict[str, list[str]]:
    family.at(on)
    found = rows(table(kind.make(family.who(Role.HEAD), what), BY_TERM))
    return {title: own for title, *own in found}


def test_two_parents_of_a_child_are_two_notices_and_one_child(family: Family) -> None:
    found = counted(family)
    # by term, in all, children, parents
    assert found["Considered, for a parent and a child"] == ["2", "2", "1", "2"]
    assert found["Asked for from the authority"] == ["2", "2", "1", "2"]
    assert found["Issued"] == found["Paid"] == ["1", "1", "1", "1"]
    assert found["Notice to improve given"] == found["Withdrawn"] == ["0", "0", "0", "0"]


def test_the_sentence_and_the_numbers_say_the_same(family: Family) -> None:
    family.at(date(2026, 11, 2))
    report = kind.make(family.who(Role.HEAD), YEAR)
    assert report.says == "2 considered, 2 asked for, 1 issued (about 1 child, to 1 parent); 1 paid, 0 withdrawn."
    assert [number(report, label) for label in ("Considered", "Issued", "Paid, of those decided", "Waiting")] == [
        "2", "1", "1/1", "1",
    ]  # fmt: skip
    assert rows(table(report, "The notices issued")) == [
        ["For a holiday in term time (G)", "1"],
        ["A second notice to the same parent for the same child in three years", "0"],
        ["Withdrawn since", "0"],
        ["Children they were about", "1"],
        ["Children with a notice to each of two parents or more", "0"],
        ["Parents they went to", "1"],
        ["Parents with notices for two children or more", "0"],
    ]


def test_what_happened_before_the_days_is_not_counted(family: Family) -> None:
    found = counted(family, asked(date(2026, 10, 1), date(2026, 11, 2)))
    assert found["Issued"] == ["0", "0", "0", "0"]
    assert found["Paid"] == ["1", "1", "1", "1"]


def test_a_second_notice_to_the_same_parent_for_the_same_child_is_one(family: Family) -> None:
    """PEN-7, PEN-8"""
    family.at(date(2026, 11, 16))
    family.days(date(2026, 11, 9), date(2026, 11, 13), "G")
    again = open_case(
        family.who(), process="penalty_notice", pupil=family.pupils[0].pk, contact=family.mother.pk, why="Again"
    )
    more = {"offence_from": date(2026, 11, 9), "offence_to": date(2026, 11, 13)}
    family.decide(again, "consider", "go-on", **{**HOLIDAY, **more})
    family.take(again, "checks", **IN_ORDER)
    family.take(again, "improve", "holiday")
    family.take(again, "request", **SENT)
    issued(family, again, date(2026, 11, 18))
    report = kind.make(family.who(Role.HEAD), asked(date(2026, 11, 1), date(2026, 11, 18)))
    assert rows(table(report, "The notices issued"))[1][1] == "1"


def test_a_withdrawn_notice_was_issued_and_is_said_to_be_withdrawn(family: Family) -> None:
    family.at(date(2026, 10, 12))
    (fathers,) = [line for line in family.cases("penalty_notice") if line.contact == family.father.pk]
    issued(family, fathers.public_id, date(2026, 10, 12))
    family.decide(fathers.public_id, "withdraw", "wrong-person")
    found = counted(family)
    assert (found["Issued"], found["Withdrawn"]) == (["2", "2", "1", "2"], ["1", "1", "1", "1"])


def test_every_clock_is_told_whether_it_was_kept(family: Family) -> None:
    family.at(date(2026, 11, 2))
    found = rows(table(kind.make(family.who(Role.HEAD), YEAR), "In time"))
    kept = {row[0]: row[1:] for row in found}
    # the father's request is not answered in twenty school days
    assert kept["Record the authority's answer"] == ["2", "1/2", "0", "1", "0"]
    assert kept["Record what the authority says of the payment"] == ["1", "1/1", "0", "0", "0"]


def test_terms_are_columns_and_a_holiday_stands_with_the_term_before() -> None:
    family = Family()
    family.at(date(2027, 2, 1))
    spans = kind.terms_of(family.who(), asked(date(2026, 12, 1), date(2027, 2, 1)).when)
    assert [(name, when.first, when.last) for name, when in spans] == [
        ("Autumn term 2026/27", date(2026, 12, 1), date(2027, 1, 3)),
        ("Spring term 2026/27", date(2027, 1, 4), date(2027, 2, 1)),
    ]


def test_where_none_was_considered_it_says_so() -> None:
    report = kind.make(Family().who(Role.HEAD), YEAR)
    (found,) = report.tables()
    assert (found.rows, found.empty) == ((), kind.NONE)


def test_another_school_sees_none_of_it_and_the_statements_are_counted(family: Family) -> None:
    other = Family()
    assert kind.make(other.who(Role.HEAD), YEAR).says == kind.NONE
    head = family.who(Role.HEAD)
    assert statements(head) == statements(an_actor(family.school, Role.HEAD, now=head.now + timedelta(days=1))) == 5


def statements(actor: Actor) -> int:
    with CaptureQueriesContext(connection) as told:
        kind.make(actor, YEAR)
    return len(told)
