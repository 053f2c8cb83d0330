"""Roll-calls of the boarding houses, and leaves from them.

A roll-call is no session: a tick makes no mark, changes none, and reaches no family (REG-3, REG-M). It says who is on
site. Going out and coming back are movements like any other.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.pupils.queries import PupilLine
from rollbook.pupils.queries.boarders import house_names
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import in_words
from rollbook.rules.whereabouts import Place
from rollbook.site.actions.moving import move, taken_back
from rollbook.site.around_events import (
    BoarderTicked,
    LeaveAgreed,
    LeaveWithdrawn,
    RollCallEnded,
    RollCallMade,
)
from rollbook.site.models import BoardingLeave, Movement, RollCall, RollCallTick
from rollbook.site.queries.boarders_now import BoardersNow, boarders_now
from rollbook.site.queries.boarding import NO_BOARDER, NO_CALL, NO_LEAVE, boarder, boarders_of, place_of, roll_call
from rollbook.site.queries.clubs import seeing_pupils

SOURCE = "boarding"
LONGEST = timedelta(days=120)
_K, _M = RollCallTick.Kind, Movement.Kind
_REASONS = {BoardingLeave.Kind.HOSPITAL: Movement.Reason.MEDICAL, BoardingLeave.Kind.PARENT: Movement.Reason.FAMILY}


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What a roll-call is: `weekdays` as numbers from 0, Monday; `at` by the school's clock."""

    house: str
    name: str
    at: time
    weekdays: tuple[int, ...]
    first: date


@dataclass(frozen=True, slots=True)
class LeaveFacts:
    """What was agreed: one of the kinds of a leave, from when until when, with whom, and who agreed to it."""

    kind: str
    starts_at: datetime
    due_at: datetime
    with_whom: str
    agreed_by: str


@action(Permission.SET_UP_SCHOOL)
def make_roll_call(actor: Actor, *, roll_call_id: uuid.UUID, facts: CallFacts) -> None:
    """Begin a roll-call of one house; the same `roll_call_id` again changes nothing."""
    if RollCall.objects.filter(public_id=roll_call_id).exists():
        return record_nothing_changed()
    if facts.house not in house_names(actor, actor.today):
        raise NotFound("There is no such house in this school.")
    if not facts.weekdays or not set(facts.weekdays) <= set(range(7)):
        raise Refused("Choose at least one day of the week.")
    if RollCall.objects.filter(school_id=actor.school, house=facts.house, name=facts.name, last=None).exists():
        raise Refused(f"{facts.house} already has a roll-call called “{facts.name}”. End that one first.")
    RollCall.objects.create(
        school_id=actor.school,
        public_id=roll_call_id,
        house=facts.house,
        name=facts.name,
        at=facts.at,
        weekdays="".join(str(day) for day in sorted(set(facts.weekdays))),
        first=facts.first,
    )
    return record(actor, RollCallMade(roll_call_id))


@action(Permission.SET_UP_SCHOOL)
def end_roll_call(actor: Actor, *, roll_call: uuid.UUID, last: date) -> None:
    """Say on which day a roll-call is held for the last time; what was said at it is kept."""
    row = RollCall.objects.filter(school_id=actor.school, public_id=roll_call).first()
    if row is None:
        raise NotFound(NO_CALL)
    if last < row.first:
        raise Refused(f"The roll-call would end on {in_words(last)}, before it begins on {in_words(row.first)}.")
    if row.last == last:
        return record_nothing_changed()
    RollCall.objects.filter(pk=row.pk).update(last=last)
    return record(actor, RollCallEnded(roll_call, last))


@action(Permission.TAKE_BOARDING_ROLLS)
def tick_boarder(actor: Actor, *, call: uuid.UUID, on: date, pupil: str, tick_id: uuid.UUID, kind: str) -> None:
    """Write down at a roll-call that a boarder is in the house or is not found; never a mark.

    Who was signed out and stands there has come back: one movement, taken back with the tick. The same
    `tick_id` again changes nothing.
    """
    said, due = _K(kind), roll_call(actor, call, on)
    row = next((r for r in due.rows if str(r.pupil.public_id) == pupil), None)
    if row is None:
        raise NotFound(NO_BOARDER)
    if RollCallTick.objects.filter(tick_id=tick_id).exists():
        return record_nothing_changed()
    if not due.open:
        raise Refused("This roll-call is taken from half an hour before its time until six hours after it.")
    now = boarders_now(actor, [row.pupil.id])
    _follow(actor, row.pupil, (due.call.id, on), tick_id, said, now)
    RollCallTick.objects.create(
        school_id=actor.school,
        roll_call_id=due.call.id,
        pupil_id=row.pupil.id,
        tick_id=tick_id,
        on=on,
        kind=said,
        at=actor.now,
        by_id=actor.user_id,
        by_name=actor.name,
    )
    return record(actor, BoarderTicked(pupil, call, said))


@action(Permission.TAKE_BOARDING_ROLLS)
def agree_leave(actor: Actor, *, leave_id: uuid.UUID, pupil: str, facts: LeaveFacts, goes_now: bool = False) -> None:
    """Write down a leave from the house, with whom, until when and who agreed; the boarder goes now or later."""
    line = boarder(actor, _uuid(pupil))
    if BoardingLeave.objects.filter(public_id=leave_id).exists():
        return record_nothing_changed()
    _check(actor, facts)
    BoardingLeave.objects.create(
        school_id=actor.school,
        public_id=leave_id,
        pupil_id=line.id,
        kind=BoardingLeave.Kind(facts.kind),
        starts_at=facts.starts_at,
        due_at=facts.due_at,
        with_whom=encrypt(facts.with_whom, place=place_of(leave_id, "with")),
        agreed_by=encrypt(facts.agreed_by, place=place_of(leave_id, "agreed")),
        noted_at=actor.now,
        noted_by_id=actor.user_id,
        noted_by_name=actor.name,
    )
    record(actor, LeaveAgreed(pupil, leave_id, facts.kind, facts.due_at))
    return _go(actor, leave_id, line, facts) if goes_now else None


@action(Permission.TAKE_BOARDING_ROLLS)
def go_on_leave(actor: Actor, *, leave: uuid.UUID) -> None:
    """The boarder leaves now as it was agreed: a movement out. Said twice, they left once."""
    row, line = _own(actor, leave)
    if row.movement is not None and row.movement.taken_back_at is None:
        return record_nothing_changed()
    return _go(actor, leave, line, LeaveFacts(row.kind, row.starts_at, row.due_at, "", ""))


@action(Permission.TAKE_BOARDING_ROLLS)
def back_from_leave(actor: Actor, *, leave: uuid.UUID) -> None:
    """The boarder is back: a movement in. Said twice, they came back once."""
    row, line = _own(actor, leave)
    out = boarders_now(actor, [line.id]).leaves.get(line.id)
    if out is None or out.pk != row.pk:
        return record_nothing_changed()
    return _return(actor, line, uuid.uuid5(leave, f"back:{out.movement_id}"))


@action(Permission.TAKE_BOARDING_ROLLS)
def withdraw_leave(actor: Actor, *, leave: uuid.UUID) -> None:
    """A leave that was agreed is not taken; one on which the boarder has gone is ended by coming back."""
    row, line = _own(actor, leave)
    if row.movement is not None and row.movement.taken_back_at is None:
        raise Refused(f"{line.name} has gone. Say that they are back instead.")
    if row.withdrawn_at is not None:
        return record_nothing_changed()
    BoardingLeave.objects.filter(pk=row.pk).update(withdrawn_at=actor.now, withdrawn_by_name=actor.name)
    return record(actor, LeaveWithdrawn(str(line.public_id), leave))


def _check(actor: Actor, facts: LeaveFacts) -> None:
    if facts.due_at <= facts.starts_at or facts.due_at <= actor.now:
        raise Refused("The leave would end before it begins. Enter until when it was agreed again.")
    if facts.due_at - facts.starts_at > LONGEST:
        raise Refused("A leave lasts a term at most. Check the day until which it was agreed.")
    if not facts.with_whom or not facts.agreed_by:
        raise Refused("Write with whom the boarder goes and who agreed to it.")


def _go(actor: Actor, leave: uuid.UUID, line: PupilLine, facts: LeaveFacts) -> None:
    out = boarders_now(actor, [line.id]).where.get(line.id)
    if out is not None and out.place is Place.AWAY:
        raise Refused(f"{line.name} is signed out already. If they came back, say so first.")
    kind = BoardingLeave.Kind(facts.kind)
    made = uuid.uuid5(leave, f"out:{actor.now.isoformat()}")
    reason = _REASONS.get(kind, Movement.Reason.OTHER)
    move(actor, line, made, _M.LEFT, actor.now, source=SOURCE, reason=reason)
    movement = Movement.objects.get(school_id=actor.school, public_id=made)
    BoardingLeave.objects.filter(school_id=actor.school, public_id=leave).update(movement=movement)


def _return(actor: Actor, line: PupilLine, movement_id: uuid.UUID) -> None:
    move(actor, line, movement_id, _M.RETURNED, actor.now, source=SOURCE, was_out=True)


def _follow(
    actor: Actor,
    line: PupilLine,
    at: tuple[int, date],
    tick_id: uuid.UUID,
    said: RollCallTick.Kind,
    now: BoardersNow,
) -> None:
    """Who is ticked as in house though signed out has come back; who then is not, has not."""
    where, before = now.where.get(line.id), now.ticks.get((*at, line.id))
    if said is _K.HERE and where is not None and where.place is Place.AWAY:
        _return(actor, line, uuid.uuid5(tick_id, "back"))
    if said is not _K.HERE and before is not None:
        made = Movement.objects.filter(school_id=actor.school, public_id=uuid.uuid5(before.tick_id, "back"))
        for movement in made.filter(taken_back_at=None).values_list("public_id", flat=True):
            taken_back(seeing_pupils(actor), movement)


def _own(actor: Actor, leave: uuid.UUID) -> tuple[BoardingLeave, PupilLine]:
    row = BoardingLeave.objects.select_related("movement").filter(school_id=actor.school, public_id=leave).first()
    line = next((p for p in boarders_of(actor) if row is not None and p.id == row.pupil_id), None)
    if row is None or line is None:
        raise NotFound(NO_LEAVE)
    return row, line


def _uuid(pupil: str) -> uuid.UUID:
    try:
        return uuid.UUID(pupil)
    except ValueError as bad:
        raise NotFound(NO_BOARDER) from bad
