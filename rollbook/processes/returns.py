"""What goes to the local authority from a case: the fields of its return, to copy, print or put into its form."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from uuid import UUID

from rollbook.audit.actions import log_access
from rollbook.cases.queries import case_page
from rollbook.processes.particulars import Fields
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound


def makes_a_return(process: str) -> bool:
    """Whether a case of that process has something to be sent to the authority: a `contents` in its folder."""
    return find_spec(f"rollbook.processes.{process}.contents") is not None


def fields_of_return(actor: Actor, case: UUID) -> Fields:
    """Label and value, in the order of the return; a value that is not held is empty. Opening it is noted.

    NotFound for a case that this person may not know of, or whose process sends nothing.
    """
    actor.require(Permission.SEE_CONTACTS)
    page = case_page(actor, case)
    if not makes_a_return(page.line.process.key):
        raise NotFound("Nothing of this case goes to the local authority as a return.")
    found: Fields = import_module(f"rollbook.processes.{page.line.process.key}.contents").contents(actor, page)
    log_access(actor, what="return", subject=f"case:{case}")
    return found
