"""A whole file of pupils: its headings understood, its rows read, its problems listed."""

from __future__ import annotations

from rollbook.formats.problems import Problems
from rollbook.formats.pupil_rows.cells import RowCells
from rollbook.formats.pupil_rows.filling import fill_contact, fill_pupil
from rollbook.formats.pupil_rows.headers import Layout, is_pupil_header, lay_out
from rollbook.formats.pupil_rows.merging import Pupils
from rollbook.formats.pupil_rows.rows import PupilFile
from rollbook.formats.refusals import FileRefused
from rollbook.formats.spreadsheets import Sheet, SheetRow, read_sheet

IDENTITY = ("upn", "mis_id", "admission_number", "legal_surname", "legal_forename", "full_name", "born")

NO_PUPIL_ABOVE = "This row has a contact but no pupil of its own, and there is no pupil above it that could be read."


def read_pupils(name: str, data: bytes) -> PupilFile:
    """Read pupils and their contacts from an export of SIMS, Arbor, Bromcom or the like.

    One row for each pupil with contacts in columns, or one row for each contact: rows of the same
    pupil are joined by UPN, MIS id or admission number. A row with an unreadable UPN, id, name or
    date is left out as an error; any other unreadable value is left out with a warning. Raises
    `FileRefused` when the file cannot be read or is no list of pupils.
    """
    sheet = read_sheet(name, data, known=is_pupil_header)
    layout = lay_out(sheet.headers)
    _refuse_other_lists(name, sheet, layout)
    problems = Problems()
    pupils = Pupils(problems)
    last: int | None = None
    for row in sheet.rows:
        last = _read_row(sheet, row, layout, pupils, problems, last)
    found = pupils.as_tuple()
    return PupilFile(found, problems.as_tuple(), layout.columns, layout.source, sheet.notes)


def _refuse_other_lists(name: str, sheet: Sheet, layout: Layout) -> None:
    if not sheet.rows:
        raise FileRefused(f"“{name}” has headings but no pupils below them. Export it again.")
    by_id = any(field in layout.pupil for field in ("upn", "mis_id", "admission_number", "full_name"))
    by_name = "legal_surname" in layout.pupil and "legal_forename" in layout.pupil
    if by_id or by_name:
        return
    raise FileRefused(
        f"“{name}” is not a list of pupils: none of its headings is a UPN, an admission number or a pupil's name. "
        f"The headings found in row {sheet.header_row} begin: {', '.join(sheet.headers[:6])[:200]}."
    )


def _read_row(
    sheet: Sheet, row: SheetRow, layout: Layout, pupils: Pupils, problems: Problems, last: int | None
) -> int | None:
    """Read one row; its pupil's place, so that a following row of contact only finds its pupil."""
    cells = RowCells(sheet, row, layout.pupil, problems)
    if layout.contact_rows and not any(cells.text(field) for field in IDENTITY):
        place = last
        if place is None:
            problems.error(row.number, "", "", NO_PUPIL_ABOVE)
    else:
        pupil = fill_pupil(cells, row.number)
        place = pupils.add(pupil) if pupil else None
    if place is not None:
        _read_contacts(sheet, row, layout, pupils, problems, place)
    return place


def _read_contacts(sheet: Sheet, row: SheetRow, layout: Layout, pupils: Pupils, problems: Problems, place: int) -> None:
    for number in sorted(layout.contacts):
        cells = RowCells(sheet, row, layout.contacts[number], problems)
        contact = fill_contact(cells, row.number, number, layout.relations.get(number))
        if contact:
            pupils.add_contact(place, contact, row.number)
