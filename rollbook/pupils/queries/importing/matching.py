"""Who a row of a file is: by UPN, MIS id, admission number; by name and birth only with a person's word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rollbook.formats.pupil_rows import PupilRow
from rollbook.pupils.queries.importing.held import Held, HeldPupil

SKIP, NEW = "skip", "new"
Decisions = Mapping[str, str]

_NAMES = {"upn": "UPN", "mis_id": "MIS id", "admission_number": "admission number"}


@dataclass(frozen=True, slots=True)
class Match:
    """The pupil a row means, or none (a new one), or the question that a person must answer."""

    held: HeldPupil | None = None
    asks: str = ""
    column: str = ""
    candidates: tuple[HeldPupil, ...] = ()
    may_be_new: bool = False


def match(held: Held, row: PupilRow, decision: str) -> Match:
    """Find the row's pupil. Ids that point at different pupils, or a name and birth alone, ask a person."""
    found = _by_ids(held, row)
    people = tuple({id(pupil): pupil for pupil in found.values()}.values())
    if decided := _decided(held, decision):
        return _taken(Match(held=decided))
    if decision == NEW and not people:
        return Match()
    if len(people) > 1:
        said = "; ".join(f"the {_NAMES[name]} is that of {pupil.name}" for name, pupil in found.items())
        return Match(asks=f"Different pupils: {said}. Say who it is, or correct the file.", candidates=people)
    if people:
        return _taken(_unless_a_stranger(row, people[0], next(iter(found))))
    return _by_name(held, row)


def _by_ids(held: Held, row: PupilRow) -> dict[str, HeldPupil]:
    found = {}
    for name in _NAMES:
        value = getattr(row, name)
        if value and (pupil := held.by_id.get((name, value))):
            found[name] = pupil
    if row.upn and "upn" not in found and (pupil := held.by_id.get(("former_upn", row.upn))):
        found["upn"] = pupil
    if row.former_upn and "upn" not in found and (pupil := held.by_id.get(("upn", row.former_upn))):
        found["upn"] = pupil
    return found


def _decided(held: Held, decision: str) -> HeldPupil | None:
    if not decision or decision in (SKIP, NEW):
        return None
    return next((pupil for pupil in held.pupils if str(pupil.pupil.public_id) == decision), None)


def _taken(found: Match) -> Match:
    """A pupil is told of by one row only; a second is put to a person."""
    if found.held is None or not found.held.told_by_row:
        return found
    says = f"Row {found.held.told_by_row} already tells of {found.held.name}. Correct whichever is wrong."
    return Match(asks=says)


def _unless_a_stranger(row: PupilRow, pupil: HeldPupil, by: str) -> Match:
    """An id may be mistyped: another surname together with another birth is another child until a person says."""
    held = pupil.pupil
    born = row.born is not None and row.born != held.born
    surnames = {held.legal_surname.casefold(), held.preferred_surname.casefold()}
    forenames = {held.legal_forename.casefold(), held.preferred_forename.casefold()}
    surname = row.legal_surname is not None and row.legal_surname.casefold() not in surnames
    forename = row.legal_forename is not None and row.legal_forename.casefold() not in forenames
    if (born and (surname or forename)) or (surname and forename):
        says = f"The {_NAMES[by]} is that of {pupil.name}, born {held.born:%d/%m/%Y}, but name or birth differ."
        return Match(asks=f"{says} Say who it is, or correct the file.", column=by, candidates=(pupil,))
    return Match(held=pupil)


def _by_name(held: Held, row: PupilRow) -> Match:
    if not (row.legal_surname and row.legal_forename and row.born):
        return Match()
    key = (row.legal_forename.casefold(), row.legal_surname.casefold(), row.born)
    known = tuple({id(pupil): pupil for pupil in held.by_name.get(key, [])}.values())
    if not known:
        return Match()
    says = "A pupil with this name and date of birth is held already. Say whether it is the same child."
    return Match(asks=says, candidates=known, may_be_new=True)
