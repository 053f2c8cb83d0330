"""Where an axis begins, where its ticks stand, and labels that keep out of each other's way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

# A tenth of a point is no cliff: an axis of percentages spans at least these.
_LEAST_POINTS = 4.0


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from `first` to `last` with ticks on round numbers."""

    first: float
    last: float
    ticks: tuple[float, ...]

    @property
    def span(self) -> float:
        return self.last - self.first


def scale_for(values: Sequence[float], *, unit: str, from_nought: bool) -> Scale:
    """A scale of four to six round steps; it starts at nought where the values come near it, or must."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if from_nought or 0 <= low < (high - low) * 2:
        low, high = min(0.0, low), max(0.0, high)
    elif unit == "%" and high - low < _LEAST_POINTS:
        low = max(0.0, high - _LEAST_POINTS) if high > 100 - _LEAST_POINTS / 2 else (low + high - _LEAST_POINTS) / 2
        high = low + _LEAST_POINTS
    if high == low:
        low, high = (low - 1, high + 1) if low else (0.0, 1.0)
    return _rounded(low, high, 100.0 if unit == "%" and max(values, default=0) <= 100 else None)


def _rounded(low: float, high: float, cap: float | None) -> Scale:
    step = _step((high - low) / 4)
    first = floor(low / step + 1e-9)
    last = ceil(high / step - 1e-9)
    ticks = tuple(round(n * step, 10) for n in range(first, last + 1))
    if cap is not None:
        ticks = tuple(tick for tick in ticks if tick <= cap)
        if ticks[-1] < high:
            ticks = (*ticks, cap)
    return Scale(ticks[0], ticks[-1], ticks)


def _step(rough: float) -> float:
    power = 10.0 ** floor(log10(rough))
    return next(power * one for one in (1, 2, 2.5, 5, 10) if power * one >= rough * 0.999)


def apart(wanted: Sequence[float], least: float, first: float, last: float) -> list[float]:
    """Places as near as can be to those wanted, at least `least` from each other, between first and last."""
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    placed = [0.0] * len(wanted)
    below = first - least
    for i in order:
        below = placed[i] = max(wanted[i], below + least)
    above = last + least
    for i in reversed(order):
        above = placed[i] = min(placed[i], above - least)
    return placed
