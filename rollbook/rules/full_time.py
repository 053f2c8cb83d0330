"""Who is on the roll and not in full-time education, from the marks: part-time, placed elsewhere, long ill.

Listed and reported as the authority asks (CME-3).
"""

from __future__ import annotations

from datetime import date

from rollbook.rules.process import Trigger
from rollbook.rules.returns import FIFTEEN_DAYS, illness_period
from rollbook.rules.sessions import Half, Session, in_words
from rollbook.rules.standing import Standing
from rollbook.rules.year_row import BYTE_OF, EMPTY, session_of, slot_of

# A spell is over when four weeks hold no session of it.
_FOUR_WEEKS = 4 * 7 * 2
_SPELLS = (
    ("C2", "On a part-time timetable (code C2)"),
    ("K", "Taught where the authority arranged it (code K)"),
)


def missing_out(standing: Standing) -> Trigger | None:
    """A part-time timetable, provision elsewhere or a long illness at present, at compulsory age (CME-3)."""
    if not standing.is_compulsory:
        return None
    for code, says in _SPELLS:
        sessions = spell(standing, code)
        if sessions:
            began = sessions[0].on
            return Trigger(f"{code}:{began.isoformat()}", f"{says} since {in_words(began)}", "CME-3", sessions)
    if len(standing.illness_run) < FIFTEEN_DAYS:
        return None
    first, ill = illness_period(standing)
    if first is None:
        return None
    return Trigger(f"I:{first.isoformat()}", f"Ill since {in_words(first)}: fifteen school days and more", "CME-3", ill)


def spell(standing: Standing, code: str) -> tuple[Session, ...]:
    """The sessions of a code that belong together up to the day, oldest first; none where the last is long ago."""
    row, wanted = standing.rows.get(standing.year, EMPTY), BYTE_OF[code]
    found: list[int] = []
    at = slot_of(Session(standing.on, Half.PM)) + 1
    while (last := row.rfind(wanted, max(0, at - _FOUR_WEEKS), at)) >= 0:
        found.append(last)
        at = last
    return tuple(session_of(standing.year, slot) for slot in reversed(found))


def ends_on(planned_end: date | None) -> str:
    """A planned end as the page says it."""
    return in_words(planned_end) if planned_end else "no end is planned"
