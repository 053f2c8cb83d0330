"""Where the record disagrees with itself, found in the record, nothing stored apart (REG-E)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Max, Min, Q, TextField
from django.db.models.functions import Cast

from rollbook.pupils.queries.identifying import ids_of
from rollbook.pupils.queries.lines import PupilLine, pupil_lines
from rollbook.pupils.queries.spans import times_on_roll_by_key
from rollbook.registers.models import Mark, PlannedMark, RegisterSave
from rollbook.rules.actor import Actor
from rollbook.rules.chain import STORED, MarkLeaf, marks_in
from rollbook.rules.code_table import CODES
from rollbook.rules.marking import Outcome
from rollbook.rules.sessions import Half, Session, parse_date

KEPT = "kept"
LOOKS_BACK = timedelta(days=28)
_BY_HAND = (RegisterSave.Kind.TAKEN, RegisterSave.Kind.AMENDED, RegisterSave.Kind.DESK, RegisterSave.Kind.RULE)
_ON_SITE = sorted({code.symbol for code in CODES if code.on_site})

Key = tuple[str, Session]
Place = tuple[int, int]


class ConflictKind(StrEnum):
    """What disagrees with what."""

    ENTRIES = "two entries"
    REFUSED = "an entry that could not be used"
    PLAN = "present, but planned away"
    ROLL = "a mark outside the time on roll"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict: a code, who said it and when; `by_id` of a person who can be asked."""

    code: str
    by_name: str
    by_id: int | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A pupil and session whose record disagrees: what stands, and what else was said."""

    kind: ConflictKind
    pupil: PupilLine
    session: Session
    version: int
    stands: Side | None
    said: Side | None


@dataclass(frozen=True, slots=True)
class _Leaf:
    """An entry where it stands in the chain."""

    leaf: MarkLeaf
    save: RegisterSave

    @property
    def key(self) -> Key:
        return self.leaf.pupil, Session(parse_date(self.leaf.date), Half(self.leaf.half))

    @property
    def place(self) -> Place:
        return self.save.chain_year, self.save.seq

    @property
    def side(self) -> Side:
        return Side(self.leaf.now, self.save.by_name, self.save.by_id, self.save.made_at)


@dataclass(frozen=True, slots=True)
class _Stands:
    code: str
    version: int


def conflicts(actor: Actor, since: date | None = None) -> tuple[Conflict, ...]:
    """Everything unsettled since a day (four weeks ago unless said), the latest session first.

    A fixed number of statements. One is settled by a change of the mark that came after it, or by
    saying with a reason that the mark is right (`keep_mark`).
    """
    first = since or actor.today - LOOKS_BACK
    disputed = _disputed(actor, first)
    plans = _present_though_planned(actor, first)
    outside = _outside(actor, first)
    ids = ids_of(actor, {key[0] for key in disputed})
    keys = {*ids.values(), *(p for p, _ in plans), *(p for p, _ in outside)}
    lines = {p.id: p for p in pupil_lines(actor, keys, actor.today)}
    sessions = {key[1] for key in disputed} | {s for _, s in (*plans, *outside)}
    history = _history(actor, {s.on for s in sessions}, {str(p.public_id) for p in lines.values()})
    marks = _marks(actor, lines, {s.on for s in sessions})
    found = [
        *_entries(disputed, {str(p.public_id): p for p in lines.values()}, marks, history),
        *_others(ConflictKind.PLAN, plans, lines, marks, history),
        *_others(ConflictKind.ROLL, dict.fromkeys(outside), lines, marks, history),
    ]
    return tuple(sorted(found, key=lambda c: (-c.session.on.toordinal(), c.session.half, c.pupil.surname, c.pupil.id)))


def _said(actor: Actor, first: date, *words: str) -> Iterable[RegisterSave]:
    """Saves of these days whose leaves hold one of these words; what they hold is looked at afterwards."""
    any_of = Q()
    for word in words:
        any_of |= Q(said__contains=f'"{word}')
    rows = RegisterSave.objects.filter(school_id=actor.school, date__gte=first)
    return rows.annotate(said=Cast("marks", TextField())).filter(any_of).order_by("chain_year", "seq")


def _disputed(actor: Actor, first: date) -> Mapping[Key, _Leaf]:
    """The last entry, by pupil and session, that was sent by hand and not used."""
    found: dict[Key, _Leaf] = {}
    for save in _said(actor, first, Outcome.CONFLICT.value, Outcome.REFUSED.value):
        for leaf in marks_in(save.marks) if save.kind in _BY_HAND else ():
            if leaf.outcome in (Outcome.CONFLICT, Outcome.REFUSED) and leaf.now:
                found[_Leaf(leaf, save).key] = _Leaf(leaf, save)
    return found


def _history(actor: Actor, days: set[date], pupils: set[str]) -> Mapping[Key, list[_Leaf]]:
    """What was stored or kept for these pupils on these days, in the order of the chain."""
    found: dict[Key, list[_Leaf]] = {}
    for save in RegisterSave.objects.filter(school_id=actor.school, date__in=days).order_by("chain_year", "seq"):
        for leaf in marks_in(save.marks):
            if leaf.pupil in pupils and (leaf.outcome == STORED or leaf.basis == KEPT):
                one = _Leaf(leaf, save)
                found.setdefault(one.key, []).append(one)
    return found


def _marks(actor: Actor, lines: Mapping[int, PupilLine], days: set[date]) -> Mapping[tuple[int, Session], _Stands]:
    rows = Mark.objects.filter(school_id=actor.school, date__in=days, pupil_id__in=list(lines))
    found = rows.values_list("pupil_id", "date", "half", "code", "version")
    return {(pupil, Session(on, Half(half))): _Stands(code, version) for pupil, on, half, code, version in found}


def _entries(
    disputed: Mapping[Key, _Leaf],
    lines: Mapping[str, PupilLine],
    marks: Mapping[tuple[int, Session], _Stands],
    history: Mapping[Key, list[_Leaf]],
) -> Iterable[Conflict]:
    for key, sent in disputed.items():
        pupil = lines.get(key[0])
        if pupil is None or any(one.place > sent.place for one in history.get(key, ())):
            continue
        mark = marks.get((pupil.id, key[1]))
        if mark is not None and mark.code == sent.leaf.now:
            continue
        kind = ConflictKind.ENTRIES if sent.leaf.outcome == Outcome.CONFLICT else ConflictKind.REFUSED
        version = mark.version if mark else 0
        yield Conflict(kind, pupil, key[1], version, _standing(mark, history.get(key, ())), sent.side)


def _others(
    kind: ConflictKind,
    found: Mapping[tuple[int, Session], Side | None],
    lines: Mapping[int, PupilLine],
    marks: Mapping[tuple[int, Session], _Stands],
    history: Mapping[Key, list[_Leaf]],
) -> Iterable[Conflict]:
    for (pupil_id, session), said in found.items():
        pupil, mark = lines.get(pupil_id), marks.get((pupil_id, session))
        if pupil is None or mark is None:
            continue
        past = history.get((str(pupil.public_id), session), [])
        if past and past[-1].leaf.basis == KEPT:
            continue
        yield Conflict(kind, pupil, session, mark.version, _standing(mark, past), said)


def _standing(mark: _Stands | None, past: Iterable[_Leaf]) -> Side | None:
    if mark is None:
        return None
    stored = [one for one in past if one.leaf.outcome == STORED]
    return stored[-1].side if stored else Side(mark.code, "", None, None)


def _present_though_planned(actor: Actor, first: date) -> Mapping[tuple[int, Session], Side]:
    """Marks that say on site, of pupils for whom something else was planned and never withdrawn."""
    plans = (
        PlannedMark.objects.filter(school_id=actor.school, first__lte=actor.today, last__gte=first, ended_by=None)
        .select_related("save_row")
        .defer("save_row__marks")
        .order_by("id")
    )
    by_pupil: dict[int, list[PlannedMark]] = {}
    for plan in plans:
        by_pupil.setdefault(plan.pupil_id, []).append(plan)
    rows = Mark.objects.filter(
        school_id=actor.school, date__range=(first, actor.today), pupil_id__in=list(by_pupil), code__in=_ON_SITE
    )
    found = {}
    for pupil, on, half in rows.order_by("date", "half", "pupil_id").values_list("pupil_id", "date", "half"):
        for plan in by_pupil[pupil]:
            if _covers(plan, on, half):
                by = plan.save_row
                found[pupil, Session(on, Half(half))] = Side(plan.code, by.by_name, by.by_id, by.made_at)
    return found


def _covers(plan: PlannedMark, on: date, half: int) -> bool:
    return plan.first <= on <= plan.last and str(on.isoweekday()) in plan.weekdays and str(half) in plan.halves


def _outside(actor: Actor, first: date) -> tuple[tuple[int, Session], ...]:
    """Marks of days on which the pupil was not on roll (COD-17): an enrolment was changed after them."""
    rows = Mark.objects.filter(school_id=actor.school, date__gte=first)
    spans = {p: (a, b) for p, a, b in rows.values_list("pupil_id").annotate(Min("date"), Max("date")).order_by()}
    people = {person.id: person for person in times_on_roll_by_key(actor, spans).values()}
    doubtful = [p for p, (a, b) in spans.items() if p in people and not (people[p].covers(a) and people[p].covers(b))]
    if not doubtful:
        return ()
    marks = rows.filter(pupil_id__in=doubtful).order_by("date", "half", "pupil_id")
    return tuple(
        (pupil, Session(on, Half(half)))
        for pupil, on, half in marks.values_list("pupil_id", "date", "half")
        if not people[pupil].covers(on)
    )
