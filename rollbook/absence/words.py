"""Days, sessions and families as a busy office writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from rollbook.pupils.queries import PupilLine
from rollbook.rules.actor import LONDON
from rollbook.rules.sessions import Half, Session


def short_day(on: date, *, around: date | None = None) -> str:
    """E.g. Tue 24 Nov; with its year where that is not the year of `around`."""
    year = f" {on.year}" if around is not None and on.year != around.year else ""
    return f"{on:%a} {on.day} {on:%b}{year}"


def short_session(session: Session, *, around: date | None = None) -> str:
    """E.g. Tue 24 Nov am."""
    return f"{short_day(session.on, around=around)} {session.half.name.lower()}"


def wall_clock(moment: datetime) -> str:
    """A moment as the clock on the school's wall shows it, e.g. 8:40."""
    local = moment.astimezone(LONDON)
    return f"{local.hour}:{local.minute:02}"


def span(minutes: int) -> str:
    """E.g. 1 minute, 40 minutes, 2 h 5 min."""
    if minutes < 60:
        return count(minutes, "minute")
    hours, left = divmod(minutes, 60)
    return f"{hours} h {left} min" if left else f"{hours} h"


def count(n: int, one: str, many: str = "") -> str:
    """E.g. 1 session, 3 sessions."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def together(names: Sequence[str]) -> str:
    """E.g. Amir, Layla and Zain."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def family_name(pupils: Sequence[PupilLine]) -> str:
    """E.g. Amir and Layla Haddad; every full name where the surnames differ."""
    surnames = {pupil.surname for pupil in pupils}
    if len(surnames) > 1:
        return together([pupil.name for pupil in pupils])
    return f"{together([pupil.forename for pupil in pupils])} {pupils[0].surname}".strip()


def forms_of(pupils: Iterable[PupilLine]) -> str:
    return ", ".join(dict.fromkeys(p.registration for p in pupils if p.registration))


def joined(sessions: Sequence[Session], *, around: date, most: int = 6) -> str:
    """Sessions in a line, whole days as one: Tue 17 Nov all day, Wed 18 Nov am."""
    by_day: dict[date, list[Half]] = {}
    for session in sorted(sessions):
        by_day.setdefault(session.on, []).append(session.half)
    words = [
        f"{short_day(on, around=around)} {'all day' if len(halves) == 2 else halves[0].name.lower()}"
        for on, halves in by_day.items()
    ]
    more = len(words) - most
    return ", ".join(words[:most]) + (f" and {more} more days" if more > 1 else f", {words[most]}" if more == 1 else "")
