"""What a lesson's mark says of the session, where the school's rule takes the session mark from that lesson.

The session keeps its own times: who comes late to the lesson is L or U by the session's register (COD-3).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from rollbook.rules.codes import in_force
from rollbook.rules.marking import Decision, Entry, Outcome, RegisterFacts, Standing
from rollbook.rules.refused import Refused
from rollbook.rules.register_times import late_code, minutes_late
from rollbook.rules.sessions import Half


def for_session(
    entry: Entry,
    decision: Decision,
    *,
    starts: datetime,
    register: RegisterFacts,
    stands: Standing | None,
    before: Standing | None,
) -> Entry | None:
    """The entry for the session mark that follows from a lesson's entry, or None where it was not taken.

    `starts` is the lesson's beginning, `stands` the session mark that stands, `before` the lesson
    mark that stood. A session mark that the lesson itself made may be changed by it; any other
    stays, and the difference is kept as a conflict (REG-7).
    """
    if decision.outcome not in (Outcome.STORED, Outcome.UNCHANGED):
        return None
    code, minutes = session_code(decision.now, decision.minutes, starts=starts, register=register)
    return Entry(
        pupil=entry.pupil,
        code=code,
        minutes=minutes,
        detail=decision.detail,
        seen=_seen(stands, before, starts, register),
        reason=entry.reason,
    )


def session_code(
    symbol: str, minutes: int | None, *, starts: datetime, register: RegisterFacts
) -> tuple[str, int | None]:
    """Code and minutes late for the session, of a pupil who was so marked in a lesson (COD-3)."""
    code = in_force(register.session.on).get(symbol)
    if code is None or not code.late or minutes is None:
        return symbol, minutes
    arrived = starts + timedelta(minutes=minutes)
    try:
        late = late_code(arrived, register.opens, register.closes, register.ends or register.closes)
    except Refused:
        return symbol, minutes
    if late is None:
        return ("/" if register.session.half is Half.AM else "\\"), None
    return late, minutes_late(arrived, register.opens)


def _seen(stands: Standing | None, before: Standing | None, starts: datetime, register: RegisterFacts) -> int:
    if stands is None or before is None:
        return 0
    made, _ = session_code(before.code, before.minutes, starts=starts, register=register)
    return stands.version if made == stands.code else 0
