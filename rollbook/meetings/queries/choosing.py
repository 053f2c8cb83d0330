"""Whom a meeting can ask: contacts with what stands against them, and the colleagues who are usually there."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from rollbook.pupils.queries import PupilLine
from rollbook.pupils.queries.reaching import Way, ways_to_reach
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.staff.queries import StaffLine, roles_of_people, staff_of

USUAL = frozenset(
    {
        Role.ATTENDANCE_ADMINISTRATOR,
        Role.ATTENDANCE_MANAGER,
        Role.HEAD_OF_YEAR,
        Role.SENIOR_LEADER,
        Role.HEAD,
        Role.DSL,
        Role.SENCO,
    }
)


@dataclass(frozen=True, slots=True)
class Contactable:
    """A contact of a meeting's pupils; `barred` says why they are not asked, and is empty for who may be."""

    contact_id: int
    public_id: uuid.UUID
    name: str
    relationship: str
    barred: str


def contacts_to_ask(actor: Actor, pupils: Collection[PupilLine]) -> tuple[Contactable, ...]:
    """The contacts of these pupils, in the order to ring, each with what stands against asking them (MTG-1)."""
    found: dict[int, list[Way]] = {}
    for ways in ways_to_reach(actor, [pupil.id for pupil in pupils]).values():
        for way in ways:
            found.setdefault(way.contact_id, []).append(way)
    return tuple(_contactable(theirs, len(pupils)) for theirs in found.values())


def colleagues_to_ask(actor: Actor) -> tuple[StaffLine, ...]:
    """Colleagues whose roles are usually at such meetings, and oneself, by name: two statements."""
    everybody = staff_of(actor)
    roles = roles_of_people(actor, [one.id for one in everybody])
    return tuple(
        one
        for one in everybody
        if one.is_active and (one.id == actor.user_id or roles.get(one.id, frozenset()) & USUAL)
    )


def _contactable(theirs: list[Way], pupils: int) -> Contactable:
    first = theirs[0]
    barred = ""
    if any(way.no_contact for way in theirs):
        barred = "there must be no contact"
    elif not all(way.may_be_told for way in theirs):
        barred = "may not be told"
    elif len({way.pupil_id for way in theirs}) < pupils:
        barred = "is not a contact of every pupil"
    return Contactable(first.contact_id, first.contact, first.name, first.relationship, barred)
