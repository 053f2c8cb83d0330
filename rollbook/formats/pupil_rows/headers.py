"""The columns of a file, each taken for one field of the pupil or of one contact."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rollbook.formats.pupil_rows.contact_headers import FIELDS as CONTACT_FIELDS
from rollbook.formats.pupil_rows.contact_headers import contact_in_row, numbered_contact
from rollbook.formats.pupil_rows.pupil_headers import detail_field, key_of, pupil_field
from rollbook.formats.pupil_rows.rows import Column

AGAIN = re.compile(r"^(.*) \((\d+)\)$")
SEVERAL = frozenset({"phone", "mobile", "home", "work", "email"})
TELLING = frozenset({"surname", "forename", "full_name", "relationship", "priority", "contact_id"})
Meaning = tuple[int | str | None, str]

SIMS_WORDS = frozenset(
    (
        "adno",
        "admissionnumber",
        "yeartaughtin",
        "regroup",
        "reggroup",
        "chosenname",
        "legalsurname",
        "legalforename",
        "reg",
    )
)
ARBOR_WORDS = frozenset(
    ("arborstudentid", "arborid", "legalfirstname", "legallastname", "registrationform", "legalsex", "fsmeligible")
)
BROMCOM_WORDS = (
    "StudentID",
    "LegalFirstName",
    "LegalLastName",
    "PreferredFirstName",
    "TutorGroup",
    "YearGroup",
    "DateOfBirth",
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each field stands: `pupil` and `contacts` give the places of the columns of each field.

    `contact_rows` is true where every row of the file is about one contact (number 0).
    `relations` gives the relationship that a contact's columns are named after (“Mother Mobile”).
    """

    columns: tuple[Column, ...]
    pupil: dict[str, tuple[int, ...]]
    contacts: dict[int, dict[str, tuple[int, ...]]]
    relations: dict[int, str]
    contact_rows: bool
    source: str


def is_pupil_header(header: str) -> bool:
    """Whether a heading is one that a list of pupils would have."""
    return bool(pupil_field(header) or numbered_contact(header) or contact_in_row(header))


def lay_out(headers: tuple[str, ...]) -> Layout:
    """Take each header for a field; where two claim the same field, the first has it."""
    meanings: list[Meaning | None] = [_meaning(header) for header in headers]
    meanings = _without_nameless(headers, meanings)
    contact_rows = any(meaning and meaning[0] == 0 for meaning in meanings)
    if contact_rows:
        meanings = _about_the_contact(headers, meanings)
    numbers, relations = _relatives(meanings)
    return _laid(headers, meanings, numbers, relations, contact_rows)


def _meaning(header: str) -> Meaning | None:
    """Whose field it is: `None` the pupil's, a number or a relative's name a contact's, 0 the row's contact."""
    if field := pupil_field(header):
        return None, field
    if contact := numbered_contact(header):
        return contact
    if field := contact_in_row(header):
        return 0, field
    field = detail_field(header)
    return (None, field) if field else None


def _about_the_contact(headers: tuple[str, ...], meanings: list[Meaning | None]) -> list[Meaning | None]:
    """In a list of contacts, a second “Surname”, and a bare “Mobile” after their columns begin, are the contact's."""
    explicit = {meaning[1] for meaning in meanings if meaning and meaning[0] == 0}
    begin = next(place for place, meaning in enumerate(meanings) if meaning and meaning[0] == 0)
    taken = list(meanings)
    for place, header in enumerate(headers):
        again = AGAIN.match(header)
        field = CONTACT_FIELDS.get(key_of(again[1] if again else header))
        if not field or (field in explicit and field not in SEVERAL):
            continue
        bare_detail = meanings[place] == (None, field) and place > begin
        if bare_detail or field == "title" or (again and field in ("forename", "surname")):
            taken[place] = (0, field)
    return taken


def _without_nameless(headers: tuple[str, ...], meanings: list[Meaning | None]) -> list[Meaning | None]:
    """“Contact number” alone tells of no contact: it is the pupil's own."""
    fields = {meaning[1] for meaning in meanings if meaning and meaning[0] == 0}
    if fields & TELLING:
        return meanings
    return [
        ((None, field) if (field := detail_field(header)) else None) if meaning and meaning[0] == 0 else meaning
        for header, meaning in zip(headers, meanings, strict=True)
    ]


def _relatives(
    meanings: list[Meaning | None],
) -> tuple[dict[int | str, int], dict[int, str]]:
    """Number the contacts that the file names by relation, after those it numbers itself."""
    used = sorted({who for meaning in meanings if meaning and isinstance(who := meaning[0], int)})
    numbers: dict[int | str, int] = {number: number for number in used}
    relations: dict[int, str] = {}
    for meaning in meanings:
        if meaning and isinstance(meaning[0], str) and meaning[0] not in numbers:
            number = max(numbers.values(), default=0) + 1
            numbers[meaning[0]] = number
            relations[number] = meaning[0].capitalize()
    return numbers, relations


def _laid(
    headers: tuple[str, ...],
    meanings: list[Meaning | None],
    numbers: dict[int | str, int],
    relations: dict[int, str],
    contact_rows: bool,
) -> Layout:
    pupil: dict[str, tuple[int, ...]] = {}
    contacts: dict[int, dict[str, tuple[int, ...]]] = {}
    columns = []
    for place, (header, meaning) in enumerate(zip(headers, meanings, strict=True)):
        if meaning is None:
            columns.append(Column(header, None))
            continue
        who, field = meaning
        number = None if who is None else numbers[who]
        fields = pupil if number is None else contacts.setdefault(number, {})
        if field in fields and field not in SEVERAL:
            columns.append(Column(header, None))
            continue
        fields[field] = (*fields.get(field, ()), place)
        columns.append(Column(header, field, number))
    return Layout(tuple(columns), pupil, contacts, relations, contact_rows, _source(headers))


def _source(headers: tuple[str, ...]) -> str:
    """Which system made the file, by the way it words and writes its headers."""
    if sum(word in headers for word in BROMCOM_WORDS) >= 3:
        return "Bromcom"
    keys = {key_of(header) for header in headers}
    if "arborstudentid" in keys or "arborid" in keys or len(keys & ARBOR_WORDS) >= 3:
        return "Arbor"
    if any("bromcom" in key for key in keys):
        return "Bromcom"
    guardians = sum(1 for key in keys if key.startswith(("guardian", "primaryguardian")))
    if guardians and len(keys & ARBOR_WORDS) >= 1:
        return "Arbor"
    return "SIMS" if len(keys & SIMS_WORDS) >= 2 or "adno" in keys else "other"
