"""A OneRoster package as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rollbook.formats.problems import Problem
from rollbook.formats.pupil_rows.rows import PupilRow


@dataclass(frozen=True, slots=True)
class RosterSchool:
    """An organisation of the package; `identifier` is often the URN or the establishment number."""

    sourced_id: str
    name: str
    kind: str
    identifier: str | None = None
    parent_id: str | None = None


@dataclass(frozen=True, slots=True)
class RosterTerm:
    """An academic session of the package: a school year, term or semester; `end` as the package states it."""

    sourced_id: str
    title: str
    kind: str
    start: date | None
    end: date | None
    parent_id: str | None = None


@dataclass(frozen=True, slots=True)
class RosterGroup:
    """A class of the package; `kind` is homeroom (a registration group) or scheduled."""

    sourced_id: str
    name: str
    kind: str
    code: str | None = None
    school_id: str | None = None
    subjects: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    term_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterMembership:
    """Who belongs to which group, as pupil or as staff.

    `end` is as the package states it: by the standard the first day after, in many packages the last.
    """

    sourced_id: str
    group_id: str
    person_id: str
    role: str
    primary: bool | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class RosterStaff:
    """A member of staff of the package; `roles` as the package words them."""

    sourced_id: str
    forename: str
    surname: str
    roles: tuple[str, ...]
    email: str | None = None
    username: str | None = None
    enabled: bool = True
    school_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """What a OneRoster package says. A pupil's `mis_id` is the sourcedId of its user.

    `pupil_schools` pairs a pupil's sourcedId with a school's. `removed` are the (file, sourcedId)
    pairs the package marks `tobedeleted`: none of them is among the others. `partial` names the
    files that hold changes only (delta).
    """

    version: str
    schools: tuple[RosterSchool, ...]
    terms: tuple[RosterTerm, ...]
    pupils: tuple[PupilRow, ...]
    pupil_schools: tuple[tuple[str, str], ...]
    groups: tuple[RosterGroup, ...]
    memberships: tuple[RosterMembership, ...]
    staff: tuple[RosterStaff, ...]
    removed: tuple[tuple[str, str], ...]
    partial: tuple[str, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()
