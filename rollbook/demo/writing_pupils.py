"""A training school's people, as the admission register takes them in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rollbook.demo.values import Address, CharacteristicKind, Contact, Pupil, Training, TrainingSchool
from rollbook.pupils.actions.intake import NewContact, NewEnrolment, NewGroup, NewLink, NewPupil
from rollbook.rules.year_row import year_of


def groups_of(school: TrainingSchool, users: Mapping[str, int]) -> tuple[NewGroup, ...]:
    """The school's groups of both years; a registration group's staff is its tutor."""
    starts = {year.name: year.starts for year in school.years}
    return tuple(
        NewGroup(
            key=group.key,
            kind=group.kind,
            year=year_of(starts[group.academic_year]),
            name=group.name,
            nc_year=_nc_year(group.year_group),
            room=group.room,
            staff=((users[group.staff], "tutor" if group.kind == "registration" else "teacher"),)
            if group.staff
            else (),
            first=starts[group.academic_year],
        )
        for group in school.groups
    )


def contacts_of(training: Training, school: TrainingSchool) -> tuple[NewContact, ...]:
    """The contacts of the families who have a child at this school."""
    here = {pupil.key for pupil in training.pupils if _is_here(pupil, school)}
    return tuple(
        _contact(contact, school.years[-1].starts)
        for family in training.families
        if here & set(family.pupils)
        for contact in family.contacts
    )


def pupils_of(training: Training, school: TrainingSchool) -> tuple[NewPupil, ...]:
    return tuple(_pupil(pupil, school) for pupil in training.pupils if _is_here(pupil, school))


def _is_here(pupil: Pupil, school: TrainingSchool) -> bool:
    return any(stay.school == school.slug for stay in pupil.enrolments)


def _contact(contact: Contact, found_dead: date) -> NewContact:
    lines, postcode = _address(contact.address)
    return NewContact(
        key=contact.key,
        title=contact.title,
        forename=contact.forename,
        surname=contact.surname,
        address_lines=lines,
        postcode=postcode,
        phones=tuple((p.kind[0].upper(), p.number, None if p.works else found_dead) for p in contact.phones),
        email=contact.email,
    )


def _pupil(pupil: Pupil, school: TrainingSchool) -> NewPupil:
    lines, postcode = _address(pupil.address)
    stays = tuple(stay for stay in pupil.enrolments if stay.school == school.slug)
    groups = {group.key for group in school.groups}
    return NewPupil(
        key=pupil.key,
        upn=pupil.upn,
        former_upn=pupil.former_upn,
        admission_number=f"{stays[0].admission_number:06}",
        legal_forename=pupil.legal_forename,
        legal_surname=pupil.legal_surname,
        middle_names=pupil.middle_names,
        preferred_forename=pupil.preferred_forename,
        preferred_surname=pupil.preferred_surname,
        sex=pupil.sex,
        born=pupil.born,
        ethnicity=pupil.ethnicity,
        first_language=pupil.first_language,
        address_lines=lines,
        postcode=postcode,
        enrolments=tuple(NewEnrolment(s.starts, s.ends, s.status, s.leaving_reason, s.other_school) for s in stays),
        memberships=tuple((m.group, m.starts, m.ends) for m in pupil.memberships if m.group in groups),
        characteristics=tuple((_kind(c.kind, c.value), c.value, c.starts, c.ends) for c in pupil.characteristics),
        links=tuple(
            NewLink(
                contact=link.contact,
                priority=link.priority,
                relationship=link.relationship,
                parental_responsibility=link.parental_responsibility,
                lives_with=link.lives_with,
                may_be_told=link.may_be_told,
                no_contact=link.no_contact,
                court_order=link.court_order,
            )
            for link in pupil.contacts
        ),
    )


def _kind(kind: CharacteristicKind, value: str) -> str:
    """SEN with an education, health and care plan is a kind of its own."""
    return "ehcp" if kind is CharacteristicKind.SEN and value == "E" else kind.value


def _address(address: Address | None) -> tuple[str, str]:
    if address is None:
        return "", ""
    lines = (part for part in (address.line, address.locality, address.town) if part)
    return "\n".join(lines), address.postcode


def _nc_year(year_group: int | None) -> str:
    if year_group is None:
        return ""
    return str(year_group) if year_group else "R"
