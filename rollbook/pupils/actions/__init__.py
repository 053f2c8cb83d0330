"""Everything that changes the admission register, as verbs."""

from rollbook.pupils.actions.changing import (
    change_address,
    change_pupil,
    end_characteristic,
    move_group,
    set_characteristic,
)
from rollbook.pupils.actions.contacts import Part, Person, add_contact, change_contact, mark_number, order_contacts
from rollbook.pupils.actions.enrolling import Particulars, end_enrolment, enrol, enter_pupil
from rollbook.pupils.actions.importing import commit_import, decide_match, forget_uploads, start_import
from rollbook.pupils.actions.needing import end_need, set_need

__all__ = [
    "Part",
    "Particulars",
    "Person",
    "add_contact",
    "change_address",
    "change_contact",
    "change_pupil",
    "commit_import",
    "decide_match",
    "end_characteristic",
    "end_enrolment",
    "end_need",
    "enrol",
    "enter_pupil",
    "forget_uploads",
    "mark_number",
    "move_group",
    "order_contacts",
    "set_characteristic",
    "set_need",
    "start_import",
]
