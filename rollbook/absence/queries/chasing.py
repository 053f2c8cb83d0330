"""Absences without a reason, families together: their clocks, what was tried, and what comes next (ABS-C, COD-4)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rollbook.absence.models import ReasonChase, ReasonLadder
from rollbook.absence.queries.clocks import UnexplainedAbsence, unexplained
from rollbook.absence.queries.contact_holds import held_about
from rollbook.comms.queries.replies import ReplyLine, replies_waiting
from rollbook.comms.queries.slots import MessageState, message_states
from rollbook.pupils.queries import PupilLine, RingLine, contacts_to_ring, siblings_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.reason_chase import USUAL_CHASE, ChaseStep, Way, call_instead, next_step
from rollbook.rules.sessions import Half, Session

PURPOSE = "chase"
CALL_SAID: Mapping[str, str] = {
    "no-answer": "nobody answered",
    "message-left": "a message was left",
    "no-reason": "answered, but gave no reason",
}
FAILED = frozenset({"failed", "taken-back", "not-wanted"})
SENT_ON = "sent-on"


@dataclass(frozen=True, slots=True)
class ChaseSteps:
    """The school's steps; `version` 0 is what holds until it sets its own."""

    version: int
    valid_from: date | None
    steps: tuple[ChaseStep, ...]
    by_name: str


@dataclass(frozen=True, slots=True)
class Tried:
    """One step that was taken for a session; `state` is where its message stands, `said` what a call came to."""

    step: int
    way: Way
    at: datetime
    by_name: str
    said: str
    state: str
    replied: bool

    @property
    def failed(self) -> bool:
        return self.state in FAILED

    @property
    def arrived_nowhere(self) -> bool:
        """Whether it was sent, could not be delivered, and nobody sent it to another address."""
        return self.state == "failed"


@dataclass(frozen=True, slots=True)
class FamilyUnexplained:
    """Brothers and sisters with absences that nobody has explained, oldest first.

    `next` is the number of the step that is due now, `due` the absences it is about; `held` who holds contact
    about one of them. Over `INSTEAD` it is a call, because what was sent for that step arrived nowhere.
    """

    pupils: tuple[PupilLine, ...]
    absences: tuple[UnexplainedAbsence, ...]
    tried: Mapping[tuple[int, Session], tuple[Tried, ...]]
    age: int
    next: int | None
    due: tuple[UnexplainedAbsence, ...]
    ring: RingLine | None
    replies: tuple[ReplyLine, ...]
    held: str

    @property
    def acts(self) -> tuple[Tried, ...]:
        """What was tried, each act once, the earliest first."""
        found = {(one.step, one.at): one for own in self.tried.values() for one in own}
        return tuple(found[key] for key in sorted(found, key=lambda key: (key[1], key[0])))


def families_unexplained(
    actor: Actor, absences: Sequence[UnexplainedAbsence] | None = None
) -> tuple[FamilyUnexplained, ...]:
    """Every family with an absence before today without a reason, the oldest clock first.

    At most fourteen statements, four fewer where nobody has replied.
    """
    found = unexplained(actor) if absences is None else absences
    if not found:
        return ()
    ids = tuple(dict.fromkeys(one.pupil.id for one in found))
    steps = reason_steps_on(actor, actor.today).steps
    tried = tried_for(actor, ids, found[0].clock.session.on)
    ring = contacts_to_ring(actor, ids) if actor.may(Permission.SEE_CONTACTS) else {}
    held = held_about(actor, actor.today, ids)
    replies = _replies(actor)
    families = []
    for group in _together(actor, ids):
        own = tuple(one for one in found if one.pupil.id in group)
        known = {(a.pupil.id, a.clock.session): tried.get((a.pupil.id, a.clock.session), ()) for a in own}
        pupils = tuple({a.pupil.id: a.pupil for a in own}.values())
        come = {a: next_step(steps, a.age, [one.step for one in known[a.pupil.id, a.clock.session]]) for a in own}
        if all(number is None for number in come.values()):
            come = {a: _call_instead(steps, known[a.pupil.id, a.clock.session]) for a in own}
        due = tuple(a for a, number in come.items() if number is not None)
        families.append(
            FamilyUnexplained(
                pupils=pupils,
                absences=own,
                tried=known,
                age=max(a.age for a in own),
                next=max((number for number in come.values() if number is not None), default=None),
                due=due,
                ring=next((ring[p.id] for p in pupils if p.id in ring), None),
                replies=tuple(reply for p in pupils for reply in replies.get(p.public_id, ())),
                held=next((held[p.id] for p in pupils if p.id in held), ""),
            )
        )
    return tuple(families)


def reason_ladders(actor: Actor) -> tuple[ChaseSteps, ...]:
    """Every set of steps the school ever set, the newest first: one statement."""
    rows = ReasonLadder.objects.filter(school_id=actor.school).order_by("-version")
    return tuple(_steps(row) for row in rows)


def reason_steps_on(actor: Actor, on: date) -> ChaseSteps:
    """The steps in force on a day: one statement."""
    rows = ReasonLadder.objects.filter(school_id=actor.school, valid_from__lte=on)
    row = rows.order_by("-valid_from", "-version").first()
    return _steps(row) if row else ChaseSteps(0, None, USUAL_CHASE, "")


def tried_for(actor: Actor, pupils: Collection[int], since: date) -> Mapping[tuple[int, Session], tuple[Tried, ...]]:
    """What was tried for each session of these pupils since a day, the earliest first: two statements."""
    rows = list(
        ReasonChase.objects.filter(school_id=actor.school, pupil_id__in=pupils, date__gte=since).order_by("at", "id")
    )
    states = message_states(actor, {row.message for row in rows if row.message})
    found: dict[tuple[int, Session], list[Tried]] = defaultdict(list)
    for row in rows:
        key = (row.pupil_id, Session(row.date, Half(row.half)))
        found[key].append(_tried(row, states.get(row.message) if row.message else None))
    return {key: tuple(acts) for key, acts in found.items()}


def _together(actor: Actor, ids: Iterable[int]) -> list[frozenset[int]]:
    """Brothers and sisters in one family, each family once, in the order of the oldest absence."""
    siblings = siblings_of(actor, tuple(ids))
    placed: set[int] = set()
    families = []
    for pupil in ids:
        if pupil in placed:
            continue
        family = frozenset({pupil, *(s.id for s in siblings.get(pupil, ()) if s.id in ids and s.id not in placed)})
        placed |= family
        families.append(family)
    return families


def _replies(actor: Actor) -> Mapping[uuid.UUID, tuple[ReplyLine, ...]]:
    """The replies that wait, by the pupils whom the answered message was about; none without leave to read them."""
    if not actor.may(Permission.SEND_MESSAGES):
        return {}
    found: dict[uuid.UUID, tuple[ReplyLine, ...]] = defaultdict(tuple)
    for reply in replies_waiting(actor):
        for about in reply.answers.pupils if reply.answers else ():
            found[about.public_id] += (reply,)
    return found


def _call_instead(steps: Sequence[ChaseStep], tried: Sequence[Tried]) -> int | None:
    failed = {one.step for one in tried if one.arrived_nowhere}
    return call_instead(steps, failed, {one.step for one in tried})


def _tried(row: ReasonChase, state: MessageState | None) -> Tried:
    return Tried(
        step=row.step,
        way=Way(row.way),
        at=row.at,
        by_name=row.by_name,
        said=row.said,
        state=(SENT_ON if state.sent_on else state.state) if state else "",
        replied=state.replied if state else False,
    )


def _steps(row: ReasonLadder) -> ChaseSteps:
    # Steps that were kept before schools were asked whether to ring do so.
    steps = tuple(ChaseStep(day, Way(way), *map(bool, rings)) for day, way, *rings in row.steps)
    return ChaseSteps(row.version, row.valid_from, steps, row.by_name)
