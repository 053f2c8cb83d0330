"""Reaching the families of a session: begun by a person or by the clock, then step by step, each once (ABS-B).

Whatever happens to the machine, a step is one row and its message one slot: never two for a child and contact.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rollbook.absence.actions.contact import record_outcome, search_for_gone
from rollbook.absence.events import RoundBegun, StepsTaken, SweepTicked
from rollbook.absence.models import ContactEntry, ContactRound, SweepTick
from rollbook.absence.queries.contact_ladders import Starts, contact_ladder_on
from rollbook.absence.queries.contact_plan import Plan, Planned, contact_plan, nobody_reached
from rollbook.absence.queries.contact_words import ASKS, FIRST_DAY, Wordings, wordings_to
from rollbook.absence.queries.telling import PURPOSE, slot_of
from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.comms.actions import Draft, Put, put_in_outbox
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.contact_ladder import RING
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half

_MAY = (Permission.SEND_MESSAGES,)


@dataclass(frozen=True, slots=True)
class Taken:
    """What one turn did: messages put out, calls listed for a person, and who was left out with why."""

    messages: int = 0
    to_ring: int = 0
    left_out: tuple[str, ...] = ()


@action(*_MAY)
def begin_round(actor: Actor, *, on: date, half: Half) -> bool:
    """Begin to reach the families of a session; false where somebody, or the clock, began it before."""
    if on != actor.today:
        raise Refused("Families are reached on the day itself. Chase what is older from the list without a reason.")
    _, made = ContactRound.objects.get_or_create(
        school_id=actor.school, on=on, half=int(half), defaults={"began_at": actor.now, "by_name": actor.name}
    )
    if made:
        record(actor, RoundBegun(on, int(half)))
    else:
        record_nothing_changed()
    return made


@action(*_MAY)
def begin_when_closed(actor: Actor, *, half: Half) -> bool:
    """Begin by itself where the school wants that, its first register has closed, and the sweep is done."""
    plan = contact_plan(actor, actor.today, half)
    waits = plan.school.starts == Starts.PRESSED or (plan.school.starts == Starts.SWEPT and not plan.is_swept)
    if plan.began_at is not None or waits or plan.closes is None or plan.closes > actor.now or not plan.pupils:
        record_nothing_changed()
        return False
    return begin_round(actor, on=actor.today, half=half)


@action(*_MAY)
def take_due_steps(actor: Actor, *, on: date, half: Half) -> Taken:
    """Take the next step of every family whose time has come: the most vulnerable first, siblings together.

    Two workers take turns at the round's row; what the first has done is no longer due for the second.
    """
    round_ = ContactRound.objects.select_for_update().filter(school_id=actor.school, on=on, half=int(half)).first()
    if round_ is None:
        record_nothing_changed()
        return Taken()
    plan = contact_plan(actor, on, half)
    taken = _take(actor, plan, plan.due())
    lost = [p for p in plan.pupils if nobody_reached(plan, p, actor.now)]
    for planned in lost:
        record_outcome(actor, pupil=planned.missing.pupil.id, on=on, half=half, outcome="unreachable")
    gone = [p for p in plan.pupils if p.is_gone] if plan.school.starts != Starts.PRESSED else []
    for planned in gone:
        search_for_gone(actor, line=planned.missing.pupil, on=on, half=half)
    if not (taken.messages or taken.to_ring or lost or gone):
        record_nothing_changed()
    return taken


@action(*_MAY)
def send_now(actor: Actor, *, on: date, half: Half, pupil: int) -> Taken:
    """Take one family's next step at once, before its wait is over, because a person says so."""
    begin_round(actor, on=on, half=half)
    ContactRound.objects.select_for_update().get(school_id=actor.school, on=on, half=int(half))
    plan = contact_plan(actor, on, half)
    planned = plan.of(pupil)
    if planned is None:
        raise Refused("A reason is known by now, or the pupil is marked present. Nothing was sent.")
    if planned.step.to is None:
        raise Refused(f"Nothing was sent: {planned.step.says or 'there is no further step'}.")
    family = next(f for f in plan.families if any(m.pupil.id == pupil for m in f.pupils))
    with_them = {m.pupil.id for m in family.pupils}
    same = [p for p in plan.pupils if p.missing.pupil.id in with_them and _same_step(p, planned)]
    return _take(actor, plan, same)


@action(*_MAY)
def tick_place(actor: Actor, *, on: date, half: Half, place: str) -> None:
    """Note that a place of the sweep was looked into: none of the missing is there, or they were taken off."""
    if place not in contact_ladder_on(actor, on).places:
        raise Refused(f"“{place}” is none of the places that this school looks into. Load the page again.")
    _, made = SweepTick.objects.get_or_create(
        school_id=actor.school, on=on, half=int(half), place=place,
        defaults={"at": actor.now, "by_name": actor.name},
    )  # fmt: skip
    if made:
        record(actor, SweepTicked(on, int(half), place))
    else:
        record_nothing_changed()


def _same_step(one: Planned, other: Planned) -> bool:
    return (one.step.number, one.step.channel, one.step.to and one.step.to.contact) == (
        other.step.number, other.step.channel, other.step.to and other.step.to.contact,
    )  # fmt: skip


def _take(actor: Actor, plan: Plan, due: Sequence[Planned]) -> Taken:
    """Put out the messages of these steps and list the calls; one entry for each pupil."""
    families: dict[tuple[int, str, int, bool], list[Planned]] = {}
    for planned in due:
        assert planned.step.to is not None
        key = (planned.step.to.contact, planned.step.channel, planned.step.number, planned.step.asks)
        families.setdefault(key, []).append(planned)
    calls = [group for key, group in families.items() if key[1] == RING]
    written = {key: group for key, group in families.items() if key[1] != RING}
    drafts = []
    if written:
        contacts, channels = {key[0] for key in written}, {key[1] for key in written}
        words = wordings_to(actor, plan.half, contacts, channels, FIRST_DAY, ASKS)
        drafts = [_draft(plan, key, group, words) for key, group in written.items()]
    put = put_in_outbox(actor, drafts=drafts, purpose=PURPOSE) if drafts else ()
    groups = list(written.values())
    rows = [row for one, group in zip(put, groups, strict=True) for row in _rows(actor, plan, group, one)]
    rows += [row for group in calls for row in _rows(actor, plan, group, None)]
    if not rows:
        return Taken()
    ContactEntry.objects.bulk_create(rows)
    fresh = sum(one.message is not None and not one.was_there for one in put)
    taken = Taken(fresh, len(calls), tuple(one.left_out for one in put if one.left_out))
    record(actor, StepsTaken(plan.on, int(plan.half), len(rows), taken.messages, taken.to_ring))
    return taken


def _draft(plan: Plan, key: tuple[int, str, int, bool], group: Sequence[Planned], wordings: Wordings) -> Draft:
    contact, channel, number, asks = key
    lines = [planned.missing.pupil for planned in group]
    subject, words = wordings.of(ASKS if asks else FIRST_DAY, channel, contact, lines)
    return Draft(
        pupils=tuple(line.id for line in lines),
        contact=contact,
        channel=channel,
        slot=slot_of(plan.on, plan.half, number),
        words=words,
        subject=subject,
        tells=not asks,
    )


def _rows(actor: Actor, plan: Plan, group: Sequence[Planned], put: Put | None) -> list[ContactEntry]:
    """An entry for each pupil; a step that the outbox would not take is taken too, so that the next one comes."""
    return [
        ContactEntry(
            school_id=actor.school,
            public_id=uuid.uuid4(),
            pupil_id=planned.missing.pupil.id,
            on=plan.on,
            half=int(plan.half),
            kind=ContactEntry.Kind.ATTEMPT,
            contact_id=planned.step.to.contact if planned.step.to else None,
            way=planned.step.channel,
            step=planned.step.number,
            message=put.message if put else None,
            outcome="left-out" if put is not None and put.message is None else "",
            at=actor.now,
            by_id=actor.user_id,
            by_name=actor.name,
        )
        for planned in group
    ]
