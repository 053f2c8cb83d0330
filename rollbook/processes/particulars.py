"""What the admission register holds of a pupil, as the fields of a return: label and value, empty where none is held.

Contacts of whom nobody may know more than the name are left to their names; opening them is noted (ADM-4, SAF-5).
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from rollbook.pupils.queries import ContactLine, PupilOverview, contacts_of, pupil
from rollbook.pupils.queries.homes import homes_of
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import in_words
from rollbook.schools.queries import school_line

Fields = tuple[tuple[str, str], ...]


def of_school(actor: Actor) -> Fields:
    """Which school makes the return, and who filled it in on which day."""
    school = school_line(actor)
    return (
        ("School", school.name),
        ("DfE number", "/".join(part for part in (school.la_number, school.establishment_number) if part)),
        ("URN", school.urn),
        ("Completed by", f"{actor.name}, {actor.role}"),
        ("Completed on", day(actor.today)),
    )


def of_pupil(actor: Actor, public_id: UUID) -> Fields:
    """Who the pupil is, and where the pupil lives."""
    held = pupil(actor, public_id)
    home = homes_of(actor, [held.line.id], actor.today).get(held.line.id)
    return (
        ("Full name", name_of(held)),
        ("Date of birth", day(held.line.born)),
        ("Sex", held.sex),
        ("UPN", held.upn),
        ("Year group", held.line.nc_year),
        ("Address", ", ".join((*home.lines, home.postcode)).strip(", ") if home else ""),
        ("Starting day here", day(held.enrolments[0].first_day) if held.enrolments else ""),
    )


def of_last_school(actor: Actor, public_id: UUID) -> Fields:
    """The school before this one."""
    held = pupil(actor, public_id)
    return (
        ("Last school", held.last_school_name),
        ("Its address", ", ".join(held.last_school_address.splitlines())),
        ("Boarder", "Yes" if held.line.boarder else "No"),
    )


def of_parents(actor: Actor, public_id: UUID, *, lived_with_alone: bool = False) -> Fields:
    """Every parent with address and numbers; or those alone with whom the pupil normally lives (RET-2)."""
    people = [one for one in contacts_of(actor, public_id) if one.parental_responsibility or one.lives_with]
    if lived_with_alone:
        people = [one for one in people if one.lives_with]
    fields: list[tuple[str, str]] = []
    for n, one in enumerate(people, start=1):
        fields += _parent(f"Parent {n}", one)
    return tuple(fields) or (("Parent 1", ""),)


def of_one_parent(actor: Actor, public_id: UUID, contact: int | None) -> Fields:
    """The one parent concerned, and nobody else's address (PEN-6)."""
    one = next((line for line in contacts_of(actor, public_id) if line.id == contact), None)
    return _parent("Parent", one) if one is not None else (("Parent", ""),)


def day(value: date | None) -> str:
    """A day as forms have it."""
    return f"{value:%d/%m/%Y}" if value else ""


def in_full(value: date | None) -> str:
    return in_words(value) if value else ""


def name_of(held: PupilOverview) -> str:
    return " ".join(part for part in (held.legal_forename, held.middle_names, held.legal_surname) if part)


def _parent(label: str, one: ContactLine) -> Fields:
    numbers = ", ".join(phone.says for phone in one.phones if phone.works)
    return (
        (label, f"{one.name} ({one.relationship})" if one.relationship else one.name),
        (f"{label}: lives with the pupil", "Yes" if one.lives_with else "No"),
        (f"{label}: address", ", ".join((*one.address_lines, one.postcode)).strip(", ")),
        (f"{label}: telephone", numbers),
        (f"{label}: e-mail", ", ".join(one.emails)),
    )
