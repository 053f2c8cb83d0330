"""Leave: on which ground, in advance, on which sessions; what the marks say afterwards (LEA-1 to LEA-6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.calendar import Closure, ClosureKind, Days, SchoolCalendar, Term, school_days
from rollbook.rules.leave import (
    Ground,
    Permit,
    Purpose,
    Wanted,
    check_grant,
    check_set_apart,
    check_wanted,
    refused_code,
    sessions_of,
    usual_ground,
)
from rollbook.rules.leave_after import Came, Seen, look_back
from rollbook.rules.leave_travel import Journey, worth_asking
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session

T = SchoolCalendar(
    school_days(
        [Term("Autumn", Days(date(2026, 9, 1), date(2026, 12, 18)))],
        [Closure(ClosureKind.HALF_TERM, Days(date(2026, 10, 26), date(2026, 10, 30)))],
    )
)
MON, TUE, WED = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18)
ASKED = date(2026, 11, 2)
WANTED = Wanted(MON, WED, ASKED, Purpose.FAMILY, lives_with=True)
PERMIT = Permit("L/2026/114", "Leeds City Council", MON, TUE)


def refusal(wanted: Wanted, ground: Ground, granted: Days, on: date = ASKED, *, still_ahead: bool = True) -> str:
    with pytest.raises(Refused) as refused:
        check_grant(wanted, ground, granted, on, still_ahead=still_ahead)
    return refused.value.rule


@pytest.mark.parametrize("ground", [Ground.EXCEPTIONAL, Ground.INTERVIEW, Ground.MEDICAL])
def test_leave_that_was_asked_for_in_time_can_be_granted_for_all_or_some_of_its_days(ground: Ground) -> None:
    check_grant(WANTED, ground, Days(MON, WED), ASKED)
    check_grant(WANTED, ground, Days(TUE, TUE), MON)


def test_each_ground_has_its_code() -> None:
    assert [ground.code for ground in Ground] == ["C", "C1", "C1", "J1", "S", "M"]


@pytest.mark.parametrize(
    ("wanted", "granted", "on", "still_ahead", "rule"),
    [
        (replace(WANTED, asked_on=date(2026, 11, 19)), Days(MON, WED), date(2026, 11, 20), True, "COD-16"),  # T-30
        (replace(WANTED, asked_on=TUE), Days(MON, WED), TUE, True, "COD-16"),
        (WANTED, Days(MON, WED), TUE, True, "COD-16"),  # asked in time, decided too late: the rest of it only
        (WANTED, Days(MON, WED), MON, False, "COD-16"),
        (WANTED, Days(MON - timedelta(days=3), TUE), ASKED, True, "LEA-1"),
        (WANTED, Days(TUE, WED + timedelta(days=1)), ASKED, True, "LEA-1"),
    ],
)
def test_leave_is_never_back_dated_and_never_for_other_days(
    wanted: Wanted, granted: Days, on: date, still_ahead: bool, rule: str
) -> None:
    assert refusal(wanted, Ground.EXCEPTIONAL, granted, on, still_ahead=still_ahead) == rule


@pytest.mark.parametrize("lives_with", [None, False])
def test_exceptional_leave_is_asked_for_by_a_parent_whom_the_pupil_lives_with(lives_with: bool | None) -> None:
    assert refusal(replace(WANTED, lives_with=lives_with), Ground.EXCEPTIONAL, Days(MON, MON)) == "LEA-1"
    check_grant(replace(WANTED, lives_with=lives_with), Ground.INTERVIEW, Days(MON, MON), ASKED)


@pytest.mark.parametrize("ground", [Ground.PERFORMANCE, Ground.WORK_ABROAD])
def test_a_performance_and_work_abroad_need_a_licence_for_the_very_days(ground: Ground) -> None:
    wanted = replace(WANTED, purpose=Purpose.PERFORMANCE)
    assert refusal(wanted, ground, Days(MON, TUE)) == "LEA-4"
    assert refusal(replace(wanted, permit=replace(PERMIT, number=" ")), ground, Days(MON, TUE)) == "LEA-4"
    assert refusal(replace(wanted, permit=PERMIT), ground, Days(MON, WED)) == "LEA-4"
    check_grant(replace(wanted, permit=PERMIT), ground, Days(MON, TUE), ASKED)


def test_study_leave_names_its_public_examination() -> None:
    wanted = replace(WANTED, purpose=Purpose.EXAM_STUDY)
    assert refusal(wanted, Ground.STUDY, Days(MON, MON)) == "COD-15"
    check_grant(replace(wanted, exam="GCSE mathematics"), Ground.STUDY, Days(MON, MON), ASKED)


@pytest.mark.parametrize(("purpose", "rule"), [(Purpose.WORK, "LEA-4"), (Purpose.PART_TIME, "PTT-1")])
def test_other_work_and_shorter_days_are_no_leave(purpose: Purpose, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        check_wanted(replace(WANTED, purpose=purpose))
    assert refused.value.rule == rule
    assert usual_ground(purpose) is None


def test_days_the_wrong_way_round_are_nobodys_leave() -> None:
    with pytest.raises(Refused, match="before the first day"):
        check_wanted(replace(WANTED, last=MON - timedelta(days=1)))


@pytest.mark.parametrize("purpose", [p for p in Purpose if p not in (Purpose.WORK, Purpose.PART_TIME)])
def test_every_other_purpose_has_a_ground_on_which_it_is_judged(purpose: Purpose) -> None:
    assert usual_ground(purpose) is not None
    assert refused_code(purpose) == ("G" if purpose is Purpose.HOLIDAY else "O")


def test_leave_covers_sessions_of_school_days_alone() -> None:
    over_half_term = sessions_of(T, date(2026, 10, 23), date(2026, 11, 2))
    assert over_half_term == tuple(
        Session(day, half) for day in (date(2026, 10, 23), date(2026, 11, 2)) for half in Half
    )
    assert sessions_of(T, MON, MON, frozenset({Half.PM})) == (Session(MON, Half.PM),)
    assert sessions_of(T, date(2026, 11, 14), date(2026, 11, 15)) == ()


def test_a_festivals_own_day_is_one_of_those_asked_for() -> None:
    festival = replace(WANTED, purpose=Purpose.RELIGIOUS)
    check_set_apart(festival, TUE)
    check_set_apart(WANTED, None)
    for wanted, day in ((WANTED, TUE), (festival, WED + timedelta(days=1))):
        with pytest.raises(Refused) as refused:
            check_set_apart(wanted, day)
        assert refused.value.rule == "COD-13"


ALL = sessions_of(T, MON, WED)
LATER = sessions_of(T, date(2026, 11, 19), date(2026, 11, 27))


def seen(codes: str, **more: object) -> list[tuple[str, str]]:
    marks = dict(zip(ALL, codes, strict=False))
    found = look_back(ALL, more.pop("granted", ()), marks.get, Purpose.HOLIDAY, **more)  # type: ignore[arg-type]
    return [(one.seen.value, one.fits) for one in found.sessions]


def test_refused_and_taken_is_g_where_n_stands_and_nothing_else_is_touched() -> None:
    assert seen("NNGO/\\") == [
        ("absent, reason open", "G"),
        ("absent, reason open", "G"),
        ("taken without leave", ""),
        ("taken without leave", ""),
        ("in school", ""),
        ("in school", ""),
    ]


def test_refused_then_ill_is_shown_and_not_doubted() -> None:
    marks = dict(zip(ALL, "IIIIII", strict=True))
    found = look_back(ALL, (), marks.get, Purpose.HOLIDAY)
    assert found.came is Came.ILL_INSTEAD
    assert len(found.of(Seen.ILL)) == 6
    assert not found.to_code


def test_a_late_arrival_after_the_register_closed_was_in_school() -> None:
    assert seen("U\\////")[0] == ("in school", "")


def test_granted_leave_stands_as_granted_and_another_reason_as_itself() -> None:
    marks = dict(zip(ALL, "CCI\\OO", strict=True))
    found = look_back(ALL, ALL[:4], marks.get, Purpose.FAMILY)
    assert [one.seen for one in found.sessions] == [
        Seen.AS_GRANTED, Seen.AS_GRANTED, Seen.AS_GRANTED, Seen.IN_SCHOOL, Seen.TAKEN, Seen.TAKEN,
    ]  # fmt: skip
    assert found.came is Came.TAKEN_WITHOUT_LEAVE


def test_a_festival_of_three_days_with_one_set_apart() -> None:  # T-32
    marks = dict(zip(ALL, "RRNNOO", strict=True))
    found = look_back(ALL, (), marks.get, Purpose.RELIGIOUS, set_apart=ALL[:2])
    assert [(one.seen, one.fits) for one in found.sessions[:4]] == [
        (Seen.SET_APART, ""), (Seen.SET_APART, ""), (Seen.NO_REASON, "O"), (Seen.NO_REASON, "O"),
    ]  # fmt: skip


def test_who_stays_away_beyond_the_leave_is_seen_until_they_are_back() -> None:
    marks = dict(zip((*ALL, *LATER), "CCCCCCNNG/", strict=False))
    found = look_back(ALL, ALL, marks.get, Purpose.HOLIDAY, after=LATER)
    assert [(one.code, one.fits) for one in found.of(Seen.BEYOND)] == [("N", "G"), ("N", "G"), ("G", "")]
    assert found.came is Came.TAKEN_WITHOUT_LEAVE


def test_days_without_marks_or_with_n_keep_it_open() -> None:
    assert look_back(ALL, (), dict[Session, str]().get, Purpose.HOLIDAY).came is Came.OPEN
    present = dict(zip(ALL, "/\\/\\/\\", strict=True))
    assert look_back(ALL, (), present.get, Purpose.HOLIDAY).came is Came.NOT_TAKEN
    assert look_back(ALL, ALL, dict.fromkeys(ALL, "C").get, Purpose.HOLIDAY).came is Came.TAKEN_AS_GRANTED


@given(
    st.lists(st.sampled_from([*"/\\LUNGOICRMSB", "C1", "J1", "E", "Y7", ""]), min_size=6, max_size=6),
    st.sets(st.sampled_from(ALL)),
    st.sampled_from(Purpose),
)
def test_looking_back_names_every_session_once_and_proposes_only_where_n_stands(
    codes: list[str], granted: set[Session], purpose: Purpose
) -> None:
    marks = {session: code for session, code in zip(ALL, codes, strict=True) if code}
    found = look_back(ALL, granted, marks.get, purpose)
    assert [one.session for one in found.sessions] == list(ALL)
    for one in found.to_code:
        assert one.code == "N"
        assert one.session not in granted
        assert one.fits == refused_code(purpose)


BORN = date(2013, 3, 14)
HOME_AGAIN = Journey(
    abroad=True, first=MON, last=WED, back_on=WED, return_booked=True, travels_with="both parents",
    purpose=Purpose.HOLIDAY,
)  # fmt: skip


def test_a_week_in_the_sun_with_both_parents_raises_nothing() -> None:
    assert worth_asking(HOME_AGAIN, born=BORN, sex="F") == ()
    assert worth_asking(replace(HOME_AGAIN, abroad=False, return_booked=False), born=BORN, sex="F") == ()
    assert worth_asking(replace(HOME_AGAIN, abroad=None, return_booked=False), born=BORN, sex="F") == ()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"return_booked": False}, "No way back is booked"),
        ({"return_booked": None, "back_on": None}, "Nobody has said when"),
        ({"travels_with": " "}, "with whom the child travels"),
        ({"purpose": Purpose.FAMILY}, "whose is it"),
        ({"back_on": MON + timedelta(days=20)}, "The stay is long"),
    ],
)
def test_what_is_not_known_of_a_journey_is_asked_of_the_safeguarding_lead(
    changed: dict[str, object], says: str
) -> None:
    (asked,) = worth_asking(replace(HOME_AGAIN, **changed), born=BORN, sex="M")  # type: ignore[arg-type]
    assert says in asked


def test_a_long_stay_of_a_girl_asks_one_thing_more_and_of_a_grown_woman_nothing() -> None:
    long_stay = replace(HOME_AGAIN, back_on=MON + timedelta(days=14))
    assert worth_asking(long_stay, born=BORN, sex="F") == ()
    assert len(worth_asking(long_stay, born=BORN, sex="F", weeks_off_before_or_after=True)) == 2
    assert worth_asking(long_stay, born=date(2008, 11, 1), sex="F", weeks_off_before_or_after=True) == ()
