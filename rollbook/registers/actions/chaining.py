"""The last link of the chain: the one lock that a whole school shares, taken last and held least."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime

from rollbook.registers.models import Chain, RegisterSave
from rollbook.rules.actor import Actor
from rollbook.rules.chain import GENESIS, Leaf, save_hash, who_leaf
from rollbook.rules.year_row import year_of


@dataclass(frozen=True, slots=True)
class Submission:
    """One submission as it reached the server, whatever road it came by.

    `save_id` is made by whoever submits, so that the same submission sent again is known;
    `taken_at` and `began_at` are the device's own times (aware), `basis` says what the marks rest on.
    """

    save_id: uuid.UUID
    kind: RegisterSave.Kind
    source: str
    group_id: int | None = None
    lesson: str = ""
    on: date | None = None
    half: int | None = None
    taken_at: datetime | None = None
    began_at: datetime | None = None
    finished: bool = False
    policy_version: int = 0
    basis: str = ""


def append(actor: Actor, submission: Submission, digest: bytes, marks: Sequence[Leaf]) -> RegisterSave:
    """Add one save to the school's chain: three statements."""
    chain = _locked(actor)
    year = year_of(actor.today)
    row = link(
        actor,
        submission,
        digest,
        marks,
        year=year,
        seq=chain.seq + 1 if chain.year == year else 1,
        prev=bytes(chain.head),
    )
    row.save(force_insert=True)
    Chain.objects.filter(school_id=actor.school).update(year=year, seq=row.seq, head=row.hash)
    return row


def link(
    actor: Actor,
    submission: Submission,
    digest: bytes,
    marks: Sequence[Leaf],
    *,
    year: int,
    seq: int,
    prev: bytes,
) -> RegisterSave:
    """The save as the chain's next link, not yet stored."""
    leaves = [who_leaf(by_id=actor.user_id, name=actor.name, role=actor.role, salt=new_salt()), *marks]
    row = RegisterSave(
        school_id=actor.school,
        chain_year=year,
        seq=seq,
        save_id=submission.save_id,
        digest=digest,
        kind=submission.kind,
        group_id=submission.group_id,
        lesson=submission.lesson,
        date=submission.on,
        half=submission.half,
        made_at=actor.now,
        taken_at=submission.taken_at,
        began_at=submission.began_at,
        finished=submission.finished,
        source=submission.source,
        by_id=actor.user_id,
        by_name=actor.name,
        by_role=actor.role,
        policy_version=submission.policy_version,
        marks=leaves,
        prev=bytes(prev),
    )
    row.hash = save_hash(bytes(prev), header_of(row), leaves)
    return row


def header_of(row: RegisterSave) -> Mapping[str, object]:
    """What the chain hashes of a save besides its leaves; moments in UTC, to the microsecond."""
    return {
        "school": row.school_id,
        "year": row.chain_year,
        "seq": row.seq,
        "save": str(row.save_id),
        "digest": bytes(row.digest).hex(),
        "kind": str(row.kind),
        "group": row.group_id,
        "lesson": row.lesson,
        "date": row.date.isoformat() if row.date else None,
        "half": row.half,
        "made_at": _moment(row.made_at),
        "taken_at": _moment(row.taken_at),
        "began_at": _moment(row.began_at),
        "finished": row.finished,
        "source": row.source,
        "policy": row.policy_version,
    }


def new_salt() -> str:
    return secrets.token_hex(8)


def digest_of(submission: Submission) -> dict[str, object]:
    """What of a submission takes part in telling two with one save id apart."""
    told = {f.name: str(getattr(submission, f.name)) for f in fields(submission) if f.name != "taken_at"}
    return {name: value for name, value in told.items() if value or name != "lesson"}


def _locked(actor: Actor) -> Chain:
    chain = Chain.objects.select_for_update().filter(school_id=actor.school).first()
    if chain is None:
        Chain.objects.bulk_create(
            [Chain(school_id=actor.school, year=year_of(actor.today), seq=0, head=GENESIS)], ignore_conflicts=True
        )
        chain = Chain.objects.select_for_update().get(school_id=actor.school)
    return chain


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="microseconds") if at else None
