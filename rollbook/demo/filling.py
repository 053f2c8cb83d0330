"""What a pupil still has to miss after the dealing: illness, leave, and absence without good reason."""

from __future__ import annotations

from random import Random

from rollbook.demo.sheets import Diary, Sheet

# Lengths of spells in sessions. Half of all spells last two to four sessions (FFT, 2022).
_LENGTHS = (1, 2, 4, 6, 8, 10, 14, 20)
_LENGTH_WEIGHTS = (7, 47, 15, 11, 7, 6, 4, 3)
_BATCHES = 60
_CAUGHT = 0.25


class Filler:
    """Turns the sessions still to be missed into spells, family by family."""

    def __init__(self, sheets: list[Sheet], diary: Diary, *, unexplained: float, leave: float, random: Random) -> None:
        self._sheets, self._diary, self._random = sheets, diary, random
        self._leave = leave / max(1, sum(sheet.left for sheet in sheets))
        self._leave_due, self._unexplained_due = leave, unexplained
        self._leanings: list[float] = [
            (sheet.rate / 0.06) ** 0.75 * random.gammavariate(0.6, 1 / 0.6) for sheet in sheets
        ]
        self._strength = self._solve(unexplained)
        self._ill: dict[int, list[int]] = {}

    def fill(self) -> None:
        """Place every session left, siblings one after another so that one may catch the other's illness."""
        order = sorted(range(len(self._sheets)), key=lambda at: (self._sheets[at].draft.family, at))
        order = _shuffled_by_family(order, self._sheets, self._random)
        shares = [self._share(at) for at in range(len(self._sheets))]
        to_place = sum(sheet.left for sheet in self._sheets)
        expected = sum(sheet.left * share for sheet, share in zip(self._sheets, shares, strict=True))
        batch = max(5, len(order) // _BATCHES)
        for first in range(0, len(order), batch):
            for at in order[first : first + batch]:
                # What the draws so far gave too much of becomes a little rarer for those still to come.
                self._leave = min(0.5, max(0.0, self._leave_due / max(1, to_place)))
                steer = min(1.6, max(0.6, self._unexplained_due / expected)) if expected > 1 else 1.0
                to_place -= self._sheets[at].left
                expected -= self._sheets[at].left * shares[at]
                self._fill(self._sheets[at], min(1 - self._leave, shares[at] * steer))
            self._diary.steer([self._sheets[at] for at in order[first : first + batch]])

    def _fill(self, sheet: Sheet, unexplained: float) -> None:
        family = sheet.draft.family
        caught = list(self._ill.get(family, ())) if family >= 0 else []
        while sheet.left > 0:
            code = self._code(unexplained)
            length = self._random.choices(_LENGTHS, _LENGTH_WEIGHTS)[0]
            if code == "I" and caught and self._random.random() < _CAUGHT:
                self._catch(sheet, caught.pop(), length)
                continue
            afternoon = length == 1 or (code == "I" and self._random.random() < 0.12)
            if afternoon and length > 1:
                length -= 1
            before = sheet.left
            slot = self._diary.place(sheet, length, code, half=int(afternoon), unauthorised=code == "O")
            self._leave_due -= (before - sheet.left) * (code == "C")
            self._unexplained_due -= (before - sheet.left) * (code == "O")
            if code == "I" and slot >= 0 and family >= 0:
                self._ill.setdefault(family, []).append(slot)

    def _catch(self, sheet: Sheet, slot: int, length: int) -> None:
        day = slot // 2 + self._random.randint(1, 4)
        if sheet.first <= day <= sheet.last and sheet.stands_alone(2 * day, length):
            sheet.put(2 * day, length, "I")

    def _code(self, unexplained: float) -> str:
        chance = self._random.random()
        if chance < unexplained:
            return "O"
        return "C" if chance < unexplained + self._leave else "I"

    def _share(self, at: int) -> float:
        odds: float = self._strength * self._leanings[at]
        return min(1 - self._leave, odds / (1 + odds))

    def _solve(self, sessions: float) -> float:
        """The strength at which the pupils' own shares add up to the sessions without good reason."""
        low, high = 0.0, 1000.0
        for _ in range(60):
            self._strength = (low + high) / 2
            if sum(sheet.left * self._share(at) for at, sheet in enumerate(self._sheets)) < sessions:
                low = self._strength
            else:
                high = self._strength
        return self._strength


def _shuffled_by_family(order: list[int], sheets: list[Sheet], random: Random) -> list[int]:
    runs: list[list[int]] = []
    for at in order:
        family = sheets[at].draft.family
        if runs and family >= 0 and sheets[runs[-1][0]].draft.family == family:
            runs[-1].append(at)
        else:
            runs.append([at])
    random.shuffle(runs)
    return [at for run in runs for at in run]
