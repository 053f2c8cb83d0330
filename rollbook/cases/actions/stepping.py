"""Taking a step in a case, and taking one back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from rollbook.audit.actions import action, record
from rollbook.cases.actions.holding import change, held, ref_of, wind, written
from rollbook.cases.actions.writing import write_step_letter
from rollbook.cases.doing import do
from rollbook.cases.events import CaseClosed, StepTaken, StepTakenBack
from rollbook.cases.known import the_process
from rollbook.cases.models import Case, CaseStep
from rollbook.cases.queries.situations import facts_of, situation_of
from rollbook.cases.words import kept, kept_lines, read
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.case_clocks import is_open
from rollbook.rules.process import AnyProcess, Situation, Step, Taken
from rollbook.rules.process_facts import from_json, made, questions, to_json
from rollbook.rules.refused import NotFound, Refused


@action(Permission.SEE_CASES)
def take_step(
    actor: Actor,
    *,
    case: uuid.UUID,
    step: str,
    seen: int | None = None,
    choice: str = "",
    on: date | None = None,
    answers: Mapping[str, object] | None = None,
    note: str = "",
    write: bool = False,
    meeting: uuid.UUID | None = None,
) -> int:
    """Take a step: what it asks (`answers`, by the fact's name), how it is decided, on which day, and a note.

    `seen` is the version of the case on the page that was used; with `write` the step's letter is written to those
    who may have it. Refused where the step is not open, its facts or its choice are missing, or its process forbids
    it; nothing is then recorded. Gives the number of the step.
    """
    row = held(actor, case, seen=seen)
    process = the_process(row.process)
    chosen = _step(process, step)
    actor.require(chosen.may)
    situation = situation_of(actor, row)
    if not is_open(chosen, situation.taken):
        raise Refused(_not_open(process, chosen, situation))
    day = _day(actor, row, on)
    facts = _facts(process, chosen, facts_of(process, row), answers or {})
    decided = _decided(chosen, choice, note)
    number = CaseStep.objects.filter(case=row).count() + 1
    taken = Taken(number, step, decided, day, actor.now, actor.name)
    after = replace(situation, taken=(*situation.taken, taken))
    if chosen.check is not None:
        chosen.check(facts, after)
    warned = chosen.warns(facts, after) if chosen.warns else ()
    change(row, facts)
    letters = write_step_letter(actor, row, process, chosen, taken, facts, after) if write and chosen.letter else None
    _keep(actor, row, taken, facts, note, warned, letters, meeting)
    ends = _ends(chosen, decided)
    if ends:
        _close(actor, row, ends, day)
    wind(actor, row)
    row.save()
    record(actor, StepTaken(row.public_id, row.process, number, step, decided))
    if ends:
        record(actor, CaseClosed(row.public_id, row.process, ends))
    do(actor, ref_of(row), taken, facts)
    return number


@action(Permission.SEE_CASES)
def take_back_step(actor: Actor, *, case: uuid.UUID, number: int, why: str, seen: int | None = None) -> None:
    """Take back the last step that stands, with a reason: both stay to be read, and its facts are those before it.

    A step that closed the case opens it again. A letter that it wrote is not taken back with it.
    """
    row = Case.objects.filter(school_id=actor.school, public_id=case).first()
    row = held(actor, case, seen=seen, closed=row is not None and row.closed_at is not None)
    process = the_process(row.process)
    standing = list(CaseStep.objects.filter(case=row, back_at=None).order_by("number"))
    if not standing or standing[-1].number != number:
        raise Refused("Only the last step that stands can be taken back. Take back the later ones first.")
    last = standing[-1]
    actor.require(_step(process, last.step).may)
    if not why.strip():
        raise Refused("Say why the step is taken back; it stays to be read beside the step.")
    last.back_at, last.back_by_name = actor.now, actor.name
    last.back_why = kept(written(why, "The reason"), row.public_id, f"step:{number}:back")
    last.save(update_fields=["back_at", "back_by_name", "back_why"])
    before = standing[-2].number if len(standing) > 1 else 0
    facts = from_json(process.facts, _facts_after(row, before))
    gone = Taken(last.number, last.step, last.choice, last.on, last.at, last.by_name)
    if row.closed_at is not None:
        row.closed_at = row.closed_on = None
        row.outcome, row.closed_by_name, row.closed_why = "", "", b""
    change(row, facts)
    wind(actor, row)
    row.save()
    record(actor, StepTakenBack(row.public_id, row.process, number, last.step))
    do(actor, ref_of(row), gone, facts, back=True)


def _step(process: AnyProcess, key: str) -> Step[Any]:
    try:
        return process.step(key)
    except KeyError:
        raise NotFound("There is no such step in this process.") from None


def _not_open(process: AnyProcess, step: Step[Any], situation: Situation) -> str:
    if not step.again and (done := situation.last(step.key)):
        return f"“{step.says}” was recorded by {done.by} already. Look at the case again."
    waits = [process.step(one.split(":")[0]).says for one in (*step.needs, *step.after) if situation.last(one) is None]
    first = f" First: {waits[0].lower()}." if waits else ""
    return f"“{step.says}” cannot be done yet.{first}"


def _day(actor: Actor, row: Case, on: date | None) -> date:
    day = on or actor.today
    if day > actor.today:
        raise Refused(
            "A step is recorded once it has been done; the day is still to come. Give today or an earlier day."
        )
    if day < row.opened_on:
        raise Refused(f"The day is before the case was opened, on {row.opened_on:%d/%m/%Y}. Check the day.")
    return day


def _facts(process: AnyProcess, step: Step[Any], before: object, answers: Mapping[str, object]) -> object:
    unknown = sorted(set(answers) - set(step.asks))
    if unknown:
        raise ValueError(f"{process.key}.{step.key} does not ask for {unknown[0]}")
    names = {q.name: q for q in questions(process.facts)}
    facts = replace(before, **_read(process, answers))  # type: ignore[type-var]  # a process's facts are a dataclass
    for name in step.asks:
        if names[name].required and getattr(facts, name) in (None, "", ()):
            raise Refused(f"“{names[name].label}” is not answered. It is needed for this step.")
    return facts


def _read(process: AnyProcess, answers: Mapping[str, object]) -> dict[str, Any]:
    try:
        read = made(process.facts, answers)
    except (ValueError, TypeError) as wrong:
        raise Refused("One of the answers is not among those that can be given. Look at the form again.") from wrong
    return {name: getattr(read, name) for name in answers}


def _decided(step: Step[Any], choice: str, note: str) -> str:
    if not step.choices:
        return ""
    chosen = step.choice(choice)
    if chosen is None:
        raise Refused(f"Say how it was decided: {', '.join(one.says.lower() for one in step.choices)}.")
    if chosen.needs_reason and not note.strip():
        raise Refused(f"Give the reason for “{chosen.says.lower()}”; it is kept with the decision.")
    return choice


def _keep(
    actor: Actor,
    row: Case,
    taken: Taken,
    facts: object,
    note: str,
    warned: tuple[str, ...],
    letters: uuid.UUID | None,
    meeting: uuid.UUID | None,
) -> None:
    place = f"step:{taken.number}"
    CaseStep.objects.create(
        school_id=actor.school,
        case=row,
        number=taken.number,
        step=taken.step,
        choice=taken.choice,
        on=taken.on,
        at=taken.at,
        by_id=actor.user_id,
        by_name=taken.by,
        note=kept(written(note, "The note"), row.public_id, f"{place}:note"),
        facts=kept(to_json(facts), row.public_id, f"{place}:facts"),
        warned=kept_lines(warned, row.public_id, f"{place}:warned"),
        letters=letters,
        meeting=meeting,
    )


def _facts_after(row: Case, number: int) -> str:
    if number == 0:
        return read(row.first_facts, row.public_id, "facts:0")
    step = CaseStep.objects.get(case=row, number=number)
    return read(step.facts, row.public_id, f"step:{number}:facts")


def _ends(step: Step[Any], choice: str) -> str:
    decided = step.choice(choice) if choice else None
    return (decided.ends if decided else "") or step.ends


def _close(actor: Actor, row: Case, outcome: str, day: date) -> None:
    row.closed_on, row.closed_at, row.closed_by_name, row.outcome = day, actor.now, actor.name, outcome
    row.resting_since = None
