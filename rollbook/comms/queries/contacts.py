"""How one contact wants to be written to: the language, and the ways they do not want."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from rollbook.comms.models import ChannelChoice, ContactLanguage
from rollbook.pupils.queries.reaching import contact_id_of, contact_names
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.wordings import ENGLISH


@dataclass(frozen=True, slots=True)
class ContactWays:
    """A contact's name, language and unwanted channels with how we know."""

    name: str
    language: str
    unwanted: tuple[tuple[str, str], ...]


def ways_wanted(actor: Actor, contact: UUID) -> ContactWays:
    """How a contact of this school wants to be reached: four statements; NotFound for any other."""
    actor.require(Permission.SEE_CONTACTS)
    contact_id = contact_id_of(actor, contact)
    language = ContactLanguage.objects.filter(contact_id=contact_id).values_list("language", flat=True).first()
    unwanted = ChannelChoice.objects.filter(school_id=actor.school, contact_id=contact_id).order_by("channel")
    return ContactWays(
        name=contact_names(actor, [contact_id]).get(contact_id, ""),
        language=language or ENGLISH,
        unwanted=tuple(unwanted.values_list("channel", "told_by")),
    )
