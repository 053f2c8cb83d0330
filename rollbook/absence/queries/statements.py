"""One pupil's year: every mark, its totals, and what the law's lines say of it with the very sessions counted."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rollbook.absence.queries.days import school_days
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.pupils.queries.identifying import ids_of
from rollbook.registers.queries import MarkLine, marks_of_pupil, rows_by_pupil, year_lines
from rollbook.rules.actor import Actor
from rollbook.rules.age import is_compulsory
from rollbook.rules.attendance import (
    Totals,
    absence_of,
    is_persistent,
    is_severe,
    sessions_until_persistent,
)
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.codes import code_on
from rollbook.rules.line_crossings import current_window
from rollbook.rules.refused import NotFound
from rollbook.rules.sessions import Session, in_words
from rollbook.rules.thresholds import TenWeeks
from rollbook.rules.year_row import EMPTY, marks_of, totals_of, year_ends, year_of, year_starts
from rollbook.schools.queries import policies


@dataclass(frozen=True, slots=True)
class Counted:
    """A session with its code, as it was counted or left out."""

    session: Session
    code: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What one of the law's lines says of a pupil, with the sessions counted and those left out.

    `why_left_out` says in words why the others do not count.
    """

    key: str
    title: str
    is_met: bool
    says: str
    rule: str
    counted: tuple[Counted, ...]
    left_out: tuple[Counted, ...]
    why_left_out: str
    weeks: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class PupilYearStory:
    """A pupil's year of marks: `marks` by session with version and minutes, `days` on which it is due to meet."""

    pupil: PupilLine
    year: int
    years: tuple[int, ...]
    totals: Totals
    marks: Mapping[Session, MarkLine]
    days: frozenset[date]
    statements: tuple[Statement, ...]

    @property
    def title(self) -> str:
        return f"{self.year}/{(self.year + 1) % 100:02}"


def pupil_year(actor: Actor, public_id: uuid.UUID, year: int | None = None) -> PupilYearStory:
    """A pupil's year of marks and what the lines say of it (PA-3, PEN-1, PEN-5): seven statements, one more
    where a closure was unexpected.

    NotFound for a pupil whom this person may not know of. A year without marks is empty.
    """
    found = pupil_lines(actor, tuple(ids_of(actor, [str(public_id)]).values()), actor.today)
    if not found:
        raise NotFound("There is no such pupil in this school, or none that you may see.")
    pupil = found[0]
    now = year_of(actor.today)
    chosen = now if year is None else year
    rows = rows_by_pupil(year_lines(actor, range(now - 12, now + 1), [pupil.id])).get(pupil.id, {})
    days = school_days(actor, first=year_starts(chosen - 1), last=year_ends(chosen))
    marks = {m.session: m for m in marks_of_pupil(actor, pupil.id, year_starts(chosen), year_ends(chosen))}
    return PupilYearStory(
        pupil=pupil,
        year=chosen,
        years=tuple(sorted({now, *(y for y, codes in rows.items() if any(codes))}, reverse=True)),
        totals=totals_of(rows.get(chosen, EMPTY), chosen),
        marks=marks,
        days=frozenset(day for day in days.due.days if year_of(day) == chosen),
        statements=_statements(actor, pupil, rows, days.met, chosen),
    )


def _statements(
    actor: Actor, pupil: PupilLine, rows: Mapping[int, bytes], calendar: SchoolCalendar, year: int
) -> tuple[Statement, ...]:
    until = min(actor.today, year_ends(year))
    row = rows.get(year, EMPTY)
    totals = totals_of(row, year)
    marks = tuple(Counted(session, code) for session, code in marks_of(row, year))
    still = 2 * len(calendar.between(until, year_ends(year))[1:] if until == actor.today else ())
    versions = (p for p in policies(actor) if p.valid_from <= until)
    counts_n = next((p.count_no_reason_for_penalty for p in versions), True)
    window = current_window(calendar, rows, until, born=pupil.born, count_no_reason=counts_n)
    return (
        _share("persistent", "Persistent absence (10 %)", totals, marks, met=is_persistent(totals), still=still),
        _share("severe", "Severe absence (50 %)", totals, marks, met=is_severe(totals), still=0),
        _ten(pupil, window, rows, until, counts_n=counts_n),
    )


def _share(key: str, title: str, totals: Totals, marks: Sequence[Counted], *, met: bool, still: int) -> Statement:
    share = absence_of(totals)
    says = (
        f"Absent for {totals.absent} of {totals.possible} possible sessions ({share} %)."
        if share is not None
        else "No possible session has been marked yet."
    )
    if key == "persistent" and not met and still:
        left = sessions_until_persistent(totals, totals.possible + still)
        says += f" {left} more missed this year would make it a tenth of the whole year."
    if totals.possible and totals.is_early:
        says += " Fewer than 20 possible sessions so far: too early to say much (PA-4)."
    absent = tuple(m for m in marks if code_on(m.code, m.session.on).absent)
    outside = tuple(m for m in marks if not code_on(m.code, m.session.on).possible)
    return Statement(
        key=key,
        title=title,
        is_met=met,
        says=says,
        rule="PA-3",
        counted=absent,
        left_out=outside,
        why_left_out="These codes are not possible sessions, so they count neither as absence nor in the total (PA-1).",
    )


def _ten(pupil: PupilLine, window: TenWeeks, rows: Mapping[int, bytes], until: date, *, counts_n: bool) -> Statement:
    inside = set(window.sessions)
    first = window.weeks[0] if window.weeks else until
    marks = [
        Counted(session, code)
        for year in (year_of(until) - 1, year_of(until))
        for session, code in marks_of(rows.get(year, EMPTY), year)
        if first <= session.on <= until
    ]
    says = f"{len(inside)} unauthorised of {window.needed} in the ten school weeks from {in_words(first)}."
    possible = is_compulsory(pupil.born, until)
    if window.is_met and possible:
        says += " A penalty notice must be considered; it is never automatic (PEN-3)."
    if not possible:
        says += " Outside compulsory school age, so no penalty notice can be given (PEN-5)."
    if not counts_n:
        says += " By the school's policy N does not count before its reason is known."
    return Statement(
        key="ten",
        title="Ten in ten school weeks",
        is_met=window.is_met and possible,
        says=says,
        rule="PEN-1",
        counted=tuple(m for m in marks if m.session in inside),
        left_out=tuple(m for m in marks if m.session not in inside and code_on(m.code, m.session.on).absent),
        why_left_out=(
            "Authorised absences in the same weeks do not count toward a penalty notice (PEN-1), nor does any session "
            "outside compulsory school age (PEN-5)."
        ),
        weeks=window.weeks,
    )
