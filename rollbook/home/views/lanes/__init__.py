"""Today's answers turned into the rows of its lanes: words, numbers to ring, addresses."""

from rollbook.home.views.lanes.calls import CallRow, calling_flags, family_rows, first_rows, morning_rows
from rollbook.home.views.lanes.clock import ClockPart, clock_line
from rollbook.home.views.lanes.clocks import ClockRow, clock_rows
from rollbook.home.views.lanes.crossed import CrossRow, cross_rows
from rollbook.home.views.lanes.links import PupilLink
from rollbook.home.views.lanes.moves import MoveRow, move_rows
from rollbook.home.views.lanes.registers import RegisterCell, register_cells

__all__ = [
    "CallRow",
    "ClockPart",
    "ClockRow",
    "CrossRow",
    "MoveRow",
    "PupilLink",
    "RegisterCell",
    "calling_flags",
    "clock_line",
    "clock_rows",
    "cross_rows",
    "family_rows",
    "first_rows",
    "morning_rows",
    "move_rows",
    "register_cells",
]
