"""Bank holidays in England and Wales, and the working days between them.

Published on gov.uk under the Open Government Licence v3.0; 2024 to 2027 (PEN-9).
"""

from __future__ import annotations

from datetime import date, timedelta

KNOWN_FROM, KNOWN_TO = date(2024, 1, 1), date(2027, 12, 31)
BANK_HOLIDAYS: tuple[tuple[date, str], ...] = (
    (date(2024, 1, 1), "New Year’s Day"),
    (date(2024, 3, 29), "Good Friday"),
    (date(2024, 4, 1), "Easter Monday"),
    (date(2024, 5, 6), "Early May bank holiday"),
    (date(2024, 5, 27), "Spring bank holiday"),
    (date(2024, 8, 26), "Summer bank holiday"),
    (date(2024, 12, 25), "Christmas Day"),
    (date(2024, 12, 26), "Boxing Day"),
    (date(2025, 1, 1), "New Year’s Day"),
    (date(2025, 4, 18), "Good Friday"),
    (date(2025, 4, 21), "Easter Monday"),
    (date(2025, 5, 5), "Early May bank holiday"),
    (date(2025, 5, 26), "Spring bank holiday"),
    (date(2025, 8, 25), "Summer bank holiday"),
    (date(2025, 12, 25), "Christmas Day"),
    (date(2025, 12, 26), "Boxing Day"),
    (date(2026, 1, 1), "New Year’s Day"),
    (date(2026, 4, 3), "Good Friday"),
    (date(2026, 4, 6), "Easter Monday"),
    (date(2026, 5, 4), "Early May bank holiday"),
    (date(2026, 5, 25), "Spring bank holiday"),
    (date(2026, 8, 31), "Summer bank holiday"),
    (date(2026, 12, 25), "Christmas Day"),
    (date(2026, 12, 28), "Boxing Day"),
    (date(2027, 1, 1), "New Year’s Day"),
    (date(2027, 3, 26), "Good Friday"),
    (date(2027, 3, 29), "Easter Monday"),
    (date(2027, 5, 3), "Early May bank holiday"),
    (date(2027, 5, 31), "Spring bank holiday"),
    (date(2027, 8, 30), "Summer bank holiday"),
    (date(2027, 12, 27), "Christmas Day"),
    (date(2027, 12, 28), "Boxing Day"),
)

_HOLIDAYS = frozenset(day for day, _ in BANK_HOLIDAYS)
_WEEKEND = 5


def is_working_day(day: date) -> bool:
    """Monday to Friday and no bank holiday; only for the years that are known."""
    return day.weekday() < _WEEKEND and day not in _HOLIDAYS


def working_days_after(day: date, n: int) -> date | None:
    """The n-th working day after a day, or None beyond the published bank holidays: never a guess."""
    left = n
    while left:
        day += timedelta(days=1)
        if not KNOWN_FROM <= day <= KNOWN_TO:
            return None
        left -= is_working_day(day)
    return day
