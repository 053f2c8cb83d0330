"""What a pupil's movement at a moment proposes, from the school's times and what stands and is planned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rollbook.pupils.queries import PupilLine
from rollbook.registers.queries import marks_on, plans_on
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.arrivals import OpenedSession, Proposal, propose
from rollbook.rules.sessions import Half, Session
from rollbook.schools.queries import SessionTimeLine, is_school_day, times_of, window_of

# A reason given at the door that, where the school accepts it, is a better code than U (COD-3).
BETTER_CODES = {"medical": "M", "ill": "I", "religious": "R", "interview": "J1"}
BOARDS = Proposal(None, "", None, "Boarders stand in no attendance register, so no mark follows from this.")
NO_SCHOOL = Proposal(None, "", None, "The school does not meet today, so no mark follows from this.")


def proposal_for(actor: Actor, pupil: PupilLine, arrived: datetime, reason: str) -> Proposal:
    """The code that an arrival proposes: at most eight statements, none for a boarder (REG-3)."""
    if pupil.boarder:
        return BOARDS
    on = arrived.astimezone(LONDON).date()
    if not is_school_day(actor, on):
        return NO_SCHOOL
    times = times_of(actor, on)
    known = BETTER_CODES.get(reason, "")
    opened = [_opened(actor, pupil, Session(on, half), times.rows) for half in Half]
    return propose(arrived, [o for o in opened if o is not None], known=known)


def _opened(actor: Actor, pupil: PupilLine, session: Session, rows: Sequence[SessionTimeLine]) -> OpenedSession | None:
    window = window_of(rows, session.on, session.half, pupil.nc_year)
    if window is None:
        return None
    mark = marks_on(actor, session.on, session.half, [pupil.id]).get(pupil.id)
    plan = plans_on(actor, session.on, session.half, [pupil.id]).get(pupil.id)
    return OpenedSession(
        session=session,
        opens=window.opens,
        closes=window.closes,
        ends=window.ends,
        standing=mark.code if mark else "",
        planned=plan.code if plan else "",
    )
