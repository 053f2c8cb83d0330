"""Schools side by side, for whoever works across a trust: what each is, and to which trust it belongs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rollbook.rules.actor import Actor
from rollbook.schools.models import School


@dataclass(frozen=True, slots=True)
class TrustSchool:
    """A school of a trust; `phase` in words, `trust` the trust's short name in addresses, empty for none."""

    id: int
    urn: str
    name: str
    slug: str
    phase: str
    la_number: str
    practice: bool
    trust: str
    trust_name: str


def schools_side_by_side(actor: Actor, ids: Iterable[int]) -> tuple[TrustSchool, ...]:
    """These schools, which the caller has found this person to work in, by name: one statement."""
    rows = School.objects.select_related("trust").filter(pk__in=tuple(ids)).order_by("name", "id")
    return tuple(
        TrustSchool(
            row.pk,
            row.urn,
            row.name,
            row.slug,
            phase_in_words(row.phase),
            row.la_number,
            row.practice_shift is not None,
            row.trust.slug if row.trust else "",
            row.trust.name if row.trust else "",
        )
        for row in rows
    )


def phase_in_words(code: str) -> str:
    """What a school's phase is called; a code that this release does not know stays as it is."""
    return School.Phase(code).label if code in School.Phase.values else code
