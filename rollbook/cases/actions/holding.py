"""Holding a case while it is changed: found, locked, not gone on meanwhile; and its next clock kept."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from rollbook.cases.doing import CaseRef
from rollbook.cases.known import the_process
from rollbook.cases.models import Case, CaseStep
from rollbook.cases.queries.lines import NO_CASE, case_lines
from rollbook.cases.queries.situations import Rests, clock_calendar, facts_of, rests_of, taken_of
from rollbook.cases.words import kept, read
from rollbook.rules.actor import Actor
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.case_clocks import StepState, next_clock, step_states
from rollbook.rules.process import Taken
from rollbook.rules.process_facts import to_json
from rollbook.rules.refused import NotFound, Refused

LONGEST = 20_000


def held(actor: Actor, public_id: uuid.UUID, *, seen: int | None = None, closed: bool = False) -> Case:
    """The row of a case, locked. NotFound for one this person may not know of.

    Refused where it was changed since the page (`seen` is the version that it showed), with who did what, and where
    it is closed (unless a closed one is wanted).
    """
    row = Case.objects.select_for_update().filter(school_id=actor.school, public_id=public_id).first()
    if row is None or not case_lines(actor, Case.objects.filter(pk=row.pk)):
        raise NotFound(NO_CASE)
    if seen is not None and seen != row.version:
        raise Refused(_since(row))
    if not closed and row.closed_at is not None:
        raise Refused("This case is closed. Open it again, with a reason, to go on with it.")
    if closed and row.closed_at is None:
        raise Refused("This case is open already.")
    return row


def change(row: Case, facts: object | None = None) -> None:
    """Count a change of the case, with the facts as they are from now on (the same, if none are given)."""
    text = read(row.facts, row.public_id, f"facts:{row.version}") if facts is None else to_json(facts)
    row.version += 1
    row.facts = kept(text, row.public_id, f"facts:{row.version}")


def wind(actor: Actor, row: Case, *, calendar: SchoolCalendar | None = None) -> None:
    """Work out anew which clock wants somebody first, and keep its day beside the case."""
    taken, rests = taken_of(actor, [row]).get(row.pk, ()), rests_of(actor, [row]).get(row.pk, Rests())
    wind_by(row, taken, rests, actor, calendar or clock_calendar(actor))


def wind_by(row: Case, taken: tuple[Taken, ...], rests: Rests, actor: Actor, calendar: SchoolCalendar) -> bool:
    """The same from what has been read already; whether it changed. The row is not saved here."""
    process = the_process(row.process)
    states = step_states(
        process,
        opened_on=row.opened_on,
        taken=taken,
        facts=facts_of(process, row),
        calendar=calendar,
        today=actor.today,
        pauses=rests.ended,
        paused_since=rests.since,
    )
    first = next_clock(states) if row.closed_at is None else None
    before = (row.next_day, row.next_step)
    row.next_day, row.next_step = (first.act_by, first.clock.step) if first else (None, _next_open(states, row))
    return before != (row.next_day, row.next_step)


def ref_of(row: Case) -> CaseRef:
    """The case as what follows from its steps sees it."""
    return CaseRef(row.public_id, row.process, row.pupil_id, row.contact_id, row.opened_on, row.source)


def written(text: str, what: str) -> str:
    """Words to be kept, without the space around them; Refused where they are too long."""
    if len(text) > LONGEST:
        raise Refused(f"{what} has {len(text):,} characters; {LONGEST:,} at most are kept. Put the rest into a file.")
    return text.strip()


def _next_open(states: Iterable[StepState], row: Case) -> str:
    if row.closed_at is not None:
        return ""
    found = (state.step.key for state in states if state.is_open and not state.step.optional)
    return next(found, "")


def _since(row: Case) -> str:
    last = CaseStep.objects.filter(case=row).order_by("-number").first()
    if last is None:
        return "This case was changed since you opened it. Look at it again; nothing that you wrote was recorded."
    process = the_process(row.process)
    says = next((step.says for step in process.steps if step.key == last.step), last.step)
    return (
        f"This case has gone on since you opened it: the last step is “{says}”, taken by {last.by_name}. "
        "Look at it again; nothing that you wrote was recorded."
    )
