"""Lunch passes, and the gate: out and in by one scan. A mark made earlier stays true."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.pupils.queries.identifying import ids_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Half, in_words
from rollbook.schools.queries import times_of, window_of
from rollbook.site.actions.moving import NO_PUPIL, move
from rollbook.site.around_events import LunchPassEnded, LunchPassGiven, TurnedBackAtGate
from rollbook.site.models import LunchPass, Movement
from rollbook.site.queries.movements import last_kind
from rollbook.site.queries.passes import has_pass, place_of

LUNCH = Movement.Reason.LUNCH


@dataclass(frozen=True, slots=True)
class AtGate:
    """What the gate answers: `way` is out, in, or stop where nobody was written down; and the sentence for it."""

    pupil: PupilLine
    way: str
    says: str


@action(Permission.RUN_FRONT_DESK)
def give_lunch_pass(
    actor: Actor,
    *,
    pass_id: uuid.UUID,
    pupil: str,
    weekdays: tuple[int, ...],
    first: date,
    last: date | None = None,
    agreed_by: str,
) -> None:
    """Write down that a parent agrees to a pupil's going out at lunch; the same `pass_id` again changes nothing."""
    if LunchPass.objects.filter(public_id=pass_id).exists():
        return record_nothing_changed()
    line = _pupil(actor, pupil)
    if not agreed_by:
        raise Refused("Write who agreed: a parent or carer.")
    if not weekdays or not set(weekdays) <= set(range(7)):
        raise Refused("Choose at least one day of the week.")
    if last is not None and last < first:
        raise Refused(f"The pass would end on {in_words(last)}, before it begins on {in_words(first)}.")
    LunchPass.objects.create(
        school_id=actor.school,
        public_id=pass_id,
        pupil_id=line.id,
        weekdays="".join(str(day) for day in sorted(set(weekdays))),
        first=first,
        last=last,
        agreed_by=encrypt(agreed_by, place=place_of(pass_id)),
        made_at=actor.now,
        made_by_name=actor.name,
    )
    return record(actor, LunchPassGiven(pupil, pass_id))


@action(Permission.RUN_FRONT_DESK)
def end_lunch_pass(actor: Actor, *, pass_id: uuid.UUID) -> None:
    """End a pass at once; it is kept, with who ended it."""
    row = LunchPass.objects.select_for_update().filter(school_id=actor.school, public_id=pass_id).first()
    if row is None:
        raise NotFound("There is no such lunch pass in this school.")
    if row.ended_at is not None:
        return record_nothing_changed()
    LunchPass.objects.filter(pk=row.pk).update(ended_at=actor.now, ended_by_name=actor.name)
    (line,) = pupil_lines(actor, [row.pupil_id], actor.today)
    return record(actor, LunchPassEnded(str(line.public_id), pass_id))


@action(Permission.RUN_FRONT_DESK)
def pass_gate(actor: Actor, *, movement_id: uuid.UUID, pupil: str, anyway: bool = False) -> AtGate:
    """A pupil comes to the gate at lunch: out with a pass, in whoever is out, and otherwise told at once.

    `anyway` writes down that a pupil went out whom no pass allows. The same `movement_id` again
    changes nothing.
    """
    line = _pupil(actor, pupil)
    before = Movement.objects.filter(school_id=actor.school, public_id=movement_id).first()
    if before is not None:
        record_nothing_changed()
        return _answer(line, before.kind, line.id in has_pass(actor, [line.id]))
    if last_kind(actor, line.id) == Movement.Kind.LEFT:
        move(actor, line, movement_id, Movement.Kind.RETURNED, actor.now, source="gate", reason=LUNCH)
        return _answer(line, Movement.Kind.RETURNED, allowed=True)
    allowed, stop = line.id in has_pass(actor, [line.id]), _before_lunch(actor, line)
    if not anyway and (stop or not allowed):
        record(actor, TurnedBackAtGate(pupil, allowed))
        return AtGate(line, "stop", stop or f"{line.name} has no lunch pass for today. Nobody was signed out.")
    move(actor, line, movement_id, Movement.Kind.LEFT, actor.now, source="gate", reason=LUNCH)
    return _answer(line, Movement.Kind.LEFT, allowed)


def _answer(line: PupilLine, kind: str, allowed: bool) -> AtGate:
    if kind == Movement.Kind.RETURNED:
        return AtGate(line, "in", f"{line.name} is back.")
    without = "" if allowed else " Without a pass: the office sees it."
    return AtGate(line, "out", f"{line.name} is out.{without}")


def _before_lunch(actor: Actor, line: PupilLine) -> str:
    """Why nobody goes out yet: the morning of the pupil's year still goes on."""
    window = window_of(times_of(actor, actor.today).rows, actor.today, Half.AM, line.nc_year)
    if window is None or actor.now >= window.ends:
        return ""
    ends = window.ends.astimezone(LONDON)
    return f"The morning of {line.name} goes on until {ends.hour}:{ends.minute:02}. Nobody was signed out."


def _pupil(actor: Actor, pupil: str) -> PupilLine:
    found = pupil_lines(actor, tuple(ids_of(actor, [pupil]).values()), actor.today)
    if not found:
        raise NotFound(NO_PUPIL)
    return found[0]
