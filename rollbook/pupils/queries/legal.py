"""Pupils as documents name them: by their legal names, whatever the school calls them day to day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rollbook.pupils.models import Pupil
from rollbook.pupils.queries.identifying import real_ids
from rollbook.pupils.queries.seeing import named
from rollbook.rules.actor import Actor
from rollbook.rules.names import order_of


@dataclass(frozen=True, slots=True)
class LegalIdentity:
    """Who a pupil is on a certificate or in an export (ADM-4); `upn` is empty where none is held."""

    key: int
    public_id: str
    forename: str
    middle_names: str
    surname: str
    born: date
    upn: str
    admission_number: str

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.forename, self.middle_names, self.surname) if part)


def legal_identities(actor: Actor, public_ids: Iterable[str]) -> Mapping[str, LegalIdentity]:
    """The pupils of these public ids whom this person may read of, by surname: one statement for each thousand."""
    wanted = sorted(real_ids(public_ids))
    lines: list[LegalIdentity] = []
    for begins in range(0, len(wanted), 1000):
        rows = Pupil.objects.filter(named(actor), public_id__in=wanted[begins : begins + 1000])
        lines += (_line(row) for row in rows)
    return {
        one.public_id: one for one in sorted(lines, key=lambda one: (*order_of(one.surname, one.forename), one.key))
    }


def _line(row: Pupil) -> LegalIdentity:
    return LegalIdentity(
        key=row.pk,
        public_id=str(row.public_id),
        forename=row.legal_forename,
        middle_names=row.middle_names,
        surname=row.legal_surname,
        born=row.born,
        upn=row.upn,
        admission_number=row.admission_number,
    )
