"""What can be settled in one go: a pupil's sessions without a reason, and the family's in the same session."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from rollbook.pupils.queries import PupilLine, pupil_lines, siblings_of
from rollbook.pupils.queries.identifying import ids_of
from rollbook.registers.queries import MarkLine, marks_of_pupil, marks_on
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound
from rollbook.rules.sessions import Session
from rollbook.rules.year_row import year_of, year_starts


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One session that stands as N, whose it is, and its version on the screen."""

    pupil: PupilLine
    session: Session
    version: int


@dataclass(frozen=True, slots=True)
class ToSettle:
    """A pupil's session that is to be settled, and what else can be settled with it.

    `stands` is the code of the session asked about (empty without a mark); `own` are all the
    pupil's sessions without a reason, oldest first, `family` those of brothers and sisters in the
    same session.
    """

    pupil: PupilLine
    session: Session
    stands: str
    own: tuple[OpenSession, ...]
    family: tuple[OpenSession, ...]


def to_settle(actor: Actor, public_id: uuid.UUID, session: Session) -> ToSettle:
    """What stands without a reason around one session: six statements. NotFound for another school's pupil."""
    found = pupil_lines(actor, tuple(ids_of(actor, [str(public_id)]).values()), actor.today)
    if not found:
        raise NotFound("There is no such pupil in this school, or none that you may see.")
    pupil = found[0]
    marks = marks_of_pupil(actor, pupil.id, year_starts(year_of(actor.today) - 1), actor.today)
    siblings = siblings_of(actor, [pupil.id]).get(pupil.id, ())
    theirs = marks_on(actor, session.on, session.half, [s.id for s in siblings]) if siblings else {}
    return ToSettle(
        pupil=pupil,
        session=session,
        stands=next((m.code for m in marks if m.session == session), ""),
        own=tuple(_open(pupil, m) for m in marks if m.code == "N"),
        family=tuple(_open(s, theirs[s.id]) for s in siblings if s.id in theirs and theirs[s.id].code == "N"),
    )


def _open(pupil: PupilLine, mark: MarkLine) -> OpenSession:
    return OpenSession(pupil, mark.session, mark.version)
