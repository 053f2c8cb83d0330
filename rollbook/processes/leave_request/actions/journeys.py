"""Asking the safeguarding lead about a journey, and their answer (LEA-5)."""

from __future__ import annotations

import uuid
from dataclasses import replace

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.cases.actions import take_step
from rollbook.cases.queries import case_line
from rollbook.processes.leave_request.events import JourneyAnswered, JourneyAsked
from rollbook.processes.leave_request.models import JourneyCheck
from rollbook.processes.leave_request.words import kept, read
from rollbook.rules.access import Permission, Role
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.work.actions.tasks import finish_from, make_task

ANSWERS = ("go-on", "speak-first")


@action(Permission.WORK_CASES)
def ask_safeguarding(actor: Actor, *, case: uuid.UUID, asked: str, by: str = "") -> None:
    """Tell the safeguarding lead what gives you a question; the request says only that it is with them.

    Asked again before it is answered, the words are added to the same question.
    """
    if not asked.strip():
        raise Refused("Write what you would like the safeguarding lead to look at.")
    if not _add(actor, case, asked.strip()):
        line = case_line(actor, case)
        row = _made(actor, case, line.pupil.id, asked.strip(), by or actor.name)
        take_step(replace(actor, name=by) if by else actor, case=case, step="refer")
        _tell_lead(actor, row)
    record(actor, JourneyAsked(case))


@action(Permission.CHECK_JOURNEYS)
def answer_safeguarding(actor: Actor, *, check: uuid.UUID, answer: str, found: str) -> None:
    """The safeguarding lead's answer: it can be decided, or the head speaks with them first."""
    row = JourneyCheck.objects.select_for_update().filter(school_id=actor.school, public_id=check).first()
    if row is None:
        raise NotFound("There is no such question in this school.")
    if row.answered_at is not None:
        raise Refused(f"This was answered by {row.answered_by_name} already.")
    if answer not in ANSWERS:
        raise Refused("Say whether the request can be decided, or whether the head speaks with you first.")
    row.found = kept(found.strip(), row.public_id, "found")
    row.save(update_fields=["found"])
    take_step(actor, case=row.case, step="looked", choice=answer)


@action()
def begin_check(actor: Actor, *, case: uuid.UUID, pupil: int) -> None:
    """Part of the step “Ask the safeguarding lead”: a question without words, where none was written before it."""
    if JourneyCheck.objects.filter(school_id=actor.school, case=case, answered_at=None).exists():
        record_nothing_changed()
        return
    _tell_lead(actor, _made(actor, case, pupil, "Somebody in the office would like you to look at it.", actor.name))
    record(actor, JourneyAsked(case))


@action()
def end_check(actor: Actor, *, case: uuid.UUID, answer: str) -> None:
    """Part of the step “Answer as safeguarding lead”: the question is answered, and its task done."""
    row = JourneyCheck.objects.select_for_update().filter(school_id=actor.school, case=case, answered_at=None).first()
    if row is None:
        record_nothing_changed()
        return
    row.answer, row.answered_at, row.answered_by_name = answer, actor.now, actor.name
    row.save(update_fields=["answer", "answered_at", "answered_by_name"])
    finish_from(actor, source=_source(row))
    record(actor, JourneyAnswered(case))


def _tell_lead(actor: Actor, row: JourneyCheck) -> None:
    """A task for the safeguarding lead, today; it names the pupil and nothing else."""
    make_task(
        actor,
        says="A request for leave waits for your answer: see Leave, questions of a journey",
        due=actor.today,
        role=Role.DSL,
        pupil=row.pupil_id,
        source=_source(row),
        needs=Permission.CHECK_JOURNEYS,
    )


def _made(actor: Actor, case: uuid.UUID, pupil: int, asked: str, by: str) -> JourneyCheck:
    row = JourneyCheck(school_id=actor.school, case=case, pupil_id=pupil, asked_at=actor.now, asked_by_name=by)
    row.asked = kept(asked, row.public_id, "asked")
    row.save(force_insert=True)
    return row


def _add(actor: Actor, case: uuid.UUID, asked: str) -> bool:
    row = JourneyCheck.objects.select_for_update().filter(school_id=actor.school, case=case, answered_at=None).first()
    if row is None:
        return False
    before = read(row.asked, row.public_id, "asked")
    row.asked = kept(f"{before}\n{actor.name}: {asked}", row.public_id, "asked")
    row.save(update_fields=["asked"])
    return True


def _source(row: JourneyCheck) -> str:
    return f"leave-journey:{row.public_id}"
