"""OneRoster 1.1 and 1.2 packages: schools, terms, groups, pupils with their contacts, staff."""

from rollbook.formats.oneroster.reading import read_roster
from rollbook.formats.oneroster.roster import (
    Roster,
    RosterGroup,
    RosterMembership,
    RosterSchool,
    RosterStaff,
    RosterTerm,
)

__all__ = ["Roster", "RosterGroup", "RosterMembership", "RosterSchool", "RosterStaff", "RosterTerm", "read_roster"]
