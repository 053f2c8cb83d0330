"""The proof that a register is untampered: chain, seals, guards, and all that is kept beside the chain.

It reads, in one snapshot, and changes nothing; whatever does not agree is named (REG-7, REG-10).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from rollbook.audit import guards, keys
from rollbook.audit.snapshots import one_snapshot
from rollbook.pupils.queries.identifying import all_public_ids, ids_of
from rollbook.registers.actions.chaining import header_of
from rollbook.registers.models import (
    Amendment,
    Chain,
    LessonMark,
    LessonNote,
    Mark,
    MarkDetail,
    PupilYear,
    RegisterSave,
    Seal,
)
from rollbook.registers.queries.beside import Beside, Fault
from rollbook.rules.actor import Actor
from rollbook.rules.chain import (
    GENESIS,
    STORED,
    Leaf,
    MarkLeaf,
    is_disposed,
    is_mark,
    save_hash,
    seal_message,
)
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import BYTE_OF, SLOTS, SYMBOL_OF, session_of, slot_of, totals_of, year_of

SAVES_AT_ONCE = 500
_UNKNOWN = 255  # the byte of a code that no version of the table knows

# A mark as far as record and table must agree: code, minutes late, whether a note was written.
_Stands = tuple[str, int | None, bool]


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
    """Check a whole school's register: every link, seal, amendment, note, mark and total, as of one moment.

    Registers can be taken meanwhile. A mark's `version` is left out: the record holds no versions
    but how often a mark was changed, and a mark taken back and entered anew counts from 1 again.
    """
    with one_snapshot():
        reading = _Reading(ids_of(actor, all_public_ids(actor)))
        faults = [*_chain(actor, reading), *_strays(actor, reading), *_seals(actor, reading)]
        faults += _marks(actor, reading)
        faults += _lesson_marks(actor, reading)
        faults += _years(actor, reading)
    return Verdict(reading.saves, reading.marks, reading.seals, tuple(faults))


class _Reading:
    """What was read on the way: sealed heads, and the last word on each mark, a byte a session of a pupil's year."""

    def __init__(self, pupils: Mapping[str, int]) -> None:
        self.pupils = pupils
        self.public = {key: public for public, key in pupils.items()}
        self.saves = 0
        self.seals = 0
        self.kept: Counter[str] = Counter()
        self.heads: dict[tuple[int, int], bytes] = {}
        self.standing: dict[tuple[str, int], bytearray] = {}
        self.more: dict[tuple[str, str, int], tuple[int | None, bool]] = {}
        self.found: dict[tuple[int, int], bytearray] = {}

    @property
    def marks(self) -> int:
        return sum(SLOTS - row.count(0) for row in self.standing.values())

    def told(self, public: str, session: Session) -> _Stands | None:
        """What the record says of a pupil's session; None for a blank."""
        row = self.standing.get((public, year_of(session.on)))
        code = row[slot_of(session)] if row else 0
        if not code:
            return None
        minutes, has_note = self.more.get((public, session.on.isoformat(), int(session.half)), (None, False))
        return SYMBOL_OF.get(code, "unknown"), minutes, has_note

    def take(self, leaves: Iterable[MarkLeaf]) -> None:
        """What a save stored of sessions stands from here on."""
        for leaf in leaves:
            if not leaf.lesson:
                self._take(leaf)

    def _take(self, leaf: MarkLeaf) -> None:
        """An empty code is an entry taken back: the blank that was there before."""
        session = Session(date.fromisoformat(leaf.date), Half(leaf.half))
        row = self.standing.setdefault((leaf.pupil, year_of(session.on)), bytearray(SLOTS))
        row[slot_of(session)] = BYTE_OF.get(leaf.now, _UNKNOWN) if leaf.now else 0
        self.more.pop((leaf.pupil, leaf.date, leaf.half), None)
        if leaf.now and (leaf.minutes is not None or leaf.detail_digest):
            self.more[leaf.pupil, leaf.date, leaf.half] = (leaf.minutes, bool(leaf.detail_digest))


def _chain(actor: Actor, reading: _Reading) -> Iterator[Fault]:
    prev, year, seq = GENESIS, 0, 0
    rows = RegisterSave.objects.filter(school_id=actor.school).order_by("chain_year", "seq").iterator(SAVES_AT_ONCE)
    while saves := tuple(islice(rows, SAVES_AT_ONCE)):
        beside = Beside(actor, reading.pupils, [row.pk for row in saves])
        reading.kept += beside.kept
        for row in saves:
            where = f"save {row.chain_year}/{row.seq}"
            wanted = seq + 1 if row.chain_year == year else 1
            if row.seq != wanted:
                yield Fault(where, f"save {row.chain_year}/{wanted} is missing before it")
            if bytes(row.prev) != prev:
                yield Fault(where, "does not follow from the save before it")
            if save_hash(bytes(row.prev), header_of(row), row.marks) != bytes(row.hash):
                yield Fault(where, _altered(row))
            yield from (Fault(where, says) for says in _who(row))
            leaves = tuple(_readable(row.marks))
            if len(leaves) < sum(map(is_mark, row.marks)):
                yield Fault(where, "holds entries that cannot be read")
            stored = [leaf for leaf in leaves if leaf.outcome == STORED]
            reading.take(stored)
            yield from beside.faults(row, where, stored)
            prev, year, seq = bytes(row.hash), row.chain_year, row.seq
            reading.saves += 1
            reading.heads[year, seq] = prev
    yield from _head(actor, (year, seq, prev))


def _readable(leaves: Sequence[Leaf]) -> Iterator[MarkLeaf]:
    """The marks among a save's leaves, without any that tampering made unreadable."""
    for leaf in filter(is_mark, leaves):
        try:
            mark = MarkLeaf.of(leaf)
            if mark.outcome == STORED:  # what was planned has two dates
                Session(date.fromisoformat(mark.date), Half(mark.half))
        except (KeyError, ValueError):
            continue
        yield mark


def _head(actor: Actor, last: tuple[int, int, bytes]) -> Iterator[Fault]:
    head = Chain.objects.filter(school_id=actor.school).first()
    year, seq, said = last
    if head is None:
        if seq:
            yield Fault("head of the chain", f"is gone, but the last save is {year}/{seq}")
    elif (head.seq, bytes(head.head)) != (seq, said) or (seq and head.year != year):
        yield Fault("head of the chain", f"says {head.year}/{head.seq}, but the last save is {year}/{seq}")


def _altered(row: RegisterSave) -> str:
    when = f"{row.date} {Half(row.half).label}" if row.date and row.half is not None else f"made {row.made_at:%d %b %Y}"
    return f"was altered after it was made ({row.get_kind_display().lower()}, {when}): its hash does not match"


def _who(row: RegisterSave) -> Iterator[str]:
    """The columns that say who saved it are a copy of leaf 0, which is what the chain hashes."""
    leaf: Leaf = row.marks[0] if row.marks else {}
    if is_disposed(leaf):
        return
    if (leaf.get("who"), leaf.get("role"), leaf.get("by")) != (row.by_name, row.by_role, row.by_id):
        yield "names another person than the record does"


def _strays(actor: Actor, reading: _Reading) -> Iterator[Fault]:
    """Every amendment and note of the school was met beside one of its saves."""
    for what, rows in (
        ("amendments", Amendment.objects.filter(school_id=actor.school)),
        ("notes of marks", MarkDetail.objects.filter(school_id=actor.school)),
        ("notes of lessons' marks", LessonNote.objects.filter(school_id=actor.school)),
    ):
        if (kept := rows.count()) != reading.kept[what]:
            yield Fault(what, f"{kept} are kept, but {reading.kept[what]} belong to saves of this school")


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
    rows = Mark.objects.filter(school_id=actor.school)
    columns = rows.values_list("pupil_id", "date", "half", "code", "minutes", "has_detail")
    for pupil, on, half, code, minutes, has_note in columns.iterator(chunk_size=5000):
        public, session = reading.public.get(pupil, "unknown"), Session(on, Half(half))
        here = reading.found.setdefault((pupil, year_of(on)), bytearray(SLOTS))
        here[slot_of(session)] = BYTE_OF.get(code, _UNKNOWN)
        if wrong := _disagrees((code, minutes, has_note), reading.told(public, session)):
            yield Fault(f"mark of pupil {public} on {on} {session.half.label}", wrong)
    nothing = bytearray(SLOTS)
    for (public, year), told in reading.standing.items():
        here = reading.found.get((reading.pupils.get(public, 0), year), nothing)
        for session in (session_of(year, n) for n, byte in enumerate(told) if byte and not here[n]):
            where = f"mark of pupil {public} on {session.on} {session.half.label}"
            yield Fault(where, "stands in the record but is gone")


def _disagrees(stands: _Stands, told: _Stands | None) -> str:
    """What of a mark is not what the record says; empty when it agrees."""
    code, minutes, has_note = stands
    if told is None or code != told[0]:
        return f"is {code}, but the record says {told[0] if told else 'nothing'}"
    if minutes != told[1]:
        return f"is {code} with {minutes} minutes, but the record says {told[1]}"
    return (
        f"says there is {'a' if has_note else 'no'} note, but the record says otherwise" if has_note != told[2] else ""
    )


def _lesson_marks(actor: Actor, reading: _Reading) -> Iterator[Fault]:
    """The same of lessons' marks, which have no place in a year's row: saves and marks are read a day at a time."""
    saves = RegisterSave.objects.filter(school_id=actor.school, date__isnull=False).exclude(lesson="")
    told = saves.order_by("date", "chain_year", "seq").values_list("date", "marks").iterator(SAVES_AT_ONCE)
    rows = LessonMark.objects.filter(school_id=actor.school).order_by("date", "lesson", "pupil_id")
    saved = ((on, leaves, None) for on, leaves in told if on)
    stand = ((mark.date, (), mark) for mark in rows.iterator(chunk_size=5000))
    for on, day in groupby(merge(saved, stand, key=itemgetter(0)), key=itemgetter(0)):
        yield from _lessons_of(on, day, reading)


def _lessons_of(
    on: date, day: Iterable[tuple[date, Sequence[Leaf], LessonMark | None]], reading: _Reading
) -> Iterator[Fault]:
    """One day's lessons; its saves come before its marks."""
    left: dict[tuple[str, str], _Stands] = {}
    for _, leaves, mark in day:
        for leaf in _readable(leaves):
            if leaf.lesson and leaf.outcome == STORED:
                left[leaf.pupil, leaf.lesson] = (leaf.now, leaf.minutes, bool(leaf.detail_digest))
        if mark is None:
            continue
        public = reading.public.get(mark.pupil_id, "unknown")
        if wrong := _disagrees((mark.code, mark.minutes, mark.has_detail), left.pop((public, mark.lesson), None)):
            yield Fault(f"mark of pupil {public} in lesson {mark.lesson} on {on}", wrong)
    for public, lesson in left:
        yield Fault(f"mark of pupil {public} in lesson {lesson} on {on}", "stands in the record but is gone")


def _years(actor: Actor, reading: _Reading) -> Iterator[Fault]:
    """Each pupil's year says what the marks say, and its totals are what its bytes count to."""
    nothing = bytes(SLOTS)
    left = {key for key, codes in reading.found.items() if codes != nothing}
    for row in PupilYear.objects.filter(school_id=actor.school).iterator(chunk_size=1000):
        codes, key = bytes(row.codes), (row.pupil_id, row.year)
        left.discard(key)
        where = f"year {row.year} of pupil number {row.pupil_id}"
        if codes != reading.found.get(key, nothing):
            yield Fault(where, "its sessions are not what the marks say")
        totals = totals_of(codes, row.year)
        late = totals.late_before_close + totals.late_after_close
        said = (row.possible, row.attended, row.authorised, row.unauthorised, row.late)
        if said != (totals.possible, totals.attended, totals.authorised, totals.unauthorised, late):
            yield Fault(where, "its totals are not what its sessions count to")
    for pupil, year in sorted(left):
        yield Fault(f"year {year} of pupil number {pupil}", "has marks but no year")
