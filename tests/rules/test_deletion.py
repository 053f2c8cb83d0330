"""When a name may come off the admission register (DEL-2 to DEL-5, RET-2, EXC-13): no ground, no deletion."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.deletion import (
    Circumstances,
    Review,
    check_deletion,
    check_exclusion_over,
    check_ground,
    check_no_notice,
    last_review_day,
    notice_needed,
)
from rollbook.rules.deletion_grounds import COMPULSORY, GROUNDS, OTHERS
from rollbook.rules.enquiries import ENQUIRIES, check_jointly_failed, made_of, still_to_make
from rollbook.rules.home_education import consent_needed
from rollbook.rules.off_rolling import signs
from rollbook.rules.refused import Refused
from rollbook.rules.sources import RULES
from rollbook.rules.standing import Standing
from tests.rules.calendars import T, am, pm
from tests.rules.registers_at_random import BORN, Marks, read_back, registers, stands, whole

ON = date(2026, 11, 20)
ALL = frozenset(one.key for one in ENQUIRIES)
TWENTY = whole(T.between(date(2026, 9, 7), date(2026, 10, 2)), "O")
TWENTIETH = date(2026, 10, 2)


@dataclass(frozen=True)
class Answers:
    """Answers under which each ground is met, but for the days."""

    registered_elsewhere: bool | None = True
    elsewhere_from: date | None = date(2026, 11, 16)
    order_names_us: bool | None = False
    mobile_main_school: bool | None = False
    dual_agreed: bool | None = False
    nursery_completed: bool | None = True
    expected_in_reception: bool | None = False
    expected_back: bool | None = False
    others_consent: bool | None = True
    order_amended: bool | None = True
    order_revoked: bool | None = True
    written_notice: bool | None = True
    stated_day: date | None = date(2026, 11, 13)
    placed_by_authority: bool | None = False
    under_enquiry: bool | None = False
    consent_on: date | None = None
    lives_too_far: bool | None = True
    is_boarder: bool | None = False
    ill_or_prevented: bool | None = False
    still_not_found: bool | None = True
    leave_ended: date | None = date(2026, 9, 4)
    is_sentenced: bool | None = True
    months_of_detention: int | None = 6
    has_died: bool | None = True
    not_staying_on: bool | None = True
    fees_unpaid: bool | None = True
    contract_ended: bool | None = True
    independent_or_nmss: bool | None = True
    board_upheld: bool | None = True
    review: Review | None = Review.ENDED
    decision_notified_on: date | None = date(2026, 9, 30)
    has_left: bool | None = True


MET = Answers()


def around(
    on: date = ON, *, born: date = BORN, standing: Standing | None = None, enquiries: frozenset[str] = frozenset()
) -> Circumstances:
    return Circumstances(on, born, T, standing, enquiries)


def refused(ground: str, facts: Answers = MET, where: Circumstances | None = None) -> Refused:
    with pytest.raises(Refused) as caught:
        check_ground(GROUNDS[ground], facts, where or around())
    return caught.value


def answered(facts: Answers, fact: str, answer: bool | None) -> Answers:
    changed: dict[str, Any] = {fact: answer}
    return replace(facts, **changed)


def test_there_are_fifteen_grounds_in_the_laws_order_and_five_for_others() -> None:
    """DEL-4, DEL-2"""
    assert [ground.paragraph for ground in COMPULSORY] == [f"9(1)({letter})" for letter in "abcdefghijklmno"]
    assert {ground.paragraph for ground in OTHERS} == {"9(3)"}
    assert all(ground.rule in RULES and ground.evidence for ground in GROUNDS.values())


@pytest.mark.parametrize("key", ["a", "b", "c", "d", "e", "f", "g", "j", "k", "n", "o"])
def test_a_ground_whose_conditions_are_met_stands(key: str) -> None:
    """DEL-A, DEL-B, DEL-C, DEL-D, DEL-E, DEL-F, DEL-G, DEL-J, DEL-K, DEL-N, DEL-O"""
    check_ground(GROUNDS[key], MET, around())


@pytest.mark.parametrize(
    ("key", "fact"), [(g.key, c.fact) for g in GROUNDS.values() for c in g.conditions], ids=lambda x: x
)
def test_each_condition_alone_stops_its_ground_and_says_why(key: str, fact: str) -> None:
    """DEL-4: the other answer refuses, and so does none"""
    ground = GROUNDS[key]
    condition = next(c for c in ground.conditions if c.fact == fact)
    facts = replace(MET, is_boarder=key == "m")
    where = around(
        TWENTIETH,
        born=BORN if ground.compulsory else date(2009, 1, 1),
        standing=stands(TWENTY, TWENTIETH, born=BORN if ground.compulsory else date(2009, 1, 1)),
        enquiries=ALL,
    )
    wrong = refused(key, answered(facts, fact, not condition.must_be), where)
    assert (wrong.says, wrong.rule) == (condition.otherwise, ground.rule)
    assert "no answer yet" in refused(key, answered(facts, fact, None), where).says


def test_T_58_a_school_that_is_only_named_is_no_ground() -> None:
    """DEL-A: registered elsewhere, and started"""
    assert "put the pupil on its roll" in refused("a", replace(MET, registered_elsewhere=False)).says
    later = refused("a", replace(MET, elsewhere_from=date(2026, 11, 30)))
    assert "starts at the other school on Monday 30 November 2026" in later.says
    assert later.rule == "DEL-A"
    check_ground(GROUNDS["a"], replace(MET, elsewhere_from=ON), around())


def test_T_56_a_written_notice_takes_effect_only_when_its_day_has_passed() -> None:
    """EHE-1, DEL-F: letter of 3 November, leaving on 30 November"""
    facts = replace(MET, stated_day=date(2026, 11, 30))
    for day in (date(2026, 11, 3), date(2026, 11, 30)):
        assert "stated Monday 30 November 2026" in refused("f", facts, around(day)).says
    check_ground(GROUNDS["f"], facts, around(date(2026, 12, 1)))
    assert refused("f", replace(MET, stated_day=None)).rule == "EHE-1"


def test_T_57_what_was_said_is_no_notice_and_a_special_school_place_needs_consent() -> None:
    """DEL-F, EHE-2"""
    spoken = replace(MET, written_notice=False, placed_by_authority=True)
    assert "must be in writing" in refused("f", spoken).says
    written = replace(spoken, written_notice=True)
    assert "only with the authority’s consent" in refused("f", written).says
    check_ground(GROUNDS["f"], replace(written, consent_on=date(2026, 11, 18)), around())


def test_consent_while_an_enquiry_is_open_sleeps_until_a_day_is_set() -> None:
    """EHE-3: section 37 is not in force"""
    check_ground(GROUNDS["f"], replace(MET, under_enquiry=True), around())
    begins = date(2027, 9, 1)
    assert consent_needed(ON, special_school=False, under_enquiry=True, in_force_from=begins) == ""
    assert (
        "section 47" in consent_needed(begins, special_school=False, under_enquiry=True, in_force_from=begins).lower()
    )


def test_T_53_twenty_days_without_the_joint_enquiries_are_no_ground() -> None:
    """DEL-I, DEL-3: the deletion rests on the joint failure, not on the count"""
    standing = stands(TWENTY, TWENTIETH)
    check_ground(GROUNDS["i"], MET, around(TWENTIETH, standing=standing, enquiries=ALL))
    without = refused("i", MET, around(TWENTIETH, standing=standing, enquiries=ALL - {"home_visited"}))
    assert (without.rule, "visit the last known address" in without.says) == ("DEL-3", True)
    assert refused("i", MET, around(TWENTIETH, standing=standing)).rule == "DEL-3"


@pytest.mark.parametrize("code", ["U", "I", "/", "C", "M", "E"])
def test_any_code_but_g_n_o_breaks_the_twenty_days(code: str) -> None:
    """DEL-I: also U, which counts toward ten"""
    broken = stands(TWENTY | {am(9, 16): code}, TWENTIETH)
    found = refused("i", MET, around(TWENTIETH, standing=broken, enquiries=ALL))
    assert found.says.startswith("12 school days since Thursday 17 September 2026")
    assert found.rule == "DEL-I"


@given(registers())
@settings(max_examples=300)
def test_the_twenty_days_are_those_that_a_person_would_count(register: tuple[Marks, date]) -> None:
    """DEL-I, DEL-5: random registers with closures and half days"""
    marks, on = register
    run = read_back(T, marks, on, "G N O", strict=True)
    where = around(on, standing=stands(marks, on), enquiries=ALL)
    if len(run) >= 20:
        check_ground(GROUNDS["i"], MET, where)
        return
    assert refused("i", MET, where).says.startswith(f"{len(run)} school day")


def test_not_back_within_ten_school_days_of_a_leave() -> None:
    """DEL-H: closures neither count nor break (DEL-5)"""
    marks = whole(T.between(date(2026, 9, 7), date(2026, 9, 18)), "O") | whole([date(2026, 9, 9)], "Y4")
    ninth = refused("h", MET, around(date(2026, 9, 18), standing=stands(marks, date(2026, 9, 18)), enquiries=ALL))
    assert ninth.says == "9 school days since the leave ended on Friday 4 September 2026: 10 are needed."
    tenth = stands(marks | whole([date(2026, 9, 21)], "N"), date(2026, 9, 21))
    check_ground(GROUNDS["h"], MET, around(date(2026, 9, 21), standing=tenth, enquiries=ALL))
    assert refused("h", MET, around(date(2026, 9, 21), standing=tenth)).rule == "DEL-3"


def test_a_pupil_who_was_ill_or_came_after_the_leave_is_no_ground_h() -> None:
    """DEL-H"""
    marks = whole(T.between(date(2026, 9, 7), date(2026, 9, 21)), "O") | {pm(9, 10): "I"}
    found = refused("h", MET, around(date(2026, 9, 21), standing=stands(marks, date(2026, 9, 21)), enquiries=ALL))
    assert found.says.startswith("Thursday 10 September 2026 is marked I")


@given(registers(), st.integers(0, 50))
@settings(max_examples=300)
def test_days_since_a_leave_are_those_that_a_person_would_count(register: tuple[Marks, date], back: int) -> None:
    """DEL-H, DEL-5"""
    marks, on = register
    days = T.between(T.days[0], on)
    ended = days[max(0, len(days) - 1 - back)] - timedelta(days=1)
    after = {s: c for s, c in marks.items() if s.on > ended}
    only = all(code in ("G", "N", "O", "#", "Y4") for code in after.values())
    counted = {s.on for s, c in after.items() if c in ("G", "N", "O")}
    where = around(on, standing=stands(marks, on), enquiries=ALL)
    facts = replace(MET, leave_ended=ended)
    if only and len(counted) >= 10:
        check_ground(GROUNDS["h"], facts, where)
        return
    says = refused("h", facts, where).says
    assert ("is marked" in says) if not only else says.startswith(f"{len(counted)} school day")


def test_a_ground_of_days_needs_marks() -> None:
    """DEL-H, DEL-I"""
    for key in ("h", "i"):
        assert "no marks here" in refused(key, MET, around(enquiries=ALL)).says


def test_A_15_remand_is_no_sentence_and_four_months_are_needed() -> None:
    """DEL-J: remanded for thirty days, or a sentence of six months"""
    assert "code Y5" in refused("j", replace(MET, is_sentenced=False, months_of_detention=1)).says
    assert "four months" in refused("j", replace(MET, months_of_detention=3)).says
    assert "four months" in refused("j", replace(MET, months_of_detention=None)).says
    check_ground(GROUNDS["j"], replace(MET, months_of_detention=6), around())


def test_ground_l_waits_for_the_last_friday_in_june() -> None:
    """DEL-L: over age before school next meets"""
    year_11 = date(2011, 1, 10)
    june = SchoolCalendar([date(2027, 6, 24), date(2027, 6, 25), date(2027, 6, 28)])
    check_ground(GROUNDS["l"], MET, replace(around(date(2027, 6, 25), born=year_11), calendar=june))
    early = refused("l", MET, replace(around(date(2027, 6, 24), born=year_11), calendar=june))
    assert "until Friday 25 June 2027" in early.says
    unknown = refused("l", MET, replace(around(date(2027, 6, 25), born=year_11), calendar=SchoolCalendar([])))
    assert "does not say when school next meets" in unknown.says


def test_each_list_is_for_its_own_age() -> None:
    """DEL-2"""
    sixth_former = around(born=date(2009, 1, 1))
    check_ground(GROUNDS["left"], MET, sixth_former)
    assert refused("left").rule == "DEL-2"
    assert refused("a", MET, sixth_former).says.endswith("choose a ground of regulation 9(3).")


def test_twenty_days_of_a_sixth_former() -> None:
    """DEL-2: the shorter list has them too, with the school's own enquiries"""
    born = date(2009, 1, 1)
    standing = stands(TWENTY, TWENTIETH, born=born)
    check_ground(GROUNDS["twenty-days"], MET, around(TWENTIETH, born=born, standing=standing))


def test_A_17_and_T_37_an_excluded_pupil_stays_on_the_roll_until_the_review_is_over() -> None:
    """EXC-13: told on Monday 30 November 2026, nobody asks for a review"""
    told = date(2026, 11, 30)
    assert last_review_day(T, told) == date(2027, 1, 4)
    for day in (told, date(2026, 12, 18), date(2027, 1, 4)):
        with pytest.raises(Refused, match="until Monday 4 January 2027") as caught:
            check_exclusion_over(Review.NOT_ASKED, told, T, day)
        assert caught.value.rule == "EXC-13"
    check_exclusion_over(Review.NOT_ASKED, told, T, date(2027, 1, 5))
    check_exclusion_over(Review.WAIVED, told, T, date(2026, 12, 4))


@pytest.mark.parametrize(
    ("review", "told", "says"),
    [
        (None, date(2026, 11, 30), "how the review ended"),
        (Review.ENDED, None, "were told"),
        (Review.ENDED, date(2026, 12, 1), "still to come"),
        (Review.NOT_ASKED, date(2027, 3, 22), "does not reach"),
    ],
)
def test_an_exclusion_of_which_too_little_is_known_is_refused(
    review: Review | None, told: date | None, says: str
) -> None:
    """EXC-13: a last day beyond the calendar is never guessed"""
    with pytest.raises(Refused, match=says):
        check_exclusion_over(review, told, T, max(told or ON, date(2026, 11, 30)) if says != "still to come" else ON)


@pytest.mark.parametrize(
    ("on", "final_class", "asks", "needed"),
    [
        (date(2026, 7, 10), True, False, True),
        (date(2026, 7, 22), True, False, False),
        (date(2026, 7, 22), True, True, True),
        (date(2026, 7, 22), False, False, True),
    ],
)
def test_A_14_only_the_most_senior_class_at_the_years_end_needs_no_notice(
    on: date, final_class: bool, asks: bool, needed: bool
) -> None:
    """RET-2: a Year 6 pupil on Friday 10 July and on Wednesday 22 July 2026"""
    ended = date(2026, 7, 22)
    assert notice_needed(on, final_class=final_class, year_ended=ended, authority_asks=asks) is needed
    if not needed:
        check_no_notice(on, final_class=final_class, year_ended=ended, authority_asks=asks)
        return
    with pytest.raises(Refused, match="Tell the authority"):
        check_no_notice(on, final_class=final_class, year_ended=ended, authority_asks=asks)


def test_a_deletion_needs_its_ground_then_its_notice_and_is_never_back_dated() -> None:
    """DEL-4, RET-2"""
    evidenced, told = date(2026, 11, 18), date(2026, 11, 19)
    check_deletion(on=ON, last_day=ON, evidenced_on=evidenced, notified_on=told)
    check_deletion(on=ON, last_day=told, evidenced_on=evidenced, notified_on=told)
    wrong: list[tuple[date | None, date | None, date | None, str]] = [
        (None, told, ON, "without a ground"),
        (evidenced, None, ON, "must be told"),
        (evidenced, told, None, "last day on the roll"),
        (evidenced, told, date(2026, 11, 18), "never back-dated"),
        (evidenced, told, date(2026, 11, 21), "still to come"),
        (evidenced, date(2026, 11, 22), ON, "never back-dated"),
    ]
    for evidenced_on, notified_on, last_day, says in wrong:
        with pytest.raises(Refused, match=says):
            check_deletion(on=ON, last_day=last_day, evidenced_on=evidenced_on, notified_on=notified_on)


@given(st.integers(-20, 20), st.integers(-20, 20))
def test_no_order_of_days_lets_a_name_off_before_the_authority_was_told(last: int, told: int) -> None:
    """DEL-4, RET-2"""
    last_day, notified_on = ON + timedelta(days=last), ON + timedelta(days=told)
    try:
        check_deletion(on=ON, last_day=last_day, evidenced_on=ON, notified_on=notified_on)
    except Refused:
        return
    assert notified_on - timedelta(days=1) <= last_day
    assert ON - timedelta(days=1) <= last_day <= ON


def test_enquiries_are_all_of_the_guidance_and_each_leaves_its_trace() -> None:
    """DEL-3"""

    @dataclass
    class Log:
        contacts_rung: str = "Ms Abiodun: no answer, twice"
        home_visited: str = "  "

    assert made_of(Log()) == {"contacts_rung"}
    assert [one.key for one in still_to_make(ALL - {"written_to", "authority_checked"})] == [
        "written_to",
        "authority_checked",
    ]
    check_jointly_failed(ALL)


def test_signs_of_off_rolling_are_shown_and_decide_nothing() -> None:
    """OFF-1"""
    marks = {am(3, 2, 2027): "E", pm(3, 9, 2027): "C2"}
    year_11 = date(2011, 1, 10)
    on = date(2027, 3, 16)
    shown = signs(on, year_11, stands(marks, on, born=year_11), has_special_needs=True, suggested_by_school=True)
    assert [says.split(": ")[1].split()[0] for says in shown] == ["Somebody", "Suspended", "On", "Has", "Leaves"]
    assert signs(date(2027, 4, 20), BORN, stands(marks, date(2027, 4, 20)), has_special_needs=False) == ()
    assert signs(date(2026, 11, 3), year_11, None) == ()
