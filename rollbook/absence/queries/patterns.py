"""Patterns of absence: for a list of pupils, and for one with every measure that was taken (CASE-A, PA-11)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from rollbook.absence.queries.days import days_met
from rollbook.audit.once import read_once
from rollbook.pupils.queries import siblings_of
from rollbook.registers.queries import YearLine, rows_by_pupil, year_lines
from rollbook.registers.queries.lesson_marks import lesson_marks_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.calendar import Days, SchoolCalendar
from rollbook.rules.codes import code_on
from rollbook.rules.days_seen import LOOKED_BACK, DaysSeen, days_seen
from rollbook.rules.patterns import LessonSeen, Measure, measures, patterns
from rollbook.rules.sessions import Session
from rollbook.rules.year_row import EMPTY, mark_at, year_ends, year_of, year_starts
from rollbook.schools.queries import terms_and_closures


@dataclass(frozen=True, slots=True)
class PatternStory:
    """What was looked at for one pupil: since which day, over how many school days, and every measure."""

    since: date | None
    days: int
    measures: tuple[Measure, ...]

    @property
    def patterns(self) -> tuple[Measure, ...]:
        return tuple(one for one in self.measures if one.is_pattern)

    @property
    def others(self) -> tuple[Measure, ...]:
        """What was looked at and is no pattern."""
        return tuple(one for one in self.measures if not one.is_pattern)


def patterns_of(actor: Actor, pupils: Collection[int]) -> Mapping[int, tuple[Measure, ...]]:
    """The patterns of these pupils by key, those without one left out: seven statements, eight after a closure.

    Days alone, and brothers and sisters; lessons are looked at for one pupil (`pattern_story`).
    """
    actor.require(Permission.SEE_WATCH_LISTS)
    if not pupils:
        return {}
    with read_once():
        seen, names = _seen(actor, pupils)
        terms = _terms(actor)
    found = {
        pupil: patterns(
            seen[pupil],
            terms=terms,
            siblings={name: seen[other] for other, name in names.get(pupil, {}).items()},
        )
        for pupil in pupils
    }
    return {pupil: theirs for pupil, theirs in found.items() if theirs}


def pattern_story(actor: Actor, pupil: int) -> PatternStory:
    """Everything that was looked at for one pupil, lessons too: a fixed number of statements."""
    actor.require(Permission.SEE_WATCH_LISTS)
    with read_once():
        seen, names = _seen(actor, [pupil])
        terms = _terms(actor)
        mine = seen[pupil]
        lessons = lesson_marks_of(actor, pupil, mine.first, actor.today) if mine.first else ()
        rows = rows_by_pupil(_years(actor, [pupil])).get(pupil, {})
    taken = (
        LessonSeen(one.session, one.what, code_on(one.code, one.session.on).absent)
        for one in lessons
        if _in_school(rows, one.session)
    )
    siblings = {name: seen[other] for other, name in names.get(pupil, {}).items()}
    return PatternStory(mine.first, len(mine.days), measures(mine, terms=terms, siblings=siblings, lessons=taken))


def _seen(actor: Actor, pupils: Collection[int]) -> tuple[Mapping[int, DaysSeen], Mapping[int, Mapping[int, str]]]:
    """The days of these pupils, and those of their brothers and sisters with their names."""
    year = year_of(actor.today)
    calendar: SchoolCalendar = days_met(actor, first=year_starts(year - 1), last=year_ends(year))
    names = {pupil: {line.id: line.name for line in lines} for pupil, lines in siblings_of(actor, pupils).items()}
    everybody = {*pupils, *(other for theirs in names.values() for other in theirs)}
    rows = rows_by_pupil(_years(actor, everybody))
    return {
        pupil: days_seen(calendar, rows.get(pupil, {}), actor.today, looked_back=LOOKED_BACK) for pupil in everybody
    }, names


def _years(actor: Actor, pupils: Collection[int]) -> tuple[YearLine, ...]:
    year = year_of(actor.today)
    return year_lines(actor, [year - 1, year], pupils)


def _terms(actor: Actor) -> tuple[Days, ...]:
    year = year_of(actor.today)
    return tuple(
        Days(term.first, term.last) for each in (year - 1, year) for term in terms_and_closures(actor, each).terms
    )


def _in_school(rows: Mapping[int, bytes], session: Session) -> bool:
    """Whether the register says that the pupil was at school in that session: only then is one lesson missed."""
    symbol = mark_at(rows.get(year_of(session.on), EMPTY), session)
    return symbol is not None and code_on(symbol, session.on).attends
