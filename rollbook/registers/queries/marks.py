"""The marks that stand: of a session, of a pupil, and those still without a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rollbook.audit.once import kept_beside, once
from rollbook.audit.prepared import Prepared, given
from rollbook.registers.models import Mark
from rollbook.rules.actor import Actor
from rollbook.rules.codes import in_force
from rollbook.rules.sessions import Half, Session


@dataclass(frozen=True, slots=True)
class MarkLine:
    """A mark that stands; `minutes` late where said, `version` 1 for a mark never changed."""

    pupil_id: int
    session: Session
    code: str
    minutes: int | None
    version: int
    has_detail: bool


_COLUMNS = ("pupil_id", "date", "half", "code", "minutes", "version", "has_detail")


def marks_on(actor: Actor, on: date, half: int, pupil_ids: Iterable[int] | None = None) -> Mapping[int, MarkLine]:
    """The marks of one session by pupil, of the whole school or of these pupils: one statement."""
    whole = kept_beside(actor, "marks of a session")
    session = on.toordinal() * 2 + int(half)
    if whole is not None and session in whole:
        return _of_these(whole[session], pupil_ids)  # type: ignore[arg-type]  # as put there below
    if pupil_ids is None:
        rows = Mark.objects.filter(school_id=actor.school, date=on, half=half)
        same = Session(on, Half(half))  # one for all of them: a school of 1,500 has as many marks
        marks = {row[0]: MarkLine(row[0], same, *row[3:]) for row in rows.values_list(*_COLUMNS)}
        if whole is not None:
            whole[session] = marks
        return marks
    found = _THEIRS.rows(school=actor.school, on=on, half=int(half), pupils=list(pupil_ids))
    return {row[0]: _line(row) for row in found}


def _of_these(marks: Mapping[int, MarkLine], pupil_ids: Iterable[int] | None) -> Mapping[int, MarkLine]:
    return marks if pupil_ids is None else {pupil: marks[pupil] for pupil in pupil_ids if pupil in marks}


def marks_of_pupil(actor: Actor, pupil_id: int, first: date, last: date) -> tuple[MarkLine, ...]:
    """A pupil's marks from a day to a day, in order: one statement."""
    rows = Mark.objects.filter(school_id=actor.school, pupil_id=pupil_id, date__range=(first, last))
    return tuple(_line(row) for row in rows.order_by("date", "half").values_list(*_COLUMNS))


@once
def standing_no_reason(actor: Actor, first: date, last: date) -> tuple[MarkLine, ...]:
    """Every absence still without a reason (code N), the oldest first: one statement (COD-4)."""
    rows = Mark.objects.filter(school_id=actor.school, date__range=(first, last), code="N")
    return tuple(_line(row) for row in rows.order_by("date", "half", "pupil_id").values_list(*_COLUMNS))


def days_held(actor: Actor, days: Iterable[date]) -> frozenset[date]:
    """Of these days, those on which somebody was on the premises in a session: one statement, none for no days.

    Where a school closed at noon the morning was held, so the day is a school day (REG-6).
    """
    asked = frozenset(days)
    if not asked:
        return frozenset()
    on_site = {code.symbol for day in asked for code in in_force(day).values() if code.on_site}
    rows = Mark.objects.filter(school_id=actor.school, date__in=asked, code__in=on_site)
    return frozenset(rows.order_by("date").values_list("date", flat=True).distinct())


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
