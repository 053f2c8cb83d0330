"""Saying of a list who was there: by its leader, by a provider's link, or by the office from a telephone call.

What claims attendance elsewhere is a mark only once somebody who was there says so (REG-16, COD-7); who was
not there is N until the reason is known, never B, K or another code that claims it.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.registers.actions.many import Batch, store_many
from rollbook.registers.actions.planning_many import WHOLE_WEEK, Pattern, plan_absences
from rollbook.registers.models import Outing, OutingLink, RegisterSave
from rollbook.registers.outing_events import (
    OutingAsked,
    OutingConfirmed,
    OutingLinkMade,
    OutingLinkOpened,
    OutingLinkRevoked,
    OutingPlanned,
)
from rollbook.registers.queries.awaited import Awaited, awaited
from rollbook.registers.queries.outing_links import seeing_the_list
from rollbook.registers.queries.unconfirmed import BASIS, OutingLine, outing_line
from rollbook.registers.queries.weighing import Wanted
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.codes import code_on
from rollbook.rules.marking import Entry, Outcome
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.rules.sessions import Half
from rollbook.rules.sources import refuse
from rollbook.staff.queries import staff_of

NO_OUTING = "There is no such list in this school, or it is not yours to confirm."
NOT_THERE = "N"
LONGEST_WHO = 60
_NOTHING_STANDS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What came of confirming: marks stored as planned, stored as N, and sentences of what was refused."""

    there: int
    not_there: int
    refused: tuple[str, ...] = ()


@action(Permission.AMEND_MARKS)
def plan_outing(
    actor: Actor,
    *,
    name: str,
    code: str,
    first: date,
    last: date,
    pupils: Collection[str],
    place: str = "",
    patterns: Collection[Pattern] = WHOLE_WEEK,
    leader: int | None = None,
    provider: str = "",
    note: str = "",
) -> uuid.UUID:
    """Plan a list of pupils elsewhere together, with whose word it waits for; its public id.

    `code` claims attendance elsewhere (V, P, W, B, K, D). Nothing is marked before somebody confirms.
    """
    if not code_on(code, first).claims_elsewhere:
        raise refuse("REG-16", f"Code {code} does not claim attendance elsewhere. Plan it as an absence instead.")
    if not name.strip():
        raise Refused("Write what it is, as Year 9 to the Science Museum.")
    names = {line.id: line.name for line in staff_of(actor)}
    if leader is not None and leader not in names:
        raise NotFound("This member of staff holds no role in this school today.")
    if leader is None and not provider.strip():
        raise Refused("Say who can confirm it: a member of staff who leads, or the provider.", rule="COD-7")
    made = Outing.objects.create(
        school_id=actor.school,
        name=name.strip(),
        place=place.strip(),
        code=code,
        first=first,
        last=last,
        leader_id=leader,
        leader_name=names[leader] if leader is not None else "",
        provider=provider.strip(),
        made_at=actor.now,
        made_by_name=actor.name,
    )
    chosen = sorted(set(pupils))
    plan_absences(
        actor,
        pupils=chosen,
        first=first,
        last=last,
        code=code,
        note=note or made.name,
        patterns=tuple(patterns),
        basis=BASIS,
        basis_id=str(made.public_id),
    )
    record(actor, OutingPlanned(made.public_id, code, len(chosen)))
    return made.public_id


@action(Permission.AMEND_MARKS, Permission.TAKE_OWN_REGISTERS, Permission.TAKE_ANY_REGISTER)
def confirm_outing(
    actor: Actor,
    *,
    outing: uuid.UUID,
    on: date,
    half: Half,
    there: Collection[str],
    not_there: Collection[str],
    said_by: str = "",
) -> Confirmed:
    """Say who of a list was there in a session: its leader, or the office with whose word it has.

    Pupils are public ids; who is marked already stays as marked, who is in neither still waits.
    """
    line = outing_line(actor, outing)
    leads = line is not None and actor.user_id is not None and line.leader_id == actor.user_id
    if line is None or not (leads or actor.may(Permission.AMEND_MARKS)):
        raise NotFound(NO_OUTING)
    if not leads and not said_by.strip():
        raise Refused("Write who said so, and when: as Mrs Reed, by telephone 14:10.", rule="COD-7")
    return _confirm(actor, line, on, half, there, not_there, said_by.strip() or actor.name)


@action(Permission.CONFIRM_BY_LINK)
def confirm_by_link(
    actor: Actor,
    *,
    link: uuid.UUID,
    half: Half,
    there: Collection[str],
    not_there: Collection[str],
    said_by: str,
) -> Confirmed:
    """Somebody outside says who was there, on the day that their link is for."""
    row = _link(actor, link)
    line = outing_line(actor, row.outing.public_id)
    if line is None or row.on != actor.today or row.revoked_at is not None:
        raise NotAllowed("This link is not in use any more. Telephone the school.")
    if not said_by.strip():
        raise Refused("Write your name, so that the school knows who says so.", rule="COD-7")
    return _confirm(actor, line, row.on, half, there, not_there, f"{said_by.strip()} by link")


@action(Permission.AMEND_MARKS)
def ask_leader(actor: Actor, *, outing: uuid.UUID, on: date, half: Half) -> None:
    """Ask the leader of a list for their word; it shows at the top of their registers."""
    line = outing_line(actor, outing)
    if line is None:
        raise NotFound(NO_OUTING)
    if line.leader_id is None:
        raise Refused(f"{line.provider} has no account here. Telephone them, or make a link.")
    record(actor, OutingAsked(line.public_id, on, int(half)))


@action(Permission.AMEND_MARKS)
def make_link(actor: Actor, *, outing: uuid.UUID, on: date) -> uuid.UUID:
    """An address by which somebody outside confirms one day of a list; it dies when that day ends."""
    row = Outing.objects.filter(school_id=actor.school, public_id=outing).first()
    if row is None:
        raise NotFound(NO_OUTING)
    if not row.first <= on <= row.last or on < actor.today:
        raise Refused("A link is for a day of the list, today or to come. For a past day, ask by telephone.")
    made = OutingLink.objects.create(
        school_id=actor.school, outing=row, on=on, made_at=actor.now, made_by_name=actor.name
    )
    record(actor, OutingLinkMade(row.public_id, made.public_id, on))
    return made.public_id


@action(Permission.AMEND_MARKS)
def revoke_link(actor: Actor, *, link: uuid.UUID) -> None:
    """Make such an address useless, at once and for good."""
    row = _link(actor, link)
    if row.revoked_at is not None:
        record_nothing_changed()
        return
    OutingLink.objects.filter(pk=row.pk).update(revoked_at=actor.now, revoked_by_name=actor.name)
    record(actor, OutingLinkRevoked(row.outing.public_id, link))


@action(Permission.CONFIRM_BY_LINK)
def note_opened(actor: Actor, *, link: uuid.UUID) -> None:
    """Note that somebody outside opened their link, the first time."""
    row = _link(actor, link)
    if row.opened_at is not None:
        record_nothing_changed()
        return
    OutingLink.objects.filter(pk=row.pk).update(opened_at=actor.now)
    record(actor, OutingLinkOpened(row.outing.public_id, link))


def _link(actor: Actor, link: uuid.UUID) -> OutingLink:
    rows = OutingLink.objects.select_for_update(of=("self",)).select_related("outing")
    row = rows.filter(school_id=actor.school, public_id=link).first()
    if row is None:
        raise NotFound("There is no such link in this school.")
    return row


def _confirm(
    actor: Actor,
    line: OutingLine,
    on: date,
    half: Half,
    there: Collection[str],
    not_there: Collection[str],
    said_by: str,
) -> Confirmed:
    if set(there) & set(not_there):
        raise Refused("A pupil cannot have been there and not been there. Load the page again.")
    mine = [
        a
        for a in awaited(seeing_the_list(actor), on, half)
        if a.is_elsewhere and a.plan and a.plan.basis_id == str(line.public_id)
    ]
    came = [a for a in mine if a.public_id in set(there)]
    missed = [a for a in mine if a.public_id in set(not_there)]
    if not came and not missed:
        raise Refused("None of these pupils still waits to be confirmed in this session. Load the page again.")
    basis = f"confirmed by {said_by[:LONGEST_WHO]}"
    wanted = [_wanted(a, a.plan.code if a.plan else "", basis) for a in came]
    wanted += [_wanted(a, NOT_THERE, f"not there, {basis}") for a in missed]
    batch = Batch(uuid.uuid4(), RegisterSave.Kind.PLAN, "confirmed")
    done = store_many(actor, batch, wanted, over=_NOTHING_STANDS)
    stored = [row for row in done.rows if row.outcome is Outcome.STORED]
    absent = sum(row.decision.now == NOT_THERE for row in stored)
    record(actor, OutingConfirmed(line.public_id, on, int(half), len(stored) - absent, absent))
    refused = {row.decision.says for row in done.rows if row.outcome is Outcome.REFUSED}
    return Confirmed(len(stored) - absent, absent, tuple(sorted(refused)))


def _wanted(one: Awaited, code: str, basis: str) -> Wanted:
    plan = one.plan
    detail = plan.note if plan and code == plan.code else ""
    number = plan.id if plan else 0
    return Wanted(Entry(pupil=one.public_id, code=code, detail=detail), one.facts, basis=f"plan {number} {basis}")
