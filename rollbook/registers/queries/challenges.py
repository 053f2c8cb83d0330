"""What the office asks of the people who took a register, and what they answered (REG-E)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from rollbook.audit.queries import told_of, told_since
from rollbook.pupils.queries.identifying import ids_of
from rollbook.pupils.queries.lines import PupilLine, pupil_lines
from rollbook.registers.events import MarkAnswered, MarkChallenged
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half, Session, parse_date

ASKED_FOR = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Challenge:
    """A question to the person who took the register: was this pupil in front of you?"""

    pupil: PupilLine
    session: Session
    code: str
    asked_by: str
    asked_at: datetime


def asked_of(actor: Actor) -> tuple[Challenge, ...]:
    """The office's open questions to this person, the latest first: at most four statements."""
    if actor.user_id is None:
        return ()
    asked = [t for t in told_of(actor, MarkChallenged, f"staff:{actor.user_id}") if t.at >= actor.now - ASKED_FOR]
    if not asked:
        return ()
    answered = told_of(actor, MarkAnswered, f"staff:{actor.user_id}")
    last = {_key(t.detail): t.at for t in reversed(answered)}
    waiting = {_key(t.detail): t for t in reversed(asked) if _key(t.detail) not in last or last[_key(t.detail)] < t.at}
    ids = ids_of(actor, {pupil for pupil, _ in waiting})
    lines = {str(p.public_id): p for p in pupil_lines(actor, tuple(ids.values()), actor.today)}
    return tuple(
        Challenge(lines[pupil], session, str(t.detail["code"]), t.by_name, t.at)
        for (pupil, session), t in waiting.items()
        if pupil in lines
    )


def _key(detail: Mapping[str, object]) -> tuple[str, Session]:
    return str(detail["pupil"]), Session(parse_date(str(detail["on"])), Half(int(str(detail["half"]))))


@dataclass(frozen=True, slots=True)
class Answer:
    """The last that was asked or answered about a pupil's session; `was_there` None while nobody answered."""

    by_name: str
    at: datetime
    was_there: bool | None


def answers(actor: Actor) -> Mapping[tuple[str, Session], Answer]:
    """What was asked lately and what came back, by pupil and session: two statements."""
    since = actor.now - ASKED_FOR
    found: dict[tuple[str, Session], Answer] = {}
    for told in reversed(told_since(actor, MarkChallenged, "staff", since)):
        found[_key(told.detail)] = Answer(told.by_name, told.at, None)
    for told in reversed(told_since(actor, MarkAnswered, "staff", since)):
        key = _key(told.detail)
        if key in found and found[key].at <= told.at:
            found[key] = Answer(told.by_name, told.at, bool(told.detail["was_there"]))
    return found
