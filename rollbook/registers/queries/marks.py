"""The marks that stand: of a session, of a pupil, and those still without a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from rollbook.audit.once import kept_beside, once
from rollbook.audit.prepared import Prepared, given
from rollbook.registers.models import Mark
from rollbook.rules.actor import Actor
from rollbook.rules.codes import in_force
from rollbook.rules.sessions import Half, Session


class MarkLine(NamedTuple):
    """A mark that stands; `minutes` late where said, `version` 1 for a mark never changed.

    A tuple, and not a class of ours: a page of the office makes as many as the school has pupils.
    """

    pupil_id: int
    session: Session
    code: str
    minutes: int | None
    version: int
    has_detail: bool


_COLUMNS = ("pupil_id", "date", "half", "code", "minutes", "version", "has_detail")


def marks_on(actor: Actor, on: date, half: int, pupil_ids: Iterable[int] | None = None) -> Mapping[int, MarkLine]:
    """The marks of one session by pupil, of the whole school or of these pupils: one statement."""
    whole = kept_beside(actor, ("marks of a day", on))
    if whole is not None and int(half) in whole:
        return _of_these(whole[int(half)], pupil_ids)  # type: ignore[arg-type]  # as put there by marks_of_day
    if pupil_ids is None:
        marks = _by_pupil(on, Half(half), _WHOLE.rows(school=actor.school, on=on, halves=(int(half),)))
        if whole is not None:
            whole[int(half)] = marks
        return marks
    found = _THEIRS.rows(school=actor.school, on=on, half=int(half), pupils=list(pupil_ids))
    return {row[0]: _line(row) for row in found}


def marks_of_day(actor: Actor, on: date) -> Mapping[Half, Mapping[int, MarkLine]]:
    """The marks of both sessions of a day by pupil, of the whole school: one statement."""
    rows = _WHOLE.rows(school=actor.school, on=on, halves=tuple(map(int, Half)))
    found = {half: _by_pupil(on, half, (row for row in rows if row[0] == half)) for half in Half}
    whole = kept_beside(actor, ("marks of a day", on))
    if whole is not None:
        whole.update({int(half): marks for half, marks in found.items()})
    return found


def _by_pupil(on: date, half: Half, rows: Iterable[tuple[Any, ...]]) -> dict[int, MarkLine]:
    same = Session(on, half)  # one for all of them: a school of 1,500 has as many marks
    return {pupil: MarkLine(pupil, same, *rest) for _, pupil, *rest in rows}


def _of_these(marks: Mapping[int, MarkLine], pupil_ids: Iterable[int] | None) -> Mapping[int, MarkLine]:
    return marks if pupil_ids is None else {pupil: marks[pupil] for pupil in pupil_ids if pupil in marks}


def marks_of_pupil(actor: Actor, pupil_id: int, first: date, last: date) -> tuple[MarkLine, ...]:
    """A pupil's marks from a day to a day, in order: one statement."""
    rows = Mark.objects.filter(school_id=actor.school, pupil_id=pupil_id, date__range=(first, last))
    return tuple(_line(row) for row in rows.order_by("date", "half").values_list(*_COLUMNS))


@once
def standing_no_reason(actor: Actor, first: date, last: date) -> tuple[MarkLine, ...]:
    """Every absence still without a reason (code N), the oldest first: one statement (COD-4)."""
    return tuple(_line(row) for row in _NO_REASON.rows(school=actor.school, first=first, last=last))


def days_held(actor: Actor, days: Iterable[date]) -> frozenset[date]:
    """Of these days, those on which somebody was on the premises in a session: one statement, none for no days.

    Where a school closed at noon the morning was held, so the day is a school day (REG-6).
    """
    asked = frozenset(days)
    if not asked:
        return frozenset()
    on_site = {code.symbol for day in asked for code in in_force(day).values() if code.on_site}
    rows = _HELD.rows(school=actor.school, days=tuple(asked), codes=tuple(on_site))
    return frozenset(day for (day,) in rows)


_WHOLE = Prepared(
    lambda: Mark.objects.filter(
        school_id=given("school"), date=given("on", "day"), half__in=given("halves", "number", many=True)
    ).values_list("half", "pupil_id", *_COLUMNS[3:])
)
_NO_REASON = Prepared(
    lambda: (
        Mark.objects.filter(
            school_id=given("school"), date__gte=given("first", "day"), date__lte=given("last", "day"), code="N"
        )
        .order_by("date", "half", "pupil_id")
        .values_list(*_COLUMNS)
    )
)
_HELD = Prepared(
    lambda: (
        Mark.objects.filter(
            school_id=given("school"),
            date__in=given("days", "day", many=True),
            code__in=given("codes", "text", many=True),
        )
        .order_by("date")
        .values_list("date")
        .distinct()
    )
)
_THEIRS = Prepared(
    lambda: Mark.objects.filter(
        school_id=given("school"),
        date=given("on", "day"),
        half=given("half", "number"),
        pupil_id__in=given("pupils", many=True),
    ).values_list(*_COLUMNS)
)


def _line(row: tuple[Any, ...]) -> MarkLine:
    pupil, on, half, code, minutes, version, has_detail = row
    return MarkLine(pupil, Session(on, Half(half)), code, minutes, version, has_detail)
