"""A pupil's year as one byte a session: the row from which totals and matrices are made.

A collection year runs from 1 August; slot = (date − 1 August) · 2 + half, 732 slots always.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from types import MappingProxyType

from rollbook.rules.attendance import Totals
from rollbook.rules.code import Code
from rollbook.rules.codes import change_dates, code_on, in_force
from rollbook.rules.sessions import Half, Session

SLOTS = 732
EMPTY = bytes(SLOTS)
YEAR_BEGINS = (8, 1)

# Stored bytes: append only, never renumber. 0 is “no mark”.
_ORDER = (
    "/", "\\", "L", "K", "V", "P", "W", "B", "D", "C1", "M", "J1", "S", "X", "C2", "C", "T", "R", "I", "E",
    "Q", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7", "G", "N", "O", "U", "Z", "#", "J", "H", "Y", "F",
)  # fmt: skip
BYTE_OF: Mapping[str, int] = MappingProxyType({symbol: n for n, symbol in enumerate(_ORDER, start=1)})
SYMBOL_OF: Mapping[int, str] = MappingProxyType({n: symbol for symbol, n in BYTE_OF.items()})

_ATTENDED, _LATE, _AUTHORISED, _UNAUTHORISED, _LATE_AFTER = (bytes([n]) for n in range(1, 6))
_ABSENT = re.compile(b"[" + _AUTHORISED + _UNAUTHORISED + _LATE_AFTER + b"]")
_COUNTS_FOR_PENALTY = re.compile(b"[" + _UNAUTHORISED + _LATE_AFTER + b"]")


def year_of(day: date) -> int:
    """The collection year of a date: 2026 is 1 August 2026 to 31 July 2027."""
    return day.year if (day.month, day.day) >= YEAR_BEGINS else day.year - 1


def year_starts(year: int) -> date:
    return date(year, *YEAR_BEGINS)


def year_ends(year: int) -> date:
    return date(year + 1, *YEAR_BEGINS) - timedelta(days=1)


def slot_of(session: Session) -> int:
    """Where the session stands in its own year's row, 0 to 731."""
    return (session.on - year_starts(year_of(session.on))).days * 2 + session.half


@lru_cache(maxsize=8 * SLOTS)
def session_of(year: int, slot: int) -> Session:
    """The session that stands at a slot of a year's row; each is made once, for every pupil asks for the same."""
    days, half = divmod(slot, 2)
    return Session(year_starts(year) + timedelta(days=days), Half(half))


def set_mark(codes: bytes, session: Session, symbol: str | None) -> bytes:
    """The row with that session's mark changed; None clears it. Refuses a code not in force that day (COD-1)."""
    value = BYTE_OF[code_on(symbol, session.on).symbol] if symbol else 0
    slot = slot_of(session)
    return codes[:slot] + bytes((value,)) + codes[slot + 1 :]


def mark_at(codes: bytes, session: Session) -> str | None:
    """The code at a session, or None without a mark."""
    return SYMBOL_OF.get(codes[slot_of(session)])


def marks_of(codes: bytes, year: int) -> Iterator[tuple[Session, str]]:
    """Every mark in a row, in order of sessions."""
    return ((session_of(year, slot), SYMBOL_OF[value]) for slot, value in enumerate(codes) if value)


def row_of(marks: Mapping[Session, str], year: int) -> bytes:
    """A year's row made whole from its marks; refuses a code not in force that day (COD-1)."""
    row = bytearray(SLOTS)
    for session, symbol in marks.items():
        if year_of(session.on) != year:
            raise ValueError(f"{session.on} is not in the year {year}")
        row[slot_of(session)] = BYTE_OF[code_on(symbol, session.on).symbol]
    return bytes(row)


def totals_of(codes: bytes, year: int) -> Totals:
    """Count a whole row by the codes in force on each date: what `tally` says of the same marks (PA-1)."""
    return _count(_classes(codes, year))


def totals_between(codes: bytes, year: int, first: date, last: date) -> Totals:
    """Count the part of a row from `first` to `last`, both included and cut to the year (PA-1)."""
    return _count(_classes(codes, year, *_slots_between(first, last, year)))


def unauthorised_between(codes: bytes, year: int, first: date, last: date) -> int:
    """How many sessions from `first` to `last` count toward a penalty notice, N included (PEN-1)."""
    classes = _classes(codes, year, *_slots_between(first, last, year))
    return classes.count(_UNAUTHORISED) + classes.count(_LATE_AFTER)


def absences_of(codes: bytes, year: int) -> tuple[Session, ...]:
    """The sessions of a row that count as absence, in order (PA-3)."""
    return tuple(session_of(year, found.start()) for found in _ABSENT.finditer(_classes(codes, year)))


def unauthorised_of(
    codes: bytes, year: int, *, count_no_reason: bool = True, first: date = date.min, last: date = date.max
) -> tuple[Session, ...]:
    """The sessions of a row, or of its days from `first` to `last`, that count toward a penalty notice, in order.

    N only if the school counts it (PEN-1).
    """
    return tuple(each_unauthorised(codes, year, first, last, count_no_reason=count_no_reason))


def each_unauthorised(
    codes: bytes, year: int, first: date, last: date, *, count_no_reason: bool = True
) -> Iterator[Session]:
    """The same one by one, for whoever needs but some of them."""
    start, stop = _slots_between(max(first, year_starts(year)), min(last, year_ends(year)), year)
    found = _COUNTS_FOR_PENALTY.finditer(_classes(codes, year, start, stop))
    slots = (start + one.start() for one in found)
    return (session_of(year, slot) for slot in slots if count_no_reason or codes[slot] != BYTE_OF["N"])


def slots_of(codes: bytes, symbols: frozenset[str]) -> tuple[int, ...]:
    """The slots of a row that carry one of these codes, in order."""
    wanted = {BYTE_OF[symbol] for symbol in symbols}
    return tuple(slot for slot, value in enumerate(codes) if value in wanted)


def _classes(codes: bytes, year: int, start: int = 0, stop: int = SLOTS) -> bytes:
    """The row, or a part of it, with each code's byte replaced by what it counts as on its own date."""
    segments = _segments(year)
    if len(segments) == 1:
        return codes[start:stop].translate(segments[0][2])
    return b"".join(codes[max(first, start) : min(last, stop)].translate(table) for first, last, table in segments)


@lru_cache(maxsize=512)
def _slots_between(first: date, last: date, year: int) -> tuple[int, int]:
    """Where the part of a row from `first` to `last`, both included, begins and ends."""
    return _slot_clipped(first, year), _slot_clipped(last + timedelta(days=1), year)


def _count(classes: bytes) -> Totals:
    late, late_after = classes.count(_LATE), classes.count(_LATE_AFTER)
    attended = classes.count(_ATTENDED) + late
    authorised, unauthorised = classes.count(_AUTHORISED), classes.count(_UNAUTHORISED) + late_after
    return Totals(attended + authorised + unauthorised, attended, authorised, unauthorised, late, late_after)


def _slot_clipped(day: date, year: int) -> int:
    return min(max((day - year_starts(year)).days * 2, 0), SLOTS)


@cache
def _segments(year: int) -> tuple[tuple[int, int, bytes], ...]:
    """The runs of slots over which one version of the code table holds, with its translation."""
    inside = [day for day in change_dates() if year_starts(year) < day <= year_ends(year)]
    starts = [year_starts(year), *inside]
    edges = [_slot_clipped(day, year) for day in starts] + [SLOTS]
    return tuple((edges[n], edges[n + 1], _translation(day)) for n, day in enumerate(starts))


def _translation(day: date) -> bytes:
    table = bytearray(256)
    for code in in_force(day).values():
        table[BYTE_OF[code.symbol]] = _class_byte(code)
    return bytes(table)


def _class_byte(code: Code) -> int:
    if code.attends:
        return (_LATE if code.late else _ATTENDED)[0]
    if code.unauthorised:
        return (_LATE_AFTER if code.late else _UNAUTHORISED)[0]
    return _AUTHORISED[0] if code.authorised else 0
