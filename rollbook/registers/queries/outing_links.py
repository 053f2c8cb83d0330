"""The addresses by which somebody outside confirms a day of an outing, and the list that each opens."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.core import signing

from rollbook.pupils.queries.lines import PupilLine, pupil_lines
from rollbook.registers.models import OutingLink
from rollbook.registers.queries.awaited import awaited
from rollbook.registers.queries.unconfirmed import OutingLine, outing_line
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half
from rollbook.schools.queries.joins import school_facts

_SALT = "rollbook.registers.outing-link"


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link as the office lists it; `token` makes its address."""

    public_id: uuid.UUID
    on: date
    made_at: datetime
    made_by: str
    revoked_at: datetime | None
    opened_at: datetime | None
    token: str


@dataclass(frozen=True, slots=True)
class AtLink:
    """A link in use today: who acts there, for which list, at which school."""

    actor: Actor
    public_id: uuid.UUID
    outing: OutingLine
    school_name: str


@dataclass(frozen=True, slots=True)
class WaitingPupil:
    """A pupil of a list who still waits for somebody's word."""

    pupil: PupilLine
    code: str


def token(public_id: uuid.UUID) -> str:
    """What stands in a link's address: its id, signed."""
    return signing.Signer(salt=_SALT).sign(public_id.hex)


def link_of(signed: str, now: datetime) -> AtLink | None:
    """The link that a signed address names, or None: forged, revoked, or of another day. Two statements."""
    try:
        public_id = uuid.UUID(hex=signing.Signer(salt=_SALT).unsign(signed))
    except (signing.BadSignature, ValueError):
        return None
    school = school_facts("school__", "there")
    found = OutingLink.objects.filter(public_id=public_id, revoked_at=None).annotate(**school)
    row = found.values_list("on", "outing__public_id", "outing__provider", *school).first()
    if row is None:
        return None
    on, outing, provider, school_id, school_name, _, shift = row
    moment = now + (shift or timedelta())
    permissions = frozenset({Permission.CONFIRM_BY_LINK})
    actor = Actor(None, provider or "Leader by link", "Provider", school_id, permissions, moment)
    line = outing_line(actor, outing)
    return AtLink(actor, public_id, line, school_name) if line and on == actor.today else None


def links_of(actor: Actor, outing: OutingLine) -> tuple[LinkLine, ...]:
    """The links of an outing, the latest day first: one statement."""
    rows = OutingLink.objects.filter(school_id=actor.school, outing__public_id=outing.public_id)
    return tuple(
        LinkLine(r.public_id, r.on, r.made_at, r.made_by_name, r.revoked_at, r.opened_at, token(r.public_id))
        for r in rows.order_by("-on", "-id")
    )


def waiting_pupils(
    actor: Actor, outing: OutingLine, on: date, half: Half, *, begun: bool = False
) -> tuple[WaitingPupil, ...]:
    """Who of a list still waits in a session, by surname; only once it has `begun` if so asked. Eleven statements."""
    seeing = seeing_the_list(actor)
    mine = {
        a.pupil_id: a.plan.code
        for a in awaited(seeing, on, half)
        if a.is_elsewhere and a.plan and a.plan.basis_id == str(outing.public_id)
        if not begun or a.facts.opens <= actor.now
    }
    return tuple(WaitingPupil(p, mine[p.id]) for p in pupil_lines(seeing, mine, on))


def seeing_the_list(actor: Actor) -> Actor:
    """The same person, for the pupils and plans of a list that is theirs to confirm; nothing else is asked with it."""
    sees = {Permission.SEE_ALL_PUPILS, Permission.SEE_REASONS}
    return replace(actor, permissions=actor.permissions | sees)
