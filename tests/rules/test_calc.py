"""`rollbook calc` as the public contract states it, name by name."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.config.calc import CALCULATIONS, run
from tests.rules.calendars import T, whole_days

SCHOOL_DAYS = [day.isoformat() for day in T.days]


def calc(name: str, *lines: Mapping[str, object]) -> list[dict[str, object]]:
    out, err = io.StringIO(), io.StringIO()
    assert run(name, [json.dumps(line) for line in lines], out, err) == 0, err.getvalue()
    return [json.loads(line) for line in out.getvalue().splitlines()]


def refused_by(name: str, line: Mapping[str, object]) -> object:
    (answer,) = calc(name, line)
    refused = answer["refused"]
    assert isinstance(refused, dict)
    assert refused["says"]
    return refused["rule"]


def fails(name: str, *lines: str) -> str:
    err = io.StringIO()
    assert run(name, lines, io.StringIO(), err) == 2
    return err.getvalue()


def test_attendance_of_marks() -> None:
    """PA-1, PA-2"""
    (answer,) = calc(
        "attendance",
        {
            "id": "x",
            "marks": [
                ["2026-09-07", "AM", "/"],
                ["2026-09-07", "PM", "L"],
                ["2026-09-08", "AM", "U"],
                ["2026-09-08", "PM", "D"],
                ["2026-09-09", "AM", "I"],
            ],
        },
    )
    assert answer == {
        "id": "x",
        "possible": 4,
        "attended": 2,
        "authorised": 1,
        "unauthorised": 1,
        "absent": 2,
        "late_before_close": 1,
        "late_after_close": 1,
        "attendance_percent": "50.0",
        "absence_percent": "50.0",
        "persistently_absent": True,
        "severely_absent": True,
    }


def test_attendance_of_counts() -> None:
    """PA-1, PA-3, T-16, T-21"""
    some, t16, none = calc(
        "attendance",
        {"counts": {"I": 12, "/": 300}},
        {"counts": {"/": 80, "B": 10, "D": 10}},
        {"counts": {"Y4": 300}},
    )
    assert (some["possible"], some["absence_percent"], some["persistently_absent"]) == (312, "3.8", False)
    assert (t16["possible"], t16["attendance_percent"]) == (90, "100.0")
    assert (none["attendance_percent"], none["absence_percent"], none["persistently_absent"]) == (None, None, False)


@pytest.mark.parametrize(
    ("vector", "marks", "rule"),
    [
        ("T-08", [["2026-09-07", "AM", "\\"]], "COD-2"),
        ("H after 2024", [["2026-09-07", "AM", "H"]], "COD-20"),
        ("K before 2024", [["2024-07-01", "AM", "K"]], "COD-20"),
        ("no code", [["2026-09-07", "AM", "?"]], "COD-1"),
        ("no date", [["2026-02-30", "AM", "/"]], "DAT-0"),
        ("no half", [["2026-09-07", "XX", "/"]], "REG-2"),
        ("one session twice", [["2026-09-07", "AM", "/"], ["2026-09-07", "AM", "I"]], "SAV-1"),
    ],
)
def test_marks_that_the_rules_refuse(vector: str, marks: list[list[str]], rule: str) -> None:
    """COD-1, COD-2, COD-20"""
    assert refused_by("attendance", {"marks": marks}) == rule
    assert refused_by("penalty", {"marks": marks, "school_days": ["2026-09-07", "2024-07-01"]}) == rule


def test_the_penalty_window() -> None:
    """T-38, PEN-1, PEN-2"""
    first = [[s.on.isoformat(), s.half.name, "G"] for s in whole_days(date(2026, 9, 14), date(2026, 9, 16))]
    last = [[s.on.isoformat(), s.half.name, "U"] for s in whole_days(date(2026, 11, 23), date(2026, 11, 24))]
    met, not_met = calc(
        "penalty",
        {"id": 1, "school_days": SCHOOL_DAYS, "marks": first + last},
        {"id": 2, "school_days": SCHOOL_DAYS, "marks": first + last[:-1]},
    )
    assert met["met_on"] == "2026-11-24"
    assert met["sessions"] == [mark[:2] for mark in first + last]
    assert isinstance(met["weeks"], list)
    assert (len(met["weeks"]), met["weeks"][0], met["weeks"][-1]) == (10, "2026-09-14", "2026-11-23")
    assert not_met == {"id": 2, "met_on": None, "sessions": [], "weeks": []}


def test_a_mark_on_a_closed_day_is_refused() -> None:
    """REG-6"""
    marks = [[s.on.isoformat(), s.half.name, "O"] for s in whole_days(date(2026, 9, 7), date(2026, 9, 11))]
    line = {"school_days": SCHOOL_DAYS, "marks": [*marks, ["2026-10-28", "AM", "O"]]}
    assert refused_by("penalty", line) == "REG-6"


def test_school_days() -> None:
    """COD-4, T-05, A-2"""
    due, unknown = calc(
        "school-days",
        {"from": "2026-10-22", "days": 5, "school_days": SCHOOL_DAYS},
        {"from": "2026-10-22", "days": 5, "school_days": ["2026-10-22", "2026-10-23"]},
    )
    assert (due, unknown) == ({"due": "2026-11-05"}, {"due": None})
    assert refused_by("school-days", {"from": "2026-10-22", "days": 0, "school_days": []}) == "REG-6"


def test_upn() -> None:
    """UPN-1"""
    good, temporary, bad = calc(
        "upn", {"upn": "H801200001001"}, {"upn": "Y80120002301A"}, {"id": 3, "upn": "Q207000016049"}
    )
    assert good == {"valid": True, "kind": "permanent"}
    assert temporary == {"valid": True, "kind": "temporary"}
    assert (bad["id"], bad["valid"], bad["kind"]) == (3, False, None)
    assert "need P" in str(bad["why"])


def test_compulsory_age() -> None:
    """REG-14, T-11, T-13"""
    t11, t13 = calc("compulsory-age", {"born": "2021-08-31"}, {"born": "2022-01-01"})
    assert t11 == {"starts_on": "2026-08-31", "ends_on": "2037-06-26"}
    assert t13["starts_on"] == "2027-03-31"


def test_penalty_notice_handed_over() -> None:
    """PEN-7, PEN-9, A-8: the contract's own example."""
    (answer,) = calc("penalty-notice", {"on": "2026-11-02", "served_by": "hand", "history": []})
    assert answer == {
        "which": "first",
        "received_on": "2026-11-02",
        "pay": [["80", "2026-11-22"], ["160", "2026-11-29"]],
        "rule": "PEN-7",
    }


def test_penalty_notice_by_post_second_and_none() -> None:
    """PEN-7, PEN-8, PEN-9"""
    paid = {"issued": "2025-10-01", "outcome": "paid"}
    withdrawn = {"issued": "2025-12-01", "outcome": "withdrawn"}
    earlier = {"issued": "2024-09-20", "outcome": "unpaid"}
    post, second, none, anniversary = calc(
        "penalty-notice",
        {"on": "2026-11-20", "served_by": "post", "history": []},
        {"on": "2026-11-02", "received_on": "2026-11-05", "history": [paid, withdrawn]},
        {"on": "2026-11-02", "served_by": "hand", "history": [earlier, paid]},
        {"on": "2027-09-20", "served_by": "hand", "history": [earlier, paid]},
    )
    assert post["received_on"] == "2026-11-24"
    assert post["pay"] == [["80", "2026-12-14"], ["160", "2026-12-21"]]
    assert (second["which"], second["pay"]) == ("second", [["160", "2026-12-02"]])
    assert (none["which"], none["pay"]) == ("none", [])
    assert anniversary["which"] == "second"
    assert "a person must decide" in str(anniversary["asks_a_person"])


def test_penalty_notice_for_a_child_too_young_is_refused() -> None:
    """PEN-5, T-15"""
    line = {"on": "2026-11-02", "served_by": "hand", "history": [], "born": "2022-06-01"}
    assert refused_by("penalty-notice", line) == "PEN-5"


def test_code() -> None:
    """COD-1, COD-6"""
    (answer,) = calc("code", {"code": "K", "on": "2026-09-07"})
    assert answer == {
        "name": "Education provision arranged by local authority",
        "statistical_class": "educational activity",
        "possible": True,
        "attends": True,
        "late": False,
        "on_site": False,
        "counts_for_pa": False,
        "counts_for_penalty": False,
        "detail_required": True,
    }
    assert refused_by("code", {"code": "H", "on": "2024-08-19"}) == "COD-20"
    assert calc("code", {"code": "H", "on": "2024-08-18"})[0]["statistical_class"] == "authorised absence"


@pytest.mark.parametrize(
    ("name", "line", "says"),
    [
        ("attendance", "not json", "not JSON"),
        ("attendance", "[1]", "not a JSON object"),
        ("attendance", '{"counts": {"I": NaN}}', "not JSON"),
        ("attendance", "[" * 100_000, "not JSON"),
        ("attendance", "{}", "“marks” or “counts” is missing"),
        ("attendance", '{"counts": {"I": 1.5}}', "whole number"),
        ("attendance", '{"counts": {"I": true}}', "whole number"),
        ("attendance", '{"counts": {"I": 1000000000001}}', "too large"),
        ("attendance", '{"counts": []}', "must be an object"),
        ("attendance", '{"marks": [["2026-09-07", "AM"]]}', "each mark must be"),
        ("attendance", '{"marks": [["2026-09-07", "AM", 1]]}', "must be text"),
        ("penalty", '{"marks": []}', "“school_days” is missing"),
        ("school-days", '{"from": "2026-09-07", "school_days": []}', "“days” is missing"),
        ("school-days", '{"from": "2026-09-07", "days": 1, "school_days": "x"}', "must be a list"),
        ("upn", '{"UPN": "x"}', "“upn” is missing"),
        ("compulsory-age", '{"born": 2021}', "“born” must be text"),
        ("penalty-notice", '{"on": "2026-11-02", "history": []}', "“served_by” or “received_on” is missing"),
        ("penalty-notice", '{"on": "2026-11-02", "served_by": "pigeon", "history": []}', "one of: hand, post"),
        ("penalty-notice", '{"on": "2026-11-02", "served_by": "hand", "history": [1]}', "must be an object"),
        ("code", '{"code": "I"}', "“on” is missing"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_with_its_number(name: str, line: str, says: str) -> None:
    said = fails(name, "", line)
    assert said.startswith("Line 2: ")
    assert says in said


def test_lines_before_a_bad_one_are_answered_and_blank_ones_passed_over() -> None:
    out, err = io.StringIO(), io.StringIO()
    assert run("upn", ['{"id": 1, "upn": "x"}', "\n", "oops"], out, err) == 2
    assert json.loads(out.getvalue())["id"] == 1
    assert err.getvalue().startswith("Line 3: ")


def test_an_unknown_name_is_one_clear_sentence() -> None:
    said = fails("attendence")
    assert said == f"There is no calculation “attendence”. Choose one of: {', '.join(CALCULATIONS)}.\n"


@pytest.mark.parametrize("identity", [0, None, "x", [1], {"a": 1}, False])
def test_the_id_is_echoed_whatever_it_is_and_only_if_given(identity: object) -> None:
    (answer,) = calc("compulsory-age", {"id": identity, "born": "2021-08-31"})
    assert answer["id"] == identity
    assert "id" not in calc("compulsory-age", {"born": "2021-08-31"})[0]


def test_an_id_of_half_a_character_comes_back_as_it_went() -> None:
    (answer,) = calc("compulsory-age", {"id": "\ud800", "born": "2021-08-31"})
    assert answer["id"] == "\ud800"


def test_it_starts_without_django() -> None:
    """The calculator is for anyone: nothing but the standard library is loaded."""
    code = "import sys, rollbook.config.calc; print([m for m in sys.modules if m.split('.')[0] in ('django', 'numpy')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


KEYS = [
    "id",
    "marks",
    "counts",
    "school_days",
    "from",
    "days",
    "upn",
    "born",
    "on",
    "served_by",
    "received_on",
    "history",
    "code",
]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.dates(date(1, 1, 1)).map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(CALCULATIONS)), st.dictionaries(st.sampled_from(KEYS), ANYTHING))
def test_no_line_makes_it_fall_over(name: str, line: dict[str, object]) -> None:
    out, err = io.StringIO(), io.StringIO()
    status = run(name, [json.dumps(line)], out, err)
    assert (status, bool(err.getvalue())) in {(0, False), (2, True)}
