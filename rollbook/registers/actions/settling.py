"""Many marks put right at once, of many sessions: what the office does with a list.

The same way as one save (`saving.py`), with every statement made once for the whole list; each
session becomes a save of its own in the chain, so that its history tells it.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import encrypt
from rollbook.pupils.queries.identifying import enrolments_by_pupil, ids_of
from rollbook.pupils.queries.lines import PupilLine, pupil_lines
from rollbook.registers.actions import chaining
from rollbook.registers.actions.chaining import Submission
from rollbook.registers.actions.locking import YearRow
from rollbook.registers.actions.saving import RowOutcome
from rollbook.registers.actions.writing import MarkRow, put_marks, put_years
from rollbook.registers.events import MarksSaved
from rollbook.registers.models import Amendment, Chain, Mark, MarkDetail, PupilYear, RegisterSave
from rollbook.registers.notes import detail_place
from rollbook.rules import chain
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.chain import MarkLeaf
from rollbook.rules.marking import Decision, Entry, Outcome, PupilOnRegister, RegisterFacts, Standing, decide
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import EMPTY, set_mark, year_of

MOST_ROWS = 500
Key = tuple[str, Session]


@dataclass(frozen=True, slots=True)
class Correction:
    """One mark to put right, and what the school's times say of its session."""

    entry: Entry
    facts: RegisterFacts
    policy_version: int = 0

    @property
    def session(self) -> Session:
        return self.facts.session


@action(Permission.AMEND_MARKS)
def amend_many(actor: Actor, *, corrections: Sequence[Correction]) -> Mapping[Key, RowOutcome]:
    """Change the marks of a list, each with its reason (REG-7); what became of each, by pupil and session.

    A fixed number of statements. Each row stands for itself: somebody else's change is a conflict
    for that row only, and what the rules refuse stops no other.
    """
    if len(corrections) > MOST_ROWS:
        raise Refused(f"At most {MOST_ROWS} marks can be put right at once. Settle the list in parts.")
    ids = ids_of(actor, {c.entry.pupil for c in corrections})
    years = _lock(actor, ids, {year_of(c.session.on) for c in corrections})
    known = _on_register(actor, ids)
    standing = _standing(actor, ids, {c.session.on for c in corrections})
    decided = [
        (c, d) for group in _by_session(corrections) for c, d in _decide(actor, group, standing=standing, known=known)
    ]
    stored = [(c, d) for c, d in decided if d.outcome is Outcome.STORED]
    _put(actor, stored, ids, years)
    links = _append(actor, decided)
    _keep(actor, stored, ids, links)
    _tell(actor, decided, links)
    return {(d.pupil, c.session): _outcome(d, standing.get((d.pupil, c.session))) for c, d in decided}


def _by_session(corrections: Iterable[Correction]) -> list[list[Correction]]:
    ordered = sorted(corrections, key=lambda c: c.session)
    return [list(group) for _, group in groupby(ordered, key=lambda c: c.session)]


def _decide(
    actor: Actor,
    group: Sequence[Correction],
    *,
    standing: Mapping[Key, Standing],
    known: Callable[[str, date], PupilOnRegister | None],
) -> list[tuple[Correction, Decision]]:
    """Decide one session's rows; year groups may have times of their own, so each row brings its facts."""
    session = group[0].session
    seen: set[str] = set()
    found = []
    for one in group:
        pupil = one.entry.pupil
        on_register = known(pupil, session.on)
        stands = standing.get((pupil, session))
        (decision,) = decide(
            [one.entry],
            standing={pupil: stands} if stands else {},
            pupils={pupil: on_register} if on_register else {},
            register=one.facts,
            now=actor.now,
            may_amend=True,
        )
        if pupil not in seen:
            found.append((one, decision))
        seen.add(pupil)
    return found


def _lock(actor: Actor, ids: Mapping[str, int], years: Iterable[int]) -> Mapping[tuple[int, int], YearRow]:
    """The mutex: these pupils' year rows, in a fixed order."""
    rows = PupilYear.objects.select_for_update().filter(
        school_id=actor.school, year__in=set(years), pupil_id__in=list(ids.values())
    )
    found = rows.order_by("pupil_id", "year").values_list("pupil_id", "year", "codes")
    return {(pupil, year): YearRow(actor.school, year, pupil, bytes(codes)) for pupil, year, codes in found}


def _on_register(actor: Actor, ids: Mapping[str, int]) -> Callable[[str, date], PupilOnRegister | None]:
    """Who was on the register on which day: by the time on the roll that covers it, else the nearest."""
    lines = {str(line.public_id): line for line in pupil_lines(actor, tuple(ids.values()), actor.today)}
    enrolments = enrolments_by_pupil(actor)

    def known(pupil: str, on: date) -> PupilOnRegister | None:
        line = lines.get(pupil)
        if line is None or line.first_day is None:
            return None
        spans = enrolments.get(pupil, ())
        first, last = next(
            ((f, t) for f, t in spans if f <= on and (t is None or on <= t)), (line.first_day, line.last_day)
        )
        return PupilOnRegister(pupil, line.born, first, last, _boards(line, first))

    return known


def _boards(line: PupilLine, first: date) -> bool:
    return line.boarder and line.first_day == first


def _standing(actor: Actor, ids: Mapping[str, int], days: Iterable[date]) -> Mapping[Key, Standing]:
    public = {pk: pupil for pupil, pk in ids.items()}
    rows = Mark.objects.filter(school_id=actor.school, date__in=set(days), pupil_id__in=list(public))
    found = rows.values_list("pupil_id", "date", "half", "code", "version", "minutes")
    return {(public[p], Session(on, Half(half))): Standing(code, v, minutes) for p, on, half, code, v, minutes in found}


def _put(
    actor: Actor,
    stored: Sequence[tuple[Correction, Decision]],
    ids: Mapping[str, int],
    years: Mapping[tuple[int, int], YearRow],
) -> None:
    if not stored:
        return
    put_marks(
        MarkRow(actor.school, c.session, ids[d.pupil], d.now, d.minutes, bool(d.detail), d.version, actor.today)
        for c, d in stored
    )
    changed: dict[tuple[int, int], YearRow] = {}
    for c, d in stored:
        key = (ids[d.pupil], year_of(c.session.on))
        row = changed.get(key) or years.get(key) or YearRow(actor.school, key[1], key[0], EMPTY)
        changed[key] = replace(row, codes=set_mark(row.codes, c.session, d.now))
    put_years(changed.values())


def _append(actor: Actor, decided: Sequence[tuple[Correction, Decision]]) -> Mapping[Session, RegisterSave]:
    """One save for each session in which something was asked, linked in memory, under one lock of the chain."""
    told = [(c, d) for c, d in decided if d.outcome is not Outcome.UNCHANGED]
    if not told:
        return {}
    head = _locked_chain(actor)
    year, seq, prev = year_of(actor.today), head.seq, bytes(head.head)
    seq = seq if head.year == year else 0
    made: dict[Session, RegisterSave] = {}
    for session, rows in groupby(told, key=lambda pair: pair[0].session):
        own = list(rows)
        seq += 1
        leaves = [_leaf(c, d).as_leaf() for c, d in own]
        digest = hashlib.sha256(chain.canonical(leaves)).digest()
        submission = _submission(session, own[0][0].policy_version)
        link = chaining.link(actor, submission, digest, leaves, year=year, seq=seq, prev=prev)
        prev = bytes(link.hash)
        made[session] = link
    RegisterSave.objects.bulk_create(made.values())
    Chain.objects.filter(school_id=actor.school).update(year=year, seq=seq, head=prev)
    return made


def _locked_chain(actor: Actor) -> Chain:
    Chain.objects.bulk_create(
        [Chain(school_id=actor.school, year=year_of(actor.today), seq=0, head=chain.GENESIS)], ignore_conflicts=True
    )
    return Chain.objects.select_for_update().get(school_id=actor.school)


def _submission(session: Session, policy_version: int) -> Submission:
    return Submission(
        save_id=uuid.uuid4(),
        kind=RegisterSave.Kind.AMENDED,
        source="desk",
        on=session.on,
        half=session.half,
        policy_version=policy_version,
    )


def _leaf(correction: Correction, decision: Decision) -> MarkLeaf:
    salt = chaining.new_salt()
    return MarkLeaf(
        pupil=decision.pupil,
        date=correction.session.on.isoformat(),
        half=correction.session.half,
        seen=correction.entry.seen,
        was=decision.was or "",
        now=decision.now,
        minutes=decision.minutes,
        reason=decision.reason,
        detail_digest=chain.detail_digest(salt, decision.detail),
        basis="",
        outcome=decision.outcome,
        rule=decision.rule,
        salt=salt,
    )


def _keep(
    actor: Actor,
    stored: Sequence[tuple[Correction, Decision]],
    ids: Mapping[str, int],
    links: Mapping[Session, RegisterSave],
) -> None:
    """The five facts of each amendment, and the notes written beside the codes (REG-7, COD-6)."""
    Amendment.objects.bulk_create(
        Amendment(
            school_id=actor.school,
            save_row=links[c.session],
            pupil_id=ids[d.pupil],
            date=c.session.on,
            half=c.session.half,
            old=d.was or "",
            new=d.now,
            reason=d.reason,
            at=actor.now,
            by_name=actor.name,
            by_role=actor.role,
        )
        for c, d in stored
        if d.is_amendment
    )
    MarkDetail.objects.bulk_create(
        MarkDetail(
            school_id=actor.school,
            pupil_id=ids[d.pupil],
            save_row=links[c.session],
            date=c.session.on,
            half=c.session.half,
            text=encrypt(d.detail, place=detail_place(d.pupil, c.session)),
        )
        for c, d in stored
        if d.detail
    )


def _tell(actor: Actor, decided: Sequence[tuple[Correction, Decision]], links: Mapping[Session, RegisterSave]) -> None:
    def count(outcome: Outcome) -> int:
        return sum(d.outcome is outcome for _, d in decided)

    if not links:
        record_nothing_changed()
        return
    (only,) = links if len(links) == 1 else (None,)
    record(
        actor,
        MarksSaved(
            save_id=next(iter(links.values())).save_id,
            kind=RegisterSave.Kind.AMENDED,
            group_id=None,
            on=only.on if only else None,
            half=int(only.half) if only else None,
            stored=count(Outcome.STORED),
            amended=sum(d.is_amendment for _, d in decided),
            conflicts=count(Outcome.CONFLICT),
            refused=count(Outcome.REFUSED),
        ),
    )


def _outcome(decision: Decision, stood: Standing | None) -> RowOutcome:
    stored = decision.outcome is Outcome.STORED
    return RowOutcome(
        key=decision.pupil,
        outcome=decision.outcome,
        code=decision.now if stored else (stood.code if stood else ""),
        minutes=decision.minutes if stored else (stood.minutes if stood else None),
        version=decision.version,
        says=decision.says,
        rule=decision.rule,
    )
