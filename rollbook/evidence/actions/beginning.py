"""Beginning a bundle: about a pupil, for one parent, over some days."""

from __future__ import annotations

import uuid
from datetime import date

from rollbook.audit.actions import action, record
from rollbook.evidence.events import BundleBegun
from rollbook.evidence.models import Bundle
from rollbook.pupils.queries import contacts_of
from rollbook.pupils.queries.identifying import ids_of
from rollbook.registers.queries.certificate import check_period
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused


@action(Permission.MAKE_BUNDLES)
def begin_bundle(
    actor: Actor,
    *,
    bundle: uuid.UUID,
    pupil: uuid.UUID,
    contact: uuid.UUID,
    first: date,
    last: date,
    case: uuid.UUID | None = None,
) -> uuid.UUID:
    """Begin a bundle for one parent; asked again with the same id it is the one that is there.

    NotFound for another school's pupil, Refused for who is no contact of the pupil, or days that cannot be.
    """
    check_period(actor, first, last)
    people = {one.public_id: one.id for one in contacts_of(actor, pupil)}
    if contact not in people:
        raise Refused("Choose the parent whom the bundle is for: one of the pupil's contacts.")
    keys = ids_of(actor, [str(pupil)])
    if not keys:
        raise NotFound("There is no such pupil in this school.")
    given = {
        "pupil_id": keys[str(pupil)],
        "contact_id": people[contact],
        "case": case,
        "first": first,
        "last": last,
        "begun_at": actor.now,
        "changed_at": actor.now,
        "by_name": actor.name,
    }
    row, _ = Bundle.objects.get_or_create(school_id=actor.school, public_id=bundle, defaults=given)
    record(actor, BundleBegun(row.public_id, str(pupil)))
    return row.public_id
