"""What becomes of each entry of a save (COD-2 to COD-18, REG-3 to REG-16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.actor import LONDON
from rollbook.rules.codes import code_on, in_force
from rollbook.rules.marking import (
    WHILE_OPEN,
    Decision,
    Entry,
    Outcome,
    PupilOnRegister,
    RegisterFacts,
    Standing,
    decide,
)
from rollbook.rules.sessions import Half, Session

DAY = date(2026, 9, 7)


def at(hour: int, minute: int, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)


MORNING = RegisterFacts(Session(DAY, Half.AM), True, at(8, 40), at(9, 10), at(12, 0))
AFTERNOON = RegisterFacts(Session(DAY, Half.PM), True, at(13, 0), at(13, 20), at(15, 30))
WHILE_TAKING, AFTER_CLOSE, NEXT_DAY = at(8, 45), at(9, 30), at(9, 0, date(2026, 9, 8))
AMY = PupilOnRegister("amy", born=date(2017, 3, 1), first_day=date(2024, 9, 3))
PRESENT, ABSENT = Standing("/", 1), Standing("N", 1)


def decided(
    code: str,
    *,
    stands: Standing | None = None,
    pupil: PupilOnRegister = AMY,
    register: RegisterFacts = MORNING,
    now: datetime = WHILE_TAKING,
    may_amend: bool = True,
    seen: int | None = None,
    minutes: int | None = None,
    detail: str = "",
    reason: str = "",
) -> Decision:
    version = stands.version if stands else 0
    entry = Entry("amy", code, minutes, detail, version if seen is None else seen, reason)
    (decision,) = decide(
        [entry],
        standing={"amy": stands} if stands else {},
        pupils={"amy": pupil},
        register=register,
        now=now,
        may_amend=may_amend,
    )
    return decision


def test_a_first_mark_is_stored_as_version_1() -> None:
    """REG-2"""
    assert decided("/") == Decision("amy", Outcome.STORED, None, "/", version=1)


@pytest.mark.parametrize(
    ("vector", "changes", "rule", "words"),
    [
        ("T-08", {"code": "\\"}, "COD-2", "Use / for a pupil present in the morning"),
        ("/ in the afternoon", {"code": "/", "register": AFTERNOON, "now": at(13, 1)}, "COD-2", "Use \\ for"),
        ("T-09", {"code": "X"}, "COD-11", "outside compulsory school age"),
        ("T-10", {"code": "C2", "pupil": replace(AMY, born=date(2022, 6, 1))}, "COD-11", "Use X"),
        ("T-29", {"code": "K"}, "COD-6", "nature of the provision"),
        ("B without its nature", {"code": "B", "detail": "  "}, "COD-6", "nature of the activity"),
        ("Y7 without its cause", {"code": "Y7"}, "COD-6", "the cause"),
        ("T-24", {"code": "#"}, "COD-18", "set by the calendar"),
        ("Z entered by hand", {"code": "Z"}, "COD-17", "not entered as a mark"),
        ("H after August 2024", {"code": "H"}, "COD-20", "otherwise G"),
        ("no such code", {"code": "Q9"}, "COD-1", "not a code"),
        (
            "T-62",
            {"code": "/", "pupil": replace(AMY, first_day=date(2026, 9, 8))},
            "COD-17",
            "starting day is Tuesday 8",
        ),
        (
            "after leaving",
            {"code": "/", "pupil": replace(AMY, last_day=date(2026, 9, 4))},
            "COD-17",
            "Friday 4 September",
        ),
        ("a boarder", {"code": "/", "pupil": replace(AMY, boarder=True)}, "REG-3", "boards"),
        ("a closed day", {"code": "/", "register": replace(MORNING, is_school_day=False)}, "REG-6", "does not meet"),
        ("the afternoon from the morning", {"code": "/", "register": AFTERNOON}, "REG-16", "has not begun"),
        ("tomorrow", {"code": "I", "now": at(9, 0, date(2026, 9, 6))}, "REG-16", "plan the absence"),
        ("minutes without sense", {"code": "L", "minutes": 401}, "COD-3", "0 to 400"),
        ("minutes below nothing", {"code": "L", "minutes": -1}, "COD-3", "0 to 400"),
        ("T-02", {"code": "L", "minutes": 31, "now": at(9, 11)}, "COD-3", "Use U"),
        ("U before the close", {"code": "U", "minutes": 5}, "COD-3", "Use L"),
        ("clearing a mark", {"code": "", "stands": PRESENT}, "REG-7", "cannot be cleared"),
        ("no reason after the close", {"code": "I", "stands": ABSENT, "now": NEXT_DAY}, "REG-7", "Write the reason"),
        (
            "blanks are no reason",
            {"code": "I", "stands": ABSENT, "now": NEXT_DAY, "reason": " "},
            "REG-7",
            "Write the reason",
        ),
        (
            "not allowed to amend",
            {"code": "I", "stands": ABSENT, "now": NEXT_DAY, "reason": "mother rang", "may_amend": False},
            "REG-7",
            "ask the attendance office",
        ),
    ],
)
def test_bad_input_is_refused_with_a_sentence(vector: str, changes: dict[str, object], rule: str, words: str) -> None:
    """COD-1, COD-2, COD-3, COD-6, COD-11, COD-17, COD-18, COD-20, REG-3, REG-6, REG-7, REG-16"""
    decision = decided(**changes)  # type: ignore[arg-type]  # one table of mixed changes
    assert (decision.outcome, decision.rule) == (Outcome.REFUSED, rule)
    assert words in decision.says
    stands = changes.get("stands")
    assert decision.version == (stands.version if isinstance(stands, Standing) else 0)
    assert not decision.is_amendment


def test_a_pupil_not_on_the_register_is_refused_and_stops_nobody() -> None:
    """REG-2, SAV-1"""
    decisions = decide(
        [Entry("ben", "/"), Entry("amy", "/")],
        standing={},
        pupils={"amy": AMY},
        register=MORNING,
        now=WHILE_TAKING,
        may_amend=False,
    )
    assert [decision.outcome for decision in decisions] == [Outcome.REFUSED, Outcome.STORED]


def test_one_pupil_twice_in_a_save_is_decided_once() -> None:
    """SAV-1"""
    decisions = decide(
        [Entry("amy", "/"), Entry("amy", "N")],
        standing={},
        pupils={"amy": AMY},
        register=MORNING,
        now=WHILE_TAKING,
        may_amend=True,
    )
    assert [decision.outcome for decision in decisions] == [Outcome.STORED, Outcome.REFUSED]
    assert decisions[1].rule == "SAV-1"


@pytest.mark.parametrize(
    ("vector", "code", "born"),
    [
        ("X below compulsory age", "X", date(2022, 6, 1)),
        ("X above compulsory age", "X", date(2009, 9, 1)),
        ("C2 within compulsory age", "C2", date(2017, 3, 1)),
        ("part-time Reception comes in", "/", date(2022, 6, 1)),
    ],
)
def test_codes_that_fit_the_age(vector: str, code: str, born: date) -> None:
    """COD-11, COD-21"""
    assert decided(code, pupil=replace(AMY, born=born)).outcome is Outcome.STORED


@pytest.mark.parametrize(("code", "detail"), [("K", "tuition"), ("B", " forest school "), ("Y7", "flood at home")])
def test_codes_with_their_detail(code: str, detail: str) -> None:
    """COD-6"""
    decision = decided(code, detail=detail)
    assert (decision.outcome, decision.detail) == (Outcome.STORED, detail.strip())


@pytest.mark.parametrize(
    ("vector", "code", "now", "minutes"),
    [
        ("T-01", "L", at(9, 8), 28),
        ("as it opens", "L", at(8, 40), 0),
        ("after the close nobody can tell when an L came", "L", at(9, 30), None),
        ("T-02", "U", at(9, 11), 31),
        ("before the close a U is not arriving now", "U", at(9, 0), None),
        ("after the session nobody can tell", "U", at(12, 0), None),
        ("the next day nobody can tell", "U", NEXT_DAY, None),
        ("present has no minutes", "/", at(8, 41), None),
    ],
)
def test_minutes_of_one_who_comes_in_now(vector: str, code: str, now: datetime, minutes: int | None) -> None:
    """COD-3"""
    decision = decided(code, now=now)
    assert (decision.outcome, decision.minutes) == (Outcome.STORED, minutes)


@pytest.mark.parametrize(("code", "minutes"), [("L", 30), ("L", 0), ("U", 30), ("U", 110)])
def test_minutes_typed_by_a_person_stand_where_they_can_be(code: str, minutes: int) -> None:
    """COD-3: at the very minute of the close either may be right, so the person's word stands."""
    decision = decided(code, minutes=minutes, now=at(11, 0))
    assert (decision.outcome, decision.minutes) == (Outcome.STORED, minutes)


def test_minutes_beside_a_code_that_is_not_late_are_dropped() -> None:
    """COD-3"""
    assert decided("/", minutes=5).minutes is None


def test_a_change_while_the_register_is_open_needs_no_reason_and_no_right_to_amend() -> None:
    """REG-7, T-04: the original is kept all the same."""
    decision = decided("L", stands=ABSENT, now=at(8, 50), may_amend=False)
    assert (decision.outcome, decision.was, decision.version) == (Outcome.STORED, "N", 2)
    assert decision.is_amendment
    assert decision.reason == WHILE_OPEN


def test_T_04_one_who_walks_in_after_the_close_is_an_amendment_with_its_reason() -> None:
    """COD-5, REG-7, REG-8"""
    decision = decided("U", stands=ABSENT, now=at(9, 40), reason="came in at 09:40")
    assert (decision.was, decision.now, decision.minutes) == ("N", "U", 60)
    assert (decision.is_amendment, decision.reason) == (True, "came in at 09:40")


def test_the_register_is_closed_at_the_very_moment_it_closes() -> None:
    """REG-7"""
    assert decided("L", stands=ABSENT, now=at(9, 10)).outcome is Outcome.REFUSED


@pytest.mark.parametrize(("now", "outcome"), [(at(8, 25), Outcome.STORED), (at(8, 24), Outcome.REFUSED)])
def test_a_register_may_be_taken_a_quarter_of_an_hour_early(now: datetime, outcome: Outcome) -> None:
    """REG-16"""
    assert decided("/", now=now).outcome is outcome


def test_a_future_session_is_refused_even_if_its_times_are_wrong() -> None:
    """REG-16"""
    tomorrow = replace(MORNING, session=Session(date(2026, 9, 8), Half.AM))
    assert decided("/", register=tomorrow).rule == "REG-16"


def test_T_64_last_months_mark_may_be_changed_with_a_reason() -> None:
    """REG-7, PEN-14"""
    decision = decided("I", stands=Standing("O", 3), now=at(14, 0, date(2026, 10, 8)), reason="doctor's letter")
    assert (decision.outcome, decision.version, decision.is_amendment) == (Outcome.STORED, 4, True)


def test_completing_a_blank_after_the_close_is_no_amendment() -> None:
    """REG-8"""
    decision = decided("N", now=NEXT_DAY, may_amend=False)
    assert (decision.outcome, decision.is_amendment, decision.reason) == (Outcome.STORED, False, "")


def test_a_mark_changed_meanwhile_is_a_conflict_and_the_office_value_stays() -> None:
    """SAV-1"""
    decision = decided("/", stands=Standing("M", 2), seen=1)
    assert (decision.outcome, decision.was, decision.version) == (Outcome.CONFLICT, "M", 2)
    assert "changed this mark to M" in decision.says
    assert decided("/", stands=Standing("M", 1), seen=0).outcome is Outcome.CONFLICT


def test_a_mark_that_is_gone_is_a_conflict() -> None:
    """SAV-1"""
    assert decided("/", seen=2).outcome is Outcome.CONFLICT


@pytest.mark.parametrize(
    ("stands", "code", "seen", "minutes", "detail"),
    [
        (PRESENT, "/", 1, None, ""),
        (Standing("/", 4), "/", 1, None, ""),
        (Standing("L", 1, minutes=7), "L", 1, None, ""),
        (Standing("L", 1, minutes=7), "L", 1, 7, ""),
        (Standing("K", 1, detail="tuition"), "K", 1, None, ""),
        (Standing("K", 1, detail="tuition"), "K", 1, None, " tuition "),
    ],
)
def test_saying_again_what_stands_changes_nothing(
    stands: Standing, code: str, seen: int, minutes: int | None, detail: str
) -> None:
    """SAV-1: a double tap, a retry, or two people who agree."""
    decision = decided(code, stands=stands, seen=seen, minutes=minutes, detail=detail, now=NEXT_DAY, may_amend=False)
    assert (decision.outcome, decision.version) == (Outcome.UNCHANGED, stands.version)
    assert (decision.minutes, decision.detail) == (stands.minutes, stands.detail)


def test_other_minutes_are_a_change_that_keeps_the_code() -> None:
    """REG-7"""
    late = Standing("L", 1, minutes=7)
    assert decided("L", stands=late, minutes=9).version == 2
    assert not decided("L", stands=late, minutes=9).is_amendment
    assert decided("L", stands=late, minutes=9, now=NEXT_DAY).outcome is Outcome.REFUSED


def test_a_blank_entry_for_a_blank_mark_says_nothing() -> None:
    assert decided("").outcome is Outcome.UNCHANGED


def test_T_75_the_school_date_is_by_english_clocks() -> None:
    """REG-16: just after midnight in summer it is still yesterday in UTC."""
    early = replace(MORNING, opens=at(0, 5), closes=at(0, 30), ends=None)
    assert decided("/", register=early, now=at(0, 10)).outcome is Outcome.STORED


def test_the_first_and_the_last_day_are_on_the_register() -> None:
    """COD-17"""
    assert decided("/", pupil=replace(AMY, first_day=DAY, last_day=DAY)).outcome is Outcome.STORED


ENTRIES = st.builds(
    Entry,
    st.sampled_from(["amy", "ben", "zoe"]),
    st.sampled_from(["", "/", "\\", "L", "U", "I", "K", "X", "C2", "H", "#", "nonsense"]),
    st.none() | st.integers(-5, 500),
    st.sampled_from(["", "tuition"]),
    st.integers(0, 3),
    st.sampled_from(["", "a reason"]),
)
STANDING = st.dictionaries(
    st.sampled_from(["amy", "ben"]),
    st.builds(Standing, st.sampled_from(["/", "L", "N", "K"]), st.integers(1, 3), st.none(), st.just("tuition")),
)


@given(st.lists(ENTRIES), STANDING, st.sampled_from([WHILE_TAKING, AFTER_CLOSE, NEXT_DAY]), st.booleans())
def test_whatever_is_sent_is_decided_lawfully(
    entries: list[Entry], standing: dict[str, Standing], now: datetime, may_amend: bool
) -> None:
    """SAV-1: one decision an entry, a sentence wherever nothing is stored, and only lawful marks stored."""
    pupils = {name: replace(AMY, pupil=name) for name in ("amy", "ben")}
    decisions = decide(entries, standing=standing, pupils=pupils, register=MORNING, now=now, may_amend=may_amend)
    assert [(d.pupil, d.now) for d in decisions] == [(e.pupil, e.code) for e in entries]
    for decision in decisions:
        assert bool(decision.says) == bool(decision.rule) == (decision.outcome in (Outcome.REFUSED, Outcome.CONFLICT))
        if decision.outcome is Outcome.STORED:
            code = code_on(decision.now, DAY)
            assert Half.AM in code.halves
            assert code.enterable
            assert not code.detail_required or decision.detail
            assert not decision.is_amendment or decision.reason


@given(st.sampled_from(sorted(in_force(DAY))))
def test_no_refusal_names_the_pupil(symbol: str) -> None:
    assert "amy" not in decided(symbol).says
