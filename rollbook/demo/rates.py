"""How much of the year a pupil misses: two kinds of pupil, most of them rarely away.

The mixture of two beta distributions is fitted to the published bands of absence; one does not fit.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from math import exp, lgamma, log
from random import Random

_STEPS = 6000


@dataclass(frozen=True, slots=True)
class Mixture:
    """Share 1-w of pupils from beta(a1, b1), share w from beta(a2, b2)."""

    a1: float
    b1: float
    a2: float
    b2: float
    w: float


class Quantiles:
    """The rate of absence below which a given share of pupils lies."""

    def __init__(self, mixture: Mixture) -> None:
        self._rates, self._shares = _tabulate(mixture)

    def at(self, share: float) -> float:
        """The rate (0 to 1) at a share of pupils (0 to 1), interpolated in the table."""
        above = min(max(bisect_left(self._shares, share), 1), len(self._rates) - 1)
        low, high = self._shares[above - 1], self._shares[above]
        part = (share - low) / (high - low) if high > low else 0.0
        return self._rates[above - 1] + part * (self._rates[above] - self._rates[above - 1])


def spread(leanings: list[float], quantiles: Quantiles, random: Random) -> list[float]:
    """Give each pupil a rate by the rank of its leaning, so that even one school has England's shape."""
    order = sorted(range(len(leanings)), key=leanings.__getitem__)
    rates = [0.0] * len(leanings)
    for rank, at in enumerate(order):
        rates[at] = quantiles.at((rank + random.random()) / len(leanings))
    return rates


def _tabulate(mixture: Mixture) -> tuple[list[float], list[float]]:
    # A fine grid near both ends, where a beta with a below 1 is steep: x = t^3 / (t^3 + (1-t)^4).
    rates = [0.0]
    shares = [0.0]
    total = 0.0
    for step in range(1, _STEPS + 1):
        t = step / _STEPS
        rate = t**3 / (t**3 + (1 - t) ** 3)
        middle = ((step - 0.5) / _STEPS) ** 3
        middle = middle / (middle + (1 - (step - 0.5) / _STEPS) ** 3)
        total += _density(middle, mixture) * (rate - rates[-1])
        rates.append(rate)
        shares.append(total)
    return rates, [share / total for share in shares]


def _density(x: float, m: Mixture) -> float:
    return (1 - m.w) * _beta(x, m.a1, m.b1) + m.w * _beta(x, m.a2, m.b2)


def _beta(x: float, a: float, b: float) -> float:
    return exp(lgamma(a + b) - lgamma(a) - lgamma(b) + (a - 1) * log(x) + (b - 1) * log(1 - x))
