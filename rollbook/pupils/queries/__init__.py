"""What others may ask of the admission register, by subject; answers are frozen values."""

from rollbook.pupils.queries.contacts import ContactLine, PhoneLine, RingLine, contacts_of, contacts_to_ring
from rollbook.pupils.queries.flags import VULNERABILITY, Flag, flags_of
from rollbook.pupils.queries.groups import GroupLine, GroupPerson, group, groups_of, own_groups
from rollbook.pupils.queries.identity import EnrolmentLine, PupilOverview, pupil
from rollbook.pupils.queries.lines import Movements, PupilLine, new_and_leaving, pupil_lines, roster, siblings_of
from rollbook.pupils.queries.lists import OnRoll, PupilFilters, PupilPage, pupils_list
from rollbook.pupils.queries.needs import NeedLine, needs_of, needs_when_the_alarm_goes
from rollbook.pupils.queries.seeing import may_take

__all__ = [
    "VULNERABILITY",
    "ContactLine",
    "EnrolmentLine",
    "Flag",
    "GroupLine",
    "GroupPerson",
    "Movements",
    "NeedLine",
    "OnRoll",
    "PhoneLine",
    "PupilFilters",
    "PupilLine",
    "PupilOverview",
    "PupilPage",
    "RingLine",
    "contacts_of",
    "contacts_to_ring",
    "flags_of",
    "group",
    "groups_of",
    "may_take",
    "needs_of",
    "needs_when_the_alarm_goes",
    "new_and_leaving",
    "own_groups",
    "pupil",
    "pupil_lines",
    "pupils_list",
    "roster",
    "siblings_of",
]
