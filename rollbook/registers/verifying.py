"""The proof that a register is untampered: chain, seals, guards, and derived data against the record.

It reads, and changes nothing; the first broken link of each kind is named (REG-7, REG-10).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from rollbook.audit import guards, keys
from rollbook.pupils.queries.identifying import public_ids_of
from rollbook.registers.actions.chaining import header_of
from rollbook.registers.models import Amendment, Chain, Disposal, LessonMark, Mark, PupilYear, RegisterSave, Seal
from rollbook.rules.actor import Actor
from rollbook.rules.chain import GENESIS, STORED, is_disposed, lesson_marks_in, marks_in, save_hash, seal_message
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import BYTE_OF, marks_of, slot_of, totals_of, year_of


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not agree, and where."""

    where: str
    says: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification looked at, and what it found."""

    saves: int
    marks: int
    seals: int
    faults: tuple[Fault, ...]


def missing_guards() -> tuple[Fault, ...]:
    """A fault for every trigger that is missing, switched off or altered."""
    return tuple(
        Fault(f"trigger {g.name}", f"is missing or altered: {g.table} no longer refuses {g.refuses}")
        for g in guards.missing()
    )


def verify_school(actor: Actor) -> Verdict:
    """Check a whole school's register: every link, every seal, every mark and every total."""
    reading = _Reading()
    faults = [*_chain(actor, reading), *_seals(actor, reading)]
    faults += _marks(actor, reading)
    faults += _lesson_marks(actor, reading)
    faults += _amendments(actor, reading)
    faults += _years(actor)
    return Verdict(reading.saves, len(reading.standing), reading.seals, tuple(faults))


class _Reading:
    """What was read of the chain on the way: heads by position, and the last word on each mark."""

    def __init__(self) -> None:
        self.saves = 0
        self.seals = 0
        self.amended = 0
        self.heads: dict[tuple[int, int], bytes] = {}
        self.standing: dict[tuple[str, str, int], tuple[str, int | None]] = {}
        self.lessons: dict[tuple[str, str, str], tuple[str, int | None]] = {}

    def take(self, row: RegisterSave) -> None:
        self.saves += 1
        self.heads[row.chain_year, row.seq] = bytes(row.hash)
        for mark in marks_in(row.marks):
            if mark.outcome == STORED:
                self.amended += bool(mark.was and mark.was != mark.now)
                self.standing[mark.pupil, mark.date, mark.half] = (mark.now, mark.minutes)
                if not mark.now:  # a bulk entry taken back: the blank that was there before
                    del self.standing[mark.pupil, mark.date, mark.half]
        for mark in lesson_marks_in(row.marks):
            if mark.outcome == STORED:
                self.lessons[mark.pupil, mark.date, mark.lesson] = (mark.now, mark.minutes)


def _chain(actor: Actor, reading: _Reading) -> Iterator[Fault]:
    disposed = {row.save_row_id: set(row.leaves) for row in Disposal.objects.filter(school_id=actor.school).iterator()}
    prev, year, seq = GENESIS, 0, 0
    rows = RegisterSave.objects.filter(school_id=actor.school).order_by("chain_year", "seq")
    for row in rows.iterator(chunk_size=500):
        where = f"save {row.chain_year}/{row.seq}"
        wanted = seq + 1 if row.chain_year == year else 1
        if row.seq != wanted:
            yield Fault(where, f"save {row.chain_year}/{wanted} is missing before it")
        if bytes(row.prev) != prev:
            yield Fault(where, "does not follow from the save before it")
        if save_hash(bytes(row.prev), header_of(row), row.marks) != bytes(row.hash):
            yield Fault(where, _altered(row))
        gone = {n for n, leaf in enumerate(row.marks) if is_disposed(leaf)}
        if gone - disposed.get(row.pk, set()):
            yield Fault(where, "entries were taken out of it without a record of disposal")
        prev, year, seq = bytes(row.hash), row.chain_year, row.seq
        reading.take(row)
    head = Chain.objects.filter(school_id=actor.school).first()
    if head is not None and (head.year, head.seq, bytes(head.head)) != (year, seq, prev) and reading.saves:
        yield Fault("head of the chain", f"says {head.year}/{head.seq}, but the last save is {year}/{seq}")


def _altered(row: RegisterSave) -> str:
    when = f"{row.date} {Half(row.half).label}" if row.date and row.half is not None else f"made {row.made_at:%d %b %Y}"
    return f"was altered after it was made ({row.get_kind_display().lower()}, {when}): its hash does not match"


def _seals(actor: Actor, reading: _Reading) -> Iterator[Fault]:
    key = Ed25519PublicKey.from_public_bytes(keys.public_seal_key())
    for seal in Seal.objects.filter(school_id=actor.school).order_by("day"):
        reading.seals += 1
        head = bytes(seal.head)
        if reading.heads.get((seal.chain_year, seal.seq)) != head:
            yield Fault(f"seal of {seal.day}", f"save {seal.chain_year}/{seal.seq} is not what was sealed that day")
        message = seal_message(str(actor.school), seal.day.isoformat(), seal.chain_year, seal.seq, head)
        try:
            key.verify(bytes(seal.signature), message)
        except InvalidSignature:
            yield Fault(f"seal of {seal.day}", "its signature is not from this Rollbook's key")


def _marks(actor: Actor, reading: _Reading) -> Iterator[Fault]:
    """Each mark that stands is the last stored leaf of its pupil and session, and each such leaf a mark."""
    rows = Mark.objects.filter(school_id=actor.school).values_list("pupil_id", "date", "half", "code", "minutes")
    public = public_ids_of(actor, {row[0] for row in rows.iterator(chunk_size=5000)})
    left = dict(reading.standing)
    for pupil, on, half, code, minutes in rows.iterator(chunk_size=5000):
        said = left.pop((public[pupil], on.isoformat(), half), None)
        if said != (code, minutes):
            where = f"mark of pupil {public[pupil]} on {on} {Half(half).label}"
            yield Fault(where, f"is {code}, but the record says {said[0] if said else 'nothing'}")
    for pupil_id, day, half in left:
        yield Fault(f"mark of pupil {pupil_id} on {day} {Half(half).label}", "stands in the record but is gone")


def _lesson_marks(actor: Actor, reading: _Reading) -> Iterator[Fault]:
    """Each lesson's mark that stands is the last stored leaf of its pupil and lesson, and each such leaf a mark."""
    rows = LessonMark.objects.filter(school_id=actor.school).values_list(
        "pupil_id", "date", "lesson", "code", "minutes"
    )
    public = public_ids_of(actor, {row[0] for row in rows.iterator(chunk_size=5000)})
    left = dict(reading.lessons)
    for pupil, on, lesson, code, minutes in rows.iterator(chunk_size=5000):
        said = left.pop((public[pupil], on.isoformat(), lesson), None)
        if said != (code, minutes):
            where = f"mark of pupil {public[pupil]} in lesson {lesson} on {on}"
            yield Fault(where, f"is {code}, but the record says {said[0] if said else 'nothing'}")
    for pupil_id, day, lesson in left:
        yield Fault(f"mark of pupil {pupil_id} in lesson {lesson} on {day}", "stands in the record but is gone")


def _amendments(actor: Actor, reading: _Reading) -> Iterator[Fault]:
    kept = Amendment.objects.filter(school_id=actor.school).count()
    if kept != reading.amended:
        yield Fault("amendments", f"{kept} are kept, but the record holds {reading.amended}")


def _years(actor: Actor) -> Iterator[Fault]:
    """Each pupil's year says what the marks say, and its totals are what its bytes count to."""
    expected: dict[tuple[int, int], dict[int, int]] = {}
    rows = Mark.objects.filter(school_id=actor.school).values_list("pupil_id", "date", "half", "code")
    for pupil, on, half, code in rows.iterator(chunk_size=5000):
        expected.setdefault((pupil, year_of(on)), {})[slot_of(Session(on, Half(half)))] = BYTE_OF[code]
    for row in PupilYear.objects.filter(school_id=actor.school).iterator(chunk_size=1000):
        codes = bytes(row.codes)
        found = {slot_of(session): BYTE_OF[code] for session, code in marks_of(codes, row.year)}
        where = f"year {row.year} of pupil number {row.pupil_id}"
        if found != expected.pop((row.pupil_id, row.year), {}):
            yield Fault(where, "its sessions are not what the marks say")
        totals = totals_of(codes, row.year)
        late = totals.late_before_close + totals.late_after_close
        said = (row.possible, row.attended, row.authorised, row.unauthorised, row.late)
        if said != (totals.possible, totals.attended, totals.authorised, totals.unauthorised, late):
            yield Fault(where, "its totals are not what its sessions count to")
    for pupil, year in expected:
        yield Fault(f"year {year} of pupil number {pupil}", "has marks but no year")
