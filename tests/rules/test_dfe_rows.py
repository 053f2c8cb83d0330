"""Every local-authority row that the DfE published for 2024/25, fed to `rollbook calc` (PA-1, PA-2, COD-1)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from rollbook.config.calc import run
from rollbook.rules.benchmarks.columns import CODES

ROWS = list(csv.DictReader((Path(__file__).parent / "data" / "local_authority_attendance_2024_25.csv").open()))
PUBLISHED = {
    "possible": "possible_sessions",
    "attended": "overall_attendance",
    "absent": "overall_absence",
    "authorised": "authorised_absence",
    "unauthorised": "unauthorised_absence",
}
SHOWN = [row for row in ROWS if row["possible_sessions"].isdigit()]
Answer = Mapping[str, object]


@pytest.fixture(scope="module")
def answers() -> list[Answer]:
    lines = (json.dumps({"counts": {code: int(row[column]) for code, column in CODES.items()}}) for row in SHOWN)
    out, err = io.StringIO(), io.StringIO()
    assert run("attendance", lines, out, err) == 0, err.getvalue()
    return [json.loads(line) for line in out.getvalue().splitlines()]


def differences(row: Mapping[str, str], answer: Answer) -> dict[str, int]:
    ours = {key: answer[key] for key in PUBLISHED} | {"late": answer["late_before_close"] + answer["late_after_close"]}  # type: ignore[operator]  # whole numbers
    theirs = {key: int(row[column]) for key, column in (PUBLISHED | {"late": "late_sessions"}).items()}
    return {key: theirs[key] - value for key, value in ours.items() if theirs[key] != value}  # type: ignore[operator]  # whole numbers


def test_417_of_454_rows_agree_in_every_count_and_3_are_suppressed(answers: list[Answer]) -> None:
    """PA-1, PA-2"""
    exact = [not differences(row, answer) for row, answer in zip(SHOWN, answers, strict=True)]
    assert (len(ROWS), len(ROWS) - len(SHOWN), exact.count(True), exact.count(False)) == (454, 3, 417, 34)


def test_the_34_others_differ_only_because_the_published_authorised_total_is_not_the_sum_of_its_codes(
    answers: list[Answer],
) -> None:
    """PA-1: attended, unauthorised and late agree everywhere; the surplus is in the authorised total alone."""
    found = [differences(row, answer) for row, answer in zip(SHOWN, answers, strict=True)]
    for difference in filter(None, found):
        assert difference.keys() == {"possible", "absent", "authorised"}
        assert len(set(difference.values())) == 1
        assert 0 < difference["authorised"] <= 382


@pytest.mark.parametrize(
    ("ours", "column"), [("attendance_percent", "attendance_perc"), ("absence_percent", "overall_absence_perc")]
)
def test_both_percentages_agree_to_one_decimal_in_all_451_rows(answers: list[Answer], ours: str, column: str) -> None:
    """PA-2, PA-10"""
    published = [str(Decimal(row[column]).quantize(Decimal("0.1"), ROUND_HALF_UP)) for row in SHOWN]
    assert [answer[ours] for answer in answers] == published
    assert len(published) == 451


def test_the_exact_rows_agree_to_ten_decimals(answers: list[Answer]) -> None:
    """PA-2"""
    for row, answer in zip(SHOWN, answers, strict=True):
        if differences(row, answer):
            continue
        rates = {"overall_absence_perc": "absent", "authorised_absence_perc": "authorised"}
        for column, count in (rates | {"unauthorised_absence_perc": "unauthorised"}).items():
            share = Decimal(str(answer[count])) * 100 / Decimal(str(answer["possible"]))
            assert abs(share - Decimal(row[column])) < Decimal("1e-10")
