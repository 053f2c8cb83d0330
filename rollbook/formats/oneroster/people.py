"""The users of a package: pupils with their contacts, and staff."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from rollbook.formats.oneroster.package import Package, Record
from rollbook.formats.oneroster.roster import RosterStaff
from rollbook.formats.pupil_rows.filling import read_upn
from rollbook.formats.pupil_rows.rows import ContactRow, PupilRow
from rollbook.formats.values.cells import Cell, Unreadable
from rollbook.formats.values.codes import read_sex, read_year_group
from rollbook.formats.values.dates import read_date
from rollbook.formats.values.names import read_name
from rollbook.formats.values.phones import Phone, read_phones

T = TypeVar("T")
PUPIL_ROLES = frozenset({"student", "pupil"})
CONTACT_ROLES = {"parent": "Parent", "guardian": "Guardian", "relative": "Relative"}
UPN_KINDS = frozenset({"upn", "uniquepupilnumber", "pupilupn"})
ADMISSION_KINDS = frozenset({"adno", "admissionnumber", "admno", "admission"})


def roles_of(package: Package) -> dict[str, tuple[str, ...]]:
    """Each person's roles in small letters, the primary one first, from users.csv and roles.csv."""
    roles: dict[str, list[str]] = {}
    ranked = sorted(package.records("roles"), key=lambda record: record.get("roletype").casefold() != "primary")
    for record in ranked:
        roles.setdefault(record.get("usersourcedid"), []).append(record.get("role").casefold())
    for record in package.records("users"):
        if record.get("role"):
            roles.setdefault(record.get("sourcedid"), []).append(record.get("role").casefold())
    return {person: tuple(dict.fromkeys(said)) for person, said in roles.items()}


def schools_of(package: Package) -> dict[str, tuple[str, ...]]:
    """Each person's schools, from users.csv and roles.csv."""
    schools: dict[str, dict[str, None]] = {}
    for record in package.records("users"):
        held = schools.setdefault(record.get("sourcedid"), {})
        held.update(dict.fromkeys((*record.many("primaryorgsourcedid"), *record.many("orgsourcedids"))))
    for record in package.records("roles"):
        schools.setdefault(record.get("usersourcedid"), {}).update(dict.fromkeys(record.many("orgsourcedids")))
    return {person: tuple(held) for person, held in schools.items()}


def pupils_of(package: Package, roles: dict[str, tuple[str, ...]]) -> tuple[PupilRow, ...]:
    """Every pupil of the package with the contacts that either side names as agents."""
    users = {record.get("sourcedid"): record for record in package.records("users")}
    demographics = {record.get("sourcedid"): record for record in package.records("demographics")}
    contacts = _contacts_by_pupil(package, users, roles)
    found = []
    for person, record in users.items():
        if not PUPIL_ROLES & set(roles.get(person, ())):
            continue
        pupil = _pupil(package, record, demographics.get(person))
        if pupil:
            found.append(replace(pupil, contacts=contacts.get(person) or None))
    return tuple(found)


def staff_of(
    package: Package, roles: dict[str, tuple[str, ...]], schools: dict[str, tuple[str, ...]]
) -> tuple[RosterStaff, ...]:
    """Everyone of the package who is neither pupil nor contact."""
    found = []
    for record in package.records("users"):
        person = record.get("sourcedid")
        said = roles.get(person, ())
        if not said:
            package.problems.warn(record.row, "users.csv role", "", "This person has no role, so it was left out.")
        elif not (PUPIL_ROLES | CONTACT_ROLES.keys()) & set(said):
            found.append(_staff(package, record, said, schools.get(person, ())))
    return tuple(found)


def years_of(package: Package, record: Record, file: str) -> tuple[str, ...]:
    """The year groups in a record's grades; one that is none is left out with a warning."""
    years = []
    for grade in record.many("grades"):
        try:
            years.append(read_year_group(grade))
        except Unreadable as unreadable:
            package.problems.warn(record.row, f"{file}.csv grades", grade, unreadable.says)
    return tuple(year for year in years if year)


def _staff(package: Package, record: Record, roles: tuple[str, ...], schools: tuple[str, ...]) -> RosterStaff:
    return RosterStaff(
        sourced_id=record.get("sourcedid"),
        forename=_read(package, record, "givenname", read_name) or "",
        surname=_read(package, record, "familyname", read_name) or "",
        roles=roles,
        email=record.get("email") or None,
        username=record.get("username") or None,
        enabled=record.get("enableduser").casefold() != "false",
        school_ids=schools,
    )


def _pupil(package: Package, record: Record, demographic: Record | None) -> PupilRow | None:
    forename = _read(package, record, "givenname", read_name)
    surname = _read(package, record, "familyname", read_name)
    if not (forename and surname):
        says = "This pupil has no given name or no family name that can be read. It was left out."
        package.problems.error(record.row, "users.csv familyName", surname or forename or "", says)
        return None
    identifiers = _identifiers(record)
    years = years_of(package, record, "users")
    return PupilRow(
        rows=(record.row,),
        upn=_upn(package, record, identifiers),
        mis_id=record.get("sourcedid"),
        admission_number=next((number for kind, number in identifiers if kind in ADMISSION_KINDS), None),
        legal_forename=forename,
        legal_surname=surname,
        middle_names=_read(package, record, "middlename", read_name),
        preferred_forename=_read(package, record, "preferredgivenname", read_name),
        preferred_surname=_read(package, record, "preferredfamilyname", read_name),
        born=_read(package, demographic, "birthdate", read_date, file="demographics"),
        sex=_sex(package, demographic),
        year=years[0] if years else None,
        email=record.get("email") or None,
        phones=_phones(record),
    )


def _identifiers(record: Record) -> tuple[tuple[str, str], ...]:
    """The ids of a user: `{UPN:A123…},{MIS:42}` in userIds, and whatever `identifier` holds."""
    found = []
    for piece in record.get("userids").replace("{", "").replace("}", "").split(","):
        kind, colon, number = piece.partition(":")
        if colon and number.strip():
            found.append(("".join(letter for letter in kind.casefold() if letter.isalnum()), number.strip()))
    return tuple(found)


def _upn(package: Package, record: Record, identifiers: tuple[tuple[str, str], ...]) -> str | None:
    said = next((number for kind, number in identifiers if kind in UPN_KINDS), None)
    try:
        if said:
            return read_upn(said)
    except Unreadable as unreadable:
        package.problems.warn(record.row, "users.csv userIds", said, unreadable.says)
    identifier = record.get("identifier")
    try:
        return read_upn(identifier) if len(identifier) == 13 else None
    except Unreadable:
        return None


def _sex(package: Package, demographic: Record | None) -> str | None:
    said = demographic.get("sex").casefold() if demographic else ""
    if said in ("", "unspecified", "other"):
        return None
    return _read(package, demographic, "sex", read_sex, file="demographics")


def _contacts_by_pupil(
    package: Package, users: dict[str, Record], roles: dict[str, tuple[str, ...]]
) -> dict[str, tuple[ContactRow, ...]]:
    """Packages link contacts from the pupil, from the contact, or from both: all are followed."""
    links: dict[str, dict[str, None]] = {}
    for person, record in users.items():
        own = set(roles.get(person, ()))
        for agent in record.many("agentsourcedids"):
            if agent not in users:
                says = "This person's agent is not in the package. The link was left out."
                package.problems.warn(record.row, "users.csv agentSourcedIds", agent, says)
            elif own & PUPIL_ROLES and CONTACT_ROLES.keys() & set(roles.get(agent, ())):
                links.setdefault(person, {})[agent] = None
            elif own & CONTACT_ROLES.keys() and PUPIL_ROLES & set(roles.get(agent, ())):
                links.setdefault(agent, {})[person] = None
    return {
        pupil: tuple(_contact(package, users[agent], order, roles[agent]) for order, agent in enumerate(agents, 1))
        for pupil, agents in links.items()
    }


def _contact(package: Package, record: Record, order: int, roles: tuple[str, ...]) -> ContactRow:
    role = next(role for role in roles if role in CONTACT_ROLES)
    return ContactRow(
        rows=(record.row,),
        priority=order,
        mis_id=record.get("sourcedid"),
        forename=_read(package, record, "givenname", read_name),
        surname=_read(package, record, "familyname", read_name),
        relationship=CONTACT_ROLES[role],
        phones=_phones(record),
        email=record.get("email") or None,
    )


def _phones(record: Record) -> tuple[Phone, ...]:
    found = {phone.number: phone for phone in read_phones(record.get("phone"), "other")}
    found |= {phone.number: phone for phone in read_phones(record.get("sms"), "mobile")}
    return tuple(found.values())


def _read(
    package: Package, record: Record | None, header: str, read: Callable[[Cell], T | None], *, file: str = "users"
) -> T | None:
    if record is None:
        return None
    try:
        return read(record.get(header) or None)
    except Unreadable as unreadable:
        package.problems.warn(record.row, f"{file}.csv {header}", record.get(header), unreadable.says)
        return None
