"""Who may take a pupil home: names only, never a number, and never somebody who is to be kept away."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from rollbook.audit.actions import log_access
from rollbook.pupils.models import PupilContact
from rollbook.pupils.queries.contacts import full_name
from rollbook.rules.actor import Actor
from rollbook.rules.codesets import name_of


@dataclass(frozen=True, slots=True)
class Collector:
    """A contact who may collect a pupil; `lives_with` stands first in a list."""

    public_id: UUID
    name: str
    relationship: str
    lives_with: bool


@dataclass(frozen=True, slots=True)
class MayCollect:
    """Who may collect one pupil; `ask_first` where somebody may not, or a court has decided something."""

    people: tuple[Collector, ...]
    ask_first: bool


def who_may_collect(actor: Actor, pupil_ids: Collection[int], *, subject: str) -> Mapping[int, MayCollect]:
    """For each of these pupils who may take them home: two statements, one of which notes who looked.

    Whoever must have no contact with the pupil is not in it, by name or otherwise; `subject` is
    what the access log says was opened.
    """
    rows = PupilContact.objects.filter(school_id=actor.school, pupil_id__in=list(pupil_ids)).order_by(
        "pupil_id", "-lives_with", "priority", "contact_id"
    )
    log_access(actor, what="collectors", subject=subject)
    found: dict[int, MayCollect] = {pupil: MayCollect((), ask_first=False) for pupil in pupil_ids}
    for pupil, public, title, forename, surname, relation, lives_with, barred, ordered in rows.values_list(
        "pupil_id",
        "contact__public_id",
        "contact__title",
        "contact__forename",
        "contact__surname",
        "relationship",
        "lives_with",
        "no_contact",
        "court_order",
    ):
        before = found[pupil]
        one = Collector(public, full_name(title, forename, surname), name_of("relationship", relation), lives_with)
        found[pupil] = MayCollect(
            before.people if barred else (*before.people, one), before.ask_first or barred or ordered
        )
    return found
