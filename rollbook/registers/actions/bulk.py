"""Many marks entered from a grid, and taken back in one step, itself recorded (REG-F)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rollbook.audit.actions import action
from rollbook.audit.keys import decrypt
from rollbook.pupils.queries.identifying import ids_of
from rollbook.registers.actions.many import Batch, BatchOutcome, LockedMany, keep, lock_many, store_many
from rollbook.registers.models import MarkDetail, RegisterSave
from rollbook.registers.notes import detail_place
from rollbook.registers.queries.grid import RECENT, facts_for
from rollbook.registers.queries.weighing import Key, Wanted, Weighed, preview, standing_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.chain import STORED, MarkLeaf, canonical, marks_in
from rollbook.rules.codes import ever_known
from rollbook.rules.marking import Decision, Entry, Outcome, RegisterFacts, Standing
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Half, Session, parse_date
from rollbook.rules.year_row import year_of

MOST_CELLS = 5000
_BLANKS_ONLY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the grid: the code it is to hold, and the version that the preview showed (0 for a blank)."""

    pupil: str
    session: Session
    code: str
    seen: int = 0


def preview_cells(actor: Actor, cells: Sequence[Cell], *, replace: bool, note: str = "") -> tuple[Weighed, ...]:
    """What entering these cells would do; without `replace` only blanks are filled. Nothing is stored."""
    wanted = _wanted(actor, cells, note, "")
    return preview(actor, wanted, over=frozenset(ever_known()) if replace else _BLANKS_ONLY)


@action(Permission.AMEND_MARKS)
def enter_cells(
    actor: Actor,
    *,
    save_id: uuid.UUID,
    cells: Sequence[Cell],
    replace: bool,
    reason: str = "",
    note: str = "",
) -> BatchOutcome:
    """Enter marks from a grid: blanks only, or also in place of what stands, which needs a reason (REG-7).

    Each cell stands for itself: a mark that changed after the preview is a conflict, a cell that the
    rules refuse stops no other. A save a session; the same `save_id` again changes nothing.
    """
    wanted = _wanted(actor, cells, note, reason)
    batch = Batch(save_id, RegisterSave.Kind.BULK, "bulk")
    return store_many(actor, batch, wanted, over=None if replace else _BLANKS_ONLY)


@action(Permission.AMEND_MARKS)
def reverse_bulk(actor: Actor, *, save_id: uuid.UUID, reason: str) -> BatchOutcome:
    """Take a whole bulk entry back: each of its marks becomes what it was before, a blank where it was blank.

    A mark that somebody changed since is left as it is. The entry and its reversal both stay in the record.
    """
    return reverse_entry(actor, save_id, reason, RegisterSave.Kind.BULK, "bulk")


def reverse_entry(actor: Actor, save_id: uuid.UUID, reason: str, kind: RegisterSave.Kind, source: str) -> BatchOutcome:
    """As `reverse_bulk`, for an entry that came by another road of many marks; inside that road's own verb."""
    if not reason.strip():
        raise Refused("Write why the entry is taken back; it is kept with every mark.", rule="REG-7")
    saves = _saves(actor, save_id, kind, source)
    leaves = [leaf for save in saves for leaf in marks_in(save.marks) if leaf.outcome == STORED]
    locked = lock_many(actor, {leaf.pupil for leaf in leaves}, {year_of(_session(leaf).on) for leaf in leaves})
    facts = {s: RegisterFacts(s, True, actor.now, actor.now) for s in {_session(leaf) for leaf in leaves}}
    wanted = [_back(leaf, facts, save_id) for leaf in leaves]
    standing = standing_of(actor, locked.people, wanted)
    before = _before(actor, leaves, saves[0], locked)
    rows = [
        _reversed(w, leaf, standing[w.key], before.get(w.key), reason.strip())
        for w, leaf in zip(wanted, leaves, strict=True)
        if w.key in standing and standing[w.key].version == leaf.seen + 1 and standing[w.key].code == leaf.now
    ]
    if not rows:
        raise Refused("Nothing of this entry still stands as it was entered, so there is nothing to take back.")
    rows.sort(key=lambda row: row.session)
    batch = Batch(uuid.uuid4(), kind, "reversal")
    digest = hashlib.sha256(canonical([str(batch.save_id), str(save_id)])).digest()
    return BatchOutcome(tuple(rows), keep(actor, batch, digest, rows, locked))


def _wanted(actor: Actor, cells: Sequence[Cell], note: str, reason: str) -> list[Wanted]:
    if len(cells) > MOST_CELLS:
        raise Refused(f"That is {len(cells)} cells. At most {MOST_CELLS} can be entered at once; do it in parts.")
    ids = ids_of(actor, {cell.pupil for cell in cells})
    if any(cell.pupil not in ids for cell in cells):
        raise NotFound("Some of these pupils are not in this school. Load the page again.")
    facts = facts_for(actor, ((ids[cell.pupil], cell.session) for cell in cells))
    return [
        Wanted(
            Entry(pupil=c.pupil, code=c.code, detail=note.strip(), seen=c.seen, reason=reason.strip()),
            facts[ids[c.pupil], c.session],
        )
        for c in cells
    ]


def _saves(actor: Actor, save_id: uuid.UUID, kind: RegisterSave.Kind, source: str) -> list[RegisterSave]:
    bulk = RegisterSave.objects.filter(school_id=actor.school, kind=kind, source=source)
    first = bulk.filter(save_id=save_id, made_at__gte=actor.now - RECENT).first()
    if first is None:
        raise NotFound("There is no such entry of the last two weeks.")
    return list(bulk.filter(digest=first.digest, made_at=first.made_at).order_by("chain_year", "seq"))


def _session(leaf: MarkLeaf) -> Session:
    return Session(parse_date(leaf.date), Half(leaf.half))


def _back(leaf: MarkLeaf, facts: Mapping[Session, RegisterFacts], save_id: uuid.UUID) -> Wanted:
    entry = Entry(pupil=leaf.pupil, code=leaf.was, seen=leaf.seen + 1)
    return Wanted(entry, facts[_session(leaf)], basis=f"reversal of {save_id}")


@dataclass(frozen=True, slots=True)
class _Before:
    """What a mark said besides its code before the bulk entry."""

    minutes: int | None
    detail: str


def _before(actor: Actor, leaves: Sequence[MarkLeaf], first: RegisterSave, locked: LockedMany) -> Mapping[Key, _Before]:
    """Minutes and notes of the marks that were replaced: two statements."""
    replaced = {(leaf.pupil, _session(leaf)): leaf.was for leaf in leaves if leaf.was}
    days = {session.on for _, session in replaced}
    minutes: dict[Key, int | None] = {}
    saves = RegisterSave.objects.filter(school_id=actor.school, date__in=days, chain_year__lte=first.chain_year)
    for save in saves.exclude(chain_year=first.chain_year, seq__gte=first.seq).order_by("chain_year", "seq"):
        for leaf in marks_in(save.marks):
            if leaf.outcome == STORED and (leaf.pupil, _session(leaf)) in replaced:
                minutes[leaf.pupil, _session(leaf)] = leaf.minutes
    public = {person.id: key for key, person in locked.people.items()}
    notes: dict[Key, str] = {}
    kept = MarkDetail.objects.filter(school_id=actor.school, date__in=days, pupil_id__in=list(public))
    for row in kept.exclude(save_row__made_at__gte=first.made_at).order_by("id"):
        session = Session(row.date, Half(row.half))
        notes[public[row.pupil_id], session] = decrypt(row.text, place=detail_place(public[row.pupil_id], session))
    return {key: _Before(minutes.get(key), notes.get(key, "")) for key in replaced}


def _reversed(wanted: Wanted, leaf: MarkLeaf, stood: Standing, before: _Before | None, reason: str) -> Weighed:
    decision = Decision(
        pupil=leaf.pupil,
        outcome=Outcome.STORED,
        was=leaf.now,
        now=leaf.was,
        minutes=before.minutes if before else None,
        detail=before.detail if before else "",
        version=stood.version + 1,
        is_amendment=leaf.was != leaf.now,
        reason=reason,
    )
    return Weighed(wanted, stood, decision)
