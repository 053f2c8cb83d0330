"""What is known ahead: planned absences, in the chain at once, marks only when their session comes."""

from __future__ import annotations

import hashlib
import uuid
from datetime import date

from rollbook.audit.actions import action, record
from rollbook.audit.keys import encrypt
from rollbook.pupils.queries.identifying import ids_of, public_ids_of
from rollbook.registers.actions import chaining
from rollbook.registers.actions.chaining import Submission
from rollbook.registers.events import AbsencePlanned, PlanEnded
from rollbook.registers.models import PlannedMark, RegisterSave
from rollbook.registers.notes import plan_place
from rollbook.rules import chain
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.chain import MarkLeaf
from rollbook.rules.codes import code_on
from rollbook.rules.refused import NotFound, Refused


@action(Permission.AMEND_MARKS)
def plan_absence(
    actor: Actor,
    *,
    pupil: str,
    first: date,
    last: date,
    code: str,
    note: str = "",
    weekdays: str = "12345",
    halves: str = "01",
    basis: str = "office",
) -> int:
    """Note that a pupil will be elsewhere or absent from a day to a day, with the code it will take (REG-16).

    `weekdays` are 1 (Monday) to 7, `halves` 0 and 1. Nothing is marked: the register shows it, and
    the session's own save uses it.
    """
    if last < first:
        raise Refused("The last day of a planned absence cannot be before its first day. Check the two dates.")
    known = code_on(code, first)
    if not known.enterable:
        raise Refused(f"Code {code} ({known.name}) cannot be planned for a pupil.", rule=known.rule)
    if known.detail_required and not note.strip():
        raise Refused(f"Code {code} ({known.name}) needs a note: {known.detail_says}.", rule="COD-6")
    pk = ids_of(actor, [pupil]).get(pupil)
    if pk is None:
        raise NotFound("There is no such pupil in this school.")
    record(actor, AbsencePlanned(pupil=pupil, first=first, last=last, code=code))
    row = _link(actor, pupil, first, last, code, note, f"plan {weekdays} {halves} {basis}")
    plan = PlannedMark.objects.create(
        school_id=actor.school,
        pupil_id=pk,
        first=first,
        last=last,
        weekdays=weekdays,
        halves=halves,
        code=code,
        note=encrypt(note.strip(), place=plan_place(pupil)) if note.strip() else b"",
        basis=basis,
        save_row=row,
    )
    return plan.pk


@action(Permission.AMEND_MARKS)
def end_plan(actor: Actor, *, plan_id: int) -> None:
    """Withdraw a planned absence; what it said stays in the chain."""
    plan = PlannedMark.objects.select_for_update().filter(school_id=actor.school, pk=plan_id, ended_by=None).first()
    if plan is None:
        raise NotFound("There is no such planned absence, or it was withdrawn already.")
    pupil = public_ids_of(actor, [plan.pupil_id])[plan.pupil_id]
    record(actor, PlanEnded(pupil=pupil, plan_id=plan.pk))
    plan.ended_by = _link(actor, pupil, plan.first, plan.last, plan.code, "", f"end {plan.pk}")
    plan.save(update_fields=["ended_by"])


def _link(actor: Actor, pupil: str, first: date, last: date, code: str, note: str, basis: str) -> RegisterSave:
    salt = chaining.new_salt()
    leaf = MarkLeaf(
        pupil=pupil,
        date=f"{first.isoformat()}/{last.isoformat()}",
        half=0,
        seen=0,
        was="",
        now=code,
        minutes=None,
        reason="",
        detail_digest=chain.detail_digest(salt, note.strip()),
        basis=basis,
        outcome="planned",
        rule="REG-16",
        salt=salt,
    ).as_leaf()
    submission = Submission(save_id=uuid.uuid4(), kind=RegisterSave.Kind.PLAN, source="desk")
    return chaining.append(actor, submission, hashlib.sha256(chain.canonical([leaf])).digest(), [leaf])
