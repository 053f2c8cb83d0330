"""Pupils in the making: who is on which roll, when, and how each leans towards absence."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from math import exp
from random import Random

from rollbook.demo.names import COMMUNITIES, Community
from rollbook.demo.values import AcademicYear, Characteristic, CharacteristicKind, Enrolment, Kind
from rollbook.demo.years import academic_year
from rollbook.rules.age import school_leaving_date

# Year groups by phase, counted from 0 for Reception.
YEARS = {Kind.PRIMARY: range(7), Kind.SECONDARY: range(7, 12)}

# Our assumptions, chosen so that about 9 % of enrolments are part-year and severe absentees are
# on roll for fewer sessions than others, as FFT found in 2022.
_PART_YEAR = 0.0175
_TILT = 1.5
_MOST = 0.45
_THIS_AUTUMN = 0.012


@dataclass(slots=True)
class Draft:
    """A pupil before being written out. `absence` leans: 0 is usual, 1 is one deviation worse."""

    key: str
    cohort: int
    sex: str
    born: date
    absence: float
    lateness: float
    phase: Kind = Kind.PRIMARY
    form: int = 0
    enrolments: list[Enrolment] = field(default_factory=list)
    characteristics: list[Characteristic] = field(default_factory=list)
    family: int = -1
    community: Community = COMMUNITIES[0]
    forename: str = ""
    middle: str = ""
    surname: str = ""
    preferred_forename: str = ""
    preferred_surname: str = ""

    def has(self, kind: CharacteristicKind) -> bool:
        return any(known.kind is kind for known in self.characteristics)

    def year_group_in(self, first: int) -> int:
        """The year group in the academic year that begins in `first`; 0 is Reception."""
        return first - self.cohort


@dataclass(frozen=True, slots=True)
class Roll:
    """One school's drafts, now on roll or since the start of last year."""

    slug: str
    phase: Kind
    forms: int
    drafts: tuple[Draft, ...]


class Intake:
    """Fills the rolls of one school after another, so that a trust's pupils can move up."""

    def __init__(self, *, seed: int, on: date, this_year: int) -> None:
        self._random = Random(f"{seed}:intake")
        self._seed, self._on, self._this_year = seed, on, this_year
        self._count = 0
        self._moving_up: list[Draft] = []
        self._admitted: dict[str, int] = {}
        self._starts: dict[tuple[int, Kind], date] = {}

    def roll(self, slug: str, phase: Kind, pupils: int) -> Roll:
        """The drafts of one school with `pupils` on roll now, and those who left since last September."""
        years = YEARS[phase]
        forms = max(1, -(-pupils // (len(years) * 30)))
        drafts: list[Draft] = []
        for at, year_group in enumerate((*years, years[-1] + 1)):
            size = pupils // len(years) + (1 if at < pupils % len(years) else 0)
            drafts.extend(self._cohort(slug, phase, year_group, size, forms))
        return Roll(slug, phase, forms, tuple(drafts))

    def _cohort(self, slug: str, phase: Kind, year_group: int, size: int, forms: int) -> list[Draft]:
        cohort = self._this_year - year_group
        finished = year_group not in YEARS[phase]
        drafts = [self._arrival(cohort, phase) for _ in range(size)]
        leavers: list[Draft] = []
        for place, draft in enumerate(drafts):
            draft.form = place % forms
            leaver = self._place(draft, slug, phase, finished=finished)
            if leaver is not None:
                leaver.form = draft.form
                leavers.append(leaver)
        if finished and phase is Kind.PRIMARY:
            self._moving_up.extend(draft for draft in drafts if self._random.random() < 0.8)
        return drafts + leavers

    def _arrival(self, cohort: int, phase: Kind) -> Draft:
        if phase is Kind.SECONDARY and cohort == self._this_year - YEARS[phase][0] and self._moving_up:
            return self._moving_up.pop()
        return self._draft(cohort, lean=0.0)

    def _draft(self, cohort: int, *, lean: float) -> Draft:
        self._count += 1
        chance = self._random
        return Draft(
            key=f"p{self._count:05d}",
            cohort=cohort,
            sex=chance.choice("FM"),
            born=date.fromordinal(date(cohort - 5, 9, 1).toordinal() + chance.randrange(365)),
            absence=chance.gauss(lean, 1.0),
            lateness=chance.gammavariate(0.35, 1 / 0.35),
        )

    def _place(self, draft: Draft, slug: str, phase: Kind, *, finished: bool) -> Draft | None:
        """Put a draft on the roll; where it takes the place of one who left, give that one too."""
        draft.phase = phase
        last_year = self._year(self._this_year - 1, phase)
        ends = self._finished(phase) if finished else None
        normal = self._first_day(draft.cohort + YEARS[phase][0], phase)
        was_here = normal < last_year.starts
        joins = was_here and self._random.random() < self._part_year_chance(draft)
        leaves = was_here and self._random.random() < self._part_year_chance(draft)

        if finished and leaves and not joins:
            self._enrol(draft, slug, normal, self._some_day(last_year), "IM")
            return None
        if joins:
            start = self._some_day(last_year)
            return self._joined(draft, slug, phase, start, ends)
        if not finished and self._on.month != 9 and self._random.random() < _THIS_AUTUMN:
            start = self._some_day(self._year(self._this_year, phase), before=self._on)
            return self._joined(draft, slug, phase, start, ends)
        self._enrol(draft, slug, normal, ends, "" if ends is None else "PM")
        return None

    def _joined(self, draft: Draft, slug: str, phase: Kind, start: date, ends: date | None) -> Draft:
        """The draft takes up a place in mid-year that another had left some days before."""
        self._enrol(draft, slug, start, ends, "" if ends is None else "PM")
        leaver = self._draft(draft.cohort, lean=_TILT)
        leaver.phase = phase
        normal = self._first_day(draft.cohort + YEARS[phase][0], phase)
        days = self._year(start.year if start.month >= 9 else start.year - 1, phase).school_days
        earlier = [day for day in days if day < start] or [days[0]]
        left = self._random.choice(earlier)
        self._enrol(leaver, slug, min(normal, left), left, self._random.choice(("IM", "IM", "IM", "LC", "EL", "OR")))
        return leaver

    def _enrol(self, draft: Draft, slug: str, starts: date, ends: date | None, reason: str) -> None:
        number = self._admitted[slug] = self._admitted.get(slug, 1000) + 1
        draft.enrolments.append(Enrolment(slug, starts, ends, reason, "C", "", number))

    def _part_year_chance(self, draft: Draft) -> float:
        return min(_MOST, _PART_YEAR * exp(_TILT * draft.absence))

    def _finished(self, phase: Kind) -> date:
        if phase is Kind.SECONDARY:
            return school_leaving_date(self._this_year)
        return self._year(self._this_year - 1, phase).school_days[-1]

    def _some_day(self, year: AcademicYear, before: date = date.max) -> date:
        """A day of joining or leaving, most often a Monday, clear of both ends of the year."""
        days = [day for day in year.school_days[8:-15] if day < before] or [year.school_days[0]]
        mondays = [day for day in days if day.weekday() == 0]
        return self._random.choice(mondays if mondays and self._random.random() < 0.5 else days)

    def _first_day(self, first: int, phase: Kind) -> date:
        key = (first, phase)
        if key not in self._starts:
            self._starts[key] = self._year(first, phase).school_days[0]
        return self._starts[key]

    def _year(self, first: int, phase: Kind) -> AcademicYear:
        return academic_year(first, phase, self._seed)
