"""One table out of any spreadsheet: the right sheet, the row of headers, the rows below it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from rollbook.formats.refusals import FileRefused
from rollbook.formats.spreadsheets.bounds import MOST_CELLS, too_large
from rollbook.formats.spreadsheets.csv_text import rows_of_text
from rollbook.formats.spreadsheets.kinds import kind_of_table
from rollbook.formats.spreadsheets.sheet import Sheet, SheetRow
from rollbook.formats.spreadsheets.workbook import tables_of_workbook

Cells = list[str | date | None]
Rows = list[tuple[int, Cells]]
HEADERS_WITHIN = 30
LONGEST_CELL = 32_767


def read_sheet(name: str, data: bytes, *, known: Callable[[str], bool] | None = None) -> Sheet:
    """Read the list in a CSV, XLSX or ODS file as a person sees it there.

    `known` tells whether a header is one the caller looks for: it finds the row of headers below
    title rows, and the right sheet of several. Raises `FileRefused` for anything that is not a
    readable list, or not what its name says.
    """
    kind, archive = kind_of_table(name, data)
    if archive is None:
        records, notes = rows_of_text(name, data)
        _check_size(name, records)
        rows: Rows = [(number, [cell or None for cell in record]) for number, record in enumerate(records, 1)]
        return _sheet(name, kind, rows, known, notes)
    return _best_table(name, kind, list(tables_of_workbook(name, data, archive)), known)


def _best_table(name: str, kind: str, tables: list[tuple[str, Rows]], known: Callable[[str], bool] | None) -> Sheet:
    if not tables:
        raise FileRefused(f"“{name}” has no sheet with anything in it. Export it again and send the new file.")
    scores = [_score(rows[place][1], known) if (place := _header_place(rows, known)) >= 0 else -1 for _, rows in tables]
    best = scores.index(max(scores))
    title, rows = tables[best]
    notes: tuple[str, ...] = ()
    if len(tables) > 1:
        notes = (f"Only the sheet “{title}” was read; the file has {len(tables)} sheets with something in them.",)
    return _sheet(name, kind, rows, known, notes)


def _sheet(name: str, kind: str, rows: Rows, known: Callable[[str], bool] | None, notes: tuple[str, ...]) -> Sheet:
    place = _header_place(rows, known)
    if place < 0:
        raise FileRefused(f"“{name}” has no row of column headings. Export it with headings and send it again.")
    header_row, header_cells = rows[place]
    if any(_filled(cells) for _, cells in rows[:place]):
        notes = (*notes, f"The headings were found in row {header_row}; the rows above them were passed over.")
    below = [(number, cells) for number, cells in rows[place + 1 :] if _filled(cells)]
    width = max([_last_filled(header_cells), *(_last_filled(cells) for _, cells in below)])
    headers = _named(header_cells, width)
    body = tuple(SheetRow(number, _fitted(cells, width)) for number, cells in below)
    return Sheet(name, kind, header_row, headers, body, notes)


def _check_size(name: str, records: list[list[str]]) -> None:
    width = max((len(record) for record in records), default=0)
    cells = sum(map(len, records))
    if cells > MOST_CELLS:
        raise too_large(name, len(records), width)


def _header_place(rows: Rows, known: Callable[[str], bool] | None) -> int:
    """Where the headings stand: the row with most known headings, else the first broad row of text."""
    first = rows[:HEADERS_WITHIN]
    scores = [_score(cells, known) for _, cells in first]
    if known is not None and max(scores, default=0) > 0:
        return scores.index(max(scores))
    broad = max((_filled(cells) for _, cells in first), default=0)
    for place, (_, cells) in enumerate(first):
        if cells and _filled(cells) >= max(1, broad * 0.6) and not _is_separator_line(cells):
            return place
    return -1


def _is_separator_line(cells: Cells) -> bool:
    return str(cells[0]).casefold().startswith("sep=")


def _score(cells: Cells, known: Callable[[str], bool] | None) -> int:
    if known is None:
        return _filled(cells)
    return sum(1 for cell in cells if isinstance(cell, str) and known(cell))


def _filled(cells: Iterable[str | date | None]) -> int:
    return sum(1 for cell in cells if cell is not None and str(cell).strip())


def _last_filled(cells: Cells) -> int:
    return max((place + 1 for place, cell in enumerate(cells) if cell is not None and str(cell).strip()), default=0)


def _fitted(cells: Cells, width: int) -> tuple[str | date | None, ...]:
    cut = [_cut(cell) for cell in cells[:width]]
    return tuple(cut + [None] * (width - len(cut)))


def _cut(cell: str | date | None) -> str | date | None:
    if not isinstance(cell, str):
        return cell
    return cell[:LONGEST_CELL] if cell.strip() else None


def _named(cells: Cells, width: int) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    headers = []
    for place in range(width):
        cell = cells[place] if place < len(cells) else None
        header = _heading(cell) or f"Column {_letters(place)}"
        seen[header.casefold()] = seen.get(header.casefold(), 0) + 1
        again = seen[header.casefold()]
        headers.append(header if again == 1 else f"{header} ({again})")
    return tuple(headers)


def _heading(cell: str | date | None) -> str:
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return " ".join((cell or "").split())[:200]


def _letters(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
