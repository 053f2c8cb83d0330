"""The people around the pupil of a bundle: the parent it is for, and whose addresses must not be in it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from rollbook.pupils.queries.contacts import ContactLine, contacts_of
from rollbook.pupils.queries.identity import pupil
from rollbook.rules.actor import Actor
from rollbook.rules.blacking import Needle, Place, protected
from rollbook.rules.refused import NotFound
from rollbook.schools.queries.places import sites


@dataclass(frozen=True, slots=True)
class Around:
    """The parent concerned, and what would say where anybody else lives."""

    parent: ContactLine
    protected: tuple[Needle, ...]


def around(actor: Actor, public_id: UUID, contact_id: int) -> Around:
    """Whom a bundle is for and whom it must not betray: a fixed number of statements.

    Where the pupil lives is protected too, unless the parent concerned lives there: it is the other's address.
    """
    people = contacts_of(actor, public_id)
    parent = next((one for one in people if one.id == contact_id), None)
    if parent is None:
        raise NotFound("This person is no longer a contact of the pupil. Begin a bundle for one who is.")
    child = pupil(actor, public_id)
    home = Place("The pupil", child.address_lines, child.postcode)
    own = _place(parent)
    if parent.lives_with and not own.lines:
        own = Place(own.name, home.lines, home.postcode, own.phones, own.emails)
    school = [line for site in sites(actor) for line in site.address.splitlines()]
    others = [_place(one) for one in people if one.id != contact_id]
    return Around(parent, protected((*others, home), own, school))


def _place(one: ContactLine) -> Place:
    return Place(one.name, one.address_lines, one.postcode, tuple(p.number for p in one.phones), one.emails)
