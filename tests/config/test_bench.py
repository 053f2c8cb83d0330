"""The table of `rollbook bench`: each figure beside its floor, and a goal that is missed says so."""

from __future__ import annotations

from rollbook.config.bench.measuring import Bench
from rollbook.config.bench.within import grid_goal
from rollbook.config.commands.bench import line_of


def test_a_row_says_what_it_took_how_many_floors_that_is_and_whether_the_goal_was_reached() -> None:
    row = line_of(Bench("open and save", 40.0, "a bare commit", 2.0, goal=50))
    assert " ".join(row.split()) == "open and save 40.0 ms 20 × a bare commit goal 50 ms"
    assert line_of(Bench("open and save", 60.0, "a bare commit", 2.0, goal=50)).endswith("goal 50 ms: MISSED")
    assert line_of(Bench("a list", 60.0, "one row read", 2.0)).endswith("30 × one row read")


def test_a_goal_may_be_so_many_floors() -> None:
    row = line_of(Bench("ten weeks", 10.0, "its bytes read once", 2.0, at_most=15))
    assert " ".join(row.split()) == "ten weeks 10.0 ms 5 × its bytes read once goal 15 ×"
    row = line_of(Bench("persistent", 1.0, "SQL over 2.3 million rows", 250.0, at_most=1 / 100))
    assert " ".join(row.split()) == "persistent 1.0 ms 1/250 × SQL over 2.3 million rows goal 1/100 ×"
    assert line_of(Bench("persistent", 1.0, "polars", 4.0, at_most=1 / 5)).endswith("goal 1/5 ×: MISSED")


def test_the_goal_of_the_day_grid_is_half_a_second_for_1500_pupils() -> None:
    assert grid_goal(1500) == 500
    assert grid_goal(1000) == 333
