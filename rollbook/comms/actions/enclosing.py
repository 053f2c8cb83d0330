"""What is enclosed with an e-mail: checked before it is written, frozen with it, read for its hand-over (COM-A).

Whoever encloses a file has asked whether the reader may have it; calendar files are shown as invitations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from rollbook.audit.keys import encrypt
from rollbook.comms.models import Message, MessageEnclosure, ProviderAccount
from rollbook.comms.providers import PROVIDERS
from rollbook.comms.words import enclosure_place
from rollbook.files.queries import sizes_of
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused

MOST, LARGEST = 10, 15 * 1024 * 1024
ENCLOSES_NOT = "the school’s e-mails go by a way that takes no enclosures"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A kept file (`files`) to go with an e-mail: under which name, of which type.

    `media` is the type on the wire; `text/calendar; method=REQUEST` is shown by mail programs as an invitation.
    """

    file: UUID
    name: str
    media: str


def check_enclosures(actor: Actor, drafts: Iterable[tuple[str, Sequence[Enclosure]]]) -> None:
    """Refuse what cannot be enclosed: with anything but an e-mail, too many, too large; NotFound for no such file.

    `drafts` are pairs of channel and enclosures: one statement where anything is enclosed, none otherwise.
    """
    enclosed = [(channel, those) for channel, those in drafts if those]
    if not enclosed:
        return
    if any(channel != "email" for channel, _ in enclosed):
        raise Refused("Only an e-mail takes enclosures. Write an e-mail, or leave the files out.")
    sizes = sizes_of(actor, {one.file for _, those in enclosed for one in those})
    for _, those in enclosed:
        if any(one.file not in sizes for one in those):
            raise NotFound("There is no such file in this school.")
        if len(those) > MOST or sum(sizes[one.file] for one in those) > LARGEST:
            large = sum(sizes[one.file] for one in those) / 1024 / 1024
            raise Refused(
                f"These are {len(those)} files of {large:.0f} MB together; an e-mail takes {MOST} files and "
                f"{LARGEST // 1024 // 1024} MB at most. Send a letter, or fewer files."
            )


def takes_enclosures(actor: Actor) -> bool:
    """Whether the school's e-mails can carry files: one statement. True while it has no account yet."""
    account = ProviderAccount.objects.filter(school_id=actor.school, channel="email").first()
    return account is None or (account.provider in PROVIDERS and PROVIDERS[account.provider].encloses)


def keep_enclosures(actor: Actor, made: Iterable[tuple[Message, Sequence[Enclosure]]]) -> None:
    """Keep what goes with messages that were just stored: one statement, or none."""
    rows = [
        MessageEnclosure(
            school_id=actor.school,
            message=message,
            position=number,
            name=encrypt(one.name, place=enclosure_place(message.public_id, number)),
            media=one.media,
            file=one.file,
        )
        for message, those in made
        for number, one in enumerate(those)
    ]
    if rows:
        MessageEnclosure.objects.bulk_create(rows)
