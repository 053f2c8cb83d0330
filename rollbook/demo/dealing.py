"""Deals out the absences that are not plain illness: holidays, appointments, feasts, suspensions.

Each code has a budget of sessions from the published figures and is dealt until it is spent;
what a pupil then still has to miss becomes illness, leave or absence without a good reason.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from random import Random

from rollbook.demo.feasts import feast_days
from rollbook.demo.sheets import OPEN, Diary, Sheet
from rollbook.demo.values import CharacteristicKind

_HOLIDAY_DAYS = (1, 2, 3, 4, 5, 7, 8, 10)
_HOLIDAY_WEIGHTS = (8, 10, 12, 12, 38, 6, 4, 10)
_SUSPENSION_DAYS = (1, 2, 3, 4, 5, 7, 10)
_SUSPENSION_WEIGHTS = (45.7, 23.8, 13.8, 3.4, 11.0, 1.5, 0.8)


class Dealer:
    """Spends the budgets of one school's year on its sheets."""

    def __init__(self, sheets: list[Sheet], diary: Diary, budgets: dict[str, float], random: Random) -> None:
        self._sheets, self._diary, self._random = sheets, diary, random
        self._budgets = budgets
        self._holidays: dict[int, tuple[int, int]] = {}

    def deal(self) -> None:
        """Deal every code but I, O and C, the scarcer and more demanding first."""
        self._travel()
        self._suspend()
        self._study()
        self._part_time()
        self._holiday()
        self._feast()
        self._single("J1", lambda sheet: 1.0 if sheet.year_group in (6, 11) else 0.1)
        self._single("C1", lambda _: 1.0)
        self._appointments()
        self._arrive_late()

    def _single(self, code: str, weight: Callable[[Sheet], float]) -> None:
        self._each(code, weight, lambda sheet, _: self._spell(sheet, 1, code))

    def _each(self, code: str, weight: Callable[[Sheet], float], give: Callable[[Sheet, int], int]) -> None:
        """Draw pupils by weight and give each something of the code until its budget is spent."""
        budget = self._whole(self._budgets.get(code, 0.0))
        pool = [sheet for sheet in self._sheets if sheet.left > 0]
        weights = list(accumulate(weight(sheet) for sheet in pool))
        if not weights or weights[-1] <= 0:
            return
        misses = 0
        while budget > 0 and misses < 4000:
            sheet = self._random.choices(pool, cum_weights=weights)[0]
            given = give(sheet, budget) if sheet.left > 0 else 0
            misses = 0 if given else misses + 1
            budget -= given

    def _whole(self, budget: float) -> int:
        return int(budget) + (self._random.random() < budget % 1)

    def _spell(
        self, sheet: Sheet, length: int, code: str, *, half: int | None = None, unauthorised: bool = False
    ) -> int:
        before = sheet.left
        start = self._random.choice((0, 0, 0, 1)) if half is None else half
        self._diary.place(sheet, length, code, half=start, unauthorised=unauthorised)
        return before - sheet.left

    def _travel(self) -> None:
        self._each(
            "T",
            lambda sheet: 1.0 if sheet.draft.community.feast == "travelling" and sheet.left >= 10 else 0.0,
            lambda sheet, budget: self._spell(sheet, min(budget, 20), "T", half=0),
        )

    def _suspend(self) -> None:
        def weight(sheet: Sheet) -> float:
            draft = sheet.draft
            boy = 2.2 if draft.sex == "M" else 1.0
            poor = 3.5 if draft.has(CharacteristicKind.FSM) else 1.0
            need = 3.5 if draft.has(CharacteristicKind.SEN) else 1.0
            age = {8: 2.2, 9: 2.5, 10: 2.2, 11: 1.2}.get(sheet.year_group, 1.0)
            return boy * poor * need * age * min(sheet.left, 12)

        def suspend(sheet: Sheet, budget: int) -> int:
            given = 0
            while sheet.left >= 2:
                days = self._random.choices(_SUSPENSION_DAYS, _SUSPENSION_WEIGHTS)[0]
                given += self._spell(sheet, 2 * days, "E", half=0)
                if given >= budget or self._random.random() < 0.6:
                    break
            return given

        self._each("E", weight, suspend)

    def _study(self) -> None:
        days = [at for at, day in enumerate(self._diary.days) if (day.month, day.day) >= (5, 20) and day.month < 7]

        def leave(sheet: Sheet, budget: int) -> int:
            start = 2 * self._random.choice(days) + self._random.randrange(2)
            return sheet.put(start, min(budget, self._random.randint(2, 8)), "S") if start <= 2 * sheet.last else 0

        if days:
            self._each("S", lambda sheet: float(sheet.left) if sheet.year_group == 11 else 0.0, leave)

    def _part_time(self) -> None:
        """Afternoons only, for some weeks, for a few pupils who miss much anyway."""

        def weight(sheet: Sheet) -> float:
            need = 4.0 if sheet.draft.has(CharacteristicKind.SEN) else 1.0
            return need * sheet.left if sheet.left >= 24 and sheet.year_group > 0 else 0.0

        def agree(sheet: Sheet, budget: int) -> int:
            before = sheet.left
            start = self._random.randint(sheet.first, max(sheet.first, sheet.last - 20))
            for day in range(start, min(sheet.last, start + self._random.randint(15, 45)) + 1):
                if before - sheet.left >= budget or sheet.left == 0:
                    break
                if sheet.codes[2 * day + 1] == OPEN:
                    sheet.put(2 * day + 1, 1, "C2")
            return before - sheet.left

        self._each("C2", weight, agree)

    def _holiday(self) -> None:
        """Whole families go, most often in the week before a break."""
        by_family: dict[int, list[Sheet]] = {}
        for sheet in self._sheets:
            by_family.setdefault(sheet.draft.family, []).append(sheet)

        def weight(sheet: Sheet) -> float:
            usual = 1.5 if 0.02 <= sheet.rate <= 0.25 else 0.5
            return usual * min(sheet.left, 10) if sheet.left >= 2 and sheet.draft.family not in self._holidays else 0.0

        def go(sheet: Sheet, budget: int) -> int:
            family = sheet.draft.family
            if family in self._holidays and family >= 0:
                return 0
            days = self._random.choices(_HOLIDAY_DAYS, _HOLIDAY_WEIGHTS)[0]
            start = self._holiday_start(sheet, days)
            self._holidays[family] = (start, days)
            siblings = by_family[family] if family >= 0 else [sheet]
            return sum(self._take_holiday(sibling, start, days) for sibling in siblings)

        self._each("G", weight, go)

    def _holiday_start(self, sheet: Sheet, days: int) -> int:
        ends = [end for end in self._diary.ends_of_half_terms if sheet.first + days <= end <= sheet.last]
        if ends and self._random.random() < 0.6:
            weights = [2.2 if self._diary.days[end].month in (5, 6, 7) else 1.0 for end in ends]
            return self._random.choices(ends, weights)[0] - days + 1
        return self._random.randint(sheet.first, max(sheet.first, sheet.last - days))

    def _take_holiday(self, sheet: Sheet, start: int, days: int) -> int:
        if not sheet.first <= start <= sheet.last or sheet.left < 2:
            return 0
        return sheet.put(2 * start, min(2 * days, sheet.left), "G")

    def _feast(self) -> None:
        feasts = {name: feast_days(name, self._diary.days) for name in ("eid", "diwali")}

        def observe(sheet: Sheet, budget: int) -> int:
            days = [day for day in feasts[sheet.draft.community.feast] if sheet.first <= day <= sheet.last]
            return sheet.put(2 * self._random.choice(days), 2, "R") if days and sheet.left >= 2 else 0

        self._each("R", lambda sheet: 1.0 if feasts.get(sheet.draft.community.feast) else 0.0, observe)

    def _appointments(self) -> None:
        def weight(sheet: Sheet) -> float:
            medical = 3.0 if sheet.draft.has(CharacteristicKind.MEDICAL) else 1.0
            return medical * (2 + min(sheet.left, 25))

        def attend(sheet: Sheet, budget: int) -> int:
            # Half are one session, half take the day: hospital and orthodontist are seldom near.
            if self._random.random() < 0.5:
                return self._spell(sheet, 1, "M")
            return self._spell(sheet, 2, "M", half=0)

        self._each("M", weight, attend)

    def _arrive_late(self) -> None:
        def weight(sheet: Sheet) -> float:
            return sheet.left * (0.1 + min(sheet.draft.lateness, 6.0))

        def arrive(sheet: Sheet, budget: int) -> int:
            times = min(budget, self._random.choice((1, 1, 2, 3, 4)))
            return sum(self._spell(sheet, 1, "U", half=0 if self._random.random() < 0.93 else 1) for _ in range(times))

        self._each("U", weight, arrive)
