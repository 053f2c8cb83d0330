"""What a row says of a pupil's contacts; one person is one record, however many children they have here."""

from __future__ import annotations

from rollbook.formats.pupil_rows import ContactRow, PupilRow
from rollbook.pupils.models import Contact, ContactEmail, ContactPhone, PupilContact
from rollbook.pupils.queries.importing.changes import Change
from rollbook.pupils.queries.importing.circumstances import stated_place
from rollbook.pupils.queries.importing.desk import Desk, change
from rollbook.pupils.queries.importing.held import HeldContact, HeldPupil
from rollbook.rules.codesets import code_of, name_of

_KINDS = {"mobile": "M", "home": "H", "work": "W", "other": "O"}
_LONGEST_TITLE, _LONGEST_NUMBER = 20, 40
_OTHER_CONTACT = "OTH"
_LINK_LABELS = {
    "priority": "order",
    "relationship": "relationship",
    "parental_responsibility": "parental responsibility",
    "lives_with": "lives with the pupil",
    "may_be_told": "may be told of absence",
    "no_contact": "no contact",
    "court_order": "court order",
}


def tell_contacts(desk: Desk, row: PupilRow, held: HeldPupil) -> list[Change]:
    """Add and change the contacts the row names. One it does not name stays, and so does a number it leaves out.

    “No contact” and “court order” are only ever set by a file; a person clears them.
    """
    changes: list[Change] = []
    for place, stated in enumerate(row.contacts or (), start=1):
        found = _find(desk, held, stated)
        if found is None:
            found = _new_contact(desk, stated)
        else:
            changes += _tell_person(desk, stated, found)
        changes += _tell_reach(desk, stated, found)
        changes += _tell_link(desk, stated, held, found, stated.priority or place)
    return changes


def _find(desk: Desk, held: HeldPupil, stated: ContactRow) -> HeldContact | None:
    if stated.mis_id and (known := desk.held.contact_by_id.get(stated.mis_id)):
        return known
    own = [desk.held.contact(link) for link in held.links]
    name = _stated_name(stated)
    for contact in own:
        if contact.key == name and _may_be(contact, stated):
            return contact
    for reach in sorted(_reach(stated)):
        known = desk.held.contact_by_reach.get((*name, reach))
        if known is not None and _may_be(known, stated):
            return known
    return _at_same_home(desk, stated)


def _may_be(held: HeldContact, stated: ContactRow) -> bool:
    return not (held.contact.mis_id and stated.mis_id and held.contact.mis_id != stated.mis_id)


def _at_same_home(desk: Desk, stated: ContactRow) -> HeldContact | None:
    """Without any number on either side, the same name at the same whole address is the same person."""
    if _reach(stated):
        return None
    known = desk.held.contact_by_home.get((*_stated_name(stated), *stated_place(stated.address, stated.postcode)))
    if known is None or known.phones or known.emails or not _may_be(known, stated):
        return None
    return known


def _new_contact(desk: Desk, stated: ContactRow) -> HeldContact:
    contact = Contact(school_id=desk.held.school_id)
    for name, value in _told_person(stated).items():
        setattr(contact, name, value)
    held = HeldContact(contact)
    desk.held.add_contact(held)
    desk.writing.add(contact)
    return held


def _tell_person(desk: Desk, stated: ContactRow, held: HeldContact) -> list[Change]:
    contact = held.contact
    told = {name: value for name, value in _told_person(stated).items() if value != getattr(contact, name)}
    labels = {"mis_id": "MIS id", "address_lines": "address"}
    changes = [
        change(f"contact.{name}", f"{_shown_name(contact)}: {labels.get(name, name)}", getattr(contact, name), value)
        for name, value in told.items()
    ]
    desk.writing.set(contact, told.items())
    if "mis_id" in told:
        desk.held.contact_by_id[contact.mis_id] = held
    return changes


def _told_person(stated: ContactRow) -> dict[str, str]:
    lines, postcode = stated_place(stated.address, stated.postcode)
    told = {
        "mis_id": stated.mis_id,
        "title": stated.title if len(stated.title or "") <= _LONGEST_TITLE else None,
        "forename": stated.forename,
        "surname": stated.surname,
        "address_lines": lines,
        "postcode": postcode,
    }
    return {name: value for name, value in told.items() if value}


def _tell_reach(desk: Desk, stated: ContactRow, held: HeldContact) -> list[Change]:
    """Add numbers and addresses that are not held; a number known to be dead stays dead."""
    changes = []
    name = _shown_name(held.contact)
    known = held.reached_at()
    for phone in stated.phones:
        if phone.number in known:
            continue
        if len(phone.number) > _LONGEST_NUMBER:
            desk.warn(stated.rows[0], "telephone", phone.number, "This number is too long to be kept.")
            continue
        known.add(phone.number)
        added = ContactPhone(
            school_id=desk.held.school_id,
            contact=held.contact,
            kind=_KINDS[phone.kind],
            number=phone.number,
            position=len(held.phones) + 1,
        )
        held.phones.append(added)
        desk.held.add_reach(held, phone.number)
        desk.writing.add(added)
        changes.append(change("contact.phone", f"{name}: {phone.kind} number", None, phone.number))
    if stated.email and stated.email.casefold() not in known:
        email = ContactEmail(
            school_id=desk.held.school_id,
            contact=held.contact,
            address=stated.email,
            position=len(held.emails) + 1,
        )
        held.emails.append(email)
        desk.held.add_reach(held, stated.email.casefold())
        desk.writing.add(email)
        changes.append(change("contact.email", f"{name}: e-mail", None, stated.email))
    return changes


def _tell_link(desk: Desk, stated: ContactRow, held: HeldPupil, contact: HeldContact, place: int) -> list[Change]:
    link = next((each for each in held.links if each.contact is contact.contact), None)
    name = _shown_name(contact.contact)
    if link is None:
        link = PupilContact(school_id=desk.held.school_id, pupil=held.pupil, contact=contact.contact, priority=place)
        for field, value in _told_link(stated, place).items():
            setattr(link, field, value)
        if stated.lives_with_pupil is None:
            link.lives_with = _shares_address(held, contact)
        held.links.append(link)
        desk.writing.add(link)
        relationship = name_of("relationship", link.relationship)
        return [change("contact", "Contact", None, f"{name} ({relationship})" if relationship else name)]
    told = {field: value for field, value in _told_link(stated, place).items() if value != getattr(link, field)}
    changes = [
        change(f"contact.{field}", f"{name}: {_LINK_LABELS[field]}", *_in_words(field, getattr(link, field), value))
        for field, value in told.items()
    ]
    desk.writing.set(link, told.items())
    return changes


def _told_link(stated: ContactRow, place: int) -> dict[str, object]:
    told: dict[str, object] = {
        "priority": place,
        "parental_responsibility": stated.parental_responsibility,
        "lives_with": stated.lives_with_pupil,
        "may_be_told": stated.may_be_told,
        "no_contact": stated.no_contact or None,
        "court_order": stated.court_order or None,
    }
    if stated.relationship:
        told["relationship"] = code_of("relationship", stated.relationship) or _OTHER_CONTACT
    return {name: value for name, value in told.items() if value is not None}


def _shares_address(held: HeldPupil, contact: HeldContact) -> bool:
    """Where the file does not say, a contact at the pupil's own address lives with the pupil."""
    home = held.address
    if home is None or not home.postcode:
        return False
    return (home.lines, home.postcode) == (contact.contact.address_lines, contact.contact.postcode)


def _in_words(field: str, old: object, new: object) -> tuple[object, object]:
    if field == "relationship":
        return name_of("relationship", str(old)), name_of("relationship", str(new))
    return old, new


def _reach(stated: ContactRow) -> set[str]:
    reach = {phone.number for phone in stated.phones}
    return reach | {stated.email.casefold()} if stated.email else reach


def _stated_name(stated: ContactRow) -> tuple[str, str]:
    return (stated.forename or "").casefold(), (stated.surname or "").casefold()


def _shown_name(contact: Contact) -> str:
    return " ".join(part for part in (contact.title, contact.forename, contact.surname) if part)
