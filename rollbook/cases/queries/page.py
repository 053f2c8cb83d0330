"""A case, whole: its steps and clocks, what was taken, noted and raised, and what its process shows beside them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rollbook.cases.doing import CaseRef
from rollbook.cases.looking import look
from rollbook.cases.models import Case, CaseFile, CaseNote, CaseNotice, CaseRest, CaseStep
from rollbook.cases.queries.lines import NO_CASE, CaseLine, case_lines
from rollbook.cases.queries.situations import Rests, clock_calendar, facts_of, rests_of, situation_of
from rollbook.cases.words import read, read_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.case_clocks import StepState, step_states
from rollbook.rules.process import Panel, Situation
from rollbook.rules.process_facts import Kind, Question, questions
from rollbook.rules.refused import NotFound
from rollbook.rules.sessions import in_words

UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class TakenLine:
    """A step as it was taken, for the page; `back_why` says why one was taken back."""

    number: int
    says: str
    choice: str
    on: date
    at: datetime
    by: str
    note: str
    warned: tuple[str, ...]
    letters: uuid.UUID | None
    meeting: uuid.UUID | None
    back_at: datetime | None
    back_by: str
    back_why: str

    @property
    def stands(self) -> bool:
        return self.back_at is None


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step and how it stands in this case: its clock, what it asks, what is known already and what it offers."""

    state: StepState
    asks: tuple[tuple[Question, str], ...]
    warnings: tuple[str, ...]
    offered: Mapping[str, object]

    @property
    def key(self) -> str:
        return self.state.step.key


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note in a case."""

    public_id: uuid.UUID
    says: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """Something the case must not hide, and what was decided about it."""

    public_id: uuid.UUID
    key: str
    says: str
    at: datetime
    settled_at: datetime | None
    settled_by: str
    settled_why: str


@dataclass(frozen=True, slots=True)
class RestLine:
    """Days on which the case rested, and why."""

    first: date
    last: date | None
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything about a case. `known` are its facts as label and words; `facts` the process's own value of them."""

    line: CaseLine
    facts: object
    situation: Situation
    steps: tuple[StepLine, ...]
    taken: tuple[TakenLine, ...]
    known: tuple[tuple[str, str], ...]
    panels: tuple[Panel, ...]
    notes: tuple[NoteLine, ...]
    notices: tuple[NoticeLine, ...]
    rests: tuple[RestLine, ...]
    files: tuple[uuid.UUID, ...]
    closed_by: str
    closed_why: str

    @property
    def open_steps(self) -> tuple[StepLine, ...]:
        return tuple(step for step in self.steps if step.state.is_open) if self.line.is_open else ()


def case_page(actor: Actor, public_id: uuid.UUID) -> CasePage:
    """A case with everything in it; NotFound for one that this person may not know of. Whoever shows it notes that."""
    actor.require(Permission.SEE_CASES)
    row = Case.objects.filter(school_id=actor.school, public_id=public_id).first()
    lines = case_lines(actor, Case.objects.filter(pk=row.pk)) if row else ()
    if row is None or not lines:
        raise NotFound(NO_CASE)
    line = lines[0]
    facts, situation = facts_of(line.process, row), situation_of(actor, row)
    states = step_states(
        line.process,
        opened_on=row.opened_on,
        taken=situation.taken,
        facts=facts,
        calendar=clock_calendar(actor),
        today=actor.today,
        pauses=rests_of(actor, [row]).get(row.pk, Rests()).ended,
        paused_since=row.resting_since,
    )
    asked = questions(line.process.facts)
    return CasePage(
        line=line,
        facts=facts,
        situation=situation,
        steps=tuple(_step(state, facts, situation, asked) for state in states),
        taken=tuple(_taken(step, row, line) for step in CaseStep.objects.filter(case=row).order_by("number")),
        known=tuple((q.label, said) for q in asked if (said := in_text(facts, q))),
        panels=(
            *(line.process.shows(facts, situation) if line.process.shows else ()),
            *look(actor, _ref(row), facts, situation),
        ),
        notes=tuple(_note(note, row) for note in CaseNote.objects.filter(case=row).order_by("at", "id")),
        notices=tuple(_notice(one, row) for one in CaseNotice.objects.filter(case=row).order_by("at", "id")),
        rests=tuple(_rest(rest, row) for rest in CaseRest.objects.filter(case=row).order_by("first", "id")),
        files=tuple(CaseFile.objects.filter(case=row).order_by("at", "id").values_list("file", flat=True)),
        closed_by=row.closed_by_name,
        closed_why=read(row.closed_why, row.public_id, "closed"),
    )


def _ref(row: Case) -> CaseRef:
    return CaseRef(row.public_id, row.process, row.pupil_id, row.contact_id, row.opened_on, row.source)


def in_text(facts: object, question: Question) -> str:
    """A fact as the page says it; empty where it is not known."""
    value = getattr(facts, question.name)
    if value is None or value == "" or value == ():
        return ""
    if question.kind is Kind.DAY:
        return in_words(value)
    if question.kind is Kind.YES_NO:
        return "Yes" if value else "No"
    if question.kind is Kind.ONE_OF:
        return dict(question.options)[str(value.value)]
    if question.kind is Kind.DAYS:
        return "\n".join(in_words(day) for day in value)
    return "\n".join(value) if question.kind is Kind.LINES else str(value)


def _step(state: StepState, facts: object, situation: Situation, asked: tuple[Question, ...]) -> StepLine:
    wanted = tuple((q, in_text(facts, q)) for q in asked if q.name in state.step.asks)
    warnings = state.step.warns(facts, situation) if state.is_open and state.step.warns else ()
    offered = state.step.offers(facts, situation) if state.is_open and state.step.offers else {}
    return StepLine(state, wanted, warnings, offered)


def _taken(step: CaseStep, row: Case, line: CaseLine) -> TakenLine:
    known = {one.key: one for one in line.process.steps}.get(step.step)
    choice = known.choice(step.choice) if known and step.choice else None
    return TakenLine(
        number=step.number,
        says=known.says if known else step.step,
        choice=choice.says if choice else step.choice,
        on=step.on,
        at=step.at,
        by=step.by_name,
        note=read(step.note, row.public_id, f"step:{step.number}:note"),
        warned=read_lines(step.warned, row.public_id, f"step:{step.number}:warned"),
        letters=step.letters,
        meeting=step.meeting,
        back_at=step.back_at,
        back_by=step.back_by_name,
        back_why=read(step.back_why, row.public_id, f"step:{step.number}:back"),
    )


def _note(note: CaseNote, row: Case) -> NoteLine:
    return NoteLine(note.public_id, read(note.says, row.public_id, f"note:{note.public_id}"), note.at, note.by_name)


def _notice(one: CaseNotice, row: Case) -> NoticeLine:
    place = f"notice:{one.public_id}"
    return NoticeLine(
        public_id=one.public_id,
        key=one.key,
        says=read(one.says, row.public_id, place),
        at=one.at,
        settled_at=one.settled_at,
        settled_by=one.settled_by_name,
        settled_why=read(one.settled_why, row.public_id, f"{place}:why"),
    )


def _rest(rest: CaseRest, row: Case) -> RestLine:
    return RestLine(rest.first, rest.last, read(rest.why, row.public_id, f"rest:{rest.first}"), rest.by_name)
