"""Where pupils live, for those who are sent there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from rollbook.pupils.models import PupilAddress, PupilContact
from rollbook.pupils.queries.seeing import seen
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class Home:
    """An address as it is written on an envelope."""

    lines: tuple[str, ...]
    postcode: str


def homes_of(actor: Actor, pupil_ids: Collection[int], on: date) -> Mapping[int, Home]:
    """Each pupil's own address on a day, else that of the first contact whom they live with: two statements.

    Nobody's without leave to see contacts; never the address of somebody who must be kept away.
    """
    actor.require(Permission.SEE_CONTACTS)
    if not pupil_ids:
        return {}
    own = PupilAddress.objects.filter(
        seen(actor, "pupil__"), Q(last__isnull=True) | Q(last__gte=on), pupil_id__in=pupil_ids, first__lte=on
    )
    found = {row.pupil_id: _home(row.lines, row.postcode) for row in own.order_by("pupil_id", "first", "id")}
    others = PupilContact.objects.filter(
        seen(actor, "pupil__"),
        pupil_id__in=[pupil for pupil in pupil_ids if pupil not in found],
        lives_with=True,
        no_contact=False,
    ).exclude(contact__address_lines="")
    rows = others.order_by("pupil_id", "priority", "contact_id")
    for pupil, lines, postcode in rows.values_list("pupil_id", "contact__address_lines", "contact__postcode"):
        found.setdefault(pupil, _home(lines, postcode))
    return found


def _home(lines: str, postcode: str) -> Home:
    return Home(tuple(line.strip() for line in lines.splitlines() if line.strip()), postcode)
