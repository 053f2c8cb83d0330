"""A table as a person sees it in a spreadsheet: headers, rows and their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its number as the spreadsheet shows it, and a cell for each header."""

    number: int
    cells: tuple[str | date | None, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: headers as typed (a repeated one numbered, an empty one named by its letter).

    Cells are text as typed, dates where the file says date, `None` where empty. `kind` is csv,
    xlsx, xls or ods; `header_row` the row the headers stand in; `notes` say what was passed over.
    """

    name: str
    kind: str
    header_row: int
    headers: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    notes: tuple[str, ...] = ()
