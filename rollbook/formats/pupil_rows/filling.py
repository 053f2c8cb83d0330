"""A row of cells into a pupil, and into each of its contacts."""

from __future__ import annotations

import re
from dataclasses import replace

from rollbook.formats.pupil_rows.cells import RowCells
from rollbook.formats.pupil_rows.rows import ContactRow, PupilRow
from rollbook.formats.values.cells import Cell, Unreadable, text_of
from rollbook.formats.values.codes import (
    read_boarder,
    read_enrolment_status,
    read_sen,
    read_sex,
    read_year_group,
    read_yes_no,
)
from rollbook.formats.values.dates import read_date
from rollbook.formats.values.names import read_name, read_text, split_full_name
from rollbook.rules.refused import Refused
from rollbook.rules.upn import parse_upn

POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})", re.IGNORECASE)
LONGEST_ID = 64
MOST_CONTACTS = 99
NEEDED_NAMES = "This row has no surname or no forename, and no id to know the pupil by. Fill them in."


def fill_pupil(cells: RowCells, number: int) -> PupilRow | None:
    """The pupil of a row without contacts, or `None` when a value that matters cannot be read."""
    pupil = PupilRow(
        rows=(number,),
        upn=cells.take("upn", read_upn, must=True),
        former_upn=cells.take("former_upn", read_upn),
        mis_id=cells.take("mis_id", _read_id, must=True),
        admission_number=cells.take("admission_number", _read_id, must=True),
        legal_forename=cells.name("legal_forename", must=True),
        legal_surname=cells.name("legal_surname", must=True),
        middle_names=cells.name("middle_names"),
        preferred_forename=cells.name("preferred_forename"),
        preferred_surname=cells.name("preferred_surname"),
        born=cells.take("born", read_date, must=True),
        sex=cells.take("sex", read_sex),
        year=cells.take("year", read_year_group),
        registration_group=cells.name("registration_group"),
        house=cells.name("house"),
        entry_date=cells.take("entry_date", read_date, must=True),
        leaving_date=cells.take("leaving_date", read_date, must=True),
        leaving_reason=cells.take("leaving_reason", read_text),
        enrolment_status=cells.take("enrolment_status", read_enrolment_status),
        boarder=cells.take("boarder", read_boarder),
        ethnicity=cells.name("ethnicity"),
        language=cells.name("language"),
        eal=cells.take("eal", read_yes_no),
        fsm=cells.take("fsm", read_yes_no),
        pupil_premium=cells.take("pupil_premium", read_yes_no),
        sen=cells.take("sen", read_sen),
        looked_after=cells.take("looked_after", read_yes_no),
        child_protection=cells.take("child_protection", read_yes_no),
        child_in_need=cells.take("child_in_need", read_yes_no),
        young_carer=cells.take("young_carer", read_yes_no),
        service_child=cells.take("service_child", read_yes_no),
        medical=cells.take("medical", read_yes_no),
        email=cells.email(),
        phones=cells.phones(),
    )
    pupil = _with_whole_names(cells, pupil)
    address, postcode = _place(cells)
    pupil = replace(pupil, address=address, postcode=postcode)
    _check(cells, pupil)
    return None if cells.failed else pupil


def fill_contact(cells: RowCells, number: int, place: int, relation: str | None) -> ContactRow | None:
    """The contact of a row; `None` when its columns are empty or hold nothing to know a person by."""
    if not cells.anything():
        return None
    title, forename, surname = (cells.name(field) for field in ("title", "forename", "surname"))
    whole = cells.name("full_name") if not surname else None
    if whole:
        of_whole, first, surname = split_full_name(whole)
        title, forename = title or of_whole, forename or first
    address, postcode = _place(cells)
    contact = ContactRow(
        rows=(number,),
        priority=cells.take("priority", _read_priority) or place or None,
        mis_id=cells.take("contact_id", _read_id),
        title=title,
        forename=forename,
        surname=surname,
        relationship=cells.name("relationship") or relation,
        parental_responsibility=cells.take("parental_responsibility", read_yes_no),
        lives_with_pupil=cells.take("lives_with_pupil", read_yes_no),
        court_order=cells.take("court_order", read_yes_no),
        may_be_told=cells.take("may_be_told", read_yes_no),
        no_contact=cells.take("no_contact", read_yes_no),
        phones=cells.phones(),
        email=cells.email(),
        address=address,
        postcode=postcode,
    )
    if contact.surname or contact.forename or contact.mis_id:
        return contact
    if contact.phones or contact.email:
        cells.report("full_name", "This contact has no name. It was left out.", error=False)
    return None


def read_upn(cell: Cell) -> str | None:
    """A UPN with its check letter proved, in capitals."""
    typed = text_of(cell).replace(" ", "")
    if not typed:
        return None
    try:
        return parse_upn(typed)
    except Refused as refused:
        raise Unreadable(f"“{typed[:40]}” is not a valid UPN. {refused.says}") from refused


def _read_id(cell: Cell) -> str | None:
    text = read_name(cell)
    if text and len(text) > LONGEST_ID:
        raise Unreadable(f"This id has {len(text)} characters; at most {LONGEST_ID} are kept.")
    return text


def _read_priority(cell: Cell) -> int | None:
    text = text_of(cell)
    if not text:
        return None
    digits = "".join(letter for letter in text if letter in "0123456789")[:3]
    if digits and 0 <= int(digits) <= MOST_CONTACTS:
        return int(digits) or 1
    raise Unreadable(f"“{text[:40]}” is not a priority. Write 1 for the first contact, 2 for the second.")


def _with_whole_names(cells: RowCells, pupil: PupilRow) -> PupilRow:
    if not pupil.legal_surname and (whole := cells.name("full_name", must=True)):
        _, forename, surname = split_full_name(whole)
        if "," not in whole:
            says = f"The name was taken as forename “{forename or ''}” and surname “{surname}”. Check it."
            cells.report("full_name", says, error=False)
        pupil = replace(pupil, legal_forename=pupil.legal_forename or forename, legal_surname=surname)
    if not pupil.preferred_surname and (whole := cells.name("preferred_full_name")):
        _, forename, surname = split_full_name(whole)
        pupil = replace(pupil, preferred_forename=pupil.preferred_forename or forename, preferred_surname=surname)
    return pupil


def _place(cells: RowCells) -> tuple[tuple[str, ...] | None, str | None]:
    """The address without its postcode, and the postcode, wherever in the address it stands."""
    lines = cells.address()
    postcode = _tidy_postcode(cells.take("postcode", read_text))
    if not lines:
        return None, postcode
    found = next((match for line in reversed(lines) if (match := POSTCODE.search(line))), None)
    if found is None:
        return lines, postcode
    stripped = tuple(rest for line in lines if (rest := _without(line, found.group(0))))
    return stripped or None, postcode or _tidy_postcode(found.group(0))


def _without(line: str, postcode: str) -> str:
    return line.replace(postcode, "").strip(" ,")


def _tidy_postcode(text: str | None) -> str | None:
    if not text:
        return None
    found = POSTCODE.fullmatch(text.strip())
    return f"{found[1]} {found[2]}".upper() if found else text[:20]


def _check(cells: RowCells, pupil: PupilRow) -> None:
    known = pupil.upn or pupil.mis_id or pupil.admission_number
    if not known and not (pupil.legal_surname and pupil.legal_forename) and not cells.failed:
        cells.report("legal_surname", NEEDED_NAMES, error=True)
    if pupil.born and pupil.entry_date and pupil.entry_date <= pupil.born:
        cells.report("entry_date", "The pupil is entered on or before the day of birth. Check both dates.", error=True)
    if pupil.entry_date and pupil.leaving_date and pupil.leaving_date < pupil.entry_date:
        cells.report("leaving_date", "The leaving date is before the entry date. Check both.", error=True)
