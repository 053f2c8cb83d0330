"""Why a school stands first on its trust's page: each line by itself, and what is not enough to cross it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rollbook.registers.queries.chain import ChainAt
from rollbook.reports.queries.figures import Figures, Part, Week
from rollbook.reports.queries.trust_signs import signs
from rollbook.rules.attendance import Totals
from tests.reports.trust_room import FRIDAY

MONDAYS = [date(2026, 8, 31), date(2026, 9, 7), date(2026, 9, 14)]


def part(pupils: int, persistent: int = 0, severe: int = 0) -> Part:
    return Part("", Totals(1000, 950, 30, 20), pupils, persistent, severe)


def figures(**changed: object) -> Figures:
    """A school with nothing to look at, but for what is changed."""
    quiet = Figures(
        year=2026, made_at=FRIDAY, chain=ChainAt(2026, 9), whole=part(200, 30, 4), then=part(200, 30, 4),
        since=date(2026, 9, 4), counted_to=date(2026, 9, 18), due=4000, unmarked=39,
        weeks=tuple(Week(day, Totals(1000, 950)) for day in MONDAYS), year_groups=(),
    )  # fmt: skip
    return replace(quiet, **changed)  # type: ignore[arg-type]  # fields of Figures, by name


def weeks(*attended: int) -> tuple[Week, ...]:
    return tuple(Week(day, Totals(1000, n)) for day, n in zip(MONDAYS, attended, strict=True))


def tags(found: Figures | None, **more: int) -> list[str]:
    return [sign.tag for sign in signs(found, FRIDAY, **more)]


def test_where_there_is_nothing_to_look_at_nothing_is_said() -> None:
    assert tags(figures()) == []


@pytest.mark.parametrize(
    ("found", "tag", "says"),
    [
        (None, "not counted", "Nothing of this year has been counted yet."),
        (figures(whole=Part("", Totals(), 0, 0, 0)), "no marks", "No mark of this year, as counted Fri 18 Sep, 16:30."),
        (figures(unmarked=4000), "registers", "Not one mark on the last ten school days."),
        (figures(unmarked=40), "registers", "40 of 4,000 marks of the last ten school days are missing (1.0 %)."),
        (
            figures(made_at=FRIDAY - timedelta(days=2)),
            "old figures",
            "Counted Wed 16 Sep, 16:30; 3 saves have come since.",
        ),
        (
            figures(weeks=weeks(960, 955, 950)),
            "falling",
            "Attendance has fallen three weeks running: 96.0 %, 95.5 % and 95.0 %.",
        ),
        (
            figures(whole=part(200, 35, 4)),
            "persistent",
            "Persistent absence rose from 15.0 % to 17.5 % since Fri 4 Sep.",
        ),
        (figures(whole=part(200, 30, 7)), "severe", "Severe absence rose from 2.0 % to 3.5 % since Fri 4 Sep."),
    ],
)
def test_each_line_has_its_sentence(found: Figures | None, tag: str, says: str) -> None:
    (sign,) = signs(found, FRIDAY, newer=3)
    assert (sign.tag, sign.says) == (tag, says)


@pytest.mark.parametrize(
    "found",
    [
        figures(due=0, unmarked=0),
        figures(made_at=FRIDAY - timedelta(hours=36)),
        figures(weeks=weeks(960, 955, 951)),
        figures(weeks=weeks(970, 950, 955)),
        figures(weeks=weeks(960, 955, 950)[:2]),
        figures(weeks=weeks(960, 955, 900), counted_to=date(2026, 9, 15)),
        figures(whole=part(200, 34)),
        figures(whole=part(2000, 310), then=part(2000, 300)),
        figures(whole=part(200, 35), then=None, since=None),
        figures(whole=part(200, 30, 6)),
    ],
)
def test_what_is_not_enough_is_not_said(found: Figures) -> None:
    assert tags(found) == []


def test_the_most_pressing_stands_first() -> None:
    found = figures(unmarked=400, weeks=weeks(960, 955, 950), whole=part(200, 40, 9))
    assert tags(found) == ["registers", "falling", "persistent", "severe"]
