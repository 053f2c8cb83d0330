"""Everybody of a period with every session of it, read once: where all attendance figures of reports come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from rollbook.absence.words import short_day
from rollbook.audit.once import once
from rollbook.pupils.queries.groups import natural, year_order
from rollbook.pupils.queries.on_the_roll import CHARACTERISTICS, OnTheRoll, on_the_roll
from rollbook.registers.queries import year_lines
from rollbook.reports.asked import EVERYBODY, Asked, By, Measure, Slice, When, Whose
from rollbook.reports.report import Share
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import Totals, is_persistent, is_severe
from rollbook.rules.calendar import monday_of
from rollbook.rules.year_row import SYMBOL_OF, year_of, year_starts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rollbook.analytics.matrix import Matrix

SEXES = {"F": "Girls", "M": "Boys"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HALVES = ("Morning", "Afternoon")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a split: `key` for the address, `title` for the reader, whose sessions, when, and what they come to.

    `pupils` are those with a possible session; persistent and severe are among them.
    """

    key: str
    title: str
    whose: Whose
    when: When
    totals: Totals
    pupils: int
    persistent: int
    severe: int

    def share(self, measure: Measure) -> Share:
        """A share of this line that opens to what was counted."""
        opens = Slice(measure, self.when, self.whose)
        if measure is Measure.PERSISTENT:
            return Share(self.persistent, self.pupils, opens)
        if measure is Measure.SEVERE:
            return Share(self.severe, self.pupils, opens)
        return Share(measure.counted(self.totals), self.totals.possible, opens)


@dataclass(frozen=True, slots=True, eq=False)
class Roll:
    """The pupils of a period and a matrix for each of its years, rows in the order of `pupils`.

    Every figure is counted from these bytes by the code table of each date (PA-1, PA-2).
    """

    first: date
    last: date
    pupils: tuple[OnTheRoll, ...]
    matrices: tuple[Matrix, ...]
    _summaries: dict[When, NDArray[np.int32]] = field(default_factory=dict, repr=False)
    _rows: dict[Whose, NDArray[np.intp]] = field(default_factory=dict, repr=False)
    _groups: dict[UUID, list[int]] = field(default_factory=dict, repr=False)

    def which(self, whose: Whose) -> NDArray[np.intp]:
        """The rows of these pupils; looked for once for the same pupils."""
        import numpy as np

        known = self._rows.get(whose)
        if known is None:
            among = self._in_group(whose.group) if whose.group else range(len(self.pupils))
            known = np.fromiter((n for n in among if _is_of(self.pupils[n], whose)), dtype=np.intp)
            self._rows[whose] = known
        return known

    def _in_group(self, group: UUID) -> Sequence[int]:
        """The rows of a group: a school of sixty forms asks for each of them several times."""
        if not self._groups:
            for n, pupil in enumerate(self.pupils):
                for own in pupil.groups:
                    self._groups.setdefault(own.public_id, []).append(n)
        return tuple(dict.fromkeys(self._groups.get(group, ())))

    def summary(self, when: When) -> NDArray[np.int32]:
        """A row for each pupil in the order of `Totals`; counted once for the same sessions."""
        import numpy as np

        from rollbook.analytics.summary import summary

        known = self._summaries.get(when)
        if known is None:
            known = np.zeros((len(self.pupils), 6), dtype=np.int32)
            for matrix in self.parts(when):
                known = known + summary(matrix)
            self._summaries[when] = known
        return known

    def parts(self, when: When) -> Iterator[Matrix]:
        """The matrices of these sessions alone, a year after the other."""
        for matrix in self.matrices:
            part = matrix.between(when.first, when.last)
            if part.slots.size and (when.weekdays or when.halves):
                part = _some_sessions(part, when)
            if part.slots.size:
                yield part

    def totals(self, when: When, whose: Whose = EVERYBODY) -> Totals:
        """What these sessions of these pupils come to together."""
        return Totals(*(int(n) for n in self.summary(when)[self.which(whose)].sum(axis=0)))

    def by_pupil(self, when: When, whose: Whose = EVERYBODY) -> tuple[tuple[OnTheRoll, Totals], ...]:
        """Each of these pupils with what their own sessions come to, by surname; those without a session too."""
        rows = self.summary(when).tolist()
        return tuple((self.pupils[n], Totals(*rows[n])) for n in self.which(whose))

    def line(self, when: When, whose: Whose = EVERYBODY, *, key: str = "", title: str = "Everybody") -> Line:
        """These pupils as one line."""
        from rollbook.analytics.summary import flags

        own = self.summary(when)[self.which(whose)]
        held = own[own[:, 0] > 0]
        persistent, severe = (int(over.sum()) for over in flags(held))
        totals = Totals(*(int(n) for n in held.sum(axis=0)))
        return Line(key, title, whose, when, totals, len(held), persistent, severe)

    def lines(self, by: By, when: When, whose: Whose = EVERYBODY) -> tuple[Line, ...]:
        """The figures split, in the order in which an office reads them; empty lines are left out.

        A pupil with several characteristics stands in each of their lines.
        """
        if by is By.PUPIL:
            return tuple(
                _own_line(pupil, totals, when) for pupil, totals in self.by_pupil(when, whose) if totals.possible
            )
        parts = _SPLITS[by](self, when, whose)
        found = (self.line(days, these, key=key, title=title) for key, title, these, days in parts)
        return tuple(line for line in found if line.totals.possible)

    def codes(self, when: When, whose: Whose = EVERYBODY) -> Mapping[str, int]:
        """How often each code stands in these sessions, those that are not possible too."""
        import numpy as np

        rows = self.which(whose)
        counted = np.zeros(256, dtype=np.int64)
        for part in self.parts(when):
            counted += np.bincount(part.codes[rows].ravel(), minlength=256)
        return {symbol: int(counted[byte]) for byte, symbol in SYMBOL_OF.items() if counted[byte]}

    def weeks(self, when: When) -> tuple[When, ...]:
        """The period cut at Mondays."""
        starts, day = [], monday_of(when.first)
        while day <= when.last:
            starts.append(day)
            day += timedelta(days=7)
        return tuple(_part(when, max(s, when.first), min(s + timedelta(days=6), when.last)) for s in starts)


@once
def the_roll(actor: Actor, first: date, last: date) -> Roll:
    """Whoever this person may see of the period, with their sessions: four statements, three without flags."""
    from rollbook.analytics.matrix import Matrix

    pupils = on_the_roll(actor, first, last)
    years = range(year_of(first), year_of(last) + 1)
    rows = {(line.pupil_id, line.year): line.codes for line in year_lines(actor, years)}
    empty = bytes(732)
    matrices = tuple(Matrix.of_rows(y, [rows.get((p.id, y), empty) for p in pupils]) for y in years)
    return Roll(first, last, pupils, matrices)


def roll_for(actor: Actor, asked: Asked, *, since: date | None = None) -> Roll:
    """The roll of the days asked about, or from an earlier day on."""
    return the_roll(actor, min(asked.first, since or asked.first), asked.last)


def _is_of(pupil: OnTheRoll, whose: Whose) -> bool:
    if whose.pupil and pupil.public_id != whose.pupil:
        return False
    if whose.nc_years and pupil.nc_year not in whose.nc_years:
        return False
    if whose.sex and pupil.sex != whose.sex:
        return False
    if whose.having and not pupil.having.intersection(whose.having):
        return False
    if whose.trait and whose.trait not in pupil.having:
        return False
    if whose.group and all(group.public_id != whose.group for group in pupil.groups):
        return False
    return not whose.groups or any(group.public_id in whose.groups for group in pupil.groups)


def _own_line(pupil: OnTheRoll, totals: Totals, when: When) -> Line:
    """A pupil as a line of their own."""
    whose = Whose(pupil=pupil.public_id)
    over = int(is_persistent(totals)), int(is_severe(totals))
    return Line(str(pupil.public_id), pupil.listed_name, whose, when, totals, 1, *over)


def _some_sessions(part: Matrix, when: When) -> Matrix:
    """Only these weekdays and halves."""
    import numpy as np

    from rollbook.analytics.matrix import Matrix

    kept = np.ones(part.slots.size, dtype=bool)
    if when.weekdays:
        weekday = (part.slots // 2 + year_starts(part.year).isoweekday() - 1) % 7 + 1
        kept &= np.isin(weekday, when.weekdays)
    if when.halves:
        kept &= np.isin(part.slots % 2, when.halves)
    return Matrix(part.year, np.ascontiguousarray(part.codes[:, kept]), part.slots[kept])


def _part(when: When, first: date, last: date) -> When:
    return When(first, last, when.weekdays, when.halves)


_Split = tuple[str, str, Whose, When]


def _by_year(roll: Roll, when: When, whose: Whose) -> Iterable[_Split]:
    years = {p.nc_year for p in roll.pupils if p.nc_year and _is_of(p, whose)}
    for year in sorted(years, key=year_order):
        yield year, f"Year {year}" if year.isdigit() else year, replace(whose, nc_years=(year,)), when


def _by_group(kind: str) -> Callable[[Roll, When, Whose], Iterable[_Split]]:
    def split(roll: Roll, when: When, whose: Whose) -> Iterable[_Split]:
        found = {g.public_id: g for p in roll.pupils if _is_of(p, whose) for g in p.groups if g.kind == kind}
        for group in sorted(found.values(), key=lambda g: (year_order(g.nc_year), natural(g.name))):
            yield str(group.public_id), group.name, replace(whose, group=group.public_id), when

    return split


def _by_sex(roll: Roll, when: When, whose: Whose) -> Iterable[_Split]:
    for sex, title in SEXES.items():
        yield sex, title, replace(whose, sex=sex), when


def _by_having(roll: Roll, when: When, whose: Whose) -> Iterable[_Split]:
    for kind, title in CHARACTERISTICS.items():
        yield kind, title, replace(whose, trait=kind), when


def _by_weekday(roll: Roll, when: When, whose: Whose) -> Iterable[_Split]:
    for day, title in enumerate(WEEKDAYS, start=1):
        if not when.weekdays or day in when.weekdays:
            yield str(day), title, whose, When(when.first, when.last, (day,), when.halves)


def _by_half(roll: Roll, when: When, whose: Whose) -> Iterable[_Split]:
    for half, title in enumerate(HALVES):
        if not when.halves or half in when.halves:
            yield str(half), title, whose, When(when.first, when.last, when.weekdays, (half,))


def _by_week(roll: Roll, when: When, whose: Whose) -> Iterable[_Split]:
    for week in roll.weeks(when):
        yield week.first.isoformat(), f"Week of {short_day(monday_of(week.first), around=when.last)}", whose, week


_SPLITS: Mapping[By, Callable[[Roll, When, Whose], Iterable[_Split]]] = {
    By.NC_YEAR: _by_year,
    By.FORM: _by_group("registration"),
    By.HOUSE: _by_group("house"),
    By.SEX: _by_sex,
    By.HAVING: _by_having,
    By.WEEKDAY: _by_weekday,
    By.HALF: _by_half,
    By.WEEK: _by_week,
}
