"""Which steps of a case are open, and until when its clocks run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from rollbook.rules.calendar import Days, SchoolCalendar, Term, school_days
from rollbook.rules.case_clocks import State, StepState, due_after, next_clock, step_states
from rollbook.rules.process import NOT_NEEDED, Choice, Clock, Outcome, Process, Step, Taken, Unit
from rollbook.rules.process_facts import ask, from_json, questions, to_json
from rollbook.rules.process_sound import faults

AUTUMN = (
    Term("Autumn 1", Days(date(2026, 9, 1), date(2026, 10, 23))),
    Term("Autumn 2", Days(date(2026, 11, 2), date(2026, 12, 18))),
)
CALENDAR = SchoolCalendar(school_days(AUTUMN))
OPENED_ON = date(2026, 9, 7)


@dataclass(frozen=True, slots=True)
class Facts:
    why: str = ask("Why?", long=True, default="")
    received_on: date | None = ask("Received on")
    served: bool | None = ask("Served?")


PROCESS: Process[Facts] = Process(
    key="plan",
    name="A plan",
    says="Support that is written down and reviewed.",
    facts=Facts,
    steps=(
        Step("invite", "Invite the parents", asks=("why",)),
        Step("meet", "Meet", after=("invite",)),
        Step(
            "review",
            "Review",
            after=("meet",),
            again=True,
            choices=(Choice("go-on", "Go on"), Choice("end", "End", ends="done")),
        ),
        Step("answer", "Answer", optional=True, unless=("review:end",)),
    ),
    outcomes=(Outcome("done", "Done"), NOT_NEEDED),
    clocks=(
        Clock("invite", 2),
        Clock("meet", 10, after="invite", pauses=True),
        Clock("review", 6, Unit.SCHOOL_WEEKS, after="meet"),
        Clock("review", 6, Unit.SCHOOL_WEEKS, after="review:go-on"),
        Clock("answer", 5, Unit.DAYS, after="fact:received_on", rule="RET-3"),
    ),
)


def took(number: int, step: str, on: date, choice: str = "") -> Taken:
    return Taken(number, step, choice, on, datetime(on.year, on.month, on.day, 9, tzinfo=UTC), "Ms Okafor")


def states(*taken: Taken, today: date, facts: Facts = Facts(), **rest: object) -> dict[str, StepState]:
    found = step_states(
        PROCESS,
        opened_on=OPENED_ON,
        taken=taken,
        facts=facts,
        calendar=CALENDAR,
        today=today,
        **rest,  # type: ignore[arg-type]
    )
    return {one.step.key: one for one in found}


def test_a_sound_process_has_no_faults():
    assert faults(PROCESS) == ()


def test_the_first_step_is_open_and_its_clock_counts_school_days_from_the_opening():
    found = states(today=OPENED_ON)
    assert [key for key, one in found.items() if one.is_open] == ["invite", "answer"]
    assert found["invite"].running.due == date(2026, 9, 9)
    assert found["invite"].running.state is State.SOON


def test_what_was_taken_opens_what_comes_after_and_closes_itself():
    found = states(took(1, "invite", date(2026, 9, 8)), today=date(2026, 9, 22))
    assert not found["invite"].is_open
    assert found["meet"].is_open
    assert found["meet"].running.due == date(2026, 9, 22)
    assert found["meet"].running.state is State.TODAY


def test_a_review_runs_six_school_weeks_and_begins_again_after_each():
    # Half-term is no school week: from Mon 14 Sep six school weeks end on Mon 2 Nov.
    met = (took(1, "invite", date(2026, 9, 8)), took(2, "meet", date(2026, 9, 14)))
    assert states(*met, today=date(2026, 9, 15))["review"].running.due == date(2026, 11, 2)
    again = states(*met, took(3, "review", date(2026, 10, 5), "go-on"), today=date(2026, 10, 6))["review"]
    assert again.is_open
    assert again.running.due == date(2026, 11, 23)


def test_a_rest_stops_only_a_clock_that_pauses():
    invited = took(1, "invite", date(2026, 9, 8))
    rest = Days(date(2026, 9, 10), date(2026, 9, 11))
    later = states(invited, today=date(2026, 9, 14), pauses=(rest,))
    assert later["meet"].running.due == date(2026, 9, 24)
    still = states(invited, today=date(2026, 9, 14), paused_since=date(2026, 9, 10))
    assert still["meet"].running.state is State.PAUSED
    told = Facts(received_on=date(2026, 9, 12))
    assert states(today=date(2026, 9, 14), facts=told, paused_since=date(2026, 9, 10))["answer"].running.due == date(
        2026, 9, 17
    )


def test_a_clock_of_days_that_ends_in_a_holiday_is_to_be_met_before_it():
    found = states(today=date(2026, 10, 22), facts=Facts(received_on=date(2026, 10, 21)))["answer"].running
    assert (found.due, found.act_by) == (date(2026, 10, 26), date(2026, 10, 23))


def test_beyond_the_calendar_nothing_is_guessed():
    assert due_after(CALENDAR, date(2026, 12, 17), 2, Unit.SCHOOL_DAYS) is None
    assert due_after(CALENDAR, date(2026, 12, 17), 1, Unit.SCHOOL_WEEKS) is None
    late = states(took(1, "invite", date(2026, 12, 14)), today=date(2026, 12, 15))["meet"].running
    assert (late.due, late.state) == (None, State.UNKNOWN)


def test_months_run_to_the_same_day_or_to_the_last_of_a_shorter_month():
    """LEG-7: six months from the last session in evidence"""
    assert due_after(CALENDAR, date(2026, 11, 24), 6, Unit.MONTHS) == date(2027, 5, 24)
    assert due_after(CALENDAR, date(2026, 8, 31), 6, Unit.MONTHS) == date(2027, 2, 28)
    assert due_after(CALENDAR, date(2026, 6, 15), 6, Unit.MONTHS) == date(2026, 12, 15)


def test_the_next_clock_is_the_one_to_be_met_first_and_the_laws_on_the_same_day():
    found = states(today=OPENED_ON, facts=Facts(received_on=date(2026, 9, 4)))
    assert next_clock(found.values()).clock.rule == "RET-3"


def test_the_facts_are_read_back_as_they_were_and_through_their_class():
    facts = Facts("Two weeks away", date(2026, 9, 4), False)
    assert from_json(Facts, to_json(facts)) == facts
    assert from_json(Facts, '{"version": 1, "gone": 3}') == Facts()
    assert [q.name for q in questions(Facts)] == ["why", "received_on", "served"]


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ((Step("a", "A", after=("b",), ends="done"),), "a waits for b, which never happens"),
        ((Step("a", "A", after=("b",)), Step("b", "B", after=("a",), ends="done")), "a can never be taken"),
        ((Step("a", "A"), Step("b", "B", unless=("a",), ends="done")), "nothing follows a"),
        ((Step("a", "A", asks=("x",), ends="done"),), "a asks for x, which is no fact"),
        ((Step("a", "A", ends="lost"),), "lost is no outcome"),
    ],
)
def test_a_fault_is_named(steps, says):
    wrong = Process(key="x", name="X", says="X.", facts=Facts, steps=steps, outcomes=(Outcome("done", "Done"),))
    assert says in faults(wrong)
