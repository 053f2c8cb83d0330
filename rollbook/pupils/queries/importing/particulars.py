"""What a row says of the pupil's own particulars: ids, names, sex, birth, ethnicity, language."""

from __future__ import annotations

from datetime import date

from rollbook.formats.pupil_rows import PupilRow
from rollbook.pupils.models import Pupil
from rollbook.pupils.queries.importing.changes import Change
from rollbook.pupils.queries.importing.desk import Desk, change
from rollbook.pupils.queries.importing.held import HeldPupil
from rollbook.rules.codesets import code_of, name_of
from rollbook.rules.upn import UpnKind, examine

LABELS = {
    "upn": "UPN",
    "former_upn": "Former UPN",
    "mis_id": "MIS id",
    "admission_number": "Admission number",
    "legal_forename": "Legal forename",
    "legal_surname": "Legal surname",
    "middle_names": "Middle names",
    "preferred_forename": "Preferred forename",
    "preferred_surname": "Preferred surname",
    "sex": "Sex",
    "born": "Date of birth",
    "ethnicity": "Ethnicity",
    "first_language": "First language",
}
_AS_TYPED = ("legal_forename", "legal_surname", "middle_names", "sex", "born")
_NEEDED = {
    "legal_surname": "surname",
    "sex": "sex (F or M)",
    "born": "date of birth",
    "entry_date": "starting day (date of admission)",
}
_CODE_SETS = {"ethnicity": "ethnicity", "first_language": "first_language"}
_LONGEST_ADMISSION_NUMBER = 32
_LONGEST_GROUP_NAME = 50


def fault(row: PupilRow, *, new: bool, today: date) -> tuple[str, str] | None:
    """Why the row cannot be taken at all, as (column, sentence), or None (ADM-4: what a new entry must have)."""
    if new:
        for name, words in _NEEDED.items():
            if getattr(row, name) in (None, ""):
                return words, f"This pupil is not held yet, and a new entry in the register needs the {words}."
    if row.born and row.born > today:
        return "date of birth", "The date of birth is in the future. Check the year."
    if len(row.admission_number or "") > _LONGEST_ADMISSION_NUMBER:
        return "admission number", f"An admission number has at most {_LONGEST_ADMISSION_NUMBER} characters."
    for name in ("registration_group", "house"):
        if len(getattr(row, name) or "") > _LONGEST_GROUP_NAME:
            return name.replace("_", " "), f"The name of a group has at most {_LONGEST_GROUP_NAME} characters."
    return None


def new_pupil(desk: Desk, row: PupilRow) -> tuple[HeldPupil, list[Change]]:
    """Enter a pupil who is not held yet."""
    pupil = Pupil(school_id=desk.held.school_id)
    told = _told(desk, row, pupil)
    for name, value in told.items():
        setattr(pupil, name, value)
    desk.writing.add(pupil)
    held = HeldPupil(pupil)
    desk.held.add_pupil(held)
    return held, [change(n, LABELS[n], None, _shown(n, v)) for n, v in told.items() if v not in ("", None)]


def tell_particulars(desk: Desk, row: PupilRow, held: HeldPupil) -> list[Change]:
    """Change what the row says otherwise; a field it does not mention stays."""
    pupil = held.pupil
    told = {name: value for name, value in _told(desk, row, pupil).items() if value != getattr(pupil, name)}
    changes = [change(n, LABELS[n], _shown(n, getattr(pupil, n)), _shown(n, v)) for n, v in told.items()]
    for name in ("upn", "mis_id", "admission_number"):
        if value := told.get(name):
            desk.held.by_id[name, str(value)] = held
    desk.writing.set(pupil, told.items())
    return changes


def _told(desk: Desk, row: PupilRow, pupil: Pupil) -> dict[str, object]:
    told: dict[str, object] = {name: value for name in _AS_TYPED if (value := getattr(row, name)) is not None}
    told |= _ids(desk, row, pupil)
    for part in ("forename", "surname"):
        preferred = getattr(row, f"preferred_{part}")
        legal = getattr(row, f"legal_{part}") or getattr(pupil, f"legal_{part}")
        if preferred is not None:
            told[f"preferred_{part}"] = "" if preferred == legal else preferred
    for name, typed in (("ethnicity", row.ethnicity), ("first_language", row.language)):
        if typed and (code := _code(desk, row, name, typed)):
            told[name] = code
    return told


def _ids(desk: Desk, row: PupilRow, pupil: Pupil) -> dict[str, object]:
    """The ids the row gives, without any that is another pupil's."""
    told: dict[str, object] = {}
    for name in ("mis_id", "admission_number"):
        value = getattr(row, name)
        if value and not _anothers(desk, name, value, pupil):
            told[name] = value
    if row.upn and row.upn != pupil.former_upn and not _anothers(desk, "upn", row.upn, pupil):
        told |= _upn(row.upn, pupil)
    if row.former_upn and row.former_upn not in (pupil.upn, row.upn):
        told["former_upn"] = row.former_upn
    return told


def _upn(upn: str, pupil: Pupil) -> dict[str, object]:
    """A new UPN keeps the one it replaces; a temporary one never replaces a permanent one."""
    if not pupil.upn or pupil.upn == upn:
        return {"upn": upn}
    if examine(pupil.upn).kind is UpnKind.PERMANENT and examine(upn).kind is UpnKind.TEMPORARY:
        return {}
    return {"upn": upn, "former_upn": pupil.upn}


def _anothers(desk: Desk, name: str, value: str, pupil: Pupil) -> bool:
    owner = desk.held.by_id.get((name, value))
    return owner is not None and owner.pupil is not pupil


def _code(desk: Desk, row: PupilRow, name: str, typed: str) -> str | None:
    code = code_of(_CODE_SETS[name], typed)
    if code is None:
        says = f"“{typed[:60]}” is not a known {LABELS[name].lower()}. It was left out."
        desk.warn(row.rows[0], LABELS[name], typed, says)
    return code


def _shown(name: str, value: object) -> object:
    if name in _CODE_SETS:
        return name_of(_CODE_SETS[name], str(value or ""))
    return value
