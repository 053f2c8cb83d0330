"""One pupil's year: every mark, its totals, and what the law's lines say of it with the very sessions counted."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rollbook.absence.queries.days import school_days
from rollbook.pupils.queries import PupilLine, pupil_lines
from rollbook.pupils.queries.identifying import ids_of
from rollbook.registers.queries import MarkLine, marks_of_pupil, rows_by_pupil, year_lines
from rollbook.rules.actor import Actor
from rollbook.rules.age import compulsory_age, is_compulsory
from rollbook.rules.attendance import Totals, absence_of, is_persistent, is_severe
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.explained import Part, window_explained, year_explained
from rollbook.rules.forecasts import Forecast, forecast_says
from rollbook.rules.line_crossings import current_window
from rollbook.rules.refused import NotFound
from rollbook.rules.sessions import Session, in_words
from rollbook.rules.standing import sessions_to_come
from rollbook.rules.thresholds import TenWeeks
from rollbook.rules.year_row import EMPTY, totals_of, year_ends, year_of, year_starts
from rollbook.schools.queries import policies


@dataclass(frozen=True, slots=True)
class Counted:
    """A session with its code, as it was counted or left out."""

    session: Session
    code: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What one of the law's lines says of a pupil, and the parts that its figure is made of: every session once."""

    key: str
    title: str
    is_met: bool
    says: str
    rule: str
    parts: tuple[Part, ...]
    weeks: tuple[date, ...] = ()

    @property
    def counted(self) -> tuple[Counted, ...]:
        """The sessions in the figure, in order."""
        return tuple(sorted(_marks(part for part in self.parts if part.counts), key=lambda m: m.session))

    @property
    def left_out(self) -> tuple[Counted, ...]:
        """The marks that are neither in the figure nor in what it is measured against, in order."""
        outside = _marks(part for part in self.parts if not part.in_whole)
        return tuple(sorted((m for m in outside if m.code), key=lambda m: m.session))


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
    due = [day for day in calendar.days if year_of(day) == year and _on_roll(pupil, day)]
    parts = year_explained(row, year, until, due)
    still = sessions_to_come(calendar, row, until, first_day=pupil.first_day, last_day=pupil.last_day)
    versions = (p for p in policies(actor) if p.valid_from <= until)
    counts_n = next((p.count_no_reason_for_penalty for p in versions), True)
    window = current_window(calendar, rows, until, born=pupil.born, count_no_reason=counts_n)
    return (
        _share("persistent", "Persistent absence (10 %)", totals, parts, met=is_persistent(totals), still=still),
        _share("severe", "Severe absence (50 %)", totals, parts, met=is_severe(totals), still=0),
        _ten(pupil, window, rows, until, counts_n=counts_n),
    )


def _share(key: str, title: str, totals: Totals, parts: tuple[Part, ...], *, met: bool, still: int) -> Statement:
    share = absence_of(totals)
    says = (
        f"Absent for {totals.absent} of {totals.possible} possible sessions ({share} %)."
        if share is not None
        else "No possible session has been marked yet."
    )
    if key == "persistent" and still:
        says += f" {forecast_says(Forecast(totals, still))}"
    if totals.possible and totals.is_early:
        says += " Fewer than 20 possible sessions so far: too early to say much (PA-4)."
    return Statement(key=key, title=title, is_met=met, says=says, rule="PA-3", parts=parts)


def _ten(pupil: PupilLine, window: TenWeeks, rows: Mapping[int, bytes], until: date, *, counts_n: bool) -> Statement:
    first = window.weeks[0] if window.weeks else until
    says = f"{len(window.sessions)} unauthorised of {window.needed} in the ten school weeks from {in_words(first)}."
    possible = is_compulsory(pupil.born, until)
    if window.is_met and possible:
        says += " A penalty notice must be considered; it is never automatic (PEN-3)."
    if not possible:
        says += " Outside compulsory school age, so no penalty notice can be given (PEN-5)."
    if not counts_n:
        says += " By the school's policy N does not count before its reason is known."
    theirs = {year: codes for year, codes in rows.items() if year_of(until) - 1 <= year <= year_of(until)}
    age = compulsory_age(pupil.born)
    return Statement(
        key="ten",
        title="Ten in ten school weeks",
        is_met=window.is_met and possible,
        says=says,
        rule="PEN-1",
        parts=window_explained(theirs, window, until, age=age, count_no_reason=counts_n),
        weeks=window.weeks,
    )


def _marks(parts: Iterable[Part]) -> Iterator[Counted]:
    return (Counted(session, code) for part in parts for session, code in part.marks)


def _on_roll(pupil: PupilLine, day: date) -> bool:
    return pupil.first_day is not None and pupil.first_day <= day <= (pupil.last_day or day)
