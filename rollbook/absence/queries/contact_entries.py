"""What was done and learned about reaching a family, entry by entry, and where each try stands (ABS-B)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rollbook.absence.models import ContactEntry
from rollbook.audit.actions import log_access
from rollbook.audit.keys import decrypt
from rollbook.audit.prepared import Prepared, given
from rollbook.comms.queries import MessageState, message_states
from rollbook.rules.actor import Actor
from rollbook.rules.contact_ladder import RING, VOICE, Attempt, State
from rollbook.rules.sessions import Half

_K = ContactEntry.Kind
_COLUMNS = (
    *("public_id", "pupil_id", "on", "half", "kind", "contact_id", "professional_id", "way", "step", "message"),
    *("outcome", "at", "by_name", "takes_back__public_id"),
)
# Outcomes after which nobody is asked any more, and what those of a call mean for the ladder.
OUTCOMES = {
    "aware": "family knows; reason still needed",
    "unaware": "family believes the child is in school",
    "unreachable": "nobody can be reached",
    "no-answer": "no answer",
    "message-left": "message left",
    "answered": "answered",
    "found": "found in school",
}
WAYS = {"text": "text", "email": "e-mail", "voice": "call", "ring": "call"} | {
    "contacts": "further contacts rung",
    "visit": "home visit asked for",
    "police": "police welfare check",
}
# What is done about a family whom nobody can reach: no tries of the ladder (ABS-D).
ESCALATED = ("contacts", "visit", "police")
ENDS = ("aware", "unaware", "answered", "found")
_CALLED = {"no-answer": State.FAILED, "message-left": State.SENT}
_STATES = {
    "waiting": State.QUEUED,
    "handing": State.QUEUED,
    "handed": State.SENT,
    "doubt": State.SENT,
    "taken-back": State.SENT,
    "delivered": State.DELIVERED,
    "failed": State.FAILED,
    "not-wanted": State.NOT_SENT,
}


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry about a pupil's session: a try, an outcome, a correction, or a professional who was told."""

    public_id: uuid.UUID
    pupil: int
    on: date
    half: Half
    kind: str
    contact: int | None
    professional: int | None
    way: str
    step: int
    message: uuid.UUID | None
    outcome: str
    at: datetime
    by_name: str
    takes_back: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that stands about one pupil's session, in order, and the tries as the ladder reads them."""

    entries: tuple[EntryLine, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    messages: Mapping[uuid.UUID, MessageState] | None = None

    @property
    def outcome(self) -> EntryLine | None:
        """The latest outcome that says how it stands with the family."""
        return next((e for e in reversed(self.entries) if e.kind == _K.OUTCOME), None)


def entry_place(entry: uuid.UUID) -> str:
    """Where the note of an entry belongs, to which its encryption is bound."""
    return f"contact-entry:{entry}"


def entries_on(actor: Actor, on: date, half: Half, pupils: Collection[int]) -> Mapping[int, tuple[EntryLine, ...]]:
    """What stands about these pupils' session, in the order it happened: one statement."""
    return standing(_OF_SESSION.rows(school=actor.school, on=on, half=int(half), pupils=tuple(pupils)))


_OF_SESSION = Prepared(
    lambda: (
        ContactEntry.objects.filter(
            school_id=given("school"),
            on=given("on", "day"),
            half=given("half", "number"),
            pupil_id__in=given("pupils", many=True),
        )
        .order_by("at", "id")
        .values_list(*_COLUMNS)
    )
)


def standing_on(actor: Actor, on: date, half: Half) -> Mapping[int, tuple[EntryLine, ...]]:
    """Everything that stands about a session, by pupil: one statement."""
    rows = ContactEntry.objects.filter(school_id=actor.school, on=on, half=half)
    return standing(rows.order_by("at", "id").values_list(*_COLUMNS))


def standing_between(actor: Actor, pupil: int, first: date, last: date) -> tuple[EntryLine, ...]:
    """Everything that stands about one pupil's sessions between two days, in order: one statement."""
    rows = ContactEntry.objects.filter(school_id=actor.school, pupil_id=pupil, on__range=(first, last))
    return standing(rows.order_by("at", "id").values_list(*_COLUMNS)).get(pupil, ())


def standing(rows: Iterable[Sequence[Any]]) -> Mapping[int, tuple[EntryLine, ...]]:
    """Entries by pupil, without those taken back and what took them back."""
    lines = [_entry(*row) for row in rows]
    gone = {line.takes_back for line in lines if line.takes_back}
    found: dict[int, tuple[EntryLine, ...]] = {}
    for line in lines:
        if line.kind != _K.TAKEN_BACK and line.public_id not in gone:
            found[line.pupil] = (*found.get(line.pupil, ()), line)
    return found


def _entry(entry: uuid.UUID, pupil: int, on: date, half: int, *rest: Any) -> EntryLine:
    return EntryLine(entry, pupil, on, Half(half), *rest)


@dataclass(frozen=True, slots=True)
class Noted:
    """An entry with what was said, as the pupil's own page shows it."""

    entry: EntryLine
    says: str
    note: str


def notes_of(actor: Actor, pupil: int, on: date, half: Half) -> tuple[Noted, ...]:
    """What was done and said about one pupil's session, the latest first; that it was read is noted."""
    rows = {row.public_id: row for row in ContactEntry.objects.filter(
        school_id=actor.school, on=on, half=half, pupil_id=pupil
    )}  # fmt: skip
    own = entries_on(actor, on, half, [pupil]).get(pupil, ())
    if any(rows[e.public_id].note for e in own):
        log_access(actor, what="notes of first-day contact", subject=f"pupil-id:{pupil}")
    return tuple(Noted(e, says_of(e), _note_of(rows[e.public_id])) for e in reversed(own))


def says_of(entry: EntryLine) -> str:
    """What an entry says, in the office's words."""
    if entry.kind == _K.OUTCOME:
        return OUTCOMES.get(entry.outcome, entry.outcome).capitalize()
    way = WAYS.get(entry.way, entry.way)
    if entry.kind == _K.TOLD:
        return f"Told outside the school by {way}"
    if entry.kind == _K.CORRECTION:
        return f"Correction by {way}"
    if entry.outcome == "left-out":
        return f"{way.capitalize()}: could not go"
    if entry.way in ESCALATED:
        return way.capitalize()
    return f"{way.capitalize()}, step {entry.step}" if entry.step else f"{way.capitalize()}, beside the ladder"


def _note_of(row: ContactEntry) -> str:
    return decrypt(row.note, place=entry_place(row.public_id)) if row.note else ""


def told_on(actor: Actor, on: date, half: Half, pupils: Collection[int]) -> Mapping[int, Told]:
    """Entries and tries of these pupils' session: two statements, however many."""
    if not pupils:
        return {}
    entries = entries_on(actor, on, half, pupils)
    messages = message_states(actor, {e.message for own in entries.values() for e in own if e.message})
    return {pupil: Told(own, _attempts(own, messages), messages) for pupil, own in entries.items()}


def _attempts(entries: Sequence[EntryLine], messages: Mapping[uuid.UUID, MessageState]) -> tuple[Attempt, ...]:
    """The tries; a call that was made answers the step that asked for it."""
    found: list[Attempt] = []
    for entry in entries:
        if entry.kind == _K.ATTEMPT and entry.way not in ESCALATED:
            found.append(Attempt(entry.step, entry.way, entry.at, _state(entry, messages), entry.contact))
        elif entry.kind == _K.OUTCOME:
            _answer(found, entry)
    return tuple(found)


def _answer(found: list[Attempt], entry: EntryLine) -> None:
    state = State.ANSWERED if entry.outcome in ENDS else _CALLED.get(entry.outcome)
    if state is None:
        return
    asked = next((n for n, a in enumerate(found) if _asked_for(a, entry)), None)
    if asked is None:
        found.append(Attempt(0, entry.way or RING, entry.at, state, entry.contact))
        return
    one = found[asked]
    found[asked] = Attempt(one.step, one.channel, entry.at, state, entry.contact or one.contact)


def _asked_for(attempt: Attempt, entry: EntryLine) -> bool:
    """Whether an outcome is of this try: a machine's of its own call, a person's of the oldest call to be made."""
    if entry.way == VOICE:
        return attempt.channel == VOICE and attempt.contact == entry.contact and attempt.state is not State.FAILED
    return attempt.channel == RING and attempt.state is State.QUEUED


def _state(entry: EntryLine, messages: Mapping[uuid.UUID, MessageState]) -> State:
    if entry.outcome == "left-out":
        return State.FAILED
    message = messages.get(entry.message) if entry.message else None
    if message is None:
        return State.QUEUED
    return State.ANSWERED if message.replied else _STATES.get(message.state, State.SENT)
