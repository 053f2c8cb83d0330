"""Saved lists, and a list as a saved report keeps it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from rollbook.reports.lists.making import KIND
from rollbook.reports.queries.saved import NO_SAVED, SavedLine, saved_report, saved_reports
from rollbook.rules.actor import Actor
from rollbook.rules.lists import ListShape
from rollbook.rules.lists_written import of_json, to_json
from rollbook.rules.refused import NotFound


def saved_lists(actor: Actor) -> tuple[SavedLine, ...]:
    """One's own lists, the school's and the trust's, by name: two statements."""
    return saved_reports(actor, KIND)


def saved_list(actor: Actor, public_id: uuid.UUID) -> tuple[SavedLine, ListShape]:
    """One of them with what it is; NotFound for any other."""
    line = saved_report(actor, public_id)
    if line.kind != KIND:
        raise NotFound(NO_SAVED)
    return line, shape_of(line.asked)


def kept_as(shape: ListShape) -> Mapping[str, object]:
    """A list as a saved report keeps it."""
    return {"more": {KIND: to_json(shape)}}


def shape_of(kept: Mapping[str, object]) -> ListShape:
    """The list that was kept. Raises Refused for what is none."""
    more = kept.get("more")
    return of_json(str(more.get(KIND, "")) if isinstance(more, dict) else "")
