"""What the chain tells of the sessions and lessons in question, and the marks that stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, StrIndex
from django.db.models.lookups import GreaterThan

from rollbook.audit.prepared import PreparedRows, given
from rollbook.registers.models import Mark, RegisterSave
from rollbook.registers.queries.conflicts.values import KEPT, Side
from rollbook.rules.actor import Actor
from rollbook.rules.chain import STORED, Leaf, MarkLeaf, lesson_marks_in, marks_in
from rollbook.rules.marking import Outcome
from rollbook.rules.sessions import Half, Session, parse_date

_BY_HAND = (RegisterSave.Kind.TAKEN, RegisterSave.Kind.AMENDED, RegisterSave.Kind.DESK, RegisterSave.Kind.RULE)
# So many pupils are looked for by name in a session's saves; of more, the whole session is read.
_MOST_NAMED = 100

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
    for save in sorted(_DISPUTED.rows(school=actor.school, first=first), key=_in_the_chain):
        for leaf in marks_in(save.marks):
            if leaf.outcome in (Outcome.CONFLICT, Outcome.REFUSED) and leaf.now:
                found[Told(leaf, save).key] = Told(leaf, save)
    return found


def _disputed() -> QuerySet[RegisterSave]:
    saves = RegisterSave.objects.filter(school_id=given("school"), date__gte=given("first", "day"), kind__in=_BY_HAND)
    return _holding(saves, Outcome.CONFLICT.value, Outcome.REFUSED.value).order_by()


_DISPUTED = PreparedRows(RegisterSave, _disputed)


def _in_the_chain(save: RegisterSave) -> tuple[int, int]:
    """Put in order here: asked for in the chain's order, SQLite would walk the whole chain instead of some days."""
    return save.chain_year, save.seq


def session_past(actor: Actor, places: Iterable[Key]) -> Mapping[Key, list[Told]]:
    """What was stored or kept for these pupils in these sessions, in the order of the chain: one statement at most.

    Only saves that name one of them are read: a month of registers is ten megabytes of leaves.
    """
    wanted = set(places)
    if not wanted:
        return {}
    by_session: dict[Session, set[str]] = {}
    for public, session in wanted:
        by_session.setdefault(session, set()).add(public)
    any_of = Q()
    for session, pupils in by_session.items():
        of_it = Q(date=session.on, half=session.half)
        any_of |= of_it & _any_held(pupils) if len(pupils) <= _MOST_NAMED else of_it
    days = {session.on for session in by_session}
    saves = _with_text(RegisterSave.objects.filter(school_id=actor.school, date__in=days)).filter(any_of)
    found: dict[Key, list[Told]] = {}
    for told in _told(saves, marks_in, {public for public, _ in wanted}):
        found.setdefault(told.key, []).append(told)
    return found


def lesson_past(actor: Actor, days: set[date], lessons: set[str], pupils: set[str]) -> Mapping[LessonKey, list[Told]]:
    """The same of these lessons; no statement where there are none."""
    if not lessons:
        return {}
    saves = RegisterSave.objects.filter(school_id=actor.school, date__in=days, lesson__in=lessons)
    found: dict[LessonKey, list[Told]] = {}
    for told in _told(saves, lesson_marks_in, pupils):
        found.setdefault(told.lesson_key, []).append(told)
    return found


def marks_of(actor: Actor, pupils: Iterable[int], days: set[date]) -> Mapping[tuple[int, Session], Stands]:
    rows = Mark.objects.filter(school_id=actor.school, date__in=days, pupil_id__in=list(pupils))
    found = rows.values_list("pupil_id", "date", "half", "code", "version")
    return {(pupil, Session(on, Half(half))): Stands(code, version) for pupil, on, half, code, version in found}


def _told(
    saves: Iterable[RegisterSave], read: Callable[[Sequence[Leaf]], Iterator[MarkLeaf]], pupils: set[str]
) -> Iterator[Told]:
    for save in sorted(saves, key=_in_the_chain):
        for leaf in read(save.marks):
            if leaf.pupil in pupils and (leaf.outcome == STORED or leaf.basis == KEPT):
                yield Told(leaf, save)


def _holding(saves: QuerySet[RegisterSave], *words: str) -> QuerySet[RegisterSave]:
    """Saves whose leaves hold one of these words as a value; what they hold is looked at afterwards."""
    return _with_text(saves).filter(_any_held(words))


def _with_text(saves: QuerySet[RegisterSave]) -> QuerySet[RegisterSave]:
    return saves.alias(said=Cast("marks", TextField()))


def _any_held(words: Iterable[str]) -> Q:
    any_of = Q()
    for word in sorted(words):
        any_of |= Q(GreaterThan(StrIndex("said", Value(f'"{word}"')), 0))
    return any_of
