"""Registers as cells: in words, and where each is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from rollbook.absence.words import wall_clock
from rollbook.home.queries import Moment
from rollbook.registers.queries import BoardRow, RegisterState
from rollbook.web.pages import OfficeRequest

_S = RegisterState
TONES = {_S.MISSING: "late", _S.PARTLY: "late", _S.OPEN: "open", _S.TAKEN: "done", _S.NOT_OPEN: "none"}


@dataclass(frozen=True, slots=True)
class RegisterCell:
    """One register: in words, and where to take it."""

    name: str
    tone: str
    state: str
    detail: str
    url: str


def register_cells(request: OfficeRequest, rows: Sequence[BoardRow], moment: Moment) -> list[RegisterCell]:
    return [_cell(request, row, moment) for row in rows]


def _cell(request: OfficeRequest, row: BoardRow, moment: Moment) -> RegisterCell:
    where = {"school": request.school.slug, "group": row.group.public_id, "on": moment.on.isoformat()}
    cover = any(person.part == "cover" for person in row.group.staff)
    who = f"cover: {row.group.staff_names}" if cover else row.group.staff_names or "no teacher named"
    return RegisterCell(
        name=row.group.name,
        tone=TONES[row.state],
        state=_state(row),
        detail=" · ".join(part for part in (who, row.group.room) if part),
        url=reverse("registers:take", kwargs={**where, "half": moment.half.name.lower()}),
    )


def _state(row: BoardRow) -> str:
    if row.state is _S.TAKEN:
        away = [f"{n} {word}" for n, word in ((row.absent, "absent"), (row.late, "late")) if n]
        return ", ".join(away) or "all here"
    if row.state is _S.NOT_OPEN:
        return f"opens {wall_clock(row.opens)}" if row.opens else "no times set"
    marked = f"{row.marked} of {row.size}"
    if row.state is _S.OPEN:
        return f"open, {marked}"
    late = "" if row.overdue is None else f"{row.overdue} min late"
    return ", ".join(part for part in (late, marked if row.marked else "") if part) or "not taken"
