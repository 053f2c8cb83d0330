"""A figure taken apart: every session of the time it speaks of, in the one part where it was counted or left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rollbook.rules.age import CompulsoryAge
from rollbook.rules.codes import code_on
from rollbook.rules.sessions import Half, Session
from rollbook.rules.thresholds import TenWeeks
from rollbook.rules.year_row import mark_at, marks_of, year_of

Mark = tuple[Session, str]


@dataclass(frozen=True, slots=True)
class Part:
    """Sessions that were treated alike, with the rule that says so.

    `counts` are in the figure; of those that do not, some are still `in_whole`: the sessions it is measured against.
    A session without a mark stands with an empty code.
    """

    title: str
    rule: str
    marks: tuple[Mark, ...]
    counts: bool = False
    in_whole: bool = False
    says: str = ""

    def __len__(self) -> int:
        return len(self.marks)


def year_explained(row: bytes, year: int, until: date, days: Iterable[date] = ()) -> tuple[Part, ...]:
    """What makes a year's absence up to a day: parts that count come to the sessions absent, with those in the whole
    to the sessions possible, and with all others to every mark of the year and every session still unmarked (PA-1).

    `days` are the school days on which the pupil was due.
    """
    marks = [(session, symbol) for session, symbol in marks_of(row, year) if session.on <= until]
    known = {session for session, _ in marks}
    codes = [(mark, code_on(mark[1], mark[0].on)) for mark in marks]
    blank = (Session(day, half) for day in sorted(days) if day <= until for half in Half)
    parts = (
        Part("Unauthorised absence", "PA-2", tuple(m for m, c in codes if c.unauthorised), counts=True, in_whole=True),
        Part("Authorised absence", "PA-2", tuple(m for m, c in codes if c.authorised), counts=True, in_whole=True),
        Part("Attended", "PA-2", tuple(m for m, c in codes if c.attends), in_whole=True),
        Part(
            "No possible session",
            "PA-1",
            tuple(m for m, c in codes if not c.possible),
            says="These codes are not possible sessions, so they count neither as absence nor in the total.",
        ),
        Part(
            "Not marked",
            "PA-1",
            tuple((session, "") for session in blank if session not in known),
            says="Without a mark a session is in no figure; whoever takes the register fills it.",
        ),
    )
    return tuple(part for part in parts if part.marks)


def window_explained(
    rows: Mapping[int, bytes], window: TenWeeks, until: date, *, age: CompulsoryAge, count_no_reason: bool = True
) -> tuple[Part, ...]:
    """What makes the ten in ten: the sessions that count, and every other absence up to the day with why it does not.

    Of years before those given nothing is known, and ten school weeks never reach so far back (PEN-1, PEN-2, PEN-5).
    """
    inside = set(window.sessions)
    first = window.weeks[0] if window.weeks else until
    why: dict[str, list[Mark]] = {}
    for year in sorted(rows):
        for session, symbol in marks_of(rows[year], year):
            code = code_on(symbol, session.on)
            if session.on > until or session in inside or not code.absent:
                continue
            if not code.unauthorised:
                reason = "authorised" if session.on >= first else ""
            elif session.on not in age:
                reason = "age"
            elif symbol == "N" and not count_no_reason:
                reason = "no-reason"
            else:
                reason = "closed" if session.on >= first else "before"
            if reason:
                why.setdefault(reason, []).append((session, symbol))
    counted = tuple((session, _symbol(rows, session)) for session in window.sessions)
    parts = [Part("Unauthorised in the ten weeks", "PEN-1", counted, counts=True, in_whole=True)]
    parts += [Part(title, rule, tuple(why[key]), says=says) for key, (title, rule, says) in _WHY.items() if key in why]
    return tuple(part for part in parts if part.marks)


_WHY = {
    "authorised": ("Authorised in the ten weeks", "PEN-1", "An authorised absence does not count toward a notice."),
    "no-reason": (
        "No reason yet",
        "PEN-1",
        "By the school's policy N does not count before its reason is known.",
    ),
    "age": (
        "Outside compulsory school age",
        "PEN-5",
        "For a session outside compulsory school age no notice can be given.",
    ),
    "closed": ("On a day without school", "PEN-2", "The school had no session that day; correct the mark."),
    "before": ("Unauthorised before the ten weeks", "PEN-2", "The window does not reach so far back."),
}


def _symbol(rows: Mapping[int, bytes], session: Session) -> str:
    return mark_at(rows[year_of(session.on)], session) or ""
