"""Answering what Rollbook suggests: open the case, or dismiss it with a reason."""

from __future__ import annotations

import uuid

from rollbook.audit.actions import action, record
from rollbook.cases.actions.holding import written
from rollbook.cases.actions.opening import open_case
from rollbook.cases.events import SuggestionAnswered
from rollbook.cases.models import Suggestion
from rollbook.cases.queries.suggestions import suggestions
from rollbook.cases.words import kept, read
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused


@action(Permission.WORK_CASES)
def open_suggestion(actor: Actor, *, suggestion: uuid.UUID, contact: int | None = None) -> uuid.UUID:
    """Open the case that was suggested, once; `contact` where its process is about one parent."""
    row = _mine(actor, suggestion)
    case = open_case(
        actor,
        process=row.process,
        pupil=row.pupil_id,
        contact=contact,
        why=read(row.says, row.public_id, "suggestion"),
        rule=row.rule,
        source=f"{row.process}:{row.pupil_id}:{row.key}{f':{contact}' if contact else ''}",
    )
    _answer(actor, row, Suggestion.Answer.OPENED)
    return case


@action(Permission.WORK_CASES)
def dismiss_suggestion(actor: Actor, *, suggestion: uuid.UUID, why: str) -> None:
    """Say that no case is opened, and why; the same occasion is not suggested again."""
    row = _mine(actor, suggestion)
    if not why.strip():
        raise Refused("Say why no case is opened; whoever asks later will want to know.")
    row.reason = kept(written(why, "The reason"), row.public_id, "reason")
    _answer(actor, row, Suggestion.Answer.DISMISSED)


def _mine(actor: Actor, suggestion: uuid.UUID) -> Suggestion:
    row = Suggestion.objects.select_for_update().filter(school_id=actor.school, public_id=suggestion).first()
    if row is None or (not row.answer and suggestion not in {line.public_id for line in suggestions(actor)}):
        raise NotFound("There is no such suggestion in this school.")
    if row.answer:
        raise Refused(f"{row.answered_by_name} has answered this already.")
    return row


def _answer(actor: Actor, row: Suggestion, answer: Suggestion.Answer) -> None:
    row.answer, row.answered_at, row.answered_by_name = answer, actor.now, actor.name
    row.save(update_fields=["answer", "answered_at", "answered_by_name", "reason"])
    record(actor, SuggestionAnswered(row.public_id, row.process, answer))
