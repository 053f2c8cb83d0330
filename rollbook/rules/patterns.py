"""Whether absence keeps to certain days, lessons or company more than chance would have it: our own policy (PA-11).

A pattern is named from three days on, and only where chance alone would do as much less than once in fifty times.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import comb

from rollbook.rules.calendar import Days, monday_of
from rollbook.rules.days_seen import DaySeen, DaysSeen
from rollbook.rules.sessions import Session

LEAST = 3
CHANCE = Fraction(1, 50)
# As many days between two school days as a week-end with one more day makes.
LONG_WEEKEND = 4
LEAST_WEEKS = 5
FRIDAY, MONDAY = 4, 0
WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays")


class PatternKind(StrEnum):
    """What is looked for."""

    WEEKDAY = "weekday"
    WEEKENDS = "fridays-and-mondays"
    HOLIDAYS = "beside-holidays"
    TERM_ENDS = "term-ends"
    BROKEN_WEEKS = "broken-weeks"
    SIBLINGS = "siblings"
    LESSON = "lesson"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    PatternKind.WEEKDAY: "One weekday",
    PatternKind.WEEKENDS: "Fridays and Mondays",
    PatternKind.HOLIDAYS: "Beside holidays",
    PatternKind.TERM_ENDS: "First and last days of term",
    PatternKind.BROKEN_WEEKS: "Broken weeks",
    PatternKind.SIBLINGS: "With a brother or sister",
    PatternKind.LESSON: "One lesson",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """What was counted against what would be expected: `counted` of the `of` days (weeks, lessons) looked at.

    `absent` of `days` is the absence in all. `sessions` are those that make the count, `left_out` the sessions of
    long spells, which say nothing of single days.
    """

    kind: PatternKind
    what: str
    counted: int
    of: int
    absent: int
    days: int
    expected: Fraction
    is_pattern: bool
    sessions: tuple[Session, ...]
    left_out: tuple[Session, ...] = ()
    rule: str = "PA-11"

    @property
    def expected_words(self) -> str:
        """To one decimal, half up."""
        tenths = (self.expected * 20 + 1) // 2
        return f"{tenths // 10}.{tenths % 10}"

    @property
    def says(self) -> str:
        """E.g. “Mondays: absent on 6 of 19. 8 days of absence over 95 school days, so 1.6 would be expected.”"""
        match self.kind:
            case PatternKind.BROKEN_WEEKS:
                return (
                    f"Broken weeks: {self.counted} of {self.of} school weeks were missed in part. "
                    f"The same {self.absent} days in a row would have touched {self.expected_words.removesuffix('.0')}."
                )
            case PatternKind.LESSON:
                how, unit, over = "missed", "lessons missed", "lessons while in school"
            case _:
                how, unit, over = "absent on", "days of absence", "school days"
        return (
            f"{self.what}: {how} {self.counted} of {self.of}. {self.absent} {unit} over {self.days} {over}, "
            f"so {self.expected_words} would be expected."
        )


@dataclass(frozen=True, slots=True)
class LessonSeen:
    """A lesson that a pupil was to be in: its session, what it is called, and whether the pupil was missing."""

    session: Session
    what: str
    absent: bool


def by_chance(counted: int, *, of: int, absent: int, days: int) -> Fraction:
    """How likely so many or more of the absences would fall on those days, if each day were as likely as another."""
    ways = sum(comb(of, n) * comb(days - of, absent - n) for n in range(counted, min(of, absent) + 1))
    return Fraction(ways, comb(days, absent))


def measures(
    seen: DaysSeen,
    *,
    terms: Sequence[Days] = (),
    siblings: Mapping[str, DaysSeen] | None = None,
    lessons: Iterable[LessonSeen] = (),
) -> tuple[Measure, ...]:
    """Everything that was looked at, whether a pattern or not (PA-11).

    `siblings` are the days of brothers and sisters by name; `lessons` those of sessions the pupil was in school for.
    """
    weekdays = _weekdays(seen)
    single = {m.what for m in weekdays if m.is_pattern}
    both = [] if single & {WEEKDAYS[FRIDAY], WEEKDAYS[MONDAY]} else [_weekends(seen)]
    beside = [_beside(seen, terms), _term_ends(seen, terms)]
    together = [_together(seen, name, days, len(siblings or {})) for name, days in (siblings or {}).items()]
    by_weekday = any(one.is_pattern for one in (*weekdays, *both))
    return (*weekdays, *both, *beside, _broken_weeks(seen, is_told=by_weekday), *together, *_lessons(lessons))


def patterns(
    seen: DaysSeen,
    *,
    terms: Sequence[Days] = (),
    siblings: Mapping[str, DaysSeen] | None = None,
    lessons: Iterable[LessonSeen] = (),
) -> tuple[Measure, ...]:
    """What is a pattern among all that was looked at (PA-11)."""
    lessons = tuple(lessons)
    if not lessons and sum(bool(day.absent) for day in seen.days) < LEAST:
        return ()
    found = measures(seen, terms=terms, siblings=siblings, lessons=lessons)
    return tuple(one for one in found if one.is_pattern)


def _weekdays(seen: DaysSeen) -> list[Measure]:
    known = [n for n in range(len(WEEKDAYS)) if any(day.on.weekday() == n for day in seen.single)]
    return [
        _measure(PatternKind.WEEKDAY, WEEKDAYS[n], seen, seen.single, _on_weekdays(n), tried=len(known)) for n in known
    ]


def _weekends(seen: DaysSeen) -> Measure:
    return _measure(
        PatternKind.WEEKENDS, "Fridays and Mondays", seen, seen.single, _on_weekdays(FRIDAY, MONDAY), tried=1
    )


def _beside(seen: DaysSeen, terms: Sequence[Days]) -> Measure:
    """The days on either side of four or more without school, but for those that begin or end a term."""
    ends = _ends_of(terms, seen.school_days)
    beside = {
        day
        for before, after in zip(seen.school_days, seen.school_days[1:], strict=False)
        if (after - before).days >= LONG_WEEKEND
        for day in (before, after)
    }
    what = "Days beside a holiday or a long weekend"
    return _measure(PatternKind.HOLIDAYS, what, seen, seen.days, (beside - ends).__contains__, tried=1)


def _term_ends(seen: DaysSeen, terms: Sequence[Days]) -> Measure:
    ends = _ends_of(terms, seen.school_days)
    return _measure(PatternKind.TERM_ENDS, "First and last days of term", seen, seen.days, ends.__contains__, tried=1)


def _together(seen: DaysSeen, name: str, other: DaysSeen, tried: int) -> Measure:
    theirs = {day.on: bool(day.absent) for day in other.days}
    common = tuple(day for day in seen.single if day.on in theirs)
    what = f"Days on which {name} was absent too"
    return _measure(PatternKind.SIBLINGS, what, seen, common, lambda on: theirs[on], tried=tried)


def _broken_weeks(seen: DaysSeen, *, is_told: bool) -> Measure:
    """Against the fewest weeks that as many days in a row would touch; no news where a weekday has told it."""
    weeks: defaultdict[date, list[DaySeen]] = defaultdict(list)
    for day in seen.single:
        weeks[monday_of(day.on)].append(day)
    broken = [days for days in weeks.values() if any(d.absent for d in days) and any(not d.absent for d in days)]
    absent = sum(bool(day.absent) for day in seen.single)
    fewest = -(-absent // max((len(days) for days in weeks.values()), default=1))
    return Measure(
        kind=PatternKind.BROKEN_WEEKS,
        what="Broken weeks",
        counted=len(broken),
        of=len(weeks),
        absent=absent,
        days=len(seen.single),
        expected=Fraction(fewest),
        is_pattern=not is_told and len(broken) >= max(LEAST_WEEKS, 2 * fewest) and len(broken) * 2 >= len(weeks),
        sessions=tuple(session for days in broken for day in days for session in day.absent),
        left_out=seen.spells,
    )


def _lessons(lessons: Iterable[LessonSeen]) -> list[Measure]:
    taken: defaultdict[str, list[LessonSeen]] = defaultdict(list)
    for lesson in lessons:
        taken[lesson.what].append(lesson)
    days = sum(len(of_one) for of_one in taken.values())
    absent = sum(lesson.absent for of_one in taken.values() for lesson in of_one)
    return [
        _counted(
            PatternKind.LESSON,
            what,
            sessions=tuple(lesson.session for lesson in of_one if lesson.absent),
            counted=sum(lesson.absent for lesson in of_one),
            of=len(of_one),
            absent=absent,
            days=days,
            tried=len(taken),
        )
        for what, of_one in sorted(taken.items())
    ]


def _measure(
    kind: PatternKind,
    what: str,
    seen: DaysSeen,
    days: Collection[DaySeen],
    is_such: Callable[[date], bool],
    *,
    tried: int,
) -> Measure:
    made_of = [day for day in days if day.absent and is_such(day.on)]
    return _counted(
        kind,
        what,
        sessions=tuple(session for day in made_of for session in day.absent),
        counted=len(made_of),
        of=sum(is_such(day.on) for day in days),
        absent=len([day for day in days if day.absent]),
        days=len(days),
        tried=tried,
        left_out=() if days is seen.days else seen.spells,
    )


def _counted(
    kind: PatternKind,
    what: str,
    *,
    sessions: tuple[Session, ...],
    counted: int,
    of: int,
    absent: int,
    days: int,
    tried: int,
    left_out: tuple[Session, ...] = (),
) -> Measure:
    """Named only if it is rarer by chance than the limit, which is shared among all that were tried."""
    more = counted >= LEAST and counted * days > absent * of
    named = more and by_chance(counted, of=of, absent=absent, days=days) * tried <= CHANCE
    expected = Fraction(absent * of, days) if days else Fraction(0)
    return Measure(kind, what, counted, of, absent, days, expected, named, sessions, left_out)


def _on_weekdays(*weekdays: int) -> Callable[[date], bool]:
    return lambda on: on.weekday() in weekdays


def _ends_of(terms: Sequence[Days], school_days: Sequence[date]) -> set[date]:
    """The first and the last school day of each term; not the first of one that began before these days."""
    found: set[date] = set()
    for term in terms:
        inside = [day for day in school_days if day in term]
        if inside:
            found.add(inside[-1])
        if inside and term.first >= school_days[0]:
            found.add(inside[0])
    return found
