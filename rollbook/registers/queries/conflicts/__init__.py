"""Where the record disagrees with itself or the front desk, found in what is kept, nothing stored apart (REG-E)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from rollbook.pupils.queries.identifying import ids_of
from rollbook.pupils.queries.lines import PupilLine, pupil_lines
from rollbook.registers.queries.conflicts.desk import AtDesk, at_desk
from rollbook.registers.queries.conflicts.lessons import Disagreeing, InLesson, disagreeing
from rollbook.registers.queries.conflicts.past import (
    Key,
    Past,
    Told,
    disputed,
    is_settled,
    lesson_past,
    marks_of,
    session_past,
)
from rollbook.registers.queries.conflicts.standing import (
    Place,
    outside_roll,
    plans_since,
    present_though_planned,
    without_suspension,
)
from rollbook.registers.queries.conflicts.values import KEPT, Conflict, ConflictKind, Side
from rollbook.registers.queries.passing import passings_since
from rollbook.rules.actor import Actor
from rollbook.rules.marking import Outcome

__all__ = ["KEPT", "LOOKS_BACK", "Conflict", "ConflictKind", "Side", "conflicts", "entries_waiting"]
LOOKS_BACK = timedelta(days=28)
_OF_MANY_SESSIONS = (ConflictKind.EXCLUDED, ConflictKind.ROLL)


def conflicts(actor: Actor, since: date | None = None) -> tuple[Conflict, ...]:
    """Everything unsettled since a day (four weeks ago unless said), the latest session first.

    A fixed number of statements. One is settled by a change of the mark that came after it, or by
    saying with a reason that the mark is right (`keep_mark`).
    """
    first = since or actor.today - LOOKS_BACK
    sent, plans, passings = disputed(actor, first), plans_since(actor, first), passings_since(actor, first)
    others: dict[ConflictKind, Mapping[Place, Side | None]] = {
        ConflictKind.PLAN: present_though_planned(actor, first, plans),
        ConflictKind.ROLL: outside_roll(actor, first),
        ConflictKind.EXCLUDED: without_suspension(actor, first, plans),
    }
    desk, lessons = at_desk(actor, passings, plans), disagreeing(actor, first, passings)
    places = [*(place for found in others.values() for place in found), *desk, *((p, s) for p, s, _ in lessons)]
    ids = ids_of(actor, {key[0] for key in sent})
    lines = {p.id: p for p in pupil_lines(actor, {*ids.values(), *(p for p, _ in places)}, actor.today)}
    past = _past(actor, lines, {*places, *((ids[p], s) for p, s in sent if p in ids)}, lessons)
    entries = tuple(_entries(sent, {str(p.public_id): p for p in lines.values()}, past))
    told = {(one.pupil.id, one.session) for one in entries}
    found = [
        *entries,
        *(one for kind, rows in others.items() for one in _together(_others(kind, rows, lines, past))),
        *_at_desk(desk, lines, past),
        *(one for one in _in_lessons(lessons, lines, past) if (one.pupil.id, one.session) not in told),
    ]
    return tuple(sorted(found, key=lambda c: (-c.session.on.toordinal(), c.session.half, c.pupil.order)))


def entries_waiting(actor: Actor, since: date) -> tuple[Conflict, ...]:
    """Of `conflicts` those alone that somebody sent by hand and that were not used: one statement while there are none.

    Nowhere else is it seen that they were sent; what disagrees with the desk stands in the desk's own list.
    """
    sent = disputed(actor, since)
    if not sent:
        return ()
    ids = ids_of(actor, {public for public, _ in sent})
    lines = {p.id: p for p in pupil_lines(actor, ids.values(), actor.today)}
    past = _past(actor, lines, {(ids[public], session) for public, session in sent if public in ids}, {})
    return tuple(_entries(sent, {str(p.public_id): p for p in lines.values()}, past))


def _past(actor: Actor, lines: Mapping[int, PupilLine], places: set[Place], lessons: Disagreeing) -> Past:
    public = {key: str(line.public_id) for key, line in lines.items()}
    keys = {row.lesson.key for rows in lessons.values() for row in rows}
    held = {session.on for _, session, _ in lessons}
    return Past(
        marks_of(actor, lines, {session.on for _, session in places}),
        session_past(actor, {(public[pupil], session) for pupil, session in places if pupil in public}),
        lesson_past(actor, held, keys, set(public.values())),
    )


def _entries(sent: Mapping[Key, Told], lines: Mapping[str, PupilLine], past: Past) -> Iterable[Conflict]:
    for (public, session), told in sent.items():
        pupil = lines.get(public)
        before = past.of(public, session)
        if pupil is None or any(one.place > told.place for one in before):
            continue
        mark = past.marks.get((pupil.id, session))
        if mark is not None and mark.code == told.leaf.now:
            continue
        stands = past.standing(pupil.id, public, session)
        yield Conflict(_kind(told, before), pupil, session, mark.version if mark else 0, stands, told.side)


def _kind(sent: Told, before: Iterable[Told]) -> ConflictKind:
    """Two registers where another register than the one that stands sent it; else two entries."""
    if sent.leaf.outcome != Outcome.CONFLICT:
        return ConflictKind.REFUSED
    others = {one.register for one in before if one.save.group_id is not None}
    return ConflictKind.REGISTERS if others and sent.register not in others else ConflictKind.ENTRIES


def _others(
    kind: ConflictKind, found: Mapping[Place, Side | None], lines: Mapping[int, PupilLine], past: Past
) -> Iterable[Conflict]:
    for (pupil_id, session), said in found.items():
        pupil, mark = lines.get(pupil_id), past.marks.get((pupil_id, session))
        if pupil is None or mark is None or is_settled(past.of(pupil.public_id, session)):
            continue
        yield Conflict(kind, pupil, session, mark.version, past.standing(pupil_id, pupil.public_id, session), said)


def _together(found: Iterable[Conflict]) -> Iterable[Conflict]:
    """A pupil's sessions that ask for one answer: what is no single session's, such as a suspension of a week."""
    by_pupil: dict[int, list[Conflict]] = {}
    for one in found:
        if one.kind not in _OF_MANY_SESSIONS:
            yield one
        else:
            by_pupil.setdefault(one.pupil.id, []).append(one)
    for own in by_pupil.values():
        last, *others = sorted(own, key=lambda c: c.session, reverse=True)
        yield replace(last, also=tuple((one.session, one.version) for one in others))


def _at_desk(found: Mapping[Place, AtDesk], lines: Mapping[int, PupilLine], past: Past) -> Iterable[Conflict]:
    for (pupil_id, session), one in found.items():
        pupil = lines.get(pupil_id)
        if pupil is None:
            continue
        told = past.of(pupil.public_id, session)
        kept = is_settled(told) and told[-1].save.made_at > one.passing.at
        if not kept and one.holds(told):
            version, stands = past.version(pupil_id, session), past.standing(pupil_id, pupil.public_id, session)
            yield Conflict(one.kind, pupil, session, version, stands, one.side, proposal=one.proposal)


def _in_lessons(found: Disagreeing, lines: Mapping[int, PupilLine], past: Past) -> Iterable[Conflict]:
    for (pupil_id, session, kind), rows in found.items():
        pupil = lines.get(pupil_id)
        if pupil is None:
            continue
        public = str(pupil.public_id)
        told = [one for row in rows for one in past.lessons.get((public, row.lesson.key, row.on), ())]
        if is_settled([*told, *(one for one in past.of(public, session) if not one.is_kept)]):
            continue
        version, stands = past.version(pupil_id, session), past.standing(pupil_id, public, session)
        side = _lesson_side(rows, told)
        yield Conflict(kind, pupil, session, version, stands, side, rows[0].lesson.key)


def _lesson_side(rows: tuple[InLesson, ...], told: Iterable[Told]) -> Side:
    """The first of the lessons, with whoever marked it; the others beside."""
    first = rows[0]
    by = [one.side for one in told if one.leaf.lesson == first.lesson.key and not one.is_kept]
    side = by[-1] if by else Side(first.code, "", None, None)
    more = ", ".join(row.lesson.period for row in rows[1:])
    says = f"{first.says}, also {more}" if more else first.says
    return Side(first.code, side.by_name, side.by_id, side.at, says)
