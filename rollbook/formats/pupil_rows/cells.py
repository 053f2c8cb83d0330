"""One row of a file, asked field by field; what cannot be read becomes a problem."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from rollbook.formats.problems import Problems
from rollbook.formats.spreadsheets import Sheet, SheetRow
from rollbook.formats.values.cells import Cell, Unreadable, text_of
from rollbook.formats.values.names import read_lines, read_name, read_text
from rollbook.formats.values.phones import Phone, read_phones

T = TypeVar("T")
ADDRESS_LINES = ("address1", "address2", "address3", "address4", "address5")
PHONE_KINDS = {"mobile": "mobile", "home": "home", "work": "work", "phone": "other"}
LONGEST_EMAIL = 254


class RowCells:
    """The cells of one row under the fields of a pupil, or of one contact."""

    def __init__(self, sheet: Sheet, row: SheetRow, fields: Mapping[str, tuple[int, ...]], problems: Problems) -> None:
        self._sheet = sheet
        self._row = row
        self._fields = fields
        self._problems = problems
        self.failed = False

    def has(self, field: str) -> bool:
        return field in self._fields

    def text(self, field: str) -> str:
        return text_of(self._cell(field))

    def anything(self) -> bool:
        """Whether any cell of these fields holds something."""
        return any(self._row.cells[place] is not None for places in self._fields.values() for place in places)

    def name(self, field: str, *, must: bool = False) -> str | None:
        return self.take(field, read_name, must=must)

    def take(self, field: str, read: Callable[[Cell], T | None], *, must: bool = False) -> T | None:
        """Read a field; unreadable, it is left out with a warning, or with `must` the row is."""
        places = self._fields.get(field)
        if not places:
            return None
        try:
            return read(self._row.cells[places[0]])
        except Unreadable as unreadable:
            self.report(field, unreadable.says, error=must)
            return None

    def report(self, field: str, says: str, *, error: bool) -> None:
        """Put a problem under the row and the header of the field."""
        places = self._fields.get(field, ())
        header = self._sheet.headers[places[0]] if places else field.replace("_", " ")
        typed = text_of(self._row.cells[places[0]]) if places else ""
        if error:
            self.failed = True
            self._problems.error(self._row.number, header, typed, says, name=self._who())
        else:
            self._problems.warn(self._row.number, header, typed, says)

    def _who(self) -> str:
        """The pupil's name as typed, so that a row that cannot be taken can be found in the office's own lists."""
        parts = (self.text("legal_forename"), self.text("legal_surname"))
        return " ".join(part for part in parts if part) or self.text("full_name")

    def phones(self) -> tuple[Phone, ...]:
        """Every number of the row, each once; one that cannot be dialled is kept, with a warning."""
        found: dict[str, Phone] = {}
        for field, kind in PHONE_KINDS.items():
            for place in self._fields.get(field, ()):
                for phone in self._phones_at(place, kind):
                    found.setdefault(phone.number, phone)
        return tuple(found.values())

    def email(self) -> str | None:
        """The first e-mail address; one that cannot be one is left out with a warning."""
        for place in self._fields.get("email", ()):
            typed = text_of(self._row.cells[place]).removeprefix("mailto:")
            first = typed.replace(";", ",").split(",")[0].strip()
            if not first:
                continue
            if _looks_like_email(first):
                return first
            says = f"“{first[:60]}” is not an e-mail address. It was left out."
            self._problems.warn(self._row.number, self._sheet.headers[place], typed, says)
        return None

    def address(self) -> tuple[str, ...] | None:
        """The lines of the address, without the postcode."""
        if self.has("address"):
            return self.take("address", read_lines)
        flat, house, number = (self.take(field, read_text) for field in ("flat", "house_name", "house_number"))
        street = self.take("street", read_text)
        if number and street and number[0].isdigit():
            number, street = None, f"{number} {street}"
        lines = [flat, house, number, street]
        lines += [self.take(field, read_text) for field in (*ADDRESS_LINES, "locality", "town", "county")]
        kept = tuple(dict.fromkeys(line for line in lines if line))
        return kept or None

    def _phones_at(self, place: int, kind: str) -> tuple[Phone, ...]:
        typed = text_of(self._row.cells[place])
        if not typed:
            return ()
        phones = read_phones(typed, kind)
        header = self._sheet.headers[place]
        for phone in phones:
            if not phone.valid:
                says = f"“{phone.typed[:40]}” is not a number that can be dialled. It was kept as it stands."
                self._problems.warn(self._row.number, header, typed, says)
        return phones

    def _cell(self, field: str) -> Cell:
        places = self._fields.get(field)
        return self._row.cells[places[0]] if places else None


def _looks_like_email(text: str) -> bool:
    before, at, after = text.rpartition("@")
    fits = len(text) <= LONGEST_EMAIL and " " not in text and text.isprintable()
    return bool(fits and before and at and "@" not in before and "." in after.strip("."))
