"""Whom to ring back about a report, on a number that the school holds; and who may be on the line (ABS-A)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rollbook.formats.values.phones import as_dialled_here
from rollbook.pupils.queries.reaching import Way, ways_to_reach
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class RingChoice:
    """A contact of a pupil's: who they are, and the number to ring; `kept_away` is somebody to tell nothing."""

    contact_id: int
    name: str
    relationship: str
    number: str
    kept_away: bool

    @property
    def says(self) -> str:
        who = f"{self.name}, {self.relationship.lower()}" if self.relationship else self.name
        return f"{who} (no contact: tell them nothing)" if self.kept_away else who

    @property
    def whom(self) -> str:
        """Who is reached on which number, as it is kept with the report."""
        return f"{self.name}, {self.number}"


def to_ring_back(actor: Actor, pupil_ids: Collection[int]) -> Mapping[int, tuple[RingChoice, ...]]:
    """For each pupil who may be rung back, in the order to ring: three statements, none for nobody.

    Only contacts who may be told, with a working number; nobody with whom there must be no contact.
    """
    if not pupil_ids:
        return {}
    ways = ways_to_reach(actor, pupil_ids)
    return {
        pupil: tuple(_choice(way) for way in found if way.may_be_told and not way.no_contact and way.numbers)
        for pupil, found in ways.items()
    }


def who_may_be_on_the_line(actor: Actor, pupil_ids: Sequence[int]) -> tuple[RingChoice, ...]:
    """Every contact of these pupils, each once, in the order to ring; nobody for whom may not see contacts."""
    if not pupil_ids or not actor.may(Permission.SEE_CONTACTS):
        return ()
    ways = ways_to_reach(actor, pupil_ids)
    found = {way.contact_id: _choice(way) for pupil in pupil_ids for way in ways.get(pupil, ())}
    return tuple(found.values())


def _choice(way: Way) -> RingChoice:
    number = as_dialled_here(way.numbers[0]) if way.numbers else ""
    return RingChoice(way.contact_id, way.name, way.relationship, number, way.no_contact)
