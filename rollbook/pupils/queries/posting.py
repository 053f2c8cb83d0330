"""Where letters to a pupil's contacts go, and what stands against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rollbook.pupils.models import PupilAddress, PupilContact
from rollbook.pupils.queries.contacts import full_name
from rollbook.pupils.queries.joins import covers
from rollbook.pupils.queries.seeing import seen
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.codesets import name_of


@dataclass(frozen=True, slots=True)
class Post:
    """One contact of one pupil and their postal address; the pupil's own where they live together and have no other.

    `lines` are empty where no address is known. `greeted` is how a letter greets them: Ms Abiodun.
    """

    pupil_id: int
    contact_id: int
    name: str
    greeted: str
    relationship: str
    lines: tuple[str, ...]
    postcode: str
    is_home: bool
    may_be_told: bool
    no_contact: bool
    court_order: bool

    @property
    def place(self) -> str:
        """The same word for the same address, however it is typed."""
        return "".join(c for c in "".join((*self.lines, self.postcode)).casefold() if c.isalnum())


def ways_to_post(actor: Actor, pupil_ids: Collection[int]) -> Mapping[int, tuple[Post, ...]]:
    """Each pupil's contacts in their order: two statements. Nobody's without leave to see contacts.

    `is_home` is said of a contact with whom the pupil lives or who has parental responsibility.
    """
    actor.require(Permission.SEE_CONTACTS)
    links = PupilContact.objects.filter(seen(actor, "pupil__"), pupil_id__in=pupil_ids).select_related("contact")
    homes = {
        row.pupil_id: row
        for row in PupilAddress.objects.filter(covers(actor.today), school_id=actor.school, pupil_id__in=pupil_ids)
    }
    found: dict[int, list[Post]] = defaultdict(list)
    for link in links.order_by("pupil_id", "priority", "contact_id"):
        found[link.pupil_id].append(_post(link, homes.get(link.pupil_id)))
    return {pupil: tuple(posts) for pupil, posts in found.items()}


def _post(link: PupilContact, home: PupilAddress | None) -> Post:
    contact = link.contact
    lines, postcode = _lines(contact.address_lines), contact.postcode.strip()
    if not lines and link.lives_with and home is not None:
        lines, postcode = _lines(home.lines), home.postcode.strip()
    name = full_name(contact.title, contact.forename, contact.surname)
    return Post(
        pupil_id=link.pupil_id,
        contact_id=link.contact_id,
        name=name,
        greeted=full_name(contact.title, contact.surname) if contact.title and contact.surname else name,
        relationship=name_of("relationship", link.relationship),
        lines=lines,
        postcode=postcode,
        is_home=link.lives_with or link.parental_responsibility,
        may_be_told=link.may_be_told,
        no_contact=link.no_contact,
        court_order=link.court_order,
    )


def _lines(typed: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in typed.splitlines() if line.strip())
