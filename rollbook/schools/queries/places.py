"""A school as a place: what it is called, its trust's other schools, and its sites.

Nothing here belongs to another school than the actor's, except the names of the schools in its trust.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rollbook.rules.actor import NO_SHIFT, Actor, system_actor
from rollbook.rules.refused import NotFound
from rollbook.schools.models import School, Site


@dataclass(frozen=True, slots=True)
class SchoolDetails:
    """What a school is, as the authorities know it; `phase` in words."""

    id: int
    name: str
    slug: str
    la_number: str
    establishment_number: str
    urn: str
    phase: str
    lowest_age: int
    highest_age: int
    takes_boarders: bool
    trust_id: int | None
    trust_name: str


@dataclass(frozen=True, slots=True)
class SiteLine:
    """One place where the school teaches."""

    id: int
    name: str
    address: str


def school_line(actor: Actor) -> SchoolDetails:
    """The actor's own school."""
    row = School.objects.select_related("trust").filter(pk=actor.school).first()
    if row is None:
        raise NotFound("There is no such school.")
    return _details(row)


def schools_in_trust(actor: Actor) -> tuple[SchoolDetails, ...]:
    """The schools of the actor's trust by name, the actor's own among them; only that one where it has no trust."""
    own = School.objects.filter(pk=actor.school)
    together = School.objects.filter(trust__schools=actor.school)
    rows = (own | together).select_related("trust").distinct().order_by("name", "id")
    return tuple(_details(row) for row in rows)


def every_school() -> tuple[int, ...]:
    """The ids of all schools kept here, for Rollbook's own daily work; a person's query is another."""
    return tuple(School.objects.order_by("id").values_list("id", flat=True))


def rollbook_at(school_id: int | None, now: datetime) -> Actor:
    """Rollbook itself at a school, at the moment it is there: a training school's clock is its own."""
    shift = School.objects.filter(pk=school_id or 0).values_list("practice_shift", flat=True).first()
    return system_actor(school_id, now, shift or NO_SHIFT)


def all_schools() -> tuple[SchoolDetails, ...]:
    """All schools of this Rollbook by name, for jobs and the command line, which act for each in turn."""
    return tuple(_details(row) for row in School.objects.select_related("trust").order_by("name", "id"))


def sites(actor: Actor) -> tuple[SiteLine, ...]:
    """The school's sites, by name."""
    rows = Site.objects.filter(school_id=actor.school).order_by("name", "id")
    return tuple(SiteLine(s.pk, s.name, s.address) for s in rows)


def _details(row: School) -> SchoolDetails:
    return SchoolDetails(
        id=row.pk,
        name=row.name,
        slug=row.slug,
        la_number=row.la_number,
        establishment_number=row.establishment_number,
        urn=row.urn,
        phase=School.Phase(row.phase).label,
        lowest_age=row.lowest_age,
        highest_age=row.highest_age,
        takes_boarders=row.takes_boarders,
        trust_id=row.trust_id,
        trust_name=row.trust.name if row.trust else "",
    )
