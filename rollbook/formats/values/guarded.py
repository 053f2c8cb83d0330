"""Cells that a spreadsheet would run as a formula, written so that it does not, and read back as they were."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_STARTS_A_FORMULA = frozenset("=+-@\t\r")
_GUARD = "'"


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return _GUARD + text if text[:1] in _STARTS_A_FORMULA else text


def unguarded(text: str) -> str:
    """The text without such an apostrophe."""
    return text[1:] if text[:1] == _GUARD and text[1:2] in _STARTS_A_FORMULA else text


def csv_file(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as CSV that Excel opens rightly: UTF-8 with its mark, no cell a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headers)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
