"""What a cell may hold, and the error for a cell that cannot be read."""

from __future__ import annotations

from datetime import date

Cell = str | date | None


class Unreadable(ValueError):
    """The cell cannot be read as what its column says: `says` is the sentence for the clerk."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


def text_of(cell: Cell) -> str:
    """The cell as trimmed text on one line; a date as dd/mm/yyyy, an empty cell as nothing."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return " ".join(cell.split())
