"""The holy days that fall in term, as days of the register.

The civil dates are those observed in England; a feast that begins at sunset is the day after.
"""

from __future__ import annotations

from datetime import date
from typing import Final

FEASTS: Final[dict[str, tuple[date, ...]]] = {
    "eid": (
        date(2023, 4, 21), date(2023, 6, 28), date(2024, 4, 10), date(2024, 6, 17), date(2025, 3, 31), date(2025, 6, 6),
        date(2026, 3, 20), date(2026, 5, 27), date(2027, 3, 10), date(2027, 5, 17), date(2028, 2, 28), date(2028, 5, 5),
        date(2029, 2, 14), date(2029, 4, 24),
    ),
    "diwali": (
        date(2023, 11, 13), date(2024, 11, 1), date(2025, 10, 20), date(2026, 11, 9), date(2027, 10, 29),
        date(2028, 10, 17), date(2029, 11, 5),
    ),
}  # fmt: skip


def feast_days(name: str, days: tuple[date, ...]) -> tuple[int, ...]:
    """The positions among school days of one calendar's feasts."""
    feasts = set(FEASTS[name])
    return tuple(at for at, day in enumerate(days) if day in feasts)
