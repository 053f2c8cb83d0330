"""Pupils and contacts as a file states them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rollbook.formats.problems import Problem
from rollbook.formats.values.phones import Phone


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact of a pupil as the file states it; `None` where the file says nothing.

    `relationship` and `title` are as typed. `rows` are the rows of the file it came from.
    """

    rows: tuple[int, ...]
    priority: int | None = None
    mis_id: str | None = None
    title: str | None = None
    forename: str | None = None
    surname: str | None = None
    relationship: str | None = None
    parental_responsibility: bool | None = None
    lives_with_pupil: bool | None = None
    court_order: bool | None = None
    may_be_told: bool | None = None
    no_contact: bool | None = None
    phones: tuple[Phone, ...] = ()
    email: str | None = None
    address: tuple[str, ...] | None = None
    postcode: str | None = None


@dataclass(frozen=True, slots=True)
class PupilRow:
    """One pupil as the file states it; `None` where the file says nothing about it.

    `rows` are the spreadsheet's row numbers. `sex` is F or M. `year` is NC year actual (E1, E2,
    N1, N2, R, 1–14, X). `enrolment_status` is C, M, S, G, P, F or O; `boarder` N, B, 6 or 7;
    `sen` N, K or E. `ethnicity`, `language` and `leaving_reason` are as typed. `contacts` are in
    the order of priority, and `None` when the file states none for this pupil.
    """

    rows: tuple[int, ...]
    upn: str | None = None
    former_upn: str | None = None
    mis_id: str | None = None
    admission_number: str | None = None
    legal_forename: str | None = None
    legal_surname: str | None = None
    middle_names: str | None = None
    preferred_forename: str | None = None
    preferred_surname: str | None = None
    born: date | None = None
    sex: str | None = None
    year: str | None = None
    registration_group: str | None = None
    house: str | None = None
    entry_date: date | None = None
    leaving_date: date | None = None
    leaving_reason: str | None = None
    enrolment_status: str | None = None
    boarder: str | None = None
    ethnicity: str | None = None
    language: str | None = None
    eal: bool | None = None
    fsm: bool | None = None
    pupil_premium: bool | None = None
    sen: str | None = None
    looked_after: bool | None = None
    child_protection: bool | None = None
    child_in_need: bool | None = None
    young_carer: bool | None = None
    service_child: bool | None = None
    medical: bool | None = None
    email: str | None = None
    phones: tuple[Phone, ...] = ()
    address: tuple[str, ...] | None = None
    postcode: str | None = None
    contacts: tuple[ContactRow, ...] | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file: its header as typed, and the field it was taken for, if any.

    `field` is a field name of PupilRow, or of ContactRow with `contact` its number (0 where each
    row of the file is one contact); `None` when the column was not recognised.
    """

    header: str
    field: str | None
    contact: int | None = None


@dataclass(frozen=True, slots=True)
class PupilFile:
    """What a pupil export says. `source` is SIMS, Arbor, Bromcom or other, by its headers."""

    pupils: tuple[PupilRow, ...]
    problems: tuple[Problem, ...]
    columns: tuple[Column, ...]
    source: str
    notes: tuple[str, ...] = ()

    @property
    def unrecognised(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns if column.field is None)
