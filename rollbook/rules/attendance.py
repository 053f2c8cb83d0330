"""Attendance and absence as whole numbers of sessions, and the lines that the law draws.

DfE definitions: PA-1 to PA-10. Nothing here is ever a float.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rollbook.rules.code import Code
from rollbook.rules.codes import code_on, ever_known, in_force
from rollbook.rules.sessions import Session
from rollbook.rules.sources import refuse

# PA-3: absent / possible >= numerator / denominator; equality counts.
PERSISTENT = (1, 10)
SEVERE = (1, 2)
# PA-4: our own badge, not law.
EARLY_UNDER = 20


@dataclass(frozen=True, slots=True)
class Percentage:
    """A share as two whole numbers; `denominator` is never 0. Prints to one decimal, half up (PA-10)."""

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if self.denominator <= 0:
            raise ValueError("a percentage of nothing possible does not exist; use None")

    def __str__(self) -> str:
        tenths = (2000 * self.numerator + self.denominator) // (2 * self.denominator)
        return f"{tenths // 10}.{tenths % 10}"

    def at_least(self, numerator: int, denominator: int = 100) -> bool:
        """Whether the share is at least `numerator` in `denominator` (percent unless said), exactly."""
        return self.numerator * denominator >= numerator * self.denominator

    def __lt__(self, other: Percentage) -> bool:
        return self.numerator * other.denominator < other.numerator * self.denominator

    def __le__(self, other: Percentage) -> bool:
        return not other < self


@dataclass(frozen=True, slots=True)
class Totals:
    """Sessions counted for one pupil or many: add two to pool them (PA-1, PA-2)."""

    possible: int = 0
    attended: int = 0
    authorised: int = 0
    unauthorised: int = 0
    late_before_close: int = 0
    late_after_close: int = 0

    @property
    def absent(self) -> int:
        return self.authorised + self.unauthorised

    @property
    def is_early(self) -> bool:
        """Whether there are too few sessions for the percentage to say much (PA-4)."""
        return self.possible < EARLY_UNDER

    def __add__(self, other: Totals) -> Totals:
        return Totals(
            self.possible + other.possible,
            self.attended + other.attended,
            self.authorised + other.authorised,
            self.unauthorised + other.unauthorised,
            self.late_before_close + other.late_before_close,
            self.late_after_close + other.late_after_close,
        )


NOTHING = Totals()


def tally(marks: Iterable[tuple[Session, str]]) -> Totals:
    """Count marks, each by the code's meaning on its own date (PA-1); refuses a code not in force."""
    counted = Counter(code_on(symbol, session.on) for session, symbol in marks)
    return _sum(counted)


def tally_counts(counts: Mapping[str, int], on: date | None = None) -> Totals:
    """Count sessions given as code → number, by the codes in force on a date.

    Without a date every symbol ever known is read with its own meaning, so that published
    figures that still carry H or J add up (COD-20).
    """
    known = ever_known() if on is None else in_force(on)
    return _sum({_known(symbol, known, on): _whole(symbol, number) for symbol, number in counts.items()})


def attendance_of(totals: Totals) -> Percentage | None:
    """Attended out of possible; None where nothing was possible (PA-1, PA-2)."""
    return Percentage(totals.attended, totals.possible) if totals.possible else None


def absence_of(totals: Totals) -> Percentage | None:
    """Absent out of possible; None where nothing was possible (PA-1, PA-2)."""
    return Percentage(totals.absent, totals.possible) if totals.possible else None


def is_persistent(totals: Totals) -> bool:
    """Absent for at least 10 per cent of one's own possible sessions (PA-3)."""
    return _reaches(totals, PERSISTENT)


def is_severe(totals: Totals) -> bool:
    """Absent for at least 50 per cent of one's own possible sessions (PA-3)."""
    return _reaches(totals, SEVERE)


def sessions_until_persistent(totals: Totals, expected_possible: int) -> int:
    """How many more sessions may be missed until a year of that many possible sessions is persistent (PA-6).

    0 once the year's tenth is already missed.
    """
    part, whole = PERSISTENT
    line = -(-expected_possible * part // whole)
    return max(0, line - totals.absent)


def _reaches(totals: Totals, line: tuple[int, int]) -> bool:
    part, whole = line
    return totals.possible > 0 and totals.absent * whole >= totals.possible * part


def _sum(counted: Mapping[Code, int]) -> Totals:
    attended = sum(n for code, n in counted.items() if code.attends)
    authorised = sum(n for code, n in counted.items() if code.authorised)
    unauthorised = sum(n for code, n in counted.items() if code.unauthorised)
    return Totals(
        possible=attended + authorised + unauthorised,
        attended=attended,
        authorised=authorised,
        unauthorised=unauthorised,
        late_before_close=sum(n for code, n in counted.items() if code.late and code.attends),
        late_after_close=sum(n for code, n in counted.items() if code.late and code.absent),
    )


def _known(symbol: str, known: Mapping[str, Code], on: date | None) -> Code:
    code = known.get(symbol)
    if code is not None:
        return code
    return code_on(symbol, on or date.max)


def _whole(symbol: str, number: int) -> int:
    if number < 0:
        raise refuse("PA-1", f"The count for code {symbol} is {number}. A count of sessions is 0 or more.")
    return number
