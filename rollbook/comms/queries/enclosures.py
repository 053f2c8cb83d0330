"""What is enclosed with a message: its names for whoever looks, its bytes for whoever hands it over."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from rollbook.audit.keys import decrypt
from rollbook.comms.models import Message, MessageEnclosure
from rollbook.comms.providers.shape import Enclosed
from rollbook.comms.words import enclosure_place
from rollbook.files.queries import read_file
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class EnclosureLine:
    """A file that goes, or went, with a message."""

    file: UUID
    name: str
    media: str


def enclosures_of(actor: Actor, message: Message) -> tuple[EnclosureLine, ...]:
    """What is enclosed with a message, in order: one statement."""
    rows = MessageEnclosure.objects.filter(school_id=actor.school, message=message).order_by("position")
    return tuple(
        EnclosureLine(row.file, decrypt(row.name, place=enclosure_place(message.public_id, row.position)), row.media)
        for row in rows
    )


def enclosed_in(actor: Actor, message: Message) -> tuple[Enclosed, ...]:
    """The same with its bytes, for the hand-over; each opening is noted: one statement, and two for each file."""
    actor.require(Permission.HAND_OVER_MESSAGES)
    return tuple(
        Enclosed(one.name, one.media, read_file(actor, one.file).data) for one in enclosures_of(actor, message)
    )
