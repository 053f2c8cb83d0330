"""The tables of the admission register, by subject."""

from rollbook.pupils.models.contact import Contact, ContactEmail, ContactPhone, PupilContact
from rollbook.pupils.models.group import Group, GroupMembership, GroupStaff
from rollbook.pupils.models.importing import ImportRun, Provenance
from rollbook.pupils.models.need import Need
from rollbook.pupils.models.own_field import OwnField, OwnValue
from rollbook.pupils.models.pupil import Characteristic, Enrolment, Pupil, PupilAddress

__all__ = [
    "Characteristic",
    "Contact",
    "ContactEmail",
    "ContactPhone",
    "Enrolment",
    "Group",
    "GroupMembership",
    "GroupStaff",
    "ImportRun",
    "Need",
    "OwnField",
    "OwnValue",
    "Provenance",
    "Pupil",
    "PupilAddress",
    "PupilContact",
]
