"""Whether the clocks of a case were kept, by hand on the builders' calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from rollbook.rules.calendar import Days, SchoolCalendar, Term, school_days
from rollbook.rules.kept_clocks import ClockKept, Kept, clocks_kept
from rollbook.rules.process import NOT_NEEDED, Clock, Process, Step, Taken, Unit

AUTUMN = SchoolCalendar(school_days([Term("Autumn", Days(date(2026, 9, 1), date(2026, 12, 18)))]))
MONDAY = date(2026, 9, 14)


@dataclass(frozen=True, slots=True)
class Facts:
    entered_on: date | None = None


PROCESS = Process(
    key="kept",
    name="Kept",
    says="Something with clocks.",
    facts=Facts,
    steps=(
        Step("return", "Make the return", asks=("entered_on",)),
        Step("again", "Again", after=("return",), again=True),
        Step("own", "The school's own", after=("return",)),
    ),
    outcomes=(NOT_NEEDED,),
    clocks=(
        Clock("return", 1, rule="RET-3"),
        Clock("return", 5, Unit.DAYS, "fact:entered_on", rule="RET-1"),
        Clock("again", 5, after="return", rule="RET-3"),
        Clock("again", 5, after="again", rule="RET-3"),
        Clock("own", 2, after="return"),
        Clock("own", 2, after="return", rule="RET-4", pauses=True),
    ),
)


def took(number: int, step: str, on: date) -> Taken:
    return Taken(number, step, "", on, datetime.combine(on, time(9), UTC), "A. Osei")


def kept(*taken: Taken, today: date, facts: Facts = Facts(), closed: bool = False, law: bool = True) -> list[ClockKept]:
    return list(
        clocks_kept(
            PROCESS, opened_on=MONDAY, taken=taken, facts=facts, calendar=AUTUMN, today=today, is_closed=closed,
            only_law=law,
        )
    )  # fmt: skip


def ends(found: list[ClockKept]) -> list[tuple[str, date, Kept]]:
    return [(one.clock.step, one.due, one.kept) for one in found]


def test_a_step_on_its_last_day_is_in_time_and_a_day_later_is_late() -> None:
    tuesday, wednesday = date(2026, 9, 15), date(2026, 9, 16)
    assert ends(kept(took(1, "return", tuesday), today=tuesday))[0] == ("return", tuesday, Kept.IN_TIME)
    assert ends(kept(took(1, "return", wednesday), today=wednesday))[0] == ("return", tuesday, Kept.LATE)


def test_a_clock_that_nobody_met_runs_to_the_end_of_its_day() -> None:
    assert ends(kept(today=date(2026, 9, 15))) == [("return", date(2026, 9, 15), Kept.RUNNING)]
    assert ends(kept(today=date(2026, 9, 16))) == [("return", date(2026, 9, 15), Kept.OVERDUE)]


def test_a_case_that_ended_first_leaves_no_clock_behind() -> None:
    assert kept(today=date(2026, 9, 30), closed=True) == []


def test_a_clock_that_runs_again_is_judged_each_time() -> None:
    days = [date(2026, 9, 14), date(2026, 9, 21), date(2026, 9, 29)]
    found = kept(
        took(1, "return", days[0]), took(2, "again", days[1]), took(3, "again", days[2]), today=date(2026, 9, 30)
    )
    assert ends(found)[1:] == [
        ("again", date(2026, 9, 21), Kept.IN_TIME),
        ("again", date(2026, 9, 28), Kept.LATE),
        ("again", date(2026, 10, 6), Kept.RUNNING),
    ]


def test_a_clock_from_a_day_among_the_facts_counts_calendar_days() -> None:
    found = kept(took(1, "return", date(2026, 9, 21)), today=date(2026, 9, 22), facts=Facts(date(2026, 9, 16)))
    assert ("return", date(2026, 9, 21), Kept.IN_TIME) in ends(found)


def test_the_schools_own_clocks_are_told_only_when_asked_for_and_those_that_pause_never() -> None:
    taken = took(1, "return", MONDAY)
    assert "own" not in {one.clock.step for one in kept(taken, today=MONDAY)}
    own = [one for one in kept(taken, today=MONDAY, law=False) if one.clock.step == "own"]
    assert [one.clock.rule for one in own] == [""]
