"""A parent asks for leave by the school's form, once a visit to it has proved whose number it is (LEA-3)."""

from __future__ import annotations

import uuid
from dataclasses import replace

from rollbook.absence.actions.parents_visits import became_of, note_said, ready_to_send, sent_as, take_shown
from rollbook.absence.queries.parents import visit_of
from rollbook.audit.actions import action
from rollbook.processes.leave_request.actions.asking import Asked, ask_for_leave
from rollbook.processes.leave_request.answers import LeaveAnswers, as_kept, leave_answers, why_not
from rollbook.pupils.queries.reaching import contact_names
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused

MISSING = "Something has not been answered yet. Go through the questions once more."
NOBODY_NAMED = "Somebody at a number that the school holds"
# What writing a request down needs; the form does it on the parent's behalf and shows nothing of it.
_WRITING = frozenset(
    {
        Permission.WORK_CASES,
        Permission.SEE_CASES,
        Permission.SEE_ALL_PUPILS,
        Permission.SEE_OWN_PUPILS,
        Permission.SEE_CONTACTS,
    }
)


@action(Permission.REPORT_AS_PARENT)
def note_leave_answers(actor: Actor, *, visit: uuid.UUID, answers: LeaveAnswers) -> None:
    """Keep what a parent has answered so far, until it is sent or an hour is over."""
    if answers.first and answers.last and (why := why_not(answers.first, answers.last, actor.today)):
        raise Refused(f"{why}.")
    note_said(actor, visit=visit, said=as_kept(answers), children=answers.children)


@action(Permission.REPORT_AS_PARENT)
def send_request(actor: Actor, *, visit: uuid.UUID) -> uuid.UUID:
    """Give the office the request, once however often it is sent; what the visit held is deleted."""
    if made := became_of(actor, visit=visit):
        return made
    known = visit_of(actor, visit)
    said = leave_answers(known.said) if known is not None and known.is_proven else LeaveAnswers()
    if said.first is None or said.last is None or said.what is None:
        raise Refused(MISSING)
    ready = ready_to_send(actor, visit=visit, children=said.children)
    writing = replace(actor, permissions=actor.permissions | _WRITING)
    named = contact_names(writing, [ready.contact]).get(ready.contact, "") if ready.contact else ""
    asked = Asked(
        pupils=said.children,
        said=_facts(actor, said, named or NOBODY_NAMED),
        contact=ready.contact,
        files=tuple((one.name, one.data) for one in take_shown(actor, visit=visit)),
    )
    ask_for_leave(writing, request=visit, asked=asked)
    sent_as(actor, visit=visit, became=visit)
    return visit


def _facts(actor: Actor, said: LeaveAnswers, asked_by: str) -> dict[str, object]:
    return {
        "asked_by": asked_by,
        "way": "form",
        "asked_on": actor.today,
        "first": said.first,
        "last": said.last,
        "part": said.half if said.is_one_day else None,
        "purpose": said.purpose,
        "reason": said.words,
        "abroad": said.abroad,
        "place": said.place,
        "travels_with": said.travels_with,
        "return_booked": said.return_booked,
        "back_on": said.back,
        "exam": said.exam,
        "set_apart": said.set_apart,
        "licence": said.licence,
        "licensed_by": said.licensed_by,
    }
