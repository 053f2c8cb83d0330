"""Asking families once more for the reason of an absence, step by step, nobody twice for one step (ABS-C, COD-4)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rollbook.absence.events.chasing import ReasonCalled, ReasonsChased, ReasonStepsSet
from rollbook.absence.models import ReasonChase, ReasonLadder
from rollbook.absence.queries.chasing import CALL_SAID, PURPOSE, FamilyUnexplained
from rollbook.absence.queries.chasing_round import ChaseRound, chase_round, chase_slot
from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.comms.actions import put_in_outbox
from rollbook.comms.actions.letters import write_letters
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.reason_chase import ChaseStep, Way, check_steps
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import in_words

LETTER = "unexplained"
MANY = "Since you looked, somebody has replied or been explained. Look at the list once more."


@dataclass(frozen=True, slots=True)
class Chased:
    """What one press did: messages in the outbox, letters written, and families left out meanwhile."""

    texts: int
    emails: int
    letters: int
    left_out: int


@action(Permission.SEND_MESSAGES)
def chase_reasons(actor: Actor, *, seen: int) -> Chased:
    """Take every step that is due today and needs no call: texts, e-mails and letters, in one act.

    `seen` is how many the page showed; refused where another number would go now. Each session of each
    pupil keeps what was tried, so that nobody is asked twice for one step.
    """
    due = chase_round(actor)
    if due.size != seen:
        raise Refused(MANY)
    if not due.size:
        record_nothing_changed()
        return Chased(0, 0, 0, 0)
    act = uuid.uuid4()
    put = put_in_outbox(actor, drafts=[one.draft for one in due.messages], purpose=PURPOSE) if due.messages else ()
    rows: list[ReasonChase] = []
    counted = {Way.TEXT: 0, Way.EMAIL: 0}
    for one, answer in zip(due.messages, put, strict=True):
        if answer.message is None:
            continue
        way = Way(one.draft.channel)
        counted[way] += not answer.was_there
        rows += _rows(actor, one.family, one.step, way, act, message=answer.message, contact=one.draft.contact)
    letters, letter_rows = _letters(actor, due, act)
    rows += letter_rows
    ReasonChase.objects.bulk_create(rows, ignore_conflicts=True)
    left = sum(answer.message is None for answer in put)
    record(actor, ReasonsChased(counted[Way.TEXT], counted[Way.EMAIL], letters, len(rows)))
    return Chased(counted[Way.TEXT], counted[Way.EMAIL], letters, left)


@action(Permission.SEND_MESSAGES)
def note_reason_call(actor: Actor, *, pupil: int, said: str) -> None:
    """Note that a family was rung whose step it is, and what it came to: `no-answer`, `message-left`, `no-reason`.

    Where they gave a reason, settle the absence instead.
    """
    if said not in CALL_SAID:
        raise Refused("Say what the call came to: nobody answered, a message was left, or no reason was given.")
    family = next((c.family for c in chase_round(actor).calls if any(p.id == pupil for p in c.family.pupils)), None)
    if family is None:
        raise NotFound("Nobody has to ring this family now. Load the page again.")
    rows = _rows(actor, family, family.next or 0, Way.CALL, uuid.uuid4(), said=said)
    ReasonChase.objects.bulk_create(rows, ignore_conflicts=True)
    record(actor, ReasonCalled(tuple(str(p.public_id) for p in family.pupils), said))


@action(Permission.SET_UP_SCHOOL)
def set_reason_steps(actor: Actor, *, from_day: date, steps: Sequence[ChaseStep]) -> int:
    """From a day on, say on which school day which way is tried; gives the version. No step at all is allowed."""
    if from_day < actor.today:
        raise Refused(f"The steps cannot begin on {in_words(from_day)}, which is over. They may begin today.")
    check_steps(steps)
    latest = ReasonLadder.objects.filter(school_id=actor.school).order_by("-version").first()
    version = latest.version + 1 if latest else 1
    ReasonLadder.objects.create(
        school_id=actor.school,
        version=version,
        valid_from=from_day,
        steps=[[step.day, step.way.value, step.rings] for step in steps],
        by_name=actor.name,
    )
    record(actor, ReasonStepsSet(version, from_day))
    return version


def _letters(actor: Actor, due: ChaseRound, act: uuid.UUID) -> tuple[int, list[ReasonChase]]:
    """The letters of the round, written in one run for each step."""
    rows: list[ReasonChase] = []
    written = 0
    by_step: dict[int, list[FamilyUnexplained]] = {}
    for family in due.letters:
        by_step.setdefault(family.next or 0, []).append(family)
    for step, families in by_step.items():
        last = max((a.clock.due for f in families for a in f.due if a.clock.due), default=actor.today)
        done = write_letters(
            actor,
            template=LETTER,
            pupils=[pupil.id for family in families for pupil in family.pupils],
            purpose=PURPOSE,
            slot=f"{chase_slot(step, actor.today)}:letter",
            typed={"reply_by": in_words(max(last, actor.today))},
        )
        written += 0 if done.was_there else done.count
        if done.run is not None:
            rows += [row for f in families for row in _rows(actor, f, step, Way.LETTER, act)]
    return written, rows


def _rows(
    actor: Actor,
    family: FamilyUnexplained,
    step: int,
    way: Way,
    act: uuid.UUID,
    *,
    message: uuid.UUID | None = None,
    contact: int | None = None,
    said: str = "",
) -> list[ReasonChase]:
    return [
        ReasonChase(
            school_id=actor.school,
            pupil_id=one.pupil.id,
            date=one.clock.session.on,
            half=int(one.clock.session.half),
            step=step,
            way=way,
            contact_id=contact,
            message=message,
            said=said,
            act=act,
            at=actor.now,
            by_id=actor.user_id,
            by_name=actor.name,
        )
        for one in family.due
    ]
