"""What the chain tells of the sessions and lessons in question, and the marks that stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from rollbook.registers.models import Mark, RegisterSave
from rollbook.registers.queries.conflicts.values import KEPT, Side
from rollbook.rules.actor import Actor
from rollbook.rules.chain import STORED, Leaf, MarkLeaf, lesson_marks_in, marks_in
from rollbook.rules.marking import Outcome
from rollbook.rules.sessions import Half, Session, parse_date

_BY_HAND = (RegisterSave.Kind.TAKEN, RegisterSave.Kind.AMENDED, RegisterSave.Kind.DESK, RegisterSave.Kind.RULE)

Key: TypeAlias = tuple[str, Session]
LessonKey: TypeAlias = tuple[str, str, date]


@dataclass(frozen=True, slots=True)
class Told:
    """An entry where it stands in the chain."""

    leaf: MarkLeaf
    save: RegisterSave

    @property
    def key(self) -> Key:
        return self.leaf.pupil, Session(parse_date(self.leaf.date), Half(self.leaf.half))

    @property
    def lesson_key(self) -> LessonKey:
        return self.leaf.pupil, self.leaf.lesson, parse_date(self.leaf.date)

    @property
    def place(self) -> tuple[int, int]:
        return self.save.chain_year, self.save.seq

    @property
    def register(self) -> tuple[int | None, str]:
        return self.save.group_id, self.save.lesson

    @property
    def is_kept(self) -> bool:
        return self.leaf.basis == KEPT

    @property
    def side(self) -> Side:
        return Side(self.leaf.now, self.save.by_name, self.save.by_id, self.save.made_at)


@dataclass(frozen=True, slots=True)
class Stands:
    code: str
    version: int


@dataclass(frozen=True, slots=True)
class Past:
    """What was stored or kept of the sessions and lessons in question, and what stands now."""

    marks: Mapping[tuple[int, Session], Stands]
    sessions: Mapping[Key, Sequence[Told]]
    lessons: Mapping[LessonKey, Sequence[Told]]

    def of(self, public_id: object, session: Session) -> Sequence[Told]:
        return self.sessions.get((str(public_id), session), ())

    def standing(self, pupil_id: int, public_id: object, session: Session) -> Side | None:
        """The mark that stands, and who entered it; None for a blank."""
        mark = self.marks.get((pupil_id, session))
        if mark is None:
            return None
        stored = [told for told in self.of(public_id, session) if not told.is_kept]
        return stored[-1].side if stored else Side(mark.code, "", None, None)

    def version(self, pupil_id: int, session: Session) -> int:
        mark = self.marks.get((pupil_id, session))
        return mark.version if mark else 0


def is_settled(told: Iterable[Told]) -> bool:
    """Whether somebody kept what stands after it last changed."""
    ordered = sorted(told, key=lambda one: one.place)
    return bool(ordered) and ordered[-1].is_kept


def disputed(actor: Actor, first: date) -> Mapping[Key, Told]:
    """The last entry, by pupil and session, that was sent by hand and not used: one statement."""
    found: dict[Key, Told] = {}
    for save in _said(actor, first, Outcome.CONFLICT.value, Outcome.REFUSED.value):
        for leaf in marks_in(save.marks) if save.kind in _BY_HAND else ():
            if leaf.outcome in (Outcome.CONFLICT, Outcome.REFUSED) and leaf.now:
                found[Told(leaf, save).key] = Told(leaf, save)
    return found


def session_past(actor: Actor, days: set[date], pupils: set[str]) -> Mapping[Key, list[Told]]:
    """What was stored or kept for these pupils in these days' sessions, in the order of the chain."""
    saves = RegisterSave.objects.filter(school_id=actor.school, date__in=days)
    found: dict[Key, list[Told]] = {}
    for told in _told(saves.exclude(half=None).order_by("chain_year", "seq"), marks_in, pupils):
        found.setdefault(told.key, []).append(told)
    return found


def lesson_past(actor: Actor, days: set[date], lessons: set[str], pupils: set[str]) -> Mapping[LessonKey, list[Told]]:
    """The same of these lessons; no statement where there are none."""
    if not lessons:
        return {}
    saves = RegisterSave.objects.filter(school_id=actor.school, date__in=days, lesson__in=lessons)
    found: dict[LessonKey, list[Told]] = {}
    for told in _told(saves.order_by("chain_year", "seq"), lesson_marks_in, pupils):
        found.setdefault(told.lesson_key, []).append(told)
    return found


def marks_of(actor: Actor, pupils: Iterable[int], days: set[date]) -> Mapping[tuple[int, Session], Stands]:
    rows = Mark.objects.filter(school_id=actor.school, date__in=days, pupil_id__in=list(pupils))
    found = rows.values_list("pupil_id", "date", "half", "code", "version")
    return {(pupil, Session(on, Half(half))): Stands(code, version) for pupil, on, half, code, version in found}


def _told(
    saves: Iterable[RegisterSave], read: Callable[[Sequence[Leaf]], Iterator[MarkLeaf]], pupils: set[str]
) -> Iterator[Told]:
    for save in saves:
        for leaf in read(save.marks):
            if leaf.pupil in pupils and (leaf.outcome == STORED or leaf.basis == KEPT):
                yield Told(leaf, save)


def _said(actor: Actor, first: date, *words: str) -> Iterable[RegisterSave]:
    """Saves of these days whose leaves hold one of these words; what they hold is looked at afterwards."""
    any_of = Q()
    for word in words:
        any_of |= Q(said__contains=f'"{word}')
    rows = RegisterSave.objects.filter(school_id=actor.school, date__gte=first)
    return rows.annotate(said=Cast("marks", TextField())).filter(any_of).order_by("chain_year", "seq")
