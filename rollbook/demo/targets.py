"""Published figures the training school is drawn towards, for the school year 2025/26.

Source: DfE, Pupil attendance in schools (daily data to July 2026) and Pupil absence in schools
(census); Open Government Licence v3.0. The mixture is our fit to the census bands.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from rollbook.demo.rates import Mixture
from rollbook.demo.values import Kind


@dataclass(frozen=True, slots=True)
class Targets:
    """England's figures for one phase.

    `codes` are per cent of possible sessions. `persistent` and `severe` are per cent of pupils;
    severe follows from the mixture. `weekdays` are ratios of a weekday's absence to the mean.
    """

    mixture: Mixture
    codes: MappingProxyType[str, float]
    persistent: float
    severe: float
    weekdays: tuple[float, float, float, float, float]
    late_am: float
    late_pm: float
    holiday_families: float


TARGETS: Final = MappingProxyType(
    {
        Kind.PRIMARY: Targets(
            mixture=Mixture(1.372, 26.99, 0.308, 1.896, 0.1037),
            codes=MappingProxyType(
                {
                    "L": 1.12, "B": 0.19, "V": 0.73, "P": 0.08, "W": 0.0, "K": 0.02,
                    "I": 2.786, "M": 0.272, "R": 0.066, "S": 0.0, "T": 0.014, "E": 0.037, "C1": 0.003,
                    "J1": 0.017, "C2": 0.167, "C": 0.367, "G": 0.535, "U": 0.169, "O": 0.794, "N": 0.049,
                }
            ),
            persistent=13.77,
            severe=0.79,
            weekdays=(1.056, 0.963, 0.913, 0.933, 1.136),
            late_am=0.0193,
            late_pm=0.0031,
            holiday_families=0.135,
        ),
        Kind.SECONDARY: Targets(
            mixture=Mixture(1.478, 24.69, 0.394, 1.332, 0.221),
            codes=MappingProxyType(
                {
                    "L": 2.79, "B": 0.30, "V": 0.73, "P": 0.14, "W": 0.31, "K": 0.08,
                    "I": 3.627, "M": 0.376, "R": 0.058, "S": 0.100, "T": 0.003, "E": 0.289, "C1": 0.005,
                    "J1": 0.016, "C2": 0.321, "C": 0.426, "G": 0.314, "U": 0.296, "O": 2.608, "N": 0.049,
                }
            ),
            persistent=23.77,
            severe=3.75,
            weekdays=(0.971, 0.975, 0.956, 0.975, 1.124),
            late_am=0.0475,
            late_pm=0.0083,
            holiday_families=0.08,
        ),
    }
)  # fmt: skip

AUTHORISED: Final = ("I", "M", "R", "S", "T", "E", "C1", "J1", "C2", "C")
UNAUTHORISED: Final = ("G", "U", "O", "N")
ABSENT: Final = frozenset(AUTHORISED + UNAUTHORISED)
ELSEWHERE: Final = ("B", "V", "P", "W", "K")
# An arrival after the register closed and a part-time timetable are absences, but not spells away.
SPELLS: Final = ABSENT - {"U", "C2"}
