"""The devices at the door: those the office made, and the one that a signed address names."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing

from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.schools.queries.joins import school_facts
from rollbook.site.models import Kiosk

_SALT = "rollbook.site.kiosk"
MOST_TRIES = 8
WAIT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class KioskLine:
    """A kiosk as set-up lists it; `token` makes its address."""

    public_id: uuid.UUID
    name: str
    made_at: datetime
    made_by: str
    revoked_at: datetime | None
    revoked_by: str
    token: str


@dataclass(frozen=True, slots=True)
class AtKiosk:
    """A device that is in use: who acts there, for which school, and whether it has to wait after wrong tries."""

    actor: Actor
    public_id: uuid.UUID
    school_name: str
    must_wait: bool


def kiosks(actor: Actor) -> tuple[KioskLine, ...]:
    """The school's kiosks, those in use first: one statement."""
    rows = list(Kiosk.objects.filter(school_id=actor.school).order_by("name", "id"))
    rows.sort(key=lambda row: row.revoked_at is not None)
    return tuple(
        KioskLine(k.public_id, k.name, k.made_at, k.made_by_name, k.revoked_at, k.revoked_by_name, token(k.public_id))
        for k in rows
    )


def kiosk_of(signed: str, now: datetime) -> AtKiosk | None:
    """The device that a signed address names, or None where it was revoked or never made: one statement."""
    try:
        public_id = uuid.UUID(hex=signing.Signer(salt=_SALT).unsign(signed))
    except (signing.BadSignature, ValueError):
        return None
    school = school_facts("school__", "there")
    found = Kiosk.objects.filter(public_id=public_id, revoked_at=None).annotate(**school)
    row = found.values_list("name", "failed", "failed_since", *school).first()
    if row is None:
        return None
    name, failed, since, school_id, school_name, _, shift = row
    moment = now + (shift or timedelta())
    actor = Actor(None, f"Kiosk {name}", "Kiosk", school_id, frozenset({Permission.SIGN_IN_AT_KIOSK}), moment)
    return AtKiosk(actor, public_id, school_name, must_wait(failed, since, moment))


def must_wait(failed: int, since: datetime | None, now: datetime) -> bool:
    """Whether so many wrong tries since then close the device for a while."""
    return failed >= MOST_TRIES and since is not None and now < since + WAIT


def token(public_id: uuid.UUID) -> str:
    """What stands in the device's address: its id, signed."""
    return signing.Signer(salt=_SALT).sign(public_id.hex)
