"""A register's rows as its page draws them: the box, the words beside it, what a plain form holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rollbook.registers.actions import Tap
from rollbook.registers.queries import Sheet, SheetRow
from rollbook.rules.codes import Code, in_force
from rollbook.web.marks import MarkBox, kind_of


@dataclass(frozen=True, slots=True)
class Said:
    """What came of a row that was sent: a sentence, and whether it is a conflict to be decided."""

    says: str
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class RowView:
    """One row: what stands (`row`), what is entered but not stored, and what is said beside it.

    `plan` is the code planned where nothing stands; one that claims attendance elsewhere only
    waits to be confirmed and is never entered by itself (REG-16, COD-8).
    `day` is what stands of the pupil's day besides, on a lesson's register.
    """

    number: int
    row: SheetRow
    box: MarkBox
    plan: str
    elsewhere: bool
    quiet: str
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
    planned = known.get(row.planned.code) if row.planned and not row.code else None
    elsewhere = bool(planned and planned.claims_elsewhere)
    kept = sent.code if sent else row.code or ("" if elsewhere or planned is None else planned.symbol)
    minutes = sent.minutes if sent else row.minutes
    return RowView(
        number=number,
        row=row,
        box=_box(row, known, planned),
        plan=planned.symbol if planned else "",
        elsewhere=elsewhere,
        quiet=_quiet(planned),
        entered=kept,
        minutes="" if minutes is None else str(minutes),
        note=sent.detail if sent else "",
        said=said,
        mark_url=url if row.code else "",
    )


def _box(row: SheetRow, known: Mapping[str, Code], planned: Code | None) -> MarkBox:
    if row.code:
        return MarkBox.of(known[row.code], minutes=row.minutes, changed=row.version > 1)
    if planned is None:
        return MarkBox("", kind_of(None))
    return MarkBox(planned.symbol, kind_of(None), f"planned: {planned.name}")


def _quiet(planned: Code | None) -> str:
    if planned is None:
        return ""
    if planned.claims_elsewhere:
        return "planned, waiting to be confirmed"
    return "planned"
