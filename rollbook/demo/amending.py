"""How marks came to be: many absences begin as N and become what they were when the office hears."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from math import log
from random import Random

from rollbook.demo.sheets import Diary, Sheet
from rollbook.demo.targets import ABSENT
from rollbook.demo.values import MarkAmendment, SessionTimes
from rollbook.rules.actor import LONDON
from rollbook.rules.sessions import Half

# The chance that an absence was unexplained when the register closed (our assumption: 1 to 3 % of
# possible sessions are N on the day). Half of what is not settled the same day is settled in two.
_UNEXPLAINED = {"I": 0.45, "O": 0.9, "M": 0.12, "C": 0.1, "G": 0.3, "U": 0.9, "L": 0.35}
_SAME_DAY = 0.6
_HALF_LIFE = 2.0
_CLOCK = 5
# By then the register itself has been marked, so that the desk amends what stands in it.
_MARKED_AFTER = 6
_REASONS = {
    "I": (
        "Mother rang: unwell",
        "Father rang: sickness",
        "E-mail from home: temperature",
        "Reply to our message: unwell",
    ),
    "M": ("Mother rang: dentist", "Hospital letter seen", "Appointment card shown"),
    "C": ("Leave agreed by the head", "Funeral: leave agreed by the head"),
    "G": ("Away on holiday; leave was not given",),
    "O": ("Reason given not accepted", "Parent could not say why", "Refused to come in"),
    "U": ("Arrived after the register closed",),
    "L": ("Arrived while the register was open",),
}
# Of late, whoever came after the register was taken was entered when they came; long ago nobody asks.
_LATELY = timedelta(days=28)
_ABSENCES = frozenset(_REASONS) - {"L", "U"}
_SETTLED = "No reason found within five school days"


class Amender:
    """Works out one school's amendments, and leaves as N what is not yet explained at `now`."""

    def __init__(
        self, diary: Diary, times: tuple[SessionTimes, ...], *, office: str, desk: str, now: datetime, random: Random
    ) -> None:
        self._diary, self._times, self._office, self._desk = diary, times, office, desk
        self._now, self._random = now, random

    def amend(self, sheet: Sheet) -> tuple[MarkAmendment, ...]:
        """The sheet's amendments in order of session; changes to N the marks still unexplained."""
        found: list[MarkAmendment] = []
        for day in range(sheet.first, sheet.last + 1):
            am, pm = sheet.codes[2 * day], sheet.codes[2 * day + 1]
            if am in ("L", "U"):
                found.extend(self._arrival(sheet, 2 * day))
            if pm in ("L", "U"):
                found.extend(self._arrival(sheet, 2 * day + 1))
            if am in _ABSENCES or pm in _ABSENCES:
                found.extend(self._absence(sheet, day))
        return tuple(found)

    def _arrival(self, sheet: Sheet, slot: int) -> list[MarkAmendment]:
        code, minutes = sheet.codes[slot], sheet.minutes[slot]
        known = self._random.random() >= _UNEXPLAINED[code]
        if known and (minutes <= _MARKED_AFTER or self._diary.days[slot // 2] < self._now.date() - _LATELY):
            return []
        arrived = datetime.combine(self._diary.days[slot // 2], self._times[slot % 2].opens, LONDON) + timedelta(
            minutes=max(minutes, _MARKED_AFTER) + 2
        )
        if arrived > self._now:
            sheet.codes[slot] = "N"
            return []
        return [self._amendment(slot, code, minutes, self._random.choice(_REASONS[code]), arrived, self._desk)]

    def _absence(self, sheet: Sheet, day: int) -> list[MarkAmendment]:
        slots = [slot for slot in (2 * day, 2 * day + 1) if sheet.codes[slot] in _ABSENCES]
        code = sheet.codes[slots[0]]
        begins = slots[0] == 0 or sheet.codes[slots[0] - 1] not in ABSENT
        if self._random.random() >= _UNEXPLAINED[code] * (1.0 if begins else 0.25):
            return []
        if self._random.random() < _SAME_DAY:
            slots = slots[:1]
            at = self._moment(day, *((9, 35, 180) if slots[0] % 2 == 0 else (13, 40, 100)))
            return self._settle(sheet, slots, at, self._random.choice(_REASONS[code]))
        wait = min(_CLOCK, 1 + int(self._random.expovariate(log(2) / _HALF_LIFE)))
        if day + wait >= len(self._diary.days):
            return self._settle(sheet, slots, None, "")
        reason = _SETTLED if wait == _CLOCK and code == "O" else self._random.choice(_REASONS[code])
        return self._settle(sheet, slots, self._moment(day + wait, 8, 45, 380), reason)

    def _settle(self, sheet: Sheet, slots: list[int], at: datetime | None, reason: str) -> list[MarkAmendment]:
        if at is None and self._diary.days[-1] < self._now.date() - timedelta(days=40):
            return []
        if at is None or at > self._now:
            for slot in slots:
                sheet.codes[slot] = "N"
            return []
        return [self._amendment(slot, sheet.codes[slot], None, reason, at, self._office) for slot in slots]

    def _moment(self, day: int, hour: int, minute: int, within: int) -> datetime:
        start = datetime.combine(self._diary.days[day], time(hour, minute), LONDON)
        return start + timedelta(minutes=self._random.randrange(within), seconds=self._random.randrange(60))

    def _amendment(
        self, slot: int, code: str, minutes: int | None, reason: str, at: datetime, by: str
    ) -> MarkAmendment:
        return MarkAmendment(self._diary.days[slot // 2], Half(slot % 2), "N", code, minutes, reason, at, by)
