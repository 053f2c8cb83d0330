"""The bands in which a school sorts absence: the law's two lines, and its own beside them (PA-3, PA-6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rollbook.rules.attendance import PERSISTENT, SEVERE, Totals
from rollbook.rules.sources import refuse

MOST_BANDS, LONGEST_TITLE = 8, 40
LOWEST, HIGHEST = 1, 99


@dataclass(frozen=True, order=True, slots=True)
class Band:
    """Absent for at least so many per cent of one's own possible sessions, up to the next band."""

    percent: int
    title: str

    @property
    def is_law(self) -> bool:
        """Whether the law draws it; every other band is the school's own (PA-6)."""
        return self.percent in _LAW

    def is_reached(self, totals: Totals) -> bool:
        """Equality counts, and nothing is ever reached where nothing was possible (PA-3)."""
        return totals.possible > 0 and totals.absent * 100 >= totals.possible * self.percent


_LAW = {100 * part // whole for part, whole in (PERSISTENT, SEVERE)}
PERSISTENT_BAND, SEVERE_BAND = Band(10, "Persistently absent"), Band(50, "Severely absent")
# PA-6: until a school says otherwise.
USUAL = (Band(5, "At risk"), PERSISTENT_BAND, Band(20, "Persistently absent, high"), SEVERE_BAND)
OWN = tuple(band for band in USUAL if not band.is_law)


def bands_with(own: Iterable[Band]) -> tuple[Band, ...]:
    """The school's own bands with the law's two, the lowest first.

    Refuses two bands at one percentage, one at a line of the law, and one without a name (PA-6).
    """
    chosen = tuple(own)
    for band in chosen:
        _check(band)
    found = tuple(sorted((*chosen, PERSISTENT_BAND, SEVERE_BAND)))
    if len({band.percent for band in found}) < len(found):
        raise refuse(
            "PA-6",
            "Two bands begin at the same percentage. Give each its own; 10 % and 50 % are the law's and always there.",
        )
    if len(found) > MOST_BANDS:
        raise refuse("PA-6", f"There are {len(found)} bands with the law's two. Keep it to {MOST_BANDS}.")
    return found


def band_of(totals: Totals, bands: Sequence[Band] = USUAL) -> Band | None:
    """The highest band that is reached, or None below them all; `bands` go up."""
    return next((band for band in reversed(bands) if band.is_reached(totals)), None)


def _check(band: Band) -> None:
    if not LOWEST <= band.percent <= HIGHEST:
        raise refuse("PA-6", f"A band begins at a whole percentage from {LOWEST} to {HIGHEST}, not {band.percent}.")
    if not band.title.strip() or len(band.title) > LONGEST_TITLE:
        raise refuse("PA-6", f"The band at {band.percent} % needs a name of at most {LONGEST_TITLE} characters.")
