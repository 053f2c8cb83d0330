"""What others may ask about absence, by subject; answers are frozen values."""

from rollbook.absence.queries.arrivals import Arrival, late_arrivals
from rollbook.absence.queries.clocks import UnexplainedAbsence, unexplained
from rollbook.absence.queries.reasons import Family, MissingPupil, without_reason
from rollbook.absence.queries.watch import (
    Crossed,
    InTheWindow,
    WatchFilters,
    WatchLine,
    crossed_since,
    ten_in_ten,
    watch_list,
)

__all__ = [
    "Arrival",
    "Crossed",
    "Family",
    "InTheWindow",
    "MissingPupil",
    "UnexplainedAbsence",
    "WatchFilters",
    "WatchLine",
    "crossed_since",
    "late_arrivals",
    "ten_in_ten",
    "unexplained",
    "watch_list",
    "without_reason",
]
