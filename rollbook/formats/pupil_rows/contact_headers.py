"""What the school systems call the columns of a contact, numbered or one contact to a row."""

from __future__ import annotations

import re

from rollbook.formats.pupil_rows.pupil_headers import DETAIL_FIELDS, WITHIN_BRACKETS, key_of

WORDS: dict[str, tuple[str, ...]] = {
    "priority": (
        "Priority", "Contact Priority", "Order", "Contact Order", "Priority Number",
        "Emergency Contact Priority", "Call Order", "Emergency Priority", "Contact Number in order",
        "Priority Order",
    ),
    "contact_id": ("ID", "Contact ID", "Person ID", "Guardian ID", "Arbor ID", "External ID", "Arbor Guardian ID"),
    "title": ("Title", "Salutation Title"),
    "forename": (
        "Forename", "First Name", "Given Name", "Forenames", "Legal First Name", "Preferred First Name",
        "Legal Forename",
    ),
    "surname": ("Surname", "Last Name", "Family Name", "Legal Last Name", "Preferred Last Name", "Legal Surname"),
    "full_name": (
        "Name", "Full Name", "Full Contact Name", "Legal Name", "", "Preferred Full Name", "Addressee",
        "Legal Full Name",
    ),
    "relationship": (
        "Relationship", "Relation", "Relationship to Pupil", "Relationship to Student", "Relationship Type",
        "Relation Type", "Relationship to Child", "Type", "Relationship Description",
        "Relationship with student",
    ),
    "parental_responsibility": (
        "Parental Responsibility", "Responsibility", "Has Parental Responsibility", "PR", "Parental Resp",
        "Legal Guardian", "Is Legal Guardian", "Has PR", "Parental Rights",
    ),
    "lives_with_pupil": (
        "Lives With", "Lives With Pupil", "Lives With Student", "Resident With Pupil", "Pupil Lives With",
        "Lives at same address", "Same Address as Pupil", "Student Lives With", "Lives with child",
        "Same Address", "Shares Address", "Resides with",
    ),
    "court_order": ("Court Order", "Has Court Order", "Court Order Flag", "Subject to Court Order", "Court Orders"),
    "may_be_told": (
        "May be told of absence", "Absence Contact", "Notify of Absence", "Contact for Absence", "May be told",
        "Send Absence Text", "Receives absence messages", "Told of absence", "May be told of absences",
    ),
    "no_contact": (
        "No Contact", "Do Not Contact", "Contact Not Allowed", "Must not be contacted", "No Contact Allowed",
    ),
}  # fmt: skip

FIELDS = {key_of(word): field for field, words in WORDS.items() for word in words}
FIELDS |= {key: field for key, field in DETAIL_FIELDS.items() if key not in FIELDS}
# Of a contact a bare “House” is part of the address; of a pupil it is the school's house.
WHO = (
    "emergencycontact|primarycontact|parentalcontact|parentcarer|parentguardian|guardian|contact|parent|carer|nextofkin"
)
ORDINALS = {"primary": 1, "main": 1, "first": 1, "1st": 1, "second": 2, "2nd": 2, "secondary": 2, "third": 3, "3rd": 3}
ORDINALS |= {"fourth": 4, "4th": 4, "fifth": 5, "5th": 5}
NUMBERED = re.compile(rf"^(?:{WHO})(\d{{1,2}})(.*)$")
COUNTED = re.compile(rf"^(?:priority)?({'|'.join(ORDINALS)})(?:emergency)?(?:{WHO})(.*)$")
NUMBER_LAST = re.compile(rf"^(?:{WHO})(.*?[a-z])(\d{{1,2}})$")
PLAIN = re.compile(rf"^(?:{WHO})(.*)$")
PRIORITY_FIRST = re.compile(r"^(?:priority|p|c)(\d{1,2})(.+)$")
KIN = re.compile(r"^(mother|father|mum|dad|stepmother|stepfather|grandmother|grandfather|fostercarer)(.*)$")
REPEAT = re.compile(r"\d{1,2}$")
MOST_CONTACTS = 20

# Headers that only ever speak of a contact, so that they may stand without the word.
BARE = (
    "priority", "relationship", "parental_responsibility", "court_order", "may_be_told", "no_contact",
    "lives_with_pupil",
)  # fmt: skip
BARE_FIELDS = {key: field for key, field in FIELDS.items() if field in BARE and key != "type"}


def numbered_contact(header: str) -> tuple[int | str, str] | None:
    """Which contact (its number, or the relative's name) and which of its fields a header names."""
    for form in (header, WITHIN_BRACKETS.sub("", header)):
        key = key_of(form).removeprefix("student").removeprefix("pupil")
        found = _numbered(key)
        if found:
            return found
    return None


def contact_in_row(header: str) -> str | None:
    """The field of the one contact that a row is about: “Contact Surname”, or plain “Relationship”."""
    for form in (header, WITHIN_BRACKETS.sub("", header)):
        key = key_of(form)
        if key in BARE_FIELDS:
            return BARE_FIELDS[key]
        if (found := PLAIN.match(key)) and (field := _field(found[1])):
            return field
    return None


def _numbered(key: str) -> tuple[int | str, str] | None:
    if (found := NUMBERED.match(key)) and (field := _field(found[2])):
        return _within(int(found[1]), field)
    if (found := COUNTED.match(key)) and (field := _field(found[2])):
        return ORDINALS[found[1]], field
    if (found := PRIORITY_FIRST.match(key)) and (field := _field(found[2])):
        return _within(int(found[1]), field)
    if (found := NUMBER_LAST.match(key)) and (field := FIELDS.get(found[1])) and not found[1].endswith("line"):
        return None if field == "address" else _within(int(found[2]), field)
    if (found := KIN.match(key)) and (field := _field(found[2])):
        return found[1], field
    return None


def _field(key: str) -> str | None:
    """The field, also where the last digit counts several of it: “Mobile 2”."""
    return FIELDS.get(key) or FIELDS.get(REPEAT.sub("", key) or "?")


def _within(number: int, field: str) -> tuple[int, str] | None:
    return (number, field) if 1 <= number <= MOST_CONTACTS else None
