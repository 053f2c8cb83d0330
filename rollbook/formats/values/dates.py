"""Dates as English offices and their systems write them: the day always before the month."""

from __future__ import annotations

import re
from datetime import date, timedelta

from rollbook.formats.values.cells import Cell, Unreadable, text_of

FIRST_YEAR = 1900
LAST_YEAR = 2100
# Two digits: nobody in a school's lists was born, or joined, before 1960 or after 2059.
FIRST_OF_TWO_DIGITS = 60
EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(10_000, 73_051)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
NUMBERS = re.compile(r"(\d{1,2})[-/.\s](\d{1,2})[-/.\s](\d{4}|\d{2})")
NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-/.\s]*([a-z]{3,9})\.?[-/,.\s]*(\d{4}|\d{2})")
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
TIME_AFTER = re.compile(r"(?:[t\s]+\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:am|pm)?(?:z|[+-]\d{2}:?\d{2})?)$")
WEEKDAY_BEFORE = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[\s,.]+")


def read_date(cell: Cell) -> date | None:
    """Read 07/09/2026, 7.9.26, 2026-09-07, 7 Sep 2026, 7th September 2026 or Excel's own number.

    An empty cell is `None`. Raises `Unreadable`; a month above 12 is never turned round.
    """
    if isinstance(cell, date):
        return _in_range(cell, text_of(cell))
    typed = text_of(cell)
    if not typed:
        return None
    text = WEEKDAY_BEFORE.sub("", TIME_AFTER.sub("", typed.casefold()))
    return _in_range(_parsed(text, typed), typed)


def _parsed(text: str, typed: str) -> date:
    if found := ISO.fullmatch(text) or RUN_TOGETHER.fullmatch(text):
        return _made(typed, found[1], found[2], found[3])
    if found := NUMBERS.fullmatch(text):
        return _made(typed, _whole_year(found[3]), found[2], found[1])
    if (found := NAMED.fullmatch(text)) and found[2][:3] in MONTHS:
        return _made(typed, _whole_year(found[3]), MONTHS.index(found[2][:3]) + 1, found[1])
    if (found := SERIAL.fullmatch(text)) and int(found[1]) in SERIALS:
        return EXCEL_EPOCH + timedelta(days=int(found[1]))
    raise Unreadable(f"“{typed[:40]}” is not a date. Write it as day/month/year, for example 07/09/2026.")


def _made(typed: str, year: str | int, month: str | int, day: str | int) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        pass
    if int(month) > 12 and int(day) <= 12:
        raise Unreadable(f"“{typed}” has no month {int(month)}. Dates are read day first: write day/month/year.")
    raise Unreadable(f"“{typed}” is a date that does not exist. Check the day, the month and the year.")


def _whole_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (1900 if year >= FIRST_OF_TWO_DIGITS else 2000)


def _in_range(on: date, typed: str) -> date:
    if not FIRST_YEAR <= on.year < LAST_YEAR:
        raise Unreadable(f"“{typed}” is in the year {on.year}. Check the year.")
    return on
