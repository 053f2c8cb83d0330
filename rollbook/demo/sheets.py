"""One school's year as it is being marked: a sheet of sessions for each pupil.

Slots run through the school days of the year: day 0 AM, day 0 PM, day 1 AM …
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from operator import mul
from random import Random

from rollbook.demo.drafts import Draft
from rollbook.demo.targets import ABSENT, SPELLS

OPEN = ""
OFF_ROLL = "-"
NOT_REQUIRED = frozenset({"Y4", "D", "X"})
_MONTHS = {9: 0.80, 10: 1.0, 11: 1.15, 12: 1.45, 1: 1.15, 2: 1.15, 3: 1.08, 4: 0.82, 5: 0.80, 6: 0.82, 7: 0.85}
_TRIES = 14
_BALANCED = 0.012


@dataclass(slots=True)
class Sheet:
    """One pupil's year: a code a slot, and how many absences are still to be placed."""

    draft: Draft
    codes: list[str]
    first: int
    last: int
    possible: int = 0
    rate: float = 0.0
    left: int = 0
    year_group: int = 0
    form: int = 0
    minutes: dict[int, int] = field(default_factory=dict)
    details: dict[int, str] = field(default_factory=dict)

    def put(self, start: int, length: int, code: str) -> int:
        """Mark up to `length` sessions on from a slot, passing over sessions not required; how many."""
        placed = 0
        length = min(length, self.left)
        for slot in range(start, self.last * 2 + 2):
            if placed == length:
                break
            if self.codes[slot] == OPEN:
                self.codes[slot] = code
                placed += 1
            elif self.codes[slot] in ABSENT:
                break
        self.left -= placed
        return placed

    def stands_alone(self, start: int, length: int) -> bool:
        """Whether a spell from a slot would touch no other."""
        if self.codes[start] != OPEN or (start > 0 and self.codes[start - 1] in SPELLS):
            return False
        after = self.codes[start : min(start + length + 1, self.last * 2 + 2)]
        return not any(code in SPELLS for code in after)

    def is_single_day(self, day: int) -> bool:
        """Whether the day is a whole day of ordinary absence with the sessions round it attended."""
        am, pm = self.codes[2 * day], self.codes[2 * day + 1]
        around = self.codes[max(0, 2 * day - 1) : 2 * day] + self.codes[2 * day + 2 : 2 * day + 3]
        return am == pm and am in ("I", "O", "C") and not any(code in SPELLS for code in around)


class Diary:
    """The year's days with the weights by which spells of absence begin on them.

    Weekday weights are steered as the sheets fill, so that even a small school shows the
    week that England's schools show.
    """

    def __init__(self, days: tuple[date, ...], weekdays: tuple[float, ...], random: Random) -> None:
        self.days = days
        self.ends_of_half_terms = _ends_of_half_terms(self.days)
        self._random = random
        self._target = weekdays
        self._weekday = [day.weekday() for day in self.days]
        self._month = [_MONTHS.get(day.month, 1.0) for day in self.days]
        last_weeks = {day for end in self.ends_of_half_terms for day in range(max(0, end - 4), end + 1)}
        self._unauthorised = [1.9 if at in last_weeks else 1.0 for at in range(len(self.days))]
        self._short: list[list[float]] = []
        self._long: list[list[float]] = []
        self._away = [0] * 5
        self._due = [0] * 5
        self._lean = [target**2.5 for target in weekdays]
        self.steer([])

    def steer(self, finished: list[Sheet]) -> None:
        """Add finished sheets to the week as marked so far, and lean against what is off."""
        for sheet in finished:
            self._add(sheet)
        self._lean = [
            min(6.0, max(0.15, lean * (target / seen) ** 1.5))
            for lean, target, seen in zip(self._lean, self._target, self.week(), strict=True)
        ]
        short = [self._month[at] * self._lean[self._weekday[at]] for at in range(len(self.days))]
        self._short = [list(accumulate(short)), list(accumulate(map(mul, short, self._unauthorised)))]
        self._long = [list(accumulate(self._month)), list(accumulate(map(mul, self._month, self._unauthorised)))]

    def week(self) -> list[float]:
        """Each weekday's absence against the mean, over the sheets finished; all 1 while there is none."""
        if not sum(self._away) or not all(self._due):
            return list(self._target)
        mean = sum(self._away) / sum(self._due)
        return [max(0.05, away / due / mean) for away, due in zip(self._away, self._due, strict=True)]

    def start(self, sheet: Sheet, length: int, *, unauthorised: bool) -> int:
        """A day on which a spell of so many sessions would begin."""
        table = (self._short if length <= 2 else self._long)[unauthorised]
        low = table[sheet.first - 1] if sheet.first else 0.0
        day = bisect_right(table, low + self._random.random() * (table[sheet.last] - low))
        return min(day, sheet.last)

    def place(self, sheet: Sheet, length: int, code: str, *, half: int = 0, unauthorised: bool = False) -> int:
        """Place one spell where it stands alone, or wherever there is room; the slot, or -1."""
        for _ in range(_TRIES):
            slot = 2 * self.start(sheet, length, unauthorised=unauthorised) + half
            if sheet.stands_alone(slot, length):
                sheet.put(slot, length, code)
                return slot
        return self._squeeze(sheet, length, code)

    def balance(self, sheets: list[Sheet]) -> None:
        """Move single days of absence within their week until each weekday has its share."""
        for _ in range(200 * len(sheets)):
            over = self._over()
            if max(map(abs, over)) < _BALANCED:
                return
            heavy = [weekday for weekday in range(5) if over[weekday] > 0]
            light = [weekday for weekday in range(5) if over[weekday] < 0]
            self._move(self._random.choice(sheets), self._random.choice(heavy), self._random.choice(light))

    def _squeeze(self, sheet: Sheet, length: int, code: str) -> int:
        room = [slot for slot in range(2 * sheet.first, 2 * sheet.last + 2) if sheet.codes[slot] == OPEN]
        if not room:
            sheet.left = 0
            return -1
        slot = self._random.choice(room)
        if slot % 2 and sheet.codes[slot - 1] == OPEN:
            slot -= 1
        sheet.put(slot, length, code)
        return slot

    def _over(self) -> list[float]:
        return [seen - target for seen, target in zip(self.week(), self._target, strict=True)]

    def _move(self, sheet: Sheet, here: int, there: int) -> None:
        day = self._random.randint(sheet.first, sheet.last)
        day += here - self._weekday[day]
        if not sheet.first <= day <= sheet.last or self._weekday[day] != here or not sheet.is_single_day(day):
            return
        other = day + there - here
        if not sheet.first <= other <= sheet.last or (self.days[other] - self.days[day]).days != there - here:
            return
        if not sheet.stands_alone(2 * other, 2):
            return
        code = sheet.codes[2 * day]
        sheet.codes[2 * day : 2 * day + 2] = [OPEN, OPEN]
        sheet.codes[2 * other : 2 * other + 2] = [code, code]
        self._away[here] -= 2
        self._away[there] += 2

    def _add(self, sheet: Sheet) -> None:
        for day in range(sheet.first, sheet.last + 1):
            weekday = self._weekday[day]
            for code in sheet.codes[2 * day : 2 * day + 2]:
                self._due[weekday] += code not in NOT_REQUIRED
                self._away[weekday] += code in ABSENT


def _ends_of_half_terms(days: tuple[date, ...]) -> tuple[int, ...]:
    """The last school day before each break of five days or more, as an index."""
    gaps = [at for at in range(len(days) - 1) if (days[at + 1] - days[at]).days > 6]
    return (*gaps, len(days) - 1)
