"""One day, pupil by pupil: what stands in each half, beside the pupil's year so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rollbook.pupils.queries.on_the_roll import OnTheRoll
from rollbook.reports.asked import EVERYBODY, When, Whose
from rollbook.reports.queries.roll import Roll
from rollbook.rules.attendance import Totals, is_persistent
from rollbook.rules.codes import in_force
from rollbook.rules.sessions import Half
from rollbook.rules.year_row import SYMBOL_OF, year_of, year_starts

NO_REASON = "N"


@dataclass(frozen=True, slots=True)
class DayLine:
    """A pupil on a day: the code of each half (empty without a mark), and the school year to that day."""

    pupil: OnTheRoll
    on: date
    codes: tuple[str, str]
    year: Totals

    @property
    def is_absent(self) -> bool:
        """Whether a half of the day is an absence, those after the close of the register too (COD-3)."""
        return any(in_force(self.on)[code].absent for code in self.codes if code)

    @property
    def came(self) -> bool:
        """Whether every absence of the day is a late arrival: the pupil is in."""
        return all(in_force(self.on)[c].late for c in self.codes if c and in_force(self.on)[c].absent)

    @property
    def no_reason(self) -> bool:
        return NO_REASON in self.codes

    @property
    def persistent(self) -> bool:
        return is_persistent(self.year)


def whole_year_to(on: date) -> When:
    """The school year so far, that day included."""
    return When(year_starts(year_of(on)), on)


def day_lines(roll: Roll, on: date, whose: Whose = EVERYBODY) -> tuple[DayLine, ...]:
    """Each of these pupils who was on the register that day, by surname; the roll must hold the year to that day."""
    codes = _codes(roll, on)
    years = roll.summary(whole_year_to(on)).tolist()
    return tuple(
        DayLine(roll.pupils[n], on, codes[n], Totals(*years[n]))
        for n in roll.which(whose)
        if roll.pupils[n].first_day <= on and (roll.pupils[n].last_day or on) >= on
    )


def _codes(roll: Roll, on: date) -> Mapping[int, tuple[str, str]]:
    for part in roll.parts(When(on, on)):
        return {n: (_symbol(am), _symbol(pm)) for n, (am, pm) in enumerate(part.codes.tolist())}
    return dict.fromkeys(range(len(roll.pupils)), ("", ""))


def _symbol(byte: int) -> str:
    return SYMBOL_OF.get(byte, "")


def count_halves(lines: tuple[DayLine, ...]) -> Mapping[Half, Mapping[str, int]]:
    """How often each code stands in each half; at the empty code, pupils without a mark."""
    found: dict[Half, dict[str, int]] = {half: {} for half in Half}
    for line in lines:
        for half in Half:
            found[half][line.codes[half]] = found[half].get(line.codes[half], 0) + 1
    return found
