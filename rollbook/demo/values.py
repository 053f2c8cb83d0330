"""What a training school is made of: plain values, in the office's words.

Nothing here is a real person: names are drawn from lists, telephones and postcodes reach nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from rollbook.rules.access import Role
from rollbook.rules.calendar import Closure, Term
from rollbook.rules.sessions import Half


class Kind(StrEnum):
    """Which training school is asked for."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    TRUST = "trust"


@dataclass(frozen=True, slots=True)
class AcademicYear:
    """One school year of one school: its terms, its closures, and the days it was due to meet.

    `school_days` are the days with sessions, in order. A day of unplanned closure is one of
    them: its sessions are marked Y4 (COD-18).
    """

    name: str
    starts: date
    ends: date
    terms: tuple[Term, ...]
    closures: tuple[Closure, ...]
    school_days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class SessionTimes:
    """When a session's register opens and closes, and when the session ends."""

    half: Half
    opens: time
    closes: time
    ends: time


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One person who works at a school (or for the trust, when `school` is empty)."""

    key: str
    school: str
    title: str
    forename: str
    surname: str
    username: str
    email: str
    roles: tuple[Role, ...]

    @property
    def shown(self) -> str:
        """As on a register, e.g. “Mrs A. Osei”."""
        return f"{self.title} {self.forename[0]}. {self.surname}"


@dataclass(frozen=True, slots=True)
class Address:
    """A home that does not exist: no such postcode is in use."""

    line: str
    locality: str
    town: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Phone:
    """A number from the ranges kept for drama; `works` is False where the office found it dead."""

    number: str
    kind: str
    works: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """An adult of a family, or a professional, whom the school may ring."""

    key: str
    title: str
    forename: str
    surname: str
    address: Address | None
    phones: tuple[Phone, ...]
    email: str
    preferred_language: str


@dataclass(frozen=True, slots=True)
class ContactLink:
    """What a contact is to one pupil. `relationship` is a code of the common basic data set."""

    contact: str
    priority: int
    relationship: str
    parental_responsibility: bool
    lives_with: bool
    may_be_told: bool
    no_contact: bool
    court_order: str


@dataclass(frozen=True, slots=True)
class Family:
    """Children who share a home, with the adults round them."""

    key: str
    surname: str
    address: Address
    contacts: tuple[Contact, ...]
    pupils: tuple[str, ...]


class CharacteristicKind(StrEnum):
    """What is known of a pupil for a time."""

    FSM = "fsm"
    SEN = "sen"
    EAL = "eal"
    LOOKED_AFTER = "looked-after"
    CHILD_PROTECTION = "child-protection"
    CHILD_IN_NEED = "child-in-need"
    SOCIAL_WORKER = "social-worker"
    YOUNG_CARER = "young-carer"
    SERVICE_CHILD = "service-child"
    MEDICAL = "medical"


@dataclass(frozen=True, slots=True)
class Characteristic:
    """One characteristic with its dates; `value` is its code (SEN: K or E) or a few words."""

    kind: CharacteristicKind
    value: str
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A stay on one school's roll. `status`: C single, M main and S subsidiary of two.

    `ends` is the last day on roll. `leaving_reason` is a common-basic-data-set code, or empty.
    """

    school: str
    starts: date
    ends: date | None
    leaving_reason: str
    status: str
    other_school: str
    admission_number: int


class GroupKind(StrEnum):
    """What a group of pupils is for."""

    YEAR = "year"
    REGISTRATION = "registration"
    HOUSE = "house"
    TEACHING = "teaching"


@dataclass(frozen=True, slots=True)
class Group:
    """A group of pupils in one academic year. `year_group` is 0 for Reception, None for a house."""

    key: str
    school: str
    academic_year: str
    kind: GroupKind
    name: str
    year_group: int | None
    staff: str
    room: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """A group's lesson in one period of a weekday (0 is Monday); `week` is A or B, or empty for both."""

    group: str
    weekday: int
    week: str
    period: str
    subject: str
    staff: str
    room: str


@dataclass(frozen=True, slots=True)
class Membership:
    """A pupil's place in a group, from a day to a day (None: still)."""

    group: str
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil as the admission register holds one (ADM-4)."""

    key: str
    family: str
    legal_forename: str
    middle_names: str
    legal_surname: str
    preferred_forename: str
    preferred_surname: str
    sex: str
    born: date
    upn: str
    former_upn: str
    ethnicity: str
    first_language: str
    address: Address
    contacts: tuple[ContactLink, ...]
    characteristics: tuple[Characteristic, ...]
    enrolments: tuple[Enrolment, ...]
    memberships: tuple[Membership, ...]


@dataclass(frozen=True, slots=True)
class DayMarks:
    """A pupil's two marks of one day; an empty code is a mark nobody made.

    Minutes are those after the register opened, for L and U only.
    """

    on: date
    am: str
    pm: str
    am_minutes: int | None
    pm_minutes: int | None


@dataclass(frozen=True, slots=True)
class MarkDetail:
    """The words a code needs (the nature of K and B, the other school of D: COD-6)."""

    on: date
    half: Half
    text: str


@dataclass(frozen=True, slots=True)
class MarkAmendment:
    """One change to an entry, with the facts the law keeps (REG-7). `by` is a staff key.

    `minutes` are those of the new entry, where it is a late arrival.
    """

    on: date
    half: Half
    was: str
    now: str
    minutes: int | None
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class YearMarks:
    """One pupil's marks at one school in one academic year, oldest first.

    `days` hold the marks as they stand at the moment of the training school; `amendments` how
    some of them came to be, by date, then moment.
    """

    pupil: str
    school: str
    academic_year: str
    days: tuple[DayMarks, ...]
    details: tuple[MarkDetail, ...]
    amendments: tuple[MarkAmendment, ...]


@dataclass(frozen=True, slots=True)
class UntakenRegister:
    """A register that should have been taken by now and was not."""

    group: str
    on: date
    half: Half


@dataclass(frozen=True, slots=True)
class TrainingSchool:
    """One school: what it is, its year, its people and its groups. Years are oldest first."""

    slug: str
    name: str
    phase: Kind
    la_number: str
    establishment_number: str
    urn: str
    lowest_age: int
    highest_age: int
    address: Address
    telephone: str
    session_times: tuple[SessionTimes, ...]
    years: tuple[AcademicYear, ...]
    staff: tuple[StaffMember, ...]
    groups: tuple[Group, ...]
    lessons: tuple[Lesson, ...]
    untaken: tuple[UntakenRegister, ...]


@dataclass(frozen=True, slots=True)
class Training:
    """Everything a training database is filled with, as it stands at `now`.

    `trust` is the trust's name, empty for a single school.
    """

    kind: Kind
    seed: int
    now: datetime
    trust: str
    trust_staff: tuple[StaffMember, ...]
    schools: tuple[TrainingSchool, ...]
    families: tuple[Family, ...]
    pupils: tuple[Pupil, ...]
    marks: tuple[YearMarks, ...]
