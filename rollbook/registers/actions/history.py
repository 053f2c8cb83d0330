"""Marks that were taken before they came here: imported registers and the training school's past.

Many saves go into the chain in one transaction: one lock, saves of at most a thousand marks each.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rollbook.audit.actions import action, record
from rollbook.audit.keys import encrypt
from rollbook.registers.actions import chaining
from rollbook.registers.actions.chaining import Submission
from rollbook.registers.actions.many import LockedMany, lock_many
from rollbook.registers.actions.writing import MarkRow, put_marks, put_years
from rollbook.registers.events import MarksSaved
from rollbook.registers.models import Amendment, Chain, MarkDetail, RegisterSave
from rollbook.registers.notes import detail_place
from rollbook.rules import chain
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.chain import GENESIS, MarkLeaf
from rollbook.rules.codes import code_on
from rollbook.rules.marking import Outcome
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Session
from rollbook.rules.year_row import BYTE_OF, slot_of, year_of


@dataclass(frozen=True, slots=True)
class PastMark:
    """One mark as it was entered at the time; `was` is what it replaced, with the reason why."""

    pupil: str
    session: Session
    code: str
    minutes: int | None = None
    was: str = ""
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PastSave:
    """A register as it was saved at the time: by whom, when, and the marks it held, in one session or many."""

    kind: str
    at: datetime
    by_id: int | None
    by_name: str
    by_role: str
    marks: tuple[PastMark, ...]
    group_id: int | None = None
    session: Session | None = None


@action(Permission.IMPORT_DATA)
def record_history(actor: Actor, *, saves: Sequence[PastSave], source: str = "import") -> int:
    """Put saves of the past into the record, in their order; gives the number of marks that now stand.

    Marks must be of past sessions, in force on their dates, and of pupils of this school. A mark
    that says what it replaced becomes an amendment.
    """
    if not saves:
        raise Refused("There are no marks in what was sent, so nothing was recorded.")
    standing = _standing(saves)
    locked = lock_many(actor, {pupil for pupil, _ in standing}, {year_of(s.on) for _, s in standing})
    ids = {pupil: person.id for pupil, person in locked.people.items()}
    _put_marks(actor, standing, ids)
    _put_years(standing, locked)
    links = _append_all(actor, [_submitted(actor, save, source) for save in saves])
    amended = _put_amendments(actor, zip(links, saves, strict=True), ids)
    _put_details(actor, zip(links, saves, strict=True), ids)
    record(actor, _told(links[-1], len(standing), amended))
    return len(standing)


def _submitted(actor: Actor, save: PastSave, source: str) -> tuple[Actor, Submission, list[chain.Leaf]]:
    then = replace(actor, now=save.at, user_id=save.by_id, name=save.by_name, role=save.by_role)
    submission = Submission(
        save_id=uuid.uuid4(),
        kind=RegisterSave.Kind(save.kind),
        source=source,
        group_id=save.group_id,
        on=save.session.on if save.session else None,
        half=int(save.session.half) if save.session else None,
        taken_at=save.at,
        finished=True,
    )
    return then, submission, [_leaf(mark, source).as_leaf() for mark in save.marks]


def _leaf(mark: PastMark, source: str) -> MarkLeaf:
    code_on(mark.code, mark.session.on)
    salt = chaining.new_salt()
    return MarkLeaf(
        pupil=mark.pupil,
        date=mark.session.on.isoformat(),
        half=int(mark.session.half),
        seen=1 if mark.was else 0,
        was=mark.was,
        now=mark.code,
        minutes=mark.minutes,
        reason=mark.reason,
        detail_digest=chain.detail_digest(salt, mark.detail),
        basis=source,
        outcome=Outcome.STORED,
        rule="",
        salt=salt,
    )


def _append_all(actor: Actor, rows: Iterable[tuple[Actor, Submission, list[chain.Leaf]]]) -> list[RegisterSave]:
    """Link the saves one to the next in memory, then write them with one lock on the school's chain."""
    Chain.objects.bulk_create(
        [Chain(school_id=actor.school, year=year_of(actor.today), seq=0, head=GENESIS)], ignore_conflicts=True
    )
    head = Chain.objects.select_for_update().get(school_id=actor.school)
    year, seq, prev = head.year, head.seq, bytes(head.head)
    made = []
    for then, submission, leaves in rows:
        seq = seq + 1 if year_of(then.today) == year else 1
        year = year_of(then.today)
        digest = hashlib.sha256(chain.canonical(leaves)).digest()
        link = chaining.link(then, submission, digest, leaves, year=year, seq=seq, prev=prev)
        prev = bytes(link.hash)
        made.append(link)
    RegisterSave.objects.bulk_create(made, batch_size=200)
    Chain.objects.filter(school_id=actor.school).update(year=year, seq=seq, head=prev)
    return made


@dataclass(frozen=True, slots=True)
class _Stands:
    code: str
    minutes: int | None
    has_detail: bool
    version: int
    entered: datetime


def _standing(saves: Iterable[PastSave]) -> Mapping[tuple[str, Session], _Stands]:
    """The last word on each pupil and session, and how often it was changed."""
    standing: dict[tuple[str, Session], _Stands] = {}
    for save in saves:
        for mark in save.marks:
            key = (mark.pupil, mark.session)
            before = standing.get(key)
            version = (before.version if before else int(bool(mark.was))) + 1
            standing[key] = _Stands(mark.code, mark.minutes, bool(mark.detail), version, save.at)
    return standing


def _put_marks(actor: Actor, standing: Mapping[tuple[str, Session], _Stands], ids: Mapping[str, int]) -> None:
    put_marks(
        MarkRow(
            actor.school,
            session,
            ids[pupil],
            mark.code,
            mark.minutes,
            mark.has_detail,
            mark.version,
            mark.entered.astimezone(LONDON).date(),
        )
        for (pupil, session), mark in standing.items()
    )


def _put_years(standing: Mapping[tuple[str, Session], _Stands], locked: LockedMany) -> None:
    codes = {key: bytearray(row.codes) for key, row in locked.years.items()}
    for (pupil, session), mark in standing.items():
        codes[locked.people[pupil].id, year_of(session.on)][slot_of(session)] = BYTE_OF[mark.code]
    put_years(replace(row, codes=bytes(codes[key])) for key, row in locked.years.items())


def _put_amendments(actor: Actor, saves: Iterable[tuple[RegisterSave, PastSave]], ids: Mapping[str, int]) -> int:
    rows = [
        Amendment(
            school_id=actor.school,
            save_row=link,
            pupil_id=ids[mark.pupil],
            date=mark.session.on,
            half=int(mark.session.half),
            old=mark.was,
            new=mark.code,
            reason=mark.reason,
            at=save.at,
            by_name=save.by_name,
            by_role=save.by_role,
        )
        for link, save in saves
        for mark in save.marks
        if mark.was and mark.was != mark.code
    ]
    Amendment.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _put_details(actor: Actor, saves: Iterable[tuple[RegisterSave, PastSave]], ids: Mapping[str, int]) -> None:
    MarkDetail.objects.bulk_create(
        (
            MarkDetail(
                school_id=actor.school,
                pupil_id=ids[mark.pupil],
                save_row=link,
                date=mark.session.on,
                half=int(mark.session.half),
                text=encrypt(mark.detail, place=detail_place(mark.pupil, mark.session)),
            )
            for link, save in saves
            for mark in save.marks
            if mark.detail
        ),
        batch_size=500,
    )


def _told(last: RegisterSave, stored: int, amended: int) -> MarksSaved:
    return MarksSaved(
        save_id=last.save_id,
        kind=last.kind,
        group_id=None,
        on=None,
        half=None,
        stored=stored,
        amended=amended,
        conflicts=0,
        refused=0,
    )
