"""Marks one school's year: how much each pupil misses first, then when and why."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from random import Random

from rollbook.demo.attending import Attendance
from rollbook.demo.dealing import Dealer
from rollbook.demo.drafts import Draft, Roll
from rollbook.demo.filling import Filler
from rollbook.demo.rates import Quantiles, spread
from rollbook.demo.sheets import OFF_ROLL, OPEN, Diary, Sheet
from rollbook.demo.targets import ABSENT, TARGETS
from rollbook.demo.values import AcademicYear
from rollbook.rules.age import is_compulsory
from rollbook.rules.calendar import ClosureKind

# A pupil's leaning keeps this much from one year to the next (our assumption).
_LASTING = 0.85
# The mixture draws pupils' rates; counting whole sessions widens them, so they are drawn in a little.
_DRAWN_IN = 0.985
_WHOLE_YEAR = 150
_DUAL_DAYS = (1, 3)
OTHER_SCHOOL = "The Bridge School, Aldermere (subsidiary); this school is the main school"


def mark_year(roll: Roll, year: AcademicYear, *, until: date, seed: int) -> tuple[list[Sheet], Diary]:
    """The year's sheets, marked to a day (its last day, or the day the training school stands at)."""
    random = Random(f"{seed}:marks:{roll.slug}:{year.name}")
    targets = TARGETS[roll.phase]
    days = tuple(day for day in year.school_days if day <= until)
    sheets = [sheet for draft in roll.drafts for sheet in _sheet(draft, roll.slug, year, days)]
    diary = Diary(days, targets.weekdays, random)
    if not sheets:
        return sheets, diary
    _not_required(sheets, year, days)
    _count(sheets, Quantiles(targets.mixture), random)
    if len(days) >= _WHOLE_YEAR:
        _hold_to(sheets, 0.1, targets.persistent, random)
        _hold_to(sheets, 0.5, targets.severe, random)

    budgets = _budgets(sheets, dict(targets.codes))
    Dealer(sheets, diary, budgets, random).deal()
    Filler(sheets, diary, unexplained=budgets["O"], leave=budgets["C"], random=random).fill()
    diary.balance(sheets)
    Attendance(sheets, diary, budgets, random).fill(targets)
    return sheets, diary


def _sheet(draft: Draft, slug: str, year: AcademicYear, days: tuple[date, ...]) -> list[Sheet]:
    sheets: list[Sheet] = []
    for enrolment in draft.enrolments:
        if enrolment.school != slug:
            continue
        first = bisect_left(days, enrolment.starts)
        last = bisect_right(days, enrolment.ends) - 1 if enrolment.ends else len(days) - 1
        if first > last:
            continue
        codes = [OFF_ROLL] * (2 * first) + [OPEN] * (2 * (last - first + 1)) + [OFF_ROLL] * (2 * (len(days) - 1 - last))
        sheet = Sheet(draft, codes, first, last, form=draft.form)
        sheet.year_group = draft.year_group_in(year.starts.year)
        sheets.append(sheet)
    return sheets


def _not_required(sheets: list[Sheet], year: AcademicYear, days: tuple[date, ...]) -> None:
    """Sessions not possible: a snow day, afternoons of a child not yet five, days at the other school."""
    snow = [at for at, day in enumerate(days) if _unplanned(year, day)]
    young = [sheet for sheet in sheets if sheet.year_group == 0 and sheet.first == 0]
    for sheet in sheets:
        for day in snow:
            if sheet.first <= day <= sheet.last:
                sheet.codes[2 * day] = sheet.codes[2 * day + 1] = "Y4"
    part_time = [sheet for sheet in young if not is_compulsory(sheet.draft.born, days[min(35, len(days) - 1)])][:3]
    for sheet in part_time:
        for day in range(min(35, sheet.last + 1)):
            if not is_compulsory(sheet.draft.born, days[day]):
                sheet.codes[2 * day + 1] = "X"
    for sheet in sheets:
        if any(enrolment.status == "M" for enrolment in sheet.draft.enrolments):
            _elsewhere(sheet, days)
    for sheet in sheets:
        sheet.possible = sheet.codes.count(OPEN)


def _unplanned(year: AcademicYear, day: date) -> bool:
    return any(closure.kind is ClosureKind.UNPLANNED and day in closure.days for closure in year.closures)


def _elsewhere(sheet: Sheet, days: tuple[date, ...]) -> None:
    for day in range(sheet.first, sheet.last + 1):
        if days[day].weekday() in _DUAL_DAYS:
            for slot in (2 * day, 2 * day + 1):
                if sheet.codes[slot] == OPEN:
                    sheet.codes[slot] = "D"
                    sheet.details[slot] = OTHER_SCHOOL


def _count(sheets: list[Sheet], quantiles: Quantiles, random: Random) -> None:
    keep = _LASTING
    leanings = [keep * sheet.draft.absence + (1 - keep**2) ** 0.5 * random.gauss(0, 1) for sheet in sheets]
    for sheet, rate in zip(sheets, spread(leanings, quantiles, random), strict=True):
        sheet.rate = rate * _DRAWN_IN
        sheet.left = _binomial(sheet.possible, sheet.rate, random)


def _hold_to(sheets: list[Sheet], line: float, percent: float, random: Random) -> None:
    """Draw some pupils near a line again until the share at or over it is England's, or nearly."""
    counted = [sheet for sheet in sheets if sheet.possible]
    near = [sheet for sheet in counted if 0.6 * line <= sheet.rate <= 1.4 * line]
    over = sum(sheet.left >= line * sheet.possible for sheet in counted)
    wanted = percent / 100 * len(counted)
    for _ in range(40 * len(near)):
        if abs(over - wanted) <= max(0.5, 0.002 * len(counted)):
            return
        sheet = random.choice(near)
        is_over = sheet.left >= line * sheet.possible
        drawn = _binomial(sheet.possible, sheet.rate, random)
        if is_over == (over > wanted) and (drawn >= line * sheet.possible) != is_over:
            sheet.left = drawn
            over += -1 if is_over else 1


def _binomial(n: int, p: float, random: Random) -> int:
    return sum(random.random() < p for _ in range(n))


def _budgets(sheets: list[Sheet], codes: dict[str, float]) -> dict[str, float]:
    """Sessions for each code: its published share of the possible ones, absences fitted to those drawn."""
    possible = sum(sheet.possible for sheet in sheets)
    missed = sum(sheet.left for sheet in sheets)
    published = sum(share for code, share in codes.items() if code in ABSENT)
    fit = missed / (published / 100 * possible) if possible else 0.0
    # No reason is left unknown after five school days (COD-4), so N has no share of a whole year.
    return {
        code: share / 100 * possible * (fit if code in ABSENT else 1.0) for code, share in codes.items() if code != "N"
    }
