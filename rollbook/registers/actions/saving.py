"""The way of a save: lock, decide, store, recount, tell, and link to the chain.

Ten statements between BEGIN and COMMIT for a register of thirty, in this order on purpose: the
pupils' rows are the mutex, the school's chain is taken last (docs/adr/0003-the-way-of-a-save.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from rollbook.audit.actions import record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.registers.actions import chaining
from rollbook.registers.actions.accepting import WITHDRAWN, accepted, standing_and_plans, was_withdrawn
from rollbook.registers.actions.chaining import Submission
from rollbook.registers.actions.locking import Locked
from rollbook.registers.actions.writing import MarkRow, put_amendments, put_marks, put_years
from rollbook.registers.events import MarksSaved
from rollbook.registers.models import MarkDetail, RegisterSave
from rollbook.registers.notes import detail_place
from rollbook.rules import chain
from rollbook.rules.actor import Actor
from rollbook.rules.chain import MarkLeaf
from rollbook.rules.marking import Decision, Entry, Outcome, RegisterFacts, Standing, decide
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Session
from rollbook.rules.year_row import set_mark


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of one pupil's entry; `code` and `version` are what stands now."""

    key: str
    outcome: Outcome
    code: str
    minutes: int | None
    version: int
    says: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class SaveOutcome:
    """What became of a save, row by row; `repeated` when it had been stored before."""

    seq: int
    rows: tuple[RowOutcome, ...]
    repeated: bool = False

    def count(self, outcome: Outcome) -> int:
        return sum(row.outcome is outcome for row in self.rows)

    @property
    def refused_whole(self) -> str:
        """Why none of it could be used, where that is the submission's fault and no pupil's."""
        says = {row.says if row.outcome is Outcome.REFUSED and row.rule == "SAV-1" else "" for row in self.rows}
        return says.pop() if len(says) == 1 else ""


def store(
    actor: Actor,
    submission: Submission,
    entries: Sequence[Entry],
    *,
    facts: RegisterFacts,
    locked: Locked,
    may_amend: bool,
    key_of: Callable[[str], str] = str,
) -> SaveOutcome:
    """Store one session's entries for pupils whose rows are locked; every entry gets an outcome.

    `key_of` turns a pupil's public id into what the caller knows the row by (a row token).
    """
    digest = digest_of_save(submission, entries)
    if before := stored_before(actor, submission, digest):
        return answered_again(before, key_of)
    standing, plans = standing_and_plans(actor, facts.session, locked, entries)
    meant = accepted(entries, facts.session, standing, plans)
    decisions = decide(
        meant,
        standing=standing,
        pupils=locked.on_register(),
        register=facts,
        now=actor.now,
        may_amend=may_amend,
        taken_at=submission.taken_at,
    )
    stored = [d for d in decisions if d.outcome is Outcome.STORED]
    put_decided(actor, facts.session, locked, stored)
    recount(facts.session, locked, stored)
    record(actor, _told(submission, decisions))
    leaves = [
        leaf_of(d, e, facts.session, plans[e.pupil].basis if _as_planned(d, e) else submission.basis)
        for d, e in zip(decisions, meant, strict=True)
    ]
    row = chaining.append(actor, submission, digest, [leaf.as_leaf() for leaf in leaves])
    keep_amendments(actor, row, facts.session, locked, stored)
    keep_details(actor, row, facts.session, locked, stored)
    rows = (outcome_of(d, standing.get(d.pupil), key_of) for d in decisions)
    withdrawn = [was_withdrawn(e, standing, plans) for e in entries]
    return SaveOutcome(
        row.seq, tuple(replace(o, says=WITHDRAWN) if gone else o for o, gone in zip(rows, withdrawn, strict=True))
    )


def digest_of_save(submission: Submission, entries: Sequence[Entry]) -> bytes:
    said = [[e.pupil, "planned" if e.planned else e.code, e.minutes, e.detail, e.seen, e.reason] for e in entries]
    return hashlib.sha256(chain.canonical([chaining.digest_of(submission), said])).digest()


def stored_before(actor: Actor, submission: Submission, digest: bytes) -> RegisterSave | None:
    before = RegisterSave.objects.filter(school_id=actor.school, save_id=submission.save_id).first()
    if before is not None and bytes(before.digest) != digest:
        raise Refused(
            "This save was sent before with other marks, so nothing was changed. Reload the register and look at it."
        )
    return before


def answered_again(before: RegisterSave, key_of: Callable[[str], str]) -> SaveOutcome:
    """The same answer as the first time: a double tap or a retry changes nothing twice."""
    record_nothing_changed()
    rows = (chain.lesson_marks_in if before.lesson else chain.marks_in)(before.marks)
    return SaveOutcome(before.seq, tuple(outcome_of_leaf(leaf, key_of) for leaf in rows), repeated=True)


def outcome_of_leaf(leaf: MarkLeaf, key_of: Callable[[str], str]) -> RowOutcome:
    outcome = Outcome(leaf.outcome)
    stored = outcome is Outcome.STORED
    return RowOutcome(
        key=key_of(leaf.pupil),
        outcome=outcome,
        code=leaf.now if stored else leaf.was,
        minutes=leaf.minutes,
        version=leaf.seen + 1 if stored else leaf.seen,
        says="" if outcome in (Outcome.STORED, Outcome.UNCHANGED) else "Sent before; it was not stored then.",
        rule=leaf.rule,
    )


def put_decided(actor: Actor, session: Session, locked: Locked, stored: Iterable[Decision]) -> None:
    put_marks(
        MarkRow(
            actor.school,
            session,
            locked.rows[d.pupil].pupil_id,
            d.now,
            d.minutes,
            bool(d.detail),
            d.version,
            actor.today,
        )
        for d in stored
    )


def recount(session: Session, locked: Locked, stored: Iterable[Decision]) -> None:
    """Set the byte and count the pupil's year again; never add to a total."""
    rows = ((locked.rows[d.pupil].year_row, d.now) for d in stored)
    put_years(replace(row, codes=set_mark(row.codes, session, code)) for row, code in rows)


def _told(submission: Submission, decisions: Sequence[Decision]) -> MarksSaved:
    def count(outcome: Outcome) -> int:
        return sum(d.outcome is outcome for d in decisions)

    return MarksSaved(
        save_id=submission.save_id,
        kind=submission.kind,
        group_id=submission.group_id,
        on=submission.on,
        half=submission.half,
        stored=count(Outcome.STORED),
        amended=sum(d.is_amendment for d in decisions),
        conflicts=count(Outcome.CONFLICT),
        refused=count(Outcome.REFUSED),
    )


def leaf_of(decision: Decision, entry: Entry, session: Session, basis: str, lesson: str = "") -> MarkLeaf:
    """What the chain keeps of one entry and of what became of it."""
    salt = chaining.new_salt()
    return MarkLeaf(
        pupil=decision.pupil,
        date=session.on.isoformat(),
        half=session.half,
        seen=entry.seen,
        was=decision.was or "",
        now=decision.now,
        minutes=decision.minutes,
        reason=decision.reason,
        detail_digest=chain.detail_digest(salt, decision.detail),
        basis=basis,
        outcome=decision.outcome,
        rule=decision.rule,
        salt=salt,
        lesson=lesson,
    )


def keep_amendments(
    actor: Actor,
    row: RegisterSave,
    session: Session,
    locked: Locked,
    stored: Iterable[Decision],
    of_lesson: Iterable[Decision] = (),
) -> None:
    """The five facts of each change (REG-7), of the session's marks and of those of the save's lesson."""
    changes = [(d, "") for d in stored] + [(d, row.lesson) for d in of_lesson]
    about = (actor.school, row.pk, session.on, int(session.half))
    put_amendments(
        (
            *(*about, locked.rows[d.pupil].pupil_id, lesson, d.was or "", d.now, d.reason),
            *(actor.now, actor.name, actor.role),
        )
        for d, lesson in changes
        if d.is_amendment
    )


def keep_details(actor: Actor, row: RegisterSave, session: Session, locked: Locked, stored: Iterable[Decision]) -> None:
    MarkDetail.objects.bulk_create(
        MarkDetail(
            school_id=actor.school,
            pupil_id=locked.rows[d.pupil].pupil_id,
            save_row=row,
            date=session.on,
            half=session.half,
            text=encrypt(d.detail, place=detail_place(d.pupil, session)),
        )
        for d in stored
        if d.detail
    )


def _as_planned(decision: Decision, entry: Entry) -> bool:
    return entry.planned and decision.outcome is Outcome.STORED


def outcome_of(decision: Decision, stood: Standing | None, key_of: Callable[[str], str]) -> RowOutcome:
    stored = decision.outcome is Outcome.STORED
    return RowOutcome(
        key=key_of(decision.pupil),
        outcome=decision.outcome,
        code=decision.now if stored else (stood.code if stood else ""),
        minutes=decision.minutes if stored else (stood.minutes if stood else None),
        version=decision.version,
        says=decision.says,
        rule=decision.rule,
    )
