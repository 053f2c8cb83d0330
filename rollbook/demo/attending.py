"""The sessions a pupil attends: trips, matches, work experience, tuition, late arrivals, and presence."""

from __future__ import annotations

from random import Random

from rollbook.demo.sheets import OPEN, Diary, Sheet
from rollbook.demo.targets import Targets

_MISSING = 0.002
_MOST_LATE = 0.6


class Attendance:
    """Fills what is left open on the sheets of one school's year."""

    def __init__(self, sheets: list[Sheet], diary: Diary, budgets: dict[str, float], random: Random) -> None:
        self._sheets, self._diary, self._budgets, self._random = sheets, diary, budgets, random

    def fill(self, targets: Targets) -> None:
        """Activities first, in whole groups; then late arrivals; then everyone else is present."""
        self._placements()
        self._tuition()
        self._courses()
        self._visits()
        self._matches()
        self._lates(targets)
        for sheet in self._sheets:
            _present(sheet)
        self._forget()

    def _elsewhere(self, sheet: Sheet, slot: int, code: str, detail: str = "") -> int:
        if not 2 * sheet.first <= slot < 2 * sheet.last + 2 or sheet.codes[slot] != OPEN:
            return 0
        sheet.codes[slot] = code
        if detail:
            sheet.details[slot] = detail
        return 1

    def _placements(self) -> None:
        """A week of work experience in the summer of Year 10, as far as placements were found."""
        summer = [at for at, day in enumerate(self._diary.days) if day.month in (6, 7) and day.weekday() == 0]
        pupils = [sheet for sheet in self._sheets if sheet.year_group == 10]
        self._random.shuffle(pupils)
        budget = self._budgets["W"]
        while budget > 0 and pupils and len(summer) > 1:
            sheet = pupils.pop()
            week = self._random.choice(summer[1:-1] or summer)
            budget -= sum(self._elsewhere(sheet, slot, "W") for slot in range(2 * week, 2 * week + 10))

    def _tuition(self) -> None:
        """Education the authority arranges, for a pupil who is otherwise hardly there."""
        pupils = sorted((s for s in self._sheets if s.rate < 0.9), key=lambda sheet: -sheet.rate)
        budget = self._budgets["K"]
        for sheet in pupils:
            if budget <= 0:
                return
            start = self._random.randint(sheet.first, sheet.last)
            for day in range(start, min(start + 40, sheet.last + 1)):
                budget -= self._elsewhere(sheet, 2 * day, "K", "Home tuition arranged by the local authority")

    def _courses(self) -> None:
        """One day a week elsewhere for some weeks: a college course, or a taster at the next school."""
        pupils = [sheet for sheet in self._sheets if sheet.year_group in (5, 6, 10, 11)] or self._sheets
        budget = self._budgets["B"]
        while budget > 0:
            sheet = self._random.choice(pupils)
            weekday, start = self._random.randrange(5), self._random.randint(sheet.first, sheet.last)
            nature = "College course" if sheet.year_group > 6 else "Taster day at secondary school"
            weeks = self._random.randint(4, 14) if sheet.year_group > 6 else 1
            days = [d for d in range(start, sheet.last + 1) if self._diary.days[d].weekday() == weekday][:weeks]
            budget -= (
                sum(self._elsewhere(sheet, 2 * day + half, "B", nature) for day in days for half in (0, 1)) or 0.05
            )

    def _visits(self) -> None:
        """Whole groups go on a trip for a day; the oldest primary pupils stay away for three."""
        groups: dict[tuple[int, int], list[Sheet]] = {}
        for sheet in self._sheets:
            groups.setdefault((sheet.year_group, sheet.form), []).append(sheet)
        queue: list[tuple[int, int]] = []
        budget = self._budgets["V"]
        while budget > 0:
            if not queue:
                queue = sorted(groups)
                self._random.shuffle(queue)
            group = queue.pop()
            start = self._random.randrange(max(1, len(self._diary.days) - 3))
            days = 3 if group[0] in (6, 7) and self._random.random() < 0.3 else 1
            going = [(sheet, slot) for sheet in groups[group] for slot in range(2 * start, 2 * (start + days))]
            budget -= sum(self._elsewhere(sheet, slot, "V") for sheet, slot in going) or 0.5

    def _matches(self) -> None:
        """A team of a year group plays away, mostly in the afternoon."""
        years = sorted({sheet.year_group for sheet in self._sheets if sheet.year_group >= 3})
        budget = self._budgets["P"]
        while budget > 0 and years:
            year = self._random.choice(years)
            pool = [sheet for sheet in self._sheets if sheet.year_group == year]
            team = self._random.sample(pool, min(len(pool), self._random.randint(6, 12)))
            day = self._random.randrange(len(self._diary.days))
            halves = (0, 1) if self._random.random() < 0.25 else (1,)
            budget -= sum(self._elsewhere(sheet, 2 * day + half, "P") for sheet in team for half in halves) or 0.5

    def _lates(self, targets: Targets) -> None:
        """Few pupils are late often: each has a frailty, and many have almost none."""
        usual = _usual_chance(self._sheets, self._budgets["L"])
        share = 2 / (targets.late_am + targets.late_pm)
        for half, chance, most in ((0, targets.late_am, 29), (1, targets.late_pm, 14)):
            for sheet in self._sheets:
                often = min(_MOST_LATE, usual * chance * share * sheet.draft.lateness)
                for slot in range(2 * sheet.first + half, 2 * sheet.last + 2, 2):
                    if sheet.codes[slot] == OPEN and self._random.random() < often:
                        sheet.codes[slot] = "L"
                        sheet.minutes[slot] = min(most, 1 + int(self._random.expovariate(1 / 8)))
        for sheet in self._sheets:
            for slot, code in enumerate(sheet.codes):
                if code == "U":
                    window = 30 if slot % 2 == 0 else 15
                    sheet.minutes[slot] = window + 1 + min(100, int(self._random.expovariate(1 / 30)))

    def _forget(self) -> None:
        """A few marks nobody made."""
        for sheet in self._sheets:
            for slot in range(2 * sheet.first, 2 * sheet.last + 2):
                if self._random.random() < _MISSING and sheet.codes[slot] in ("/", "\\"):
                    sheet.codes[slot] = OPEN


def _present(sheet: Sheet) -> None:
    for slot in range(2 * sheet.first, 2 * sheet.last + 2):
        if sheet.codes[slot] == OPEN:
            sheet.codes[slot] = "\\" if slot % 2 else "/"


def _usual_chance(sheets: list[Sheet], sessions: float) -> float:
    """The chance of being late that, times each pupil's frailty, makes up the sessions wanted."""
    open_slots = [(sheet.codes.count(OPEN), sheet.draft.lateness) for sheet in sheets]
    chance = 0.01
    for _ in range(12):
        late = sum(slots * min(_MOST_LATE, chance * frailty) for slots, frailty in open_slots)
        chance *= sessions / late if late else 1.0
    return chance
