"""The next step in reaching the family of a child who is missing without a reason (DAY-1, ABS-B).

Pure: who may be written to, when, and by what, from the ladder, what was tried, and the clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from rollbook.rules.actor import LONDON

TEXT, EMAIL, VOICE, RING = "text", "email", "voice", "ring"
CHANNELS = (TEXT, EMAIL, VOICE, RING)
WRITTEN = (TEXT, EMAIL)
MOST_STEPS, LONGEST_WAIT, DAY = 9, 240, 24 * 60


class State(StrEnum):
    """Where one attempt to reach a contact stands."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    NOT_SENT = "not-sent"
    ANSWERED = "answered"


# After these the next step comes at once.
NO_USE = (State.FAILED, State.NOT_SENT)


class Comes(StrEnum):
    """What is to happen next about a family."""

    DUE = "due"
    WAITS = "waits"
    STOPPED = "stopped"
    AT_END = "at-end"


@dataclass(frozen=True, slots=True)
class LadderStep:
    """By which channel, to whom (1 for the first contact who may be told) and after how many minutes' wait."""

    channel: str
    whom: int
    wait: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps, and the minutes of the day between which they are taken.

    `first` are the contacts that this child's own ladder tries before others, `never` the channels it
    forbids. With `asks_to_ring`, contacts who may not be told are asked to ring the school.
    """

    steps: tuple[LadderStep, ...]
    from_minute: int = 8 * 60
    to_minute: int = 18 * 60
    asks_to_ring: bool = False
    first: tuple[int, ...] = ()
    never: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try: of which step (0 for a person's own), by what, when, and where it stands."""

    step: int
    channel: str
    at: datetime
    state: State
    contact: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A contact of the child's, in the order to try, and the channels that reach them."""

    contact: int
    name: str
    channels: frozenset[str]
    may_be_told: bool = True
    no_contact: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next: which step, to whom, when, and why; `skipped` says whom or what it passes over.

    With `asks` the person may not be told that the child is missing: they are asked to ring, no more.
    """

    comes: Comes
    number: int = 0
    channel: str = ""
    to: Person | None = None
    at: datetime | None = None
    says: str = ""
    asks: bool = False
    skipped: tuple[str, ...] = ()


def next_step(
    ladder: Ladder,
    attempts: Sequence[Attempt],
    now: datetime,
    contacts: Sequence[Person],
    *,
    starts: datetime,
    stopped: str = "",
) -> Step:
    """The next step about one child; `starts` is when its register closed, `stopped` why nobody is asked any more.

    Never to somebody with whom there must be no contact or whom the safeguarding lead holds; to somebody
    who may not be told only as a plea to ring; never before the wait is over, unless the try before it
    failed; never outside the ladder's hours.
    """
    people, skipped = _people(ladder, contacts)
    if stopped or any(a.state is State.ANSWERED for a in attempts):
        return Step(Comes.STOPPED, says=stopped or "Answered", skipped=tuple(skipped))
    taken = max((a.step for a in attempts), default=0)
    for number, step in enumerate(ladder.steps, 1):
        if number <= taken:
            continue
        person = people[step.whom - 1] if step.whom <= len(people) else None
        why = _why_not(ladder, step, person) or _by_hand(attempts, step, person)
        if why:
            skipped.append(f"step {number}: {why}")
            continue
        assert person is not None
        at = _moment(ladder, step, attempts, starts)
        return _placed(ladder, number, step, person, at, now, tuple(skipped))
    return Step(Comes.AT_END, says="Nobody answered; every step has been taken", skipped=tuple(skipped))


def waited_out(attempts: Sequence[Attempt], now: datetime, wait: int) -> bool:
    """Whether so many minutes have passed since the last try, or it failed: nobody is to be reached."""
    last = max(attempts, key=lambda a: a.at, default=None)
    return last is None or last.state in NO_USE or now >= last.at + timedelta(minutes=wait)


def _people(ladder: Ladder, contacts: Sequence[Person]) -> tuple[list[Person], list[str]]:
    """Who is tried, in order, and whom nobody writes to, with why."""
    order = {contact: n for n, contact in enumerate(ladder.first)}
    sorted_ = sorted(contacts, key=lambda p: order.get(p.contact, len(order)))
    people, skipped = [], []
    for person in sorted_:
        if person.no_contact:
            skipped.append(f"{person.name}: there must be no contact")
        elif person.held:
            skipped.append(f"{person.name}: held by the safeguarding lead")
        elif not person.may_be_told and not ladder.asks_to_ring:
            skipped.append(f"{person.name}: may not be told")
        else:
            people.append(person)
    return people, skipped


def _why_not(ladder: Ladder, step: LadderStep, person: Person | None) -> str:
    if step.channel in ladder.never:
        return f"never by {step.channel} for this child"
    if person is None:
        return f"there is no contact {step.whom} who may be told"
    if step.channel not in person.channels:
        return f"{person.name} cannot be reached by {step.channel}"
    return ""


def _by_hand(attempts: Sequence[Attempt], step: LadderStep, person: Person | None) -> str:
    """Somebody to whom a person has just sent what failed elsewhere is not written to by the same way again."""
    sent = any(
        not a.step and a.channel == step.channel and a.channel != RING and a.state not in NO_USE
        for a in attempts
        if person is not None and a.contact == person.contact
    )
    return f"{person.name} has been written to beside the ladder" if sent and person is not None else ""


def _moment(ladder: Ladder, step: LadderStep, attempts: Sequence[Attempt], starts: datetime) -> datetime:
    """The step's moment: its wait after the last step taken, none after a failure; not before the day's hours.

    Where a person has sent on what failed, the wait counts from there.
    """
    last = max((a for a in attempts if a.step), key=lambda a: (a.step, a.at), default=None)
    wait = timedelta(minutes=0 if last is not None and last.state in NO_USE else step.wait)
    at = (last.at if last else starts) + wait
    by_hand = [a.at for a in attempts if not a.step and a.channel in WRITTEN and a.state not in NO_USE]
    if last is not None and last.state in NO_USE and by_hand:
        at = max(at, max(by_hand) + timedelta(minutes=step.wait))
    return max(at, _at_minute(starts, ladder.from_minute))


def _placed(
    ladder: Ladder,
    number: int,
    step: LadderStep,
    person: Person,
    at: datetime,
    now: datetime,
    skipped: tuple[str, ...],
) -> Step:
    ends = _at_minute(at, ladder.to_minute)
    if max(at, now) >= ends:
        return Step(Comes.AT_END, says=f"The ladder's hours ended at {ends:%H:%M}", skipped=skipped)
    comes = Comes.DUE if at <= now else Comes.WAITS
    return Step(comes, number, step.channel, person, at, asks=not person.may_be_told, skipped=skipped)


def _at_minute(day: datetime, minute: int) -> datetime:
    """That minute of the day's English local time."""
    local = day.astimezone(LONDON)
    if minute >= DAY:
        return datetime.combine(local.date() + timedelta(days=1), time(), LONDON)
    return datetime.combine(local.date(), time(minute // 60, minute % 60), LONDON)
