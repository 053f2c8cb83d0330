"""Signing pupils in and out, and settling the mark that follows from it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.pupils.queries.identifying import ids_of
from rollbook.registers.actions import amend_mark
from rollbook.registers.queries import marks_on
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.arrivals import Proposal
from rollbook.rules.marking import Outcome, RegisterFacts
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Session
from rollbook.schools.queries import register_day
from rollbook.site.events import MovementSettled, MovementTakenBack, PupilArrived, PupilLeft, PupilReturned
from rollbook.site.models import Movement, RoomStay
from rollbook.site.queries.movements import NO_MOVEMENT, place
from rollbook.site.queries.proposing import proposal_for

TOLD = {"arrived": PupilArrived, "left": PupilLeft, "returned": PupilReturned}
SLACK = timedelta(minutes=1)
LEFT_EARLY = Proposal(None, "", None, "A mark says where the pupil was when the register was taken, so it stands.")
NO_PUPIL = "There is no such pupil in this school, or none that you may see."


@action(Permission.RUN_FRONT_DESK)
def sign_pupil(
    actor: Actor,
    *,
    movement_id: uuid.UUID,
    pupil: str,
    kind: str,
    at: datetime,
    reason: str = "",
    note: str = "",
    collected_by: str = "",
) -> Proposal:
    """Write down that a pupil came in late, left or came back (COD-23); what that proposes for the mark (COD-3).

    The same `movement_id` again changes nothing: a double tap is one movement.
    """
    found = pupil_lines(actor, tuple(ids_of(actor, [pupil]).values()), actor.today)
    if not found:
        raise NotFound(NO_PUPIL)
    return move(
        actor, found[0], movement_id, kind, at, reason=reason, note=note, collected_by=collected_by, source="desk"
    )


def move(
    actor: Actor,
    pupil: PupilLine,
    movement_id: uuid.UUID,
    kind: str,
    at: datetime,
    *,
    source: str,
    reason: str = "",
    note: str = "",
    collected_by: str = "",
    was_out: bool = False,
) -> Proposal:
    """Store one movement, whoever came by: at the desk or at a kiosk.

    `was_out` is for who comes back from another day: a boarder signed out on Friday.
    """
    _check_moment(actor, at)
    if Movement.objects.filter(school_id=actor.school, public_id=movement_id).exists():
        record_nothing_changed()
        return proposal_for(actor, pupil, at, reason) if kind != Movement.Kind.LEFT else LEFT_EARLY
    _check_order(actor, pupil, kind, at, was_out=was_out)
    proposal = LEFT_EARLY if kind == Movement.Kind.LEFT else proposal_for(actor, pupil, at, reason)
    half = int(proposal.session.half) if proposal.session else None
    Movement.objects.create(
        school_id=actor.school,
        public_id=movement_id,
        pupil_id=pupil.id,
        on=at.astimezone(LONDON).date(),
        at=at,
        kind=kind,
        reason=reason,
        note=encrypt(note, place=place(movement_id, "note")) if note else b"",
        collected_by=encrypt(collected_by, place=place(movement_id, "collected")) if collected_by else b"",
        source=source,
        by_id=actor.user_id,
        by_name=actor.name,
        made_at=actor.now,
        half=half,
        proposed=proposal.code,
    )
    if kind == Movement.Kind.LEFT:
        _leave_the_room(actor, pupil, at)
    record(actor, TOLD[kind](str(pupil.public_id), movement_id, at, half, proposal.code))
    return proposal


@action(Permission.RUN_FRONT_DESK)
def confirm_mark(actor: Actor, *, movement_id: uuid.UUID) -> str:
    """Enter the code that a movement proposes, as it is proposed now; the code that stands afterwards (COD-5).

    Whoever runs the desk may confirm what the clock or a plan says; a reason given at the door is
    for those who may amend marks.
    """
    row, pupil = _locked(actor, movement_id)
    proposal = proposal_for(actor, pupil, row.at, row.reason)
    if proposal.session is None or not proposal.code:
        raise Refused(f"Nothing is to be confirmed any more. {proposal.says}", rule="COD-3")
    if proposal.beyond_the_clock:
        actor.require(Permission.AMEND_MARKS)
    code = _entered(actor, pupil, proposal.session, proposal, row)
    _settle(actor, row, Movement.Settled.CONFIRMED)
    record(actor, MovementSettled(str(pupil.public_id), movement_id, code))
    return code


@action(Permission.RUN_FRONT_DESK)
def leave_mark(actor: Actor, *, movement_id: uuid.UUID) -> None:
    """Leave the mark as it stands; refused where it is N, which must become something better (COD-5)."""
    row, pupil = _locked(actor, movement_id)
    proposal = proposal_for(actor, pupil, row.at, row.reason)
    if proposal.must:
        raise Refused(
            "This pupil is marked N and is here, so N cannot stay. Confirm the code, or open the mark and enter a "
            "better one.",
            rule="COD-5",
        )
    _settle(actor, row, Movement.Settled.LEFT_ALONE)
    record(actor, MovementSettled(str(pupil.public_id), movement_id, ""))


@action(Permission.RUN_FRONT_DESK)
def take_back(actor: Actor, *, movement_id: uuid.UUID) -> None:
    """A movement was entered by mistake: it stays in the record and counts no more; a mark is not touched."""
    taken_back(actor, movement_id)


def taken_back(actor: Actor, movement_id: uuid.UUID) -> None:
    """As `take_back`, inside another verb."""
    row, pupil = _locked(actor, movement_id)
    if row.taken_back_at is not None:
        record_nothing_changed()
        return
    Movement.objects.filter(pk=row.pk).update(taken_back_at=actor.now, taken_back_by_name=actor.name)
    record(actor, MovementTakenBack(str(pupil.public_id), movement_id))


def _leave_the_room(actor: Actor, pupil: PupilLine, at: datetime) -> None:
    """Who has left the school is in none of its rooms."""
    stays = RoomStay.objects.filter(school_id=actor.school, pupil_id=pupil.id, began_at__lte=at, ended_at=None)
    stays.update(ended_at=at, out_by_name=actor.name)


def _check_moment(actor: Actor, at: datetime) -> None:
    if at > actor.now + SLACK:
        raise Refused("This moment is still to come. Write when the pupil was at the desk.", rule="REG-16")
    if at.astimezone(LONDON).date() != actor.today:
        raise Refused("Movements are written down on their own day. Put the mark of a past day right instead.")


def _check_order(actor: Actor, pupil: PupilLine, kind: str, at: datetime, *, was_out: bool = False) -> None:
    """A pupil leaves once and comes back once, in that order."""
    today = Movement.objects.filter(school_id=actor.school, pupil_id=pupil.id, on=actor.today, taken_back_at=None)
    last = today.filter(at__lte=at).order_by("-at", "-id").first()
    gone = last is not None and last.kind == Movement.Kind.LEFT
    if kind == Movement.Kind.LEFT and gone:
        raise Refused(f"{pupil.name} is signed out already. If they came back, sign them in first.")
    if kind == Movement.Kind.RETURNED and not (gone or was_out):
        raise Refused(f"{pupil.name} was not signed out today. Choose “Arrived late”, or sign out first.")
    if kind == Movement.Kind.ARRIVED and last is not None and not gone:
        raise Refused(f"{pupil.name} is signed in already.")


def _locked(actor: Actor, movement_id: uuid.UUID) -> tuple[Movement, PupilLine]:
    row = Movement.objects.select_for_update().filter(school_id=actor.school, public_id=movement_id).first()
    found = pupil_lines(actor, [row.pupil_id], actor.today) if row else ()
    if row is None or not found:
        raise NotFound(NO_MOVEMENT)
    return row, found[0]


def _entered(actor: Actor, pupil: PupilLine, session: Session, proposal: Proposal, row: Movement) -> str:
    day = register_day(actor, session.on, session.half, pupil.nc_year)
    mark = marks_on(actor, session.on, session.half, [pupil.id]).get(pupil.id)
    outcome = amend_mark(
        _with_leave_to_amend(actor),
        pupil=str(pupil.public_id),
        facts=RegisterFacts(session, day.is_school_day, day.opens, day.closes, day.ends),
        code=proposal.code,
        reason=_reason(row),
        seen=mark.version if mark else 0,
        minutes=proposal.minutes,
        policy_version=day.policy_version,
    ).rows[0]
    if outcome.outcome not in (Outcome.STORED, Outcome.UNCHANGED):
        raise Refused(outcome.says, rule=outcome.rule)
    return outcome.code


def _with_leave_to_amend(actor: Actor) -> Actor:
    """The desk enters the one code that the law gives for this moment, in its own name, and no other."""
    return replace(actor, permissions=actor.permissions | {Permission.AMEND_MARKS})


def _reason(row: Movement) -> str:
    local = row.at.astimezone(LONDON)
    said = f": {Movement.Reason(row.reason).label.lower()}" if row.reason else ""
    return f"Signed in at {local.hour}:{local.minute:02} ({row.source}){said}"


def _settle(actor: Actor, row: Movement, settled: Movement.Settled) -> None:
    Movement.objects.filter(pk=row.pk).update(settled=settled, settled_by_name=actor.name, settled_at=actor.now)
