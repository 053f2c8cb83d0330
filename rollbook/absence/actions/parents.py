"""A parent reports an absence by the school's form, once a visit to it has proved whose number it is (ABS-A)."""

from __future__ import annotations

import uuid
from dataclasses import replace

from rollbook.absence.actions.line import Reported, take_report
from rollbook.absence.actions.parents_visits import (
    AskedTooOften,
    Ready,
    add_evidence,
    ask_for_code,
    became_of,
    drop_evidence,
    forget_visits,
    note_said,
    ready_to_send,
    send_code,
    sent_as,
    take_shown,
    try_code,
)
from rollbook.absence.events import ParentFormSet, ParentReported
from rollbook.absence.models import ParentForm
from rollbook.absence.queries.parents import Answers, as_said, visit_of
from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.files.actions import keep_file
from rollbook.pupils.queries.reaching import contact_names
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.parents_form import why_not_these_days
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half
from rollbook.web.plain_text import kept

__all__ = [
    "AskedTooOften",
    "add_evidence",
    "ask_for_code",
    "drop_evidence",
    "forget_visits",
    "note_answers",
    "send_code",
    "send_report",
    "set_parent_form",
    "try_code",
]
KINDS = {"ill": "Ill", "appointment": "Medical appointment", "other": "Something else"}


@action(Permission.SET_UP_SCHOOL)
def set_parent_form(actor: Actor, *, is_on: bool, leave_words: str, leave_is_on: bool = False) -> None:
    """Switch the school's forms for parents on or off: absence, and leave; and say in its words how leave works."""
    words = kept(leave_words).strip()[:2000]
    row = ParentForm.objects.select_for_update().filter(school_id=actor.school).first()
    if row is not None and (row.is_on, row.leave_words, row.leave_is_on) == (is_on, words, leave_is_on):
        record_nothing_changed()
        return
    row = row or ParentForm(school_id=actor.school)
    row.is_on, row.leave_words, row.leave_is_on = is_on, words, leave_is_on
    row.since, row.by_name = actor.now, actor.name
    row.save()
    record(actor, ParentFormSet(is_on))


@action(Permission.REPORT_AS_PARENT)
def note_answers(actor: Actor, *, visit: uuid.UUID, answers: Answers) -> None:
    """Keep what a parent has answered so far, until it is sent or an hour is over."""
    if answers.first and answers.last and (why := why_not_these_days(answers.first, answers.last, actor.today)):
        raise Refused(f"{why}.")
    note_said(actor, visit=visit, said=as_said(answers), children=answers.children)


@action(Permission.REPORT_AS_PARENT)
def send_report(actor: Actor, *, visit: uuid.UUID) -> uuid.UUID:
    """Give the office the report, once however often it is sent; which report it is. What the visit held is deleted."""
    if made := became_of(actor, visit=visit):
        record_nothing_changed()
        return made
    said = _said(actor, visit)
    ready = ready_to_send(actor, visit=visit, children=said.children)
    takes = {Permission.TAKE_REPORTS, Permission.SEE_ALL_PUPILS, Permission.SEE_OWN_PUPILS, Permission.SEE_CONTACTS}
    taking = replace(actor, permissions=actor.permissions | takes)
    files = tuple(
        keep_file(taking, name=one.name, data=one.data, kind="evidence", pupils=said.children)
        for one in take_shown(actor, visit=visit)
    )
    report = take_report(taking, reported=_reported(taking, said, ready, files))
    sent_as(actor, visit=visit, became=report)
    record(actor, ParentReported(visit, report))
    return report


def _said(actor: Actor, visit: uuid.UUID) -> Answers:
    known = visit_of(actor, visit)
    said = known.answers if known is not None and known.is_proven else Answers()
    if said.first is None or said.kind not in KINDS:
        raise Refused("Something has not been answered yet. Go through the questions once more.")
    return said


def _reported(actor: Actor, said: Answers, ready: Ready, files: tuple[uuid.UUID, ...]) -> Reported:
    return Reported(
        way="form",
        words=f"{KINDS[said.kind or 'other']}. {said.words}".strip(),
        said_by=contact_names(actor, [ready.contact]).get(ready.contact, "") if ready.contact else "",
        contact=ready.contact,
        number=ready.visit.address,
        pupils=said.children,
        first=said.first,
        last=said.last,
        half=Half[said.half] if said.half and said.half in Half.__members__ and said.is_one_day else None,
        expected_back=said.back,
        files=files,
        source=f"form:{ready.visit.public_id}",
    )
