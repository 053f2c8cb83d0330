"""Rows that tell of the same pupil, brought together into one."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

from rollbook.formats.problems import Problems
from rollbook.formats.pupil_rows.rows import ContactRow, PupilRow
from rollbook.formats.values.cells import text_of

GATHERED = frozenset({"rows", "contacts", "phones"})
COMPARED = tuple(field.name for field in fields(PupilRow) if field.name not in GATHERED)
UNNUMBERED = 1_000
IDS = ("upn", "mis_id", "admission_number")


class Pupils:
    """The pupils of a file in the order they first appear, found again by any of their ids."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._pupils: list[PupilRow] = []
        self._by_id: dict[tuple[str, ...], int] = {}

    def add(self, pupil: PupilRow) -> int | None:
        """Add a row's pupil, or join it to the earlier rows of the same; its place, `None` if refused."""
        place = next((self._by_id[key] for key in _keys(pupil) if key in self._by_id), None)
        if place is None:
            place = len(self._pupils)
            self._pupils.append(pupil)
        elif _somebody_else(self._pupils[place], pupil):
            self._refuse(self._pupils[place], pupil)
            return None
        else:
            self._pupils[place] = self._joined(self._pupils[place], pupil)
        for key in _keys(self._pupils[place]):
            self._by_id.setdefault(key, place)
        return place

    def add_contact(self, place: int, contact: ContactRow, row: int) -> None:
        """Give the pupil another contact, unless the same one is there already."""
        pupil = self._pupils[place]
        rows = pupil.rows if row in pupil.rows else (*pupil.rows, row)
        contacts = list(pupil.contacts or ())
        same = next((at for at, held in enumerate(contacts) if _same_person(held, contact)), None)
        if same is None:
            contacts.append(contact)
        else:
            contacts[same] = _joined_contact(contacts[same], contact)
        self._pupils[place] = replace(pupil, rows=rows, contacts=tuple(contacts))

    def as_tuple(self) -> tuple[PupilRow, ...]:
        return tuple(_in_priority(pupil) for pupil in self._pupils)

    def _refuse(self, held: PupilRow, pupil: PupilRow) -> None:
        shared = next(name for name in IDS if getattr(held, name) and getattr(held, name) == getattr(pupil, name))
        says = (
            f"Row {held.rows[0]} has the same {shared.replace('_', ' ').replace('upn', 'UPN').replace('mis', 'MIS')} "
            "for a pupil with another name and date of birth. Correct whichever is wrong."
        )
        name = " ".join(part for part in (pupil.legal_forename, pupil.legal_surname) if part)
        self._problems.error(pupil.rows[0], shared, getattr(pupil, shared), says, name=name)

    def _joined(self, held: PupilRow, pupil: PupilRow) -> PupilRow:
        filled: dict[str, object] = {}
        for name in COMPARED:
            before, now = getattr(held, name), getattr(pupil, name)
            if now is None or now == before:
                continue
            if before is None:
                filled[name] = now
                continue
            says = f"Row {held.rows[0]} says “{_shown(before)}” for the same pupil. The first was kept."
            self._problems.warn(pupil.rows[0], name.replace("_", " "), _shown(now), says)
        numbers = dict.fromkeys((*held.rows, *pupil.rows))
        phones = {phone.number: phone for phone in (*pupil.phones, *held.phones)}
        contacts = held.contacts if held.contacts is not None else pupil.contacts
        joined = replace(held, rows=tuple(numbers), phones=tuple(phones.values()), contacts=contacts)
        return _with(joined, filled)


def _with(pupil: PupilRow, filled: dict[str, object]) -> PupilRow:
    values = {field.name: getattr(pupil, field.name) for field in fields(PupilRow)}
    return PupilRow(**(values | filled))


def _keys(pupil: PupilRow) -> list[tuple[str, ...]]:
    keys: list[tuple[str, ...]] = [(name, value) for name in IDS if (value := getattr(pupil, name))]
    if keys:
        return keys
    born = pupil.born.isoformat() if pupil.born else ""
    return [("name", (pupil.legal_surname or "").casefold(), (pupil.legal_forename or "").casefold(), born)]


def _somebody_else(held: PupilRow, pupil: PupilRow) -> bool:
    """Another name and another date of birth: two children, not two rows of one."""
    names = (held.legal_surname, held.legal_forename) != (pupil.legal_surname, pupil.legal_forename)
    told = pupil.legal_surname is not None and held.legal_surname is not None
    births = held.born is not None and pupil.born is not None and held.born != pupil.born
    return told and names and (births or held.legal_forename != pupil.legal_forename)


def _same_person(held: ContactRow, contact: ContactRow) -> bool:
    if held.mis_id and contact.mis_id:
        return held.mis_id == contact.mis_id
    return (held.title, held.forename, held.surname, held.relationship) == (
        contact.title,
        contact.forename,
        contact.surname,
        contact.relationship,
    )


def _joined_contact(held: ContactRow, contact: ContactRow) -> ContactRow:
    """One person told of in several rows, as exports do for a second telephone number."""
    phones = {phone.number: phone for phone in (*contact.phones, *held.phones)}
    ordered = sorted(phones.values(), key=lambda phone: phone not in held.phones)
    return replace(
        held,
        rows=tuple(dict.fromkeys((*held.rows, *contact.rows))),
        phones=tuple(ordered),
        email=held.email or contact.email,
        address=held.address or contact.address,
        postcode=held.postcode or contact.postcode,
    )


def _in_priority(pupil: PupilRow) -> PupilRow:
    if not pupil.contacts:
        return pupil
    ordered = sorted(pupil.contacts, key=lambda contact: contact.priority or UNNUMBERED)
    return replace(pupil, contacts=tuple(ordered))


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return text_of(value) if isinstance(value, date) else str(value)
