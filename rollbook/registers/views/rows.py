"""A register's rows as its page draws them: the box, the words beside it, what a plain form holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rollbook.registers.actions import Tap
from rollbook.registers.queries import Sheet, SheetRow
from rollbook.registers.queries.known import KnownLine
from rollbook.registers.views.past import strip_of
from rollbook.rules.codes import Code, in_force
from rollbook.web.marks import MarkBox, Strip, kind_of


@dataclass(frozen=True, slots=True)
class Said:
    """What came of a row that was sent: a sentence, and whether it is a conflict to be decided."""

    says: str
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class RowView:
    """One row: what stands (`row`), what is entered but not stored, and what is said beside it.

    `planned` says that an absence is planned where nothing stands, and no more: the code is shown
    on request, never by a page that may be projected (REG-D).
    `day` is what stands of the pupil's day besides, on a lesson's register.
    """

    number: str
    row: SheetRow
    box: MarkBox
    planned: bool
    entered: str
    minutes: str
    note: str
    said: Said | None
    mark_url: str = ""
    day: str = ""


def rows_of(
    sheet: Sheet,
    *,
    sent: Mapping[str, Tap] | None = None,
    said: Mapping[str, Said] | None = None,
    urls: Mapping[str, str] | None = None,
) -> tuple[RowView, ...]:
    """The rows of a sheet, with what was sent and not stored kept in its fields."""
    known = in_force(sheet.day.on)
    return tuple(
        _row(n, row, known, (sent or {}).get(row.token), (said or {}).get(row.token), (urls or {}).get(row.token, ""))
        for n, row in enumerate(sheet.rows, start=1)
    )


def counted(codes: Iterable[str], on: date) -> str:
    """What the marks of a register come to, in a sentence: “28 marked: 25 present, 1 late, 2 absent”."""
    found = [in_force(on)[code] for code in codes if code]
    groups = Counter(_group(code) for code in found)
    parts = [
        f"{groups[name]} {name}" for name in ("present", "late", "elsewhere", "absent", "not counted") if groups[name]
    ]
    return f"{len(found)} marked: {', '.join(parts)}" if parts else "Nobody is marked yet"


@dataclass(frozen=True, slots=True)
class KnownView:
    """One row's answer to what is known besides: its token, past weeks, flags and notes, what is planned."""

    token: str
    line: KnownLine
    strip: Strip
    planned: str


def known_rows(sheet: Sheet, lines: Mapping[str, KnownLine]) -> tuple[KnownView, ...]:
    """What is shown on request beside each name, on a session's register and on a lesson's."""
    known = in_force(sheet.day.on)
    return tuple(
        KnownView(row.token, lines[row.token], strip_of(lines[row.token].past), _planned(row, known))
        for row in sheet.rows
    )


def code_table(codes: Iterable[Code]) -> list[dict[str, str | bool]]:
    """The codes as the page's script reads them."""
    return [
        {
            "symbol": code.symbol,
            "name": code.name,
            "kind": kind_of(code).value,
            "group": _group(code),
            "late": code.late,
            "attends": code.attends,
            "needs": code.detail_says if code.detail_required else "",
        }
        for code in codes
    ]


def _group(code: Code) -> str:
    if code.late and code.attends:
        return "late"
    if code.on_site and code.attends:
        return "present"
    if code.absent:
        return "absent"
    return "elsewhere" if code.attends else "not counted"


def _row(
    number: int, row: SheetRow, known: Mapping[str, Code], sent: Tap | None, said: Said | None, url: str
) -> RowView:
    planned = row.planned is not None and not row.code
    minutes = sent.minutes if sent else row.minutes
    return RowView(
        number=str(number),  # as text: a template would format a number for every place it stands in
        row=row,
        box=_box(row, known, planned=planned),
        planned=planned,
        entered=sent.code if sent else row.code,
        minutes="" if minutes is None else str(minutes),
        note=sent.detail if sent else "",
        said=said,
        mark_url=url if row.code else "",
    )


def _planned(row: SheetRow, known: Mapping[str, Code]) -> str:
    if row.planned is None or row.code:
        return ""
    code = known.get(row.planned.code)
    return f"planned: {row.planned.code}, {code.name}" if code else f"planned: {row.planned.code}"


def _box(row: SheetRow, known: Mapping[str, Code], *, planned: bool) -> MarkBox:
    if row.code:
        return MarkBox.of(known[row.code], minutes=row.minutes, changed=row.version > 1)
    return MarkBox("", kind_of(None), "planned" if planned else "")
