"""A file taken through review and commit, and what the register then holds."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from rollbook.pupils import actions
from rollbook.pupils.models import (
    Characteristic,
    Contact,
    ContactPhone,
    Enrolment,
    Group,
    GroupMembership,
    Pupil,
    PupilAddress,
    PupilContact,
)
from rollbook.pupils.queries.importing import (
    Review,
    Verdict,
    review,
)
from rollbook.rules.actor import Actor
from tests.pupils.exports import SIMS, Row, as_csv, sims

TABLES = (Pupil, Contact, ContactPhone, PupilContact, Enrolment, Group, GroupMembership, PupilAddress, Characteristic)
LATER = datetime(2026, 9, 21, 8, tzinfo=UTC)


def bring(actor: Actor, data: bytes, *, name: str = "pupils.csv") -> tuple[UUID, Review]:
    run = actions.start_import(actor, name=name, data=data)
    return run, review(actor, run)


def take(actor: Actor, data: bytes, *, name: str = "pupils.csv") -> Review:
    run, found = bring(actor, data, name=name)
    actions.commit_import(actor, run=run)
    return found


def held() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in TABLES}


def rows_of(found: Review, verdict: Verdict) -> list[int]:
    return [row.row for row in found.rows if row.verdict == verdict]


def one(n: int = 1, **more: str) -> Row:
    """A SIMS row of one pupil with the first contact, with some columns typed otherwise."""
    return {**sims([n])[0], **more}


def sims_file(*rows: Row) -> bytes:
    return as_csv(rows, SIMS)
