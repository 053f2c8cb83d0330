"""What is planned, as the office entered it: one line a plan, however many pupils it is for (REG-F)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from rollbook.audit.keys import decrypt
from rollbook.pupils.queries.lines import PupilLine, pupil_lines
from rollbook.registers.models import PlannedMark
from rollbook.registers.notes import plan_place
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class PlannedPupil:
    """A pupil of a plan, with the numbers under which it can be withdrawn."""

    pupil: PupilLine
    plan_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What was entered in one go; `week` says on which halves of which days, empty for all of them."""

    code: str
    first: date
    last: date
    week: str
    note: str
    made_at: datetime
    by_name: str
    pupils: tuple[PlannedPupil, ...]

    @property
    def plan_ids(self) -> tuple[int, ...]:
        return tuple(n for pupil in self.pupils for n in pupil.plan_ids)


def plans_between(actor: Actor, first: date, last: date) -> tuple[Plan, ...]:
    """Everything planned that touches these days, by first day: two statements. Notes for who may see reasons."""
    rows = (
        PlannedMark.objects.filter(school_id=actor.school, first__lte=last, last__gte=first, ended_by=None)
        .select_related("save_row")
        .defer("save_row__marks")
        .order_by("first", "last", "save_row_id", "pupil_id", "id")
    )
    found = list(rows)
    pupils = {p.id: p for p in pupil_lines(actor, {row.pupil_id for row in found}, actor.today)}
    alike = groupby(found, key=lambda row: (row.first, row.last, row.save_row_id, row.code))
    return tuple(plan for _, own in alike if (plan := _plan(actor, list(own), pupils)))


def _plan(actor: Actor, rows: list[PlannedMark], pupils: dict[int, PupilLine]) -> Plan | None:
    one = rows[0]
    ids: dict[int, tuple[int, ...]] = {}
    for row in rows:
        ids[row.pupil_id] = (*ids.get(row.pupil_id, ()), row.pk)
    who = sorted((p for p in pupils.values() if p.id in ids), key=lambda p: p.order)
    if not who:
        return None
    return Plan(
        code=one.code,
        first=one.first,
        last=one.last,
        week="" if one.first == one.last else week_in_words({(r.weekdays, r.halves) for r in rows}),
        note=_note(actor, one, pupils),
        made_at=one.save_row.made_at,
        by_name=one.save_row.by_name,
        pupils=tuple(PlannedPupil(p, ids[p.id]) for p in who),
    )


def _note(actor: Actor, row: PlannedMark, pupils: dict[int, PupilLine]) -> str:
    if not row.note or row.pupil_id not in pupils or not actor.may(Permission.SEE_REASONS):
        return ""
    return decrypt(row.note, place=plan_place(str(pupils[row.pupil_id].public_id)))


def week_in_words(patterns: set[tuple[str, str]]) -> str:
    """On which halves of which days, e.g. “mornings Mon, Tue; whole days Fri”; empty for the whole week."""
    words = {"01": "whole days", "0": "mornings", "1": "afternoons"}
    if patterns == {("12345", "01")}:
        return ""
    said = [
        f"{words[halves]} {', '.join(_DAYS[int(n) - 1] for n in weekdays)}"
        for weekdays, halves in sorted(patterns, key=lambda p: (-len(p[1]), p))
    ]
    return "; ".join(said)
