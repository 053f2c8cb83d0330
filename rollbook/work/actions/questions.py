"""The log of questions and of what families are told: asked, answered, recorded (ABS-I)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.pupils.queries import pupil_lines
from rollbook.pupils.queries.identifying import ids_of
from rollbook.rules.access import Permission, Role
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import in_words
from rollbook.work.actions.tasks import finish_from, make_task
from rollbook.work.events import FamilyTold, QuestionAnswered, QuestionAsked
from rollbook.work.models import Question
from rollbook.work.queries.questions import place_of

LONGEST = 2000
NO_QUESTION = "There is no such question in this school’s log, or none that you may see."


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: `asker` colleague, parent, agency or other; `way` phone, email, letter, text or desk.

    `pupil` is a public id or empty; `answer` is given where it was answered at once. Otherwise it is to be
    answered by `due`, by a person (`owner`, a user's id) or whoever holds `role`.
    """

    asker: str
    way: str
    who: str
    says: str
    pupil: str = ""
    due: date | None = None
    owner: int | None = None
    role: str = ""
    answer: str = ""


@action(Permission.LOG_QUESTIONS)
def log_question(actor: Actor, *, question: uuid.UUID, asked: Asked) -> None:
    """Take down a question; one that is not answered at once is a task until it is. The same id changes nothing."""
    if Question.objects.filter(public_id=question).exists():
        return record_nothing_changed()
    answer = asked.answer.strip()
    _check(actor, asked, answer)
    pupil = _pupil(actor, asked.pupil)
    row = _row(actor, question, Question.Kind.ASKED, asked, pupil)
    row.due = None if answer else asked.due
    if answer:
        row.answer = encrypt(answer, place=place_of(question, "answer"))
        row.answered_at, row.answered_by_name = actor.now, actor.name
    row.save()
    if not answer and asked.due is not None:
        make_task(
            actor,
            says=f"Answer {asked.who.strip() or Question.Asker(asked.asker).label.lower()}: {asked.says.strip()[:300]}",
            due=asked.due,
            owner=asked.owner,
            role="" if asked.owner is not None else asked.role or Role.ATTENDANCE_ADMINISTRATOR.value,
            pupil=pupil,
            source=source_of(question),
            needs=Permission.LOG_QUESTIONS,
        )
    return record(actor, QuestionAsked(question, asked.asker, row.due))


@action(Permission.LOG_QUESTIONS)
def answer_question(actor: Actor, *, question: uuid.UUID, answer: str) -> None:
    """Write down what was answered: who and when. Its task is done by that."""
    row = Question.objects.select_for_update().filter(school_id=actor.school, public_id=question).first()
    if row is None or (row.pupil_id and not pupil_lines(actor, [row.pupil_id], actor.today)):
        raise NotFound(NO_QUESTION)
    if row.answered_at is not None:
        raise Refused(f"{row.answered_by_name} has answered this already.")
    if not answer.strip():
        raise Refused("Write down what was answered, and to whom.")
    if len(answer) > LONGEST:
        raise Refused(f"An answer has at most {LONGEST} characters; this has {len(answer)}.")
    kept = encrypt(answer.strip(), place=place_of(question, "answer"))
    Question.objects.filter(pk=row.pk).update(answer=kept, answered_at=actor.now, answered_by_name=actor.name)
    finish_from(actor, source=source_of(question))
    record(actor, QuestionAnswered(question))


@action(Permission.LOG_QUESTIONS)
def record_told(
    actor: Actor, *, told: uuid.UUID, pupil: str, way: str, who: str, says: str, statement: bool = False
) -> None:
    """Record that a family was told something unasked: outreach, or a routine attendance statement (`statement`).

    The same `told` again changes nothing.
    """
    if Question.objects.filter(public_id=told).exists():
        return record_nothing_changed()
    asked = Asked(Question.Asker.PARENT.value, way, who, says, pupil)
    _check(actor, asked, "told")
    kind = Question.Kind.STATEMENT if statement else Question.Kind.OUTREACH
    row = _row(actor, told, kind, asked, _pupil(actor, pupil))
    row.answered_at, row.answered_by_name = actor.now, actor.name
    row.save()
    return record(actor, FamilyTold(told, kind.value))


def source_of(question: uuid.UUID) -> str:
    """What the task of an open question comes from."""
    return f"question:{question}"


def _row(actor: Actor, made: uuid.UUID, kind: Question.Kind, asked: Asked, pupil: int | None) -> Question:
    at: datetime = actor.now
    return Question(
        school_id=actor.school,
        public_id=made,
        kind=kind,
        at=at,
        asker=asked.asker,
        way=asked.way,
        who=encrypt(asked.who.strip(), place=place_of(made, "who")),
        says=encrypt(asked.says.strip(), place=place_of(made, "says")),
        pupil_id=pupil,
        taken_by_name=actor.name,
    )


def _pupil(actor: Actor, public_id: str) -> int | None:
    if not public_id:
        return None
    found = pupil_lines(actor, tuple(ids_of(actor, [public_id]).values()), actor.today)
    if not found:
        raise NotFound("There is no such pupil in this school, or none that you may see.")
    return found[0].id


def _check(actor: Actor, asked: Asked, answer: str) -> None:
    if asked.asker not in Question.Asker.values or asked.way not in Question.Way.values:
        raise Refused("Say who asked, and how.")
    if not asked.says.strip():
        raise Refused("Write down what was asked or said.")
    if max(len(asked.says), len(answer)) > LONGEST or len(asked.who) > 200:
        raise Refused(f"Write it in at most {LONGEST} characters, and the name in at most 200.")
    if answer:
        return
    if asked.due is None:
        raise Refused("Say by when it is to be answered, or write down the answer.")
    if asked.due < actor.today:
        raise Refused(f"It cannot be answered by {in_words(asked.due)}: that has passed.")
