"""The way of a save that holds many sessions: the same steps as one register's, each made once.

Every session becomes a save of its own in the chain, of at most a thousand leaves, so that a
mark's history tells it; they are linked in memory and written under one lock of the chain.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rollbook.audit.actions import record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.pupils.queries.spans import OnRoll, times_on_roll
from rollbook.registers.actions import chaining
from rollbook.registers.actions.chaining import Submission
from rollbook.registers.actions.locking import YearRow
from rollbook.registers.actions.writing import MarkRow, put_marks, put_years
from rollbook.registers.events import MarksSaved
from rollbook.registers.models import Amendment, Chain, Mark, MarkDetail, PupilYear, RegisterSave
from rollbook.registers.notes import detail_place
from rollbook.registers.queries.weighing import Wanted, Weighed, standing_of, weigh
from rollbook.rules import chain
from rollbook.rules.actor import Actor
from rollbook.rules.chain import GENESIS, MOST_LEAVES, MarkLeaf
from rollbook.rules.marking import Outcome
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Session
from rollbook.rules.year_row import EMPTY, set_mark, year_of


@dataclass(frozen=True, slots=True)
class Batch:
    """One submission of many marks: its id, the road it came by, and whether refusals are kept in the record."""

    save_id: uuid.UUID
    kind: RegisterSave.Kind
    source: str
    keeps_refused: bool = True


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """What became of each mark that was wanted; `repeated`, without rows, when it had been stored before."""

    rows: tuple[Weighed, ...]
    saves: int
    repeated: bool = False

    def count(self, outcome: Outcome) -> int:
        return sum(row.outcome is outcome for row in self.rows)

    @property
    def amended(self) -> int:
        return sum(row.decision.is_amendment for row in self.rows)


@dataclass(frozen=True, slots=True)
class LockedMany:
    """The pupils of a batch with their locked years, by (key, year)."""

    people: Mapping[str, OnRoll]
    years: Mapping[tuple[int, int], YearRow]


Linked = tuple[Weighed, RegisterSave]


def store_many(
    actor: Actor, batch: Batch, wanted: Sequence[Wanted], *, over: frozenset[str] | None = None
) -> BatchOutcome:
    """Store marks of many pupils and sessions; each gets an outcome and stands for itself (SAV-1).

    `over` as in `weigh`. The same batch again changes nothing; another with its id is refused.
    """
    locked = lock_many(actor, {w.entry.pupil for w in wanted}, {year_of(w.session.on) for w in wanted})
    digest = _digest(batch, wanted)
    if _stored_before(actor, batch, digest):
        record_nothing_changed()
        return BatchOutcome((), 0, repeated=True)
    rows = weigh(actor, wanted, locked.people, standing_of(actor, locked.people, wanted), over=over)
    return BatchOutcome(rows, keep(actor, batch, digest, rows, locked))


def lock_many(actor: Actor, public_ids: set[str], years: set[int]) -> LockedMany:
    """The mutex: these pupils' year rows, in a fixed order; two statements, and two more for new year rows."""
    people = times_on_roll(actor, public_ids)
    wanted = {(person.id, year) for person in people.values() for year in years}
    found = _lock_years(actor, wanted)
    if missing := sorted(wanted - set(found)):
        PupilYear.objects.bulk_create(
            [PupilYear(school_id=actor.school, year=year, pupil_id=pupil, codes=EMPTY) for pupil, year in missing],
            ignore_conflicts=True,
        )
        found = _lock_years(actor, wanted)
    return LockedMany(people, found)


def _lock_years(actor: Actor, wanted: set[tuple[int, int]]) -> dict[tuple[int, int], YearRow]:
    rows = PupilYear.objects.select_for_update().filter(
        school_id=actor.school, year__in={year for _, year in wanted}, pupil_id__in={pupil for pupil, _ in wanted}
    )
    return {
        (pupil, year): YearRow(actor.school, year, pupil, bytes(codes))
        for pupil, year, codes in rows.order_by("pupil_id", "year").values_list("pupil_id", "year", "codes")
    }


def keep(actor: Actor, batch: Batch, digest: bytes, rows: Sequence[Weighed], locked: LockedMany) -> int:
    """Write what was decided: marks, years, saves in the chain, amendments, notes, one event; how many saves."""
    told = [r for r in rows if _is_told(batch, r)]
    if not told:
        record_nothing_changed()
        return 0
    stored = [r for r in rows if r.outcome is Outcome.STORED]
    _put(actor, stored, locked)
    record(actor, _event(batch, rows))
    linked = _append(actor, batch, digest, told)
    kept = [(row, link) for row, link in linked if row.outcome is Outcome.STORED]
    _keep_amendments(actor, kept, locked)
    _keep_details(actor, kept, locked)
    return len({link.seq for _, link in linked})


def _is_told(batch: Batch, row: Weighed) -> bool:
    if row.outcome is Outcome.UNCHANGED:
        return False
    return batch.keeps_refused or row.outcome is Outcome.STORED


def _digest(batch: Batch, wanted: Sequence[Wanted]) -> bytes:
    said = [
        [w.session.on.isoformat(), int(w.session.half), *(str(v) for v in _said(w))]
        for w in sorted(wanted, key=lambda w: (w.session, w.entry.pupil))
    ]
    return hashlib.sha256(chain.canonical([str(batch.save_id), str(batch.kind), said])).digest()


def _said(wanted: Wanted) -> tuple[object, ...]:
    entry = wanted.entry
    return entry.pupil, entry.code, entry.minutes, entry.detail, entry.seen, entry.reason, wanted.basis


def _stored_before(actor: Actor, batch: Batch, digest: bytes) -> bool:
    before = RegisterSave.objects.filter(school_id=actor.school, save_id=batch.save_id).first()
    if before is not None and bytes(before.digest) != digest:
        raise Refused("This was sent before with other marks, so nothing was changed. Load the page again.")
    return before is not None


def _event(batch: Batch, rows: Sequence[Weighed]) -> MarksSaved:
    def count(outcome: Outcome) -> int:
        return sum(r.outcome is outcome for r in rows)

    sessions = {r.session for r in rows}
    only = sessions.pop() if len(sessions) == 1 else None
    return MarksSaved(
        save_id=batch.save_id,
        kind=batch.kind,
        group_id=None,
        on=only.on if only else None,
        half=int(only.half) if only else None,
        stored=count(Outcome.STORED),
        amended=sum(r.decision.is_amendment for r in rows),
        conflicts=count(Outcome.CONFLICT),
        refused=count(Outcome.REFUSED),
    )


def _put(actor: Actor, stored: Sequence[Weighed], locked: LockedMany) -> None:
    put_marks(
        MarkRow(
            actor.school,
            r.session,
            locked.people[r.decision.pupil].id,
            r.decision.now,
            r.decision.minutes,
            bool(r.decision.detail),
            r.decision.version,
            actor.today,
        )
        for r in stored
        if r.decision.now
    )
    _take_away(actor, [r for r in stored if not r.decision.now], locked)
    changed: dict[tuple[int, int], YearRow] = {}
    for r in stored:
        key = (locked.people[r.decision.pupil].id, year_of(r.session.on))
        row = changed.get(key) or locked.years[key]
        changed[key] = replace(row, codes=set_mark(row.codes, r.session, r.decision.now or None))
    put_years(changed.values())


def _take_away(actor: Actor, gone: Sequence[Weighed], locked: LockedMany) -> None:
    """A reversed entry leaves the blank that was there before it: one statement a session."""
    for session, rows in groupby(gone, key=lambda r: r.session):
        keys = [locked.people[r.decision.pupil].id for r in rows]
        Mark.objects.filter(school_id=actor.school, date=session.on, half=session.half, pupil_id__in=keys).delete()


def _parts(told: Sequence[Weighed]) -> Iterator[tuple[Session, list[Weighed]]]:
    """A session's rows, in saves of at most a thousand leaves, the one that says who among them."""
    most = MOST_LEAVES - 1
    for session, rows in groupby(told, key=lambda r: r.session):
        own = list(rows)
        for n in range(0, len(own), most):
            yield session, own[n : n + most]


def _append(actor: Actor, batch: Batch, digest: bytes, told: Sequence[Weighed]) -> list[Linked]:
    head = _head(actor)
    year, prev = year_of(actor.today), bytes(head.head)
    seq = head.seq if head.year == year else 0
    made: list[RegisterSave] = []
    linked: list[Linked] = []
    for n, (session, rows) in enumerate(_parts(told)):
        seq += 1
        leaves = [_leaf(r, batch).as_leaf() for r in rows]
        submission = Submission(
            save_id=batch.save_id if n == 0 else uuid.uuid5(batch.save_id, str(n)),
            kind=batch.kind,
            source=batch.source,
            on=session.on,
            half=int(session.half),
            policy_version=rows[0].wanted.policy_version,
        )
        link = chaining.link(actor, submission, digest, leaves, year=year, seq=seq, prev=prev)
        prev = bytes(link.hash)
        made.append(link)
        linked += [(row, link) for row in rows]
    RegisterSave.objects.bulk_create(made)
    Chain.objects.filter(school_id=actor.school).update(year=year, seq=seq, head=prev)
    return linked


def _head(actor: Actor) -> Chain:
    Chain.objects.bulk_create(
        [Chain(school_id=actor.school, year=year_of(actor.today), seq=0, head=GENESIS)], ignore_conflicts=True
    )
    return Chain.objects.select_for_update().get(school_id=actor.school)


def _leaf(row: Weighed, batch: Batch) -> MarkLeaf:
    salt, decision = chaining.new_salt(), row.decision
    return MarkLeaf(
        pupil=decision.pupil,
        date=row.session.on.isoformat(),
        half=int(row.session.half),
        seen=row.wanted.entry.seen,
        was=decision.was or "",
        now=decision.now,
        minutes=decision.minutes,
        reason=decision.reason,
        detail_digest=chain.detail_digest(salt, decision.detail),
        basis=row.wanted.basis or batch.source,
        outcome=decision.outcome,
        rule=decision.rule,
        salt=salt,
    )


def _keep_amendments(actor: Actor, kept: Sequence[Linked], locked: LockedMany) -> None:
    """The five facts of each change (REG-7)."""
    Amendment.objects.bulk_create(
        Amendment(
            school_id=actor.school,
            save_row=link,
            pupil_id=locked.people[r.decision.pupil].id,
            date=r.session.on,
            half=int(r.session.half),
            old=r.decision.was or "",
            new=r.decision.now,
            reason=r.decision.reason,
            at=actor.now,
            by_name=actor.name,
            by_role=actor.role,
        )
        for r, link in kept
        if r.decision.is_amendment
    )


def _keep_details(actor: Actor, kept: Sequence[Linked], locked: LockedMany) -> None:
    """The notes written beside the codes, encrypted (COD-6)."""
    MarkDetail.objects.bulk_create(
        MarkDetail(
            school_id=actor.school,
            pupil_id=locked.people[r.decision.pupil].id,
            save_row=link,
            date=r.session.on,
            half=int(r.session.half),
            text=encrypt(r.decision.detail, place=detail_place(r.decision.pupil, r.session)),
        )
        for r, link in kept
        if r.decision.detail
    )
