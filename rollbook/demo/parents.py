"""The training school's form for parents is on, with its own words about leave."""

from __future__ import annotations

from rollbook.absence.actions.parents import set_parent_form
from rollbook.rules.actor import Actor

LEAVE = (
    "Leave in term time is granted in exceptional circumstances only, and has to be asked for beforehand. "
    "Ask by the form, write to the headteacher, or ask at reception."
)


def open_parents_form(actor: Actor) -> None:
    """Switch the form on (ABS-A); what it sends stands with the other reports."""
    set_parent_form(actor, is_on=True, leave_words=LEAVE, leave_is_on=True)
