"""Makes the last days lively: pupils who have just crossed a line, and reasons that are overdue."""

from __future__ import annotations

from math import ceil
from random import Random

from rollbook.demo.sheets import OPEN, Diary, Sheet
from rollbook.demo.targets import ABSENT, ELSEWHERE, UNAUTHORISED
from rollbook.rules.calendar import monday_of

_PRESENT = frozenset({"/", "\\", "L", OPEN, *ELSEWHERE})
_WEEKS = 10
_SESSIONS = 10
_OVERDUE_AFTER = 6
_FORGOTTEN = 15


def stage(sheets: list[Sheet], diary: Diary, *, last: int, random: Random) -> None:
    """Set a few pupils' marks so that they cross 10 %, 50 % or ten sessions on day `last`, the last full one.

    A few more have an N older than the five school days the law allows (COD-4).
    """
    if last < 20:
        return
    able = [sheet for sheet in sheets if sheet.first == 0 and sheet.last >= last and sheet.year_group > 0]
    able = [sheet for sheet in able if "D" not in sheet.codes]
    random.shuffle(able)
    for fraction, pupils in ((0.1, 2), (0.5, 1)):
        short = {id(sheet): abs(_before(sheet, last, fraction) - _missed(sheet, last)) for sheet in able}
        for sheet in _nearest(able, pupils, short):
            able.remove(sheet)
            _cross(sheet, last, _before(sheet, last, fraction))
    start = _window(diary, last)
    short = {id(sheet): abs(_SESSIONS - 2 - _unauthorised(sheet, start, last)) for sheet in able}
    for sheet in _nearest(able, 2, short):
        able.remove(sheet)
        _reach_ten(sheet, start, last)
    for sheet, ago in zip(able, (_OVERDUE_AFTER, _OVERDUE_AFTER, _OVERDUE_AFTER + 1, _OVERDUE_AFTER + 3), strict=False):
        _leave_unexplained(sheet, last - ago)


def name_suspensions(sheets: list[Sheet], *, last: int) -> None:
    """Say beside every E which suspension it is, but for one of the last days, which the office has still to find."""
    suspended = [sheet for sheet in sheets if "E" in sheet.codes[2 * (last - _FORGOTTEN) : 2 * last]]
    for sheet in sheets:
        if suspended and sheet is suspended[-1]:
            continue
        for slot, code in enumerate(sheet.codes):
            if code == "E":
                sheet.details[slot] = "Suspension; the letter to the parents is on file"


def _nearest(sheets: list[Sheet], count: int, short: dict[int, int]) -> list[Sheet]:
    return sorted(sheets, key=lambda sheet: short[id(sheet)])[:count]


def _possible(sheet: Sheet, last: int) -> list[int]:
    return [slot for slot in range(2 * last + 2) if sheet.codes[slot] in ABSENT or sheet.codes[slot] in _PRESENT]


def _missed(sheet: Sheet, last: int) -> int:
    return sum(code in ABSENT for code in sheet.codes[: 2 * last])


def _before(sheet: Sheet, last: int, fraction: float) -> int:
    """Absences before the last day that leave a pupil just short of the line, and over it after two more."""
    return ceil(fraction * len(_possible(sheet, last)) - 1e-9) - 2


def _cross(sheet: Sheet, last: int, before: int) -> None:
    slots = [slot for slot in _possible(sheet, last) if slot < 2 * last]
    away = [slot for slot in slots if sheet.codes[slot] in ABSENT]
    for slot in away[: max(0, len(away) - before)]:
        _mark(sheet, slot, "\\" if slot % 2 else "/")
    for slot in [slot for slot in reversed(slots) if sheet.codes[slot] not in ABSENT][: max(0, before - len(away))]:
        _mark(sheet, slot, "I")
    for slot in (2 * last, 2 * last + 1):
        _mark(sheet, slot, "I")


def _window(diary: Diary, last: int) -> int:
    """The first day of the ten school weeks that end with the last day's week (PEN-2)."""
    mondays = sorted({monday_of(day) for day in diary.days[: last + 1]})[-_WEEKS:]
    return next(at for at, day in enumerate(diary.days) if day >= mondays[0])


def _unauthorised(sheet: Sheet, start: int, last: int) -> int:
    return sum(code in UNAUTHORISED for code in sheet.codes[2 * start : 2 * last])


def _reach_ten(sheet: Sheet, start: int, last: int) -> None:
    slots = range(2 * start, 2 * last)
    found = [slot for slot in slots if sheet.codes[slot] in UNAUTHORISED]
    for slot in found[: max(0, len(found) - (_SESSIONS - 2))]:
        _mark(sheet, slot, "\\" if slot % 2 else "/")
    present = [slot for slot in reversed(slots) if sheet.codes[slot] in _PRESENT]
    for slot in present[: max(0, _SESSIONS - 2 - len(found))]:
        _mark(sheet, slot, "O")
    for slot in (2 * last, 2 * last + 1):
        _mark(sheet, slot, "O")


def _leave_unexplained(sheet: Sheet, day: int) -> None:
    for slot in (2 * day, 2 * day + 1):
        if sheet.codes[slot] in _PRESENT:
            _mark(sheet, slot, "N")


def _mark(sheet: Sheet, slot: int, code: str) -> None:
    sheet.codes[slot] = code
    sheet.minutes.pop(slot, None)
    sheet.details.pop(slot, None)
