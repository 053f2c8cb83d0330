"""When a return to the local authority falls due: a new pupil, ten days of unauthorised absence, fifteen of illness.

Regulation 13 of 2024 (RET-1, RET-3, RET-4); each trigger names the run or the illness that it stands for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.day_runs import UNAUTHORISED, DayRun, run_until
from rollbook.rules.process import Situation, Trigger
from rollbook.rules.sessions import Half, Session, in_words
from rollbook.rules.sources import refuse
from rollbook.rules.standing import Standing
from rollbook.rules.year_row import BYTE_OF, EMPTY, SLOTS, session_of, slot_of, year_of, year_starts

TEN_DAYS = 10
FIFTEEN_DAYS = 15
NEW_PUPIL_DAYS = 5
NEVER_CAME_DAYS = 5
# RET-3 asks for a return at least monthly: four weeks are never more than a month.
MONTH_OF_DAYS = 28

_RECEPTION_AGE = 4
_FIRST_CLASSES = frozenset({"E1", "E2", "N1", "N2", "R"})
_ILL = BYTE_OF["I"]
# A closure neither counts nor breaks (DEL-5), and what is not marked says nothing.
_PASSED = frozenset({0, BYTE_OF["#"], BYTE_OF["Y4"]})


def ten_days(standing: Standing) -> Trigger | None:
    """Ten school days in a row with every session G, N, O or U, for a pupil of compulsory school age (RET-3)."""
    run = _on_this_roll(standing.unauthorised_run, standing.first_day)
    if len(run) < TEN_DAYS or not standing.is_compulsory:
        return None
    first, tenth = run.days[0], run.days[TEN_DAYS - 1]
    return Trigger(
        key=first.isoformat(),
        says=f"Ten school days of unauthorised absence in a row, {in_words(first)} to {in_words(tenth)}",
        rule="RET-3",
        sessions=tuple(Session(day, half) for day in run.days for half in Half),
    )


def ten_days_broken(situation: Situation) -> str:
    """Why the ten days with which a case began no longer stand in a row; empty while they do (RET-3).

    A mark that was corrected after the return was made is raised here, and the return with it.
    """
    standing = situation.standing
    if standing is None or year_of(situation.opened_on) < standing.year - 1:
        return ""
    longest = _run_around(situation.calendar, standing.rows, situation.opened_on, standing.on)
    if longest >= TEN_DAYS:
        return ""
    counts = "1 school day" if longest == 1 else f"{longest} school days"
    says = (
        f"The marks have been corrected: the run of unauthorised absence at {in_words(situation.opened_on)} now "
        f"counts {counts}, not ten."
    )
    made = situation.last("make_return")
    if made is None:
        return f"{says} No return is due."
    return f"{says} The return of {in_words(made.on)} rests on it: tell the authority of the correction."


def not_found(standing: Standing) -> Trigger | None:
    """A pupil who may be missing education: never came, or not seen on ten school days (CME-1, ADM-3).

    One who never came is suggested after five school days, so that the authority hears of it before the ten.
    """
    run = _on_this_roll(standing.not_seen_run, standing.first_day)
    if not standing.is_compulsory or not run.days:
        return None
    never_came = standing.first_day is not None and _nothing_else_since(standing, standing.first_day, run)
    if len(run) < (NEVER_CAME_DAYS if never_came else TEN_DAYS):
        return None
    began = in_words(run.days[0])
    says = (
        f"Has not come since the starting day: {len(run)} school days from {began}"
        if never_came
        else f"Not seen on {len(run)} school days in a row since {began}"
    )
    sessions = tuple(Session(day, half) for day in run.days for half in Half)
    return Trigger(run.days[0].isoformat(), says, "ADM-3" if never_came else "CME-1", sessions)


def illness(standing: Standing) -> Trigger | None:
    """Fifteen school days of illness, in a row or in the year together, for a pupil of compulsory age (RET-4).

    The occasion is the continuous illness that reached them, so each illness makes one return.
    """
    if not standing.is_compulsory:
        return None
    in_a_row = len(_on_this_roll(standing.illness_run, standing.first_day))
    if in_a_row < FIFTEEN_DAYS and standing.illness_days < FIFTEEN_DAYS:
        return None
    first, sessions = illness_period(standing)
    if first is None:
        return None
    how = f"{in_a_row} in a row" if in_a_row >= FIFTEEN_DAYS else "together this school year"
    days = in_a_row if in_a_row >= FIFTEEN_DAYS else standing.illness_days
    return Trigger(
        key=first.isoformat(),
        says=f"{days} school days of illness {how}; the last illness began on {in_words(first)}"
        if how.startswith("together")
        else f"{days} school days of illness in a row since {in_words(first)}",
        rule="RET-4",
        sessions=sessions,
    )


def illness_period(standing: Standing) -> tuple[date | None, tuple[Session, ...]]:
    """The last continuous illness up to the day: its first day, and its sessions, oldest first.

    Any other mark between ends it; a closure or an empty session does not.
    """
    found: list[Session] = []
    for year in (standing.year, standing.year - 1):
        row = standing.rows.get(year, EMPTY)
        last = slot_of(Session(standing.on, Half.PM)) if year == standing.year else SLOTS - 1
        for slot in range(last, -1, -1):
            if row[slot] == _ILL:
                found.append(session_of(year, slot))
            elif found and row[slot] not in _PASSED:
                return found[-1].on, tuple(reversed(found))
    return (found[-1].on if found else None), tuple(reversed(found))


def illness_days_by(standing: Standing, calendar: SchoolCalendar, until: date | None) -> int:
    """School days of illness in the year if it lasts until a day: those marked, and the school days to come (RET-4)."""
    to_come = calendar.count_after(standing.on, until) if until else 0
    return max(standing.illness_days, len(standing.illness_run)) + to_come


def check_sickness_return(standing: Standing | None, calendar: SchoolCalendar, until: date | None) -> None:
    """Refuse a sickness return while fifteen days are neither reached nor to be expected (RET-4)."""
    if standing is None:
        return
    if not standing.is_compulsory:
        raise refuse("RET-4", "The return is for pupils of compulsory school age. Close this case: none is due.")
    days = illness_days_by(standing, calendar, until)
    if days >= FIFTEEN_DAYS:
        return
    if until is None:
        says = (
            f"{days} school days of illness are marked this year. Record until when the illness is expected to last, "
            "and who says so; or wait until fifteen are reached."
        )
    else:
        says = (
            f"With an illness until {in_words(until)} it would be {days} school days this year, fewer than fifteen. "
            "No return is due yet."
        )
    raise refuse("RET-4", says)


def illness_undone(situation: Situation, until: date | None) -> str:
    """Why the fifteen days with which a case began no longer stand; empty while they do, or are expected (RET-4)."""
    standing = situation.standing
    if standing is None or until is not None or year_of(situation.opened_on) != standing.year:
        return ""
    row = standing.rows.get(standing.year, EMPTY)
    by_then = row.count(_ILL, 0, slot_of(Session(situation.opened_on, Half.PM)) + 1) // 2
    if max(by_then, len(standing.illness_run), standing.illness_days) >= FIFTEEN_DAYS:
        return ""
    says = (
        f"The marks have been corrected: illness this year now counts {standing.illness_days} school days, not fifteen."
    )
    made = situation.last("make_return")
    return f"{says} The return of {in_words(made.on)} rests on it: tell the authority." if made else says


def new_pupil_return_by(entered: date) -> date:
    """The last day of a new pupil's return: the fifth calendar day after the name was entered (RET-1)."""
    return entered + timedelta(days=NEW_PUPIL_DAYS)


def new_pupil_return_needed(
    entered: date, *, most_junior_class: bool, year_began: date, authority_asks: bool = False
) -> bool:
    """Whether a new pupil's return is due (RET-1).

    Joiners of the most junior class on the first day of the school year are left out, unless the authority asks.
    """
    return authority_asks or not (most_junior_class and entered <= year_began)


def is_most_junior(nc_year: str, lowest_age: int) -> bool:
    """Whether a year group is the most junior class of a school that takes pupils from that age.

    Where children come at four or younger, nursery and Reception are both where a school is begun.
    """
    if lowest_age <= _RECEPTION_AGE:
        return nc_year in _FIRST_CLASSES
    return nc_year == str(lowest_age - _RECEPTION_AGE)


def _run_around(calendar: SchoolCalendar, rows: Mapping[int, bytes], opened_on: date, until: date) -> int:
    """How long the run is that stood when a case was opened, whatever was marked after it."""
    days = calendar.between(year_starts(year_of(opened_on) - 1), until)
    at = sum(1 for day in days if day <= opened_on)
    longest = len(run_until(days[:at], rows, UNAUTHORISED))
    for n in range(at + 1, min(len(days), at + TEN_DAYS) + 1):
        run = run_until(days[:n], rows, UNAUTHORISED)
        if run.first is None or run.first > opened_on:
            break
        longest = max(longest, len(run))
    return longest


def _nothing_else_since(standing: Standing, first_day: date, run: DayRun) -> bool:
    """Whether no session from the starting day to the run carries a mark that says anything."""
    days = (first_day + timedelta(days=n) for n in range((run.days[0] - first_day).days))
    if (run.days[0] - first_day).days > MONTH_OF_DAYS:
        return False
    return all(standing.code_at(Session(day, half)) in (None, "#", "Y4", "Z") for day in days for half in Half)


def _on_this_roll(run: DayRun, first_day: date | None) -> DayRun:
    """The part of a run that lies in the pupil's present time on the roll."""
    if first_day is None or not run.days or run.days[0] >= first_day:
        return run
    return DayRun(
        tuple(day for day in run.days if day >= first_day), tuple(day for day in run.gaps if day >= first_day)
    )
