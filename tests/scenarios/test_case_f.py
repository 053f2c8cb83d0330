"""CASE-F, as the attendance office would tell it: from the first G to a second notice in the third year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from rollbook.cases.actions import open_case, open_suggestion, settle_notice, take_step
from rollbook.cases.queries import CasePage, suggestions
from rollbook.processes.penalty_notice.facts import Facts
from rollbook.processes.penalty_notice.showing import request_fields
from rollbook.rules.access import Role
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half
from rollbook.schools.models import Term
from tests.processes.office import Office

pytestmark = pytest.mark.django_db

PENALTY, IMPROVE, FILE = "penalty_notice", "notice_to_improve", "prosecution"
HOLIDAY: dict[str, Any] = {
    "offence": "holiday",
    "offence_from": date(2026, 9, 14),
    "offence_to": date(2026, 9, 18),
    "why_parent": "She booked the journey.",
    "support": "not-appropriate",
    "best_tool": True,
    "other_is_better": False,
}
IN_ORDER: dict[str, Any] = {
    "equality": True,
    "has_needs": False,
    "equality_says": "Nothing is on record, and nothing was named.",
    "asked_elsewhere": True,
}
SENT: dict[str, Any] = {"authority": "Bradford", "sent_how": "Portal"}


class Family(Office):
    """A pupil with two parents, in a school whose next two years are in its calendar."""

    def __init__(self) -> None:
        super().__init__(2, on=date(2026, 9, 21))
        self.mother = self.contact(0, name="Priya")
        self.father = self.contact(0, name="Anil", number="07700 900143", priority=2)
        for year in (2027, 2028):
            for name, first, last in (
                ("Autumn term", date(year, 9, 1), date(year, 12, 17)),
                ("Spring term", date(year + 1, 1, 4), date(year + 1, 3, 31)),
                ("Summer term", date(year + 1, 4, 16), date(year + 1, 7, 20)),
            ):
                Term.objects.create(school=self.school, year=year, name=name, first=first, last=last)

    def suggestion(self) -> UUID:
        (one,) = [line for line in suggestions(self.who()) if line.process.key == PENALTY]
        return one.public_id

    def for_the_mother(self) -> UUID:
        return open_suggestion(self.who(), suggestion=self.suggestion(), contact=self.mother.pk)

    def decide(
        self, case: UUID, step: str, choice: str, note: str = "As written in the file.", **answers: object
    ) -> None:
        take_step(self.who(Role.HEAD), case=case, step=step, choice=choice, answers=answers, note=note)

    def holiday_requested(self) -> UUID:
        """A week of G, considered, checked, and asked for."""
        self.days(date(2026, 9, 14), date(2026, 9, 18), "G")
        self.reassess()
        case = self.for_the_mother()
        self.decide(case, "consider", "go-on", **HOLIDAY)
        self.take(case, "checks", **IN_ORDER)
        self.take(case, "improve", "holiday")
        self.take(case, "request", **SENT)
        return case


def panel(page: CasePage, title: str) -> str:
    return next(one.says for one in page.panels if one.title == title)


def rows(page: CasePage, title: str) -> tuple[tuple[str, ...], ...]:
    return next(one.rows for one in page.panels if one.title == title)


def asked_for(page: CasePage) -> dict[str, str]:
    """What the authority's form is filled with."""
    assert isinstance(page.facts, Facts)
    return dict(request_fields(page.facts, page.situation))


def test_from_the_first_G_to_a_second_notice_in_the_third_year() -> None:
    """PEN-1, PEN-3, PEN-6 to PEN-12"""
    family = Family()

    # A week in the sun. Nine sessions of G are nothing yet, the tenth is a reason to consider.
    family.days(date(2026, 9, 14), date(2026, 9, 17), "G")
    family.reassess()
    assert family.suggested(PENALTY) == ()
    family.days(date(2026, 9, 18), date(2026, 9, 18), "G")
    family.reassess()
    (why,) = family.suggested(PENALTY)
    assert why.startswith("10 unauthorised sessions in ten school weeks, ten of them by Friday 18 September 2026.")
    assert family.cases(PENALTY) == ()  # nothing is opened by itself

    # It is opened for the mother, who booked the journey; asked again, it is not suggested again.
    case = family.for_the_mother()
    family.reassess()
    assert family.suggested(PENALTY) == ()

    # The head considers, the office goes through what must hold; for a holiday no notice to improve is needed.
    family.decide(case, "consider", "go-on", **HOLIDAY)
    family.take(case, "checks", **IN_ORDER)
    family.take(case, "improve", "holiday")
    page = family.page(case)
    assert panel(page, "The ten school weeks").startswith("10 unauthorised sessions in 3 school weeks")
    assert {verdict for verdict, _, _ in rows(page, "Before a notice")} == {"Passed"}
    family.take(case, "request", **SENT)
    fields = asked_for(family.page(case))
    assert fields["First or second notice in three years"] == "First"
    assert fields["Unauthorised sessions in ten school weeks"] == "10"

    # The authority posts it on Friday 2 October; it counts as received on Tuesday 6 October.
    family.at(date(2026, 10, 7))
    with pytest.raises(Refused, match="counts as received on Tuesday 6 October 2026"):
        family.take(case, "answer", "issued", issued_on=date(2026, 10, 2), served_by="post")
    family.take(
        case, "answer", "issued", issued_on=date(2026, 10, 2), served_by="post", received_on=date(2026, 10, 6),
        reference="PN-1",
    )  # fmt: skip
    page = family.page(case)
    assert rows(page, "To be paid") == (("£80", "Monday 26 October 2026"), ("£160", "Monday 2 November 2026"))
    assert (page.line.next_says, page.line.next_day) == (
        "Record what the authority says of the payment",
        date(2026, 11, 2),
    )

    # It is paid on the twentieth day.
    family.at(date(2026, 10, 26))
    family.take(case, "payment", "paid", paid_on=date(2026, 10, 25), paid_pounds=80)
    assert family.the_case(PENALTY).outcome == "Issued and paid"

    # The year after next, ten sessions of O and U over some weeks. Now a notice to improve comes first.
    family.at(date(2028, 9, 29))
    family.days(date(2028, 9, 18), date(2028, 9, 19), "O")
    family.days(date(2028, 9, 26), date(2028, 9, 28), "O")
    family.reassess()
    second = family.for_the_mother()
    family.decide(
        second, "consider", "go-on", offence="absence", offence_from=date(2028, 9, 18), offence_to=date(2028, 9, 28),
        why_parent="She has day-to-day care.", support="not-worked", support_says="Breakfast club, two meetings.",
        best_tool=True, other_is_better=False,
    )  # fmt: skip
    family.take(second, "checks", **IN_ORDER)
    family.take(second, "improve", "give")
    ladder = panel(family.page(second), "Notices to this parent for this child")
    assert ladder == "One notice counts, issued on Friday 2 October 2026, so this would be the second."

    # The notice to improve is open for the same parent; it is given for six school weeks from 2 October 2028.
    notice = family.the_case(IMPROVE).public_id
    family.at(date(2028, 10, 2))
    family.take(
        notice, "give", "six", support_given="Breakfast club", support_there="It goes on", helper="Ms Okafor",
        enough="No unauthorised absence.", allowed=0, early=True,
    )  # fmt: skip
    assert family.page(notice).line.next_day == date(2028, 11, 13)

    # A fortnight later one morning is missed: the case says so at once, with the session.
    family.at(date(2028, 10, 16))
    family.marked_on({date(2028, 10, 16): {0: "O"}}, Half.AM)
    family.reassess()
    (broken,) = family.page(notice).notices
    assert broken.says == (
        "The notice to improve was broken on Monday 16 October 2028, morning (O). "
        "If it is broken, a penalty notice may be asked for at once, before the period ends."
    )
    family.take(notice, "broken", "early")
    assert family.the_case(IMPROVE).outcome == "Attendance did not improve enough"
    (ended,) = family.page(second).notices
    assert ended.says == (
        "The notice to improve ended on Monday 16 October 2028 without sufficient improvement. "
        "Record it here and decide."
    )

    # The request goes, and the second notice costs 160 pounds flat.
    family.take(second, "improving", "not-improved")
    family.take(second, "request", **SENT)
    assert asked_for(family.page(second))["First or second notice in three years"] == "Second"
    family.at(date(2028, 11, 6))
    family.take(
        second, "answer", "issued", issued_on=date(2028, 11, 1), served_by="hand", received_on=date(2028, 11, 1)
    )
    assert rows(family.page(second), "To be paid") == (("£160", "Tuesday 28 November 2028"),)

    # It is not paid. Before the last day is over nobody can say so; then the authority prosecutes, and a file begins.
    with pytest.raises(Refused, match="can be paid until Tuesday 28 November 2028"):
        family.take(second, "payment", "unpaid")
    family.at(date(2028, 11, 29))
    family.take(second, "payment", "unpaid")
    family.take(second, "unpaid", "prosecute")
    file = family.the_case(FILE)
    assert file.contact == family.mother.pk
    assert panel(family.page(file.public_id), "Time for the charge").startswith(
        "The charge must be laid by Wednesday 28 March 2029"
    )

    # Ten more: a third notice is not possible, and the office is told what is.
    family.at(date(2029, 1, 26))
    family.days(date(2029, 1, 15), date(2029, 1, 19), "O")
    family.reassess()
    third = family.for_the_mother()
    with pytest.raises(Refused, match="Two notices in three years already"):
        family.decide(
            third, "consider", "go-on", **HOLIDAY | {"offence_from": date(2029, 1, 15), "offence_to": date(2029, 1, 19)}
        )
    family.decide(
        third, "consider", "other", **HOLIDAY | {"offence_from": date(2029, 1, 15), "offence_to": date(2029, 1, 19)}
    )
    assert [line.outcome for line in family.cases(PENALTY)].count("Another way instead of a notice") == 1


def test_a_correction_after_the_request_is_raised_and_never_hidden() -> None:
    """PEN-14"""
    family = Family()
    case = family.holiday_requested()
    family.at(date(2026, 9, 28))
    family.correct(date(2026, 9, 16), "I")
    family.reassess()
    page = family.page(case)
    (notice,) = page.notices
    assert notice.says == (
        "By a correction the threshold is no longer met: 8 of 10 sessions count. "
        "A notice has been asked for: take the request back, or have it withdrawn."
    )
    assert page.line.is_open
    assert page.line.notices == 1
    assert panel(page, "The ten school weeks").startswith("8 unauthorised sessions")

    # Looked at again it is not said twice; a person settles it, and takes the request back with a reason.
    family.reassess()
    assert len(family.page(case).notices) == 1
    settle_notice(family.who(), case=case, notice=notice.public_id, why="The authority was rung.")
    family.decide(case, "take-back", "corrected", note="A doctor's letter came.")
    assert family.the_case(PENALTY).outcome == "The request was taken back"


def test_a_closure_declared_afterwards_undoes_it_too() -> None:
    """PEN-2, REG-6: the school was shut on the Wednesday, and its marks are those of the closure"""
    family = Family()
    case = family.holiday_requested()
    family.correct(date(2026, 9, 16), "Y4")
    family.reassess()
    assert "8 of 10 sessions count" in family.page(case).notices[0].says


def test_nothing_is_asked_for_while_something_forbids_it() -> None:
    """PEN-4, PEN-14: the tenth session is an N, and its reason may yet be a good one"""
    family = Family()
    family.days(date(2026, 9, 14), date(2026, 9, 17), "G")
    family.marked_on({date(2026, 9, 18): {0: "G"}}, Half.AM)
    family.marked_on({date(2026, 9, 18): {0: "N"}}, Half.PM)
    family.reassess()
    case = family.for_the_mother()
    family.decide(case, "consider", "go-on", **HOLIDAY)
    with pytest.raises(Refused, match=r"no reason yet \(Friday 18 September 2026, afternoon\)") as refused:
        family.take(case, "checks", **IN_ORDER)
    assert refused.value.rule == "PEN-14"
    family.correct(date(2026, 9, 18), "O", halves=(Half.PM,))
    with pytest.raises(Refused, match="Equality Act has not been considered"):
        family.take(case, "checks", **IN_ORDER | {"equality": False})
    family.take(case, "checks", **IN_ORDER)


def test_each_parent_is_considered_alone_with_their_own_notices() -> None:
    """PEN-6, T-44: the mother's notice says nothing of the father"""
    family = Family()
    case = family.holiday_requested()
    family.at(date(2026, 10, 7))
    family.take(case, "answer", "issued", issued_on=date(2026, 10, 5), served_by="hand", received_on=date(2026, 10, 5))
    his = open_case(
        family.who(), process=PENALTY, pupil=family.pupils[0].pk, contact=family.father.pk, why="He went along"
    )
    assert panel(family.page(his), "Notices to this parent for this child").endswith("this would be the first.")
    with pytest.raises(Refused, match="one parent at a time"):
        open_case(family.who(), process=PENALTY, pupil=family.pupils[0].pk, why="Both")


def test_a_withdrawn_notice_does_not_count_and_an_issued_one_counts_though_the_pupil_left() -> None:
    """PEN-8, T-48"""
    family = Family()
    case = family.holiday_requested()
    family.at(date(2026, 10, 7))
    family.take(case, "answer", "issued", issued_on=date(2026, 10, 5), served_by="hand", received_on=date(2026, 10, 5))
    family.decide(case, "withdraw", "wrong-person", note="It named his aunt.")
    assert family.the_case(PENALTY).outcome == "Withdrawn"
    again = open_case(
        family.who(), process=PENALTY, pupil=family.pupils[0].pk, contact=family.mother.pk, why="A second journey"
    )
    page = family.page(again)
    assert panel(page, "Notices to this parent for this child").endswith("this would be the first.")
    assert rows(page, "Notices to this parent for this child") == (
        ("Monday 5 October 2026", "withdrawn: does not count", "No"),
    )


def test_nothing_follows_by_itself_for_a_pupil_with_one_known_parent() -> None:
    """PEN-6: the suggestion waits until somebody says whom it is about"""
    family = Family()
    family.days(date(2026, 9, 14), date(2026, 9, 18), "G", n=1)
    family.reassess()
    with pytest.raises(Refused, match="one parent at a time"):
        open_suggestion(family.who(), suggestion=family.suggestion())
    only = family.contact(1, name="Rosa")
    case = open_suggestion(family.who(), suggestion=family.suggestion(), contact=only.pk)
    assert family.page(case).line.contact == only.pk


def test_the_office_that_waits_is_reminded_of_the_authority() -> None:
    """PEN-10"""
    family = Family()
    case = family.holiday_requested()
    line = family.page(case).line
    assert line.next_says == "Record the authority's answer"
    assert line.next_day == date(2026, 9, 21) + timedelta(weeks=4)


def test_each_session_says_who_entered_it_and_what_it_was_first() -> None:
    """PEN-1, PEN-14: four marks of a pupil's ten weeks, opened to the person who made them"""
    family = Family()
    case = family.holiday_requested()
    family.correct(date(2026, 9, 16), "I", halves=(Half.PM,))
    page = family.page(case)
    counted, left = rows(page, "Each session that counts"), rows(page, "Left out of the count")
    assert len(counted) == 5
    assert counted[0] == ("Mon 14 Sep 2026", "G", "G", "Mr Dhillon, 14 Sep, 10:00", "–")
    assert counted[2] == ("Wed 16 Sep 2026", "G", "", "Mr Dhillon, 16 Sep, 10:00", "–")
    assert left == (
        (
            "Wed 16 Sep 2026",
            "",
            "I (first G)",
            "A. Osei, 21 Sep, 10:20",
            "authorised since it was first marked (PEN-14)",
        ),
    )
