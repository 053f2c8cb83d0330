"""Keeping lists of pupils: a saved report of its own kind, of which the definition alone is shared (REP-H)."""

from __future__ import annotations

import uuid

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.reports.actions.saving import save_report
from rollbook.reports.events import ListChanged
from rollbook.reports.lists.columns import columns_for
from rollbook.reports.lists.making import KIND
from rollbook.reports.models import SavedReport
from rollbook.reports.queries.lists import kept_as, shape_of
from rollbook.reports.queries.saved import NO_SAVED
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.lists import ListShape
from rollbook.rules.refused import NotFound, Refused

TRUST = SavedReport.SharedWith.TRUST


@action(Permission.SEE_REPORTS)
def save_list(actor: Actor, *, name: str, shape: ListShape, shared: str = SavedReport.SharedWith.NOBODY) -> uuid.UUID:
    """Keep a list under a name, for oneself, the school or the trust; gives its id.

    Refused beside what any saved report is refused for: words that could be somebody's name, shared with other schools.
    """
    if shared == TRUST:
        _require_nobodys_words(actor, shape)
    return save_report(actor, kind=KIND, name=name, asked=kept_as(shape), shared=shared)


@action(Permission.SEE_REPORTS)
def change_list(actor: Actor, *, saved: uuid.UUID, shape: ListShape) -> None:
    """Put another definition in the place of one's own; whoever it is shared with has it from now on."""
    rows = SavedReport.objects.select_for_update().filter(school_id=actor.school, kind=KIND, retired_at=None)
    row = rows.filter(public_id=saved, by_id=actor.user_id).first()
    if row is None:
        raise NotFound(NO_SAVED)
    if row.shared == TRUST:
        _require_nobodys_words(actor, shape)
    if shape_of(row.asked) == shape:
        record_nothing_changed()
        return
    row.asked = dict(kept_as(shape))
    row.save(update_fields=["asked"])
    record(actor, ListChanged(saved))


def _require_nobodys_words(actor: Actor, shape: ListShape) -> None:
    """A definition is read by people of other schools: what is typed of a pupil here does not go with it."""
    known = columns_for(actor)
    for condition in shape.conditions:
        column = known.get(condition.column)
        if condition.values and (column is None or column.typed):
            title = column.title if column else "A column"
            raise Refused(
                f"“{title}” is asked for words that could be a pupil’s. Take that condition away before other "
                "schools see the list, or share it with this school alone."
            )
