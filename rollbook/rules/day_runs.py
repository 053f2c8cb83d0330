"""School days in a row on which every session was missed in the same way: the clocks of returns and removals.

RET-3 counts days of unauthorised absence, RET-4 days of illness, ground I those on which the pupil was not seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import BYTE_OF, EMPTY, slot_of, year_of


@dataclass(frozen=True, slots=True)
class Kind:
    """Which codes a run is made of; `passed` say nothing either way, and neither does a gap unless it `is_strict`.

    A gap is a past day with a session that was never marked.
    """

    says: str
    made_of: frozenset[int]
    passed: frozenset[int]
    is_strict: bool = False


@dataclass(frozen=True, slots=True)
class DayRun:
    """The days of an unbroken run that stands, oldest first; `gaps` are the days inside it with a session unmarked."""

    days: tuple[date, ...] = ()
    gaps: tuple[date, ...] = ()

    def __len__(self) -> int:
        return len(self.days)

    @property
    def first(self) -> date | None:
        return self.days[0] if self.days else None

    @property
    def last(self) -> date | None:
        return self.days[-1] if self.days else None

    @property
    def sessions(self) -> tuple[Session, ...]:
        """Both sessions of each of its days."""
        return tuple(Session(day, half) for day in self.days for half in Half)


class _Day(Enum):
    """What one school day does to a run."""

    COUNTS = "counts"
    PASSES = "passes"
    GAP = "gap"
    BREAKS = "breaks"


def _bytes(symbols: str) -> frozenset[int]:
    return frozenset(BYTE_OF[symbol] for symbol in symbols.split())


# DEL-5: a closure neither counts nor breaks; `#` and Y4 are the halves of a day that the rest of the day was held on.
_CLOSED = _bytes("# Y4")
UNAUTHORISED = Kind("G, N, O or U in every session", _bytes("G N O U"), _CLOSED)
ILLNESS = Kind("I in every session", _bytes("I"), _CLOSED)
# Ground I: any other code breaks it, and so does a session of which the register says nothing.
NOT_SEEN = Kind("G, N or O in every session", _bytes("G N O"), _CLOSED, is_strict=True)


def run_until(days: Sequence[date], rows: Mapping[int, bytes], kind: Kind) -> DayRun:
    """The run that stands at the end of the last of these school days, empty where there is none (RET-3, RET-4).

    What is not marked yet at the end neither counts nor breaks it: the day is not over, or its register is not taken.
    """
    found: list[date] = []
    gaps: list[date] = []
    waiting: list[date] = []
    for day in reversed(days):
        marks = _marks(rows, day)
        match _what(marks, kind):
            case _Day.BREAKS:
                break
            case _Day.COUNTS:
                found.append(day)
                gaps += waiting
                waiting = []
            case _Day.GAP if found and kind.is_strict:
                break
            case _Day.GAP if found:
                waiting.append(day)
            case _:
                continue
    return DayRun(tuple(reversed(found)), tuple(reversed(gaps)))


def _marks(rows: Mapping[int, bytes], day: date) -> bytes:
    year = year_of(day)
    at = slot_of(Session(day, Half.AM))
    return rows.get(year, EMPTY)[at : at + 2]


def _what(marks: bytes, kind: Kind) -> _Day:
    said = [mark for mark in marks if mark and mark not in kind.passed]
    if any(mark not in kind.made_of for mark in said):
        return _Day.BREAKS
    if 0 in marks:
        return _Day.GAP
    return _Day.COUNTS if said else _Day.PASSES
