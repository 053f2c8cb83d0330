"""A cell in words, and the order of cells in a column."""

from __future__ import annotations

import re
from datetime import date, datetime

from rollbook.reports.report import Cell, Change, Person, Share
from rollbook.rules.actor import LONDON

_DIGITS = re.compile(r"(\d+)")
_Key = tuple[int, float, tuple[tuple[int, int, str], ...]]


def in_words(cell: Cell) -> str:
    """A cell as it is read: “91.4 %”, “1,250”, “Mon 2 Nov 2026”, a name; nothing for nothing."""
    match cell:
        case None:
            return ""
        case int():
            return f"{cell:,}"
        case date():
            return day_in_words(cell)
        case Share():
            return str(cell).replace(" ", "\u00a0")
        case Person():
            return cell.name
        case _:
            return str(cell)


def day_in_words(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"


def moment_in_words(moment: datetime) -> str:
    """“Tue 24 Nov 2026, 9:20”, by the clock on the school's wall."""
    here = moment.astimezone(LONDON)
    return f"{day_in_words(here.date())}, {here.hour}:{here.minute:02}"


def moved_in_words(change: Change) -> str:
    """“1.2 points more, better”: what a sign and a colour say, for who does not see them."""
    if not change.tenths:
        return "no change"
    size = str(change)[1:]
    says = {True: ", better", False: ", worse", None: ""}[change.better]
    return f"{size} {'point' if abs(change.tenths) == 10 else 'points'} {'more' if change.tenths > 0 else 'less'}{says}"


def order(cell: Cell) -> _Key:
    """Numbers by size, then words as a person sorts them (Year 9 before Year 10), then nothing."""
    match cell:
        case int():
            return (0, float(cell), ())
        case date():
            return (0, float(cell.toordinal()), ())
        case Share():
            return (0, cell.part / cell.whole, ()) if cell.whole else (2, 0.0, ())
        case Change():
            return (0, float(cell.tenths), ())
        case None | "":
            return (2, 0.0, ())
        case _:
            return (1, 0.0, _natural(in_words(cell)))


def _natural(words: str) -> tuple[tuple[int, int, str], ...]:
    parts = _DIGITS.split(words.casefold())
    return tuple((0, int(part), "") if n % 2 else (1, 0, part) for n, part in enumerate(parts) if part)
