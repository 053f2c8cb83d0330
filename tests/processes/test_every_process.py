"""Every process hangs together: its steps, its letters, its deadlines, and its page in the documents."""

from __future__ import annotations

import dataclasses
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from rollbook.comms.facts import OF_EVERY_LETTER, TYPED, fields_known
from rollbook.comms.letter_texts import BY_KEY
from rollbook.processes import PROCESSES
from rollbook.processes.declared import declared
from rollbook.processes.drawing import page_of
from rollbook.processes.letters import letters_of
from rollbook.processes.starting import letters_wanted
from rollbook.rules.access import PERMISSIONS, Permission
from rollbook.rules.act_by import act_by
from rollbook.rules.calendar import Days, SchoolCalendar, Term, school_days
from rollbook.rules.case_clocks import due_after
from rollbook.rules.process import AnyProcess, Situation
from rollbook.rules.process_facts import from_json, questions, to_json
from rollbook.rules.process_sound import faults
from rollbook.rules.sources import RULES
from rollbook.rules.wording import fields_of

HOUSE = Path(__file__).parents[2]
CALENDAR = SchoolCalendar(
    school_days(
        (
            Term("Autumn", Days(date(2026, 9, 1), date(2026, 12, 18))),
            Term("Spring", Days(date(2027, 1, 4), date(2027, 3, 25))),
            Term("Summer", Days(date(2027, 4, 12), date(2027, 7, 21))),
        )
    )
)
BEGINS = date(2026, 11, 2)

every_process = pytest.mark.parametrize("process", [declared(key) for key in PROCESSES], ids=PROCESSES)


def situation(process: AnyProcess) -> Situation:
    """On the day it begins; `around` in the examples says more, where letters tell of steps taken or of marks."""
    plain = Situation(BEGINS, BEGINS, date(2013, 3, 14), CALENDAR)
    around = getattr(import_module(f"rollbook.processes.{process.key}.examples"), "around", None)
    return around(plain) if around else plain


def test_every_folder_is_named_once() -> None:
    folders = {path.parent.name for path in (HOUSE / "rollbook/processes").glob("*/definition.py")}
    assert sorted(PROCESSES) == sorted(folders)


@every_process
def test_it_hangs_together(process: AnyProcess) -> None:
    assert faults(process) == ()


@every_process
def test_it_is_told_in_the_offices_words(process: AnyProcess) -> None:
    folder = import_module(f"rollbook.processes.{process.key}")
    assert folder.__doc__, "the folder says what it is, the law and who does what"
    assert len(process.says) > 40
    assert process.law, "it cites the rules behind it"
    assert all(rule in RULES for rule in process.law)
    assert all(step.says[0].isupper() and not step.says.endswith(".") for step in process.steps)


@every_process
def test_somebody_may_take_every_step(process: AnyProcess) -> None:
    for step in process.steps:
        holders = [role for role, may in PERMISSIONS.items() if step.may in may and Permission.SEE_CASES in may]
        assert len(holders) > 1, f"nobody but Rollbook may {step.key}"
    assert Permission.WORK_CASES in PERMISSIONS[process.owner]


@every_process
def test_its_facts_are_read_back_as_they_were(process: AnyProcess) -> None:
    examples = import_module(f"rollbook.processes.{process.key}.examples").EXAMPLES
    assert len(examples) >= 2
    for facts in (process.facts(), *examples):
        assert from_json(process.facts, to_json(facts)) == facts
    assert {q.name for q in questions(process.facts)} >= {name for step in process.steps for name in step.asks}


@every_process
def test_every_letter_it_wants_is_there_and_can_be_written(process: AnyProcess) -> None:
    brought = {text.key: text for text in letters_of(process)}
    assert letters_wanted(process) <= set(brought)
    examples = import_module(f"rollbook.processes.{process.key}.examples").EXAMPLES
    told = [dict(process.tells(facts, situation(process))) if process.tells else {} for facts in examples]
    for key, text in brought.items():
        assert BY_KEY[key] == text
        wanted = set(fields_of(text.subject + text.words))
        assert wanted <= set(fields_known()), "it has only fields that are known"
        own = wanted & set(process.fields)
        assert any(all(facts.get(name) for name in own) for facts in told), f"{key}: no example fills {own}"
        assert "{contact}" in text.words or "pupil" in wanted, "it is written to somebody about somebody"


@every_process
def test_every_deadline_leaves_a_school_day_on_which_it_can_be_met(process: AnyProcess) -> None:
    for clock in process.clocks:
        for since in CALENDAR.between(BEGINS, date(2027, 3, 1)):
            due = due_after(CALENDAR, since, clock.days, clock.unit)
            if due is None:
                continue
            last = act_by(CALENDAR, due, since)
            assert CALENDAR.is_school_day(last), f"{clock.step}: {clock.days} {clock.unit} after {since}"


@every_process
def test_the_fields_of_its_letters_are_its_own(process: AnyProcess) -> None:
    assert not set(process.fields) & {*OF_EVERY_LETTER, *TYPED}
    for facts in import_module(f"rollbook.processes.{process.key}.examples").EXAMPLES:
        if process.tells:
            assert set(process.tells(facts, situation(process))) <= set(process.fields) | set(fields_known())


@every_process
def test_its_panels_have_a_cell_for_every_column(process: AnyProcess) -> None:
    if process.shows is None:
        return
    for facts in import_module(f"rollbook.processes.{process.key}.examples").EXAMPLES:
        for panel in process.shows(facts, situation(process)):
            assert all(len(row) == len(panel.columns) for row in panel.rows)


@every_process
def test_its_page_in_the_documents_is_drawn_from_it(process: AnyProcess) -> None:
    page = HOUSE / "docs/processes" / f"{process.key.replace('_', '-')}.md"
    assert page.read_text(encoding="utf-8") == page_of(process), "run bin/processes"


def test_facts_are_frozen() -> None:
    for key in PROCESSES:
        facts = declared(key).facts
        assert dataclasses.fields(facts) is not None
        assert facts.__dataclass_params__.frozen
