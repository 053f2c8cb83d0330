"""Numbers and addresses at which nothing arrives, with the child whose contact is to be mended (ABS-B)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from rollbook.audit.actions import log_list
from rollbook.comms.queries import DeadEnd, dead_ends
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.pupils.queries.reaching import contact_names, pupils_of_contacts
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor

LOOKED_BACK = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class DeadNumber:
    """A contact's address at which the last message did not arrive; `pupil` is one of their children.

    `message` is the one that failed, which may go to another address; None where it did.
    """

    contact: str
    message: UUID | None
    pupil: PupilLine
    channel: str
    address: str
    why: str
    at: datetime


def dead_numbers(actor: Actor) -> tuple[DeadNumber, ...]:
    """What the providers gave back in the last four weeks, the newest first: five statements."""
    if not actor.may(Permission.SEND_MESSAGES):
        return ()
    ends = dead_ends(actor, actor.now - LOOKED_BACK)
    if not ends:
        return ()
    names = contact_names(actor, {end.contact for end in ends})
    children = pupils_of_contacts(actor, names)
    lines = {line.id: line for line in pupil_lines(actor, set(children.values()), actor.today)}
    log_list(actor, what="dead numbers", count=len(ends))
    return tuple(_line(end, names, lines[children[end.contact]]) for end in ends if children.get(end.contact) in lines)


def _line(end: DeadEnd, names: Mapping[int, str], pupil: PupilLine) -> DeadNumber:
    return DeadNumber(names[end.contact], end.message, pupil, end.channel, end.address, end.why, end.at)
