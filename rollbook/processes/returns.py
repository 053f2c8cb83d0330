"""What goes to the local authority from a case: the fields of its return, to copy, print or put into its form."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from uuid import UUID

from rollbook.audit.actions import log_access
from rollbook.cases.queries import case_page
from rollbook.processes.particulars import Fields, of_pupil, of_school
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor


def makes_a_return(process: str) -> bool:
    """Whether the process says itself what the authority is sent: a `contents` in its folder."""
    return (Path(__file__).parent / process / "contents.py").is_file()


def fields_of_return(actor: Actor, case: UUID) -> Fields:
    """Label and value, in the order of the return; a value that is not held is empty. Opening it is noted.

    A process without a `contents` of its own gives the pupil and what is known in the case. NotFound for a case that
    this person may not know of.
    """
    actor.require(Permission.SEE_CONTACTS)
    page = case_page(actor, case)
    key = page.line.process.key
    found: Fields = (
        import_module(f"rollbook.processes.{key}.contents").contents(actor, page)
        if makes_a_return(key)
        else (*of_school(actor), *of_pupil(actor, page.line.pupil.public_id), *page.known)
    )
    log_access(actor, what="return", subject=f"case:{case}")
    return found
