"""Edges of a penalty notice: what is refused, what is shown, what becomes of other schools' notices and sessions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from rollbook.processes.notice_to_improve.facts import Facts as Improvement
from rollbook.processes.penalty_notice.checking import about_the_payment, the_payment_fits
from rollbook.processes.penalty_notice.definition import PROCESS
from rollbook.processes.penalty_notice.facts import Facts
from rollbook.processes.penalty_notice.showing import panels, request_fields, told
from rollbook.processes.penalty_notice.weighing import (
    boxes_of,
    checks_of,
    history_of,
    improving_of,
    no_longer,
    penalty_now,
)
from rollbook.rules.penalty import NoticeOutcome, ServedBy, Tier
from rollbook.rules.penalty_checks import Improving, Offence, Support, Verdict
from rollbook.rules.process import Earlier, Situation, Taken
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session
from rollbook.rules.standing import standing_of
from rollbook.rules.year_row import row_of, year_of
from tests.rules.calendars import T, whole_days

BORN = date(2013, 3, 14)
ON = date(2026, 9, 21)
WEEK = dict.fromkeys(whole_days(date(2026, 9, 14), date(2026, 9, 18)), "O")
MOTHER, FATHER = 7, 8
WEIGHED = Facts(
    offence=Offence.ABSENCE,
    offence_from=date(2026, 9, 14),
    offence_to=date(2026, 9, 18),
    why_parent="Day-to-day care.",
    support=Support.NOT_WORKED,
    best_tool=True,
    other_is_better=False,
    equality=True,
    has_needs=False,
    equality_says="Nothing on record.",
    asked_elsewhere=True,
)


def around(
    marks: dict[Session, str] = WEEK,
    *steps: str,
    on: date = ON,
    born: date = BORN,
    earlier: tuple[Earlier, ...] = (),
    contact: int = MOTHER,
) -> Situation:
    """A case as it stands on a day, with these marks and steps taken (`step` or `step:choice`)."""
    years = {year_of(session.on) for session in marks} | {year_of(on)}
    rows = {y: row_of({s: c for s, c in marks.items() if year_of(s.on) == y}, y) for y in years}
    taken = tuple(
        Taken(n, step.split(":")[0], step.partition(":")[2], on, datetime.combine(on, time(9), UTC), "A. Osei")
        for n, step in enumerate(steps, start=1)
    )
    standing = standing_of(T, rows, on, born=born)
    return Situation(on, on, born, T, taken, standing, earlier, contact)


def before(outcome: str, issued: date, contact: int = MOTHER, **more: date) -> Earlier:
    return Earlier("penalty_notice", contact, issued, issued, outcome, Facts(issued_on=issued, **more))  # type: ignore[arg-type]


def verdict(key: str, facts: Facts, situation: Situation) -> Verdict:
    return next(check.verdict for check in checks_of(facts, situation) if check.key == key)


@pytest.mark.parametrize(
    ("vector", "earlier", "tier"),
    [
        ("T-44", (), Tier.FIRST),
        ("T-45: another parent's", (before("paid", date(2026, 3, 2), FATHER),), Tier.FIRST),
        ("T-48", (before("withdrawn", date(2026, 3, 2)),), Tier.FIRST),
        ("A-11", (before("paid", date(2024, 8, 18)),), Tier.FIRST),
        ("A-12", (before("paid", date(2025, 1, 6)), before("withdrawn", date(2026, 1, 5))), Tier.SECOND),
        ("unpaid and prosecuted", (before("prosecution", date(2026, 3, 2)),), Tier.SECOND),
        ("the pupil left and came back", (before("left-school", date(2026, 3, 2)),), Tier.SECOND),
        ("opened by mistake", (before("mistake", date(2026, 3, 2)),), Tier.FIRST),
        ("two", (before("paid", date(2025, 1, 6)), before("paid", date(2026, 1, 5))), Tier.NONE),
    ],
)
def test_the_ladder_is_made_of_the_cases_of_this_parent_for_this_child(
    vector: str, earlier: tuple[Earlier, ...], tier: Tier
) -> None:
    """PEN-6, PEN-7, PEN-8"""
    assert penalty_now(WEIGHED, around(earlier=earlier)).tier is tier


def test_what_other_schools_and_authorities_issued_counts_too() -> None:
    """PEN-8, T-51: parents in two authorities, a child from another school"""
    facts = replace(WEIGHED, notices_elsewhere=(date(2025, 3, 14), date(2026, 1, 5)))
    assert penalty_now(facts, around()).tier is Tier.NONE
    assert [notice.outcome for notice in history_of(facts, around())] == [NoticeOutcome.UNPAID] * 2
    assert verdict("bar", facts, around()) is Verdict.BLOCKED


def test_another_schools_sessions_are_told_to_the_authority_and_not_added() -> None:
    """PEN-15, T-51: six there, four here"""
    four = dict(list(WEEK.items())[:4])
    facts = replace(WEIGHED, sessions_elsewhere=6)
    found = boxes_of(facts, around(four))
    assert found is not None
    assert (found.figure, found.is_met) == (4, False)
    assert dict(request_fields(facts, around(four)))["Unauthorised sessions at another school, not added"] == "6"
    assert "6 at another school in these weeks, shown and not added." in panels(facts, around(four))[0].says


def test_a_correction_is_told_before_and_after_the_request_in_its_own_words() -> None:
    """PEN-14"""
    corrected = WEEK | {Session(date(2026, 9, 16), Half.AM): "I"}
    assert no_longer(WEIGHED, around(WEEK, "request")) == ""
    assert (
        no_longer(WEIGHED, around(corrected))
        == "By a correction the threshold is no longer met: 9 of 10 sessions count."
    )
    assert no_longer(WEIGHED, around(corrected, "request")).endswith("take the request back, or have it withdrawn.")


def test_that_time_goes_by_is_no_correction() -> None:
    """PEN-14: months later the ten weeks of the offence still hold its ten"""
    assert no_longer(WEIGHED, around(on=date(2027, 3, 15))) == ""
    assert no_longer(replace(WEIGHED, offence_to=None), around(on=date(2026, 12, 18))) == ""


def test_marks_that_are_read_no_more_say_nothing() -> None:
    """Two years on, the ten weeks lie further back than the marks that are read: nothing is said of them."""
    late = around({}, on=date(2028, 9, 18))
    assert no_longer(WEIGHED, late) == ""
    assert boxes_of(WEIGHED, late) is None
    assert checks_of(WEIGHED, late) == ()
    assert panels(WEIGHED, replace(late, standing=None))[0].title == "Notices to this parent for this child"


def test_an_exceptional_case_below_the_threshold_is_left_to_a_person() -> None:
    """PEN-3"""
    nine = dict(list(WEEK.items())[:9])
    assert verdict("threshold", WEIGHED, around(nine)) is Verdict.BLOCKED
    exceptional = replace(WEIGHED, exceptional=True)
    assert verdict("threshold", exceptional, around(nine)) is Verdict.ASKS
    assert no_longer(exceptional, around(nine, "request")) == ""


def test_sessions_of_an_earlier_notice_are_pointed_out() -> None:
    """PEN-1: the same ten are not put forward twice"""
    again = before("paid", date(2026, 9, 19), offence_from=date(2026, 9, 14), offence_to=date(2026, 9, 18))
    assert verdict("covered", WEIGHED, around(earlier=(again,))) is Verdict.ASKS


@pytest.mark.parametrize(
    ("steps", "outcome", "stands"),
    [
        ((), None, Improving.NONE),
        ((), "", Improving.RUNNING),
        ((), "improved", Improving.IMPROVED),
        ((), "not-improved", Improving.FAILED),
        ((), "not-needed", Improving.NONE),
        (("improve:holiday",), None, Improving.NOT_NEEDED),
        (("improve:no-effect",), None, Improving.NO_EFFECT),
        (("improve:give",), "", Improving.RUNNING),
        (("improve:give", "improving:not-improved"), "not-improved", Improving.FAILED),
        (("improve:failed",), "not-improved", Improving.FAILED),
    ],
)
def test_where_the_notice_to_improve_stands(steps: tuple[str, ...], outcome: str | None, stands: Improving) -> None:
    """PEN-12, NTI-1: by the steps of this case, else by the parent's latest one"""
    closed = date(2026, 9, 10) if outcome else None
    cases = (
        ()
        if outcome is None
        else (Earlier("notice_to_improve", MOTHER, date(2026, 9, 1), closed, outcome, Improvement()),)
    )
    assert improving_of(around(WEEK, *steps, earlier=cases)) is stands


def check(step: str, facts: Facts, situation: Situation) -> None:
    checked = PROCESS.step(step).check
    assert checked is not None
    checked(facts, situation)


@pytest.mark.parametrize(
    ("vector", "step", "facts", "situation", "rule", "says"),
    [
        ("T-15", "consider", WEIGHED, around(WEEK, "consider:go-on", born=date(2022, 3, 1)), "PEN-5", "compulsory"),
        ("T-43", "consider", WEIGHED, around(dict(list(WEEK.items())[:9]), "consider:go-on"), "PEN-1", "1 below"),
        (
            "the days",
            "consider",
            replace(WEIGHED, offence_from=date(2026, 9, 19)),
            around(WEEK, "consider:go-on"),
            "PEN-1",
            "after the last",
        ),
        ("no holiday", "improve", WEIGHED, around(WEEK, "improve:holiday"), "PEN-12", "was no holiday"),
        ("none failed", "improve", WEIGHED, around(WEEK, "improve:failed"), "PEN-12", "Give one first"),
        ("not yet issued", "answer", WEIGHED, around(WEEK, "answer:issued"), "PEN-11", "which day"),
        (
            "issued tomorrow",
            "answer",
            replace(WEIGHED, issued_on=date(2026, 9, 22)),
            around(WEEK, "answer:issued"),
            "PEN-11",
            "still to come",
        ),
        (
            "received before",
            "answer",
            replace(WEIGHED, issued_on=ON, received_on=date(2026, 9, 20), served_by=ServedBy.HAND),
            around(WEEK, "answer:issued"),
            "PEN-9",
            "before it is issued",
        ),
    ],
)
def test_what_cannot_be_is_refused(
    vector: str, step: str, facts: Facts, situation: Situation, rule: str, says: str
) -> None:
    """PEN-1, PEN-5, PEN-9, PEN-11, PEN-12"""
    with pytest.raises(Refused, match=says) as refused:
        check(step, facts, situation)
    assert refused.value.rule == rule


ISSUED = replace(WEIGHED, issued_on=date(2026, 11, 2), served_by=ServedBy.HAND, received_on=date(2026, 11, 2))


@pytest.mark.parametrize(
    ("vector", "paid_on", "pounds", "said"),
    [
        ("B23, day 21", date(2026, 11, 22), 80, ""),
        ("B23, day 22", date(2026, 11, 23), 160, ""),
        ("B23, day 28", date(2026, 11, 29), 160, ""),
        ("B23, day 29", date(2026, 11, 30), 160, "after the last day"),
        ("too little", date(2026, 11, 23), 80, "160 pounds were due"),
    ],
)
def test_A_8_a_payment_that_does_not_fit_its_day_is_said(vector: str, paid_on: date, pounds: int, said: str) -> None:
    """PEN-7, PEN-9: the authority decides, the school only says"""
    facts = replace(ISSUED, paid_on=paid_on, paid_pounds=pounds)
    (warned,) = about_the_payment(facts, around(on=date(2026, 12, 1))) or ("",)
    assert said in warned
    assert bool(said) == bool(warned)


def test_unpaid_is_said_only_after_the_last_day() -> None:
    """PEN-10"""
    with pytest.raises(Refused, match="Sunday 29 November 2026"):
        the_payment_fits(ISSUED, around(WEEK, "payment:unpaid", on=date(2026, 11, 29)))
    the_payment_fits(ISSUED, around(WEEK, "payment:unpaid", on=date(2026, 11, 30)))


def test_a_notice_that_should_not_have_been_is_recorded_and_said() -> None:
    """PEN-7: the authority issued a third"""
    two = (before("paid", date(2025, 1, 6)), before("paid", date(2026, 1, 5)))
    warns = PROCESS.step("answer").warns
    assert warns is not None
    (says,) = warns(ISSUED, around(WEEK, "answer:issued", on=date(2026, 11, 3), earlier=two))
    assert "Ask the authority to withdraw it" in says


def test_days_that_cannot_be_never_stop_the_page() -> None:
    """Facts can be put right by hand: whatever they are, the case can be opened."""
    odd = replace(WEIGHED, issued_on=date(2020, 1, 1), received_on=date(2019, 1, 1), offence_to=date(2030, 1, 1))
    assert panels(odd, around())
    assert told(odd, around())


def test_the_letters_say_what_the_register_says() -> None:
    """PEN-11"""
    fields = told(WEIGHED, around())
    assert fields["offence_figure"] == "10 unauthorised sessions in 10 school weeks"
    assert fields["offence_sessions"].splitlines()[:2] == ["Session\tCode", "Monday 14 September 2026, morning\tO"]
    assert fields["notice_amounts"] == "£80 if it is paid within 21 days, and £160 within 28 days"
    second = told(WEIGHED, around(earlier=(before("paid", date(2026, 3, 2)),)))
    assert second["notice_amounts"] == "£160, to be paid within 28 days"
