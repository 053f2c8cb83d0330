"""Today's answers turned into the rows of its lanes: words, numbers to ring, addresses."""

from rollbook.home.views.lanes.calls import family_rows, first_rows, morning_rows
from rollbook.home.views.lanes.caseload import case_rows, suggested_acts
from rollbook.home.views.lanes.clock import clock_line
from rollbook.home.views.lanes.clocks import clock_rows
from rollbook.home.views.lanes.crossed import cross_rows
from rollbook.home.views.lanes.desk import at_desk
from rollbook.home.views.lanes.elsewhere import trip_lines
from rollbook.home.views.lanes.end_of_day import end_of_day
from rollbook.home.views.lanes.mine import waiting_on_me
from rollbook.home.views.lanes.moves import move_rows
from rollbook.home.views.lanes.overnight import overnight
from rollbook.home.views.lanes.registers import register_lane

__all__ = [
    "at_desk",
    "case_rows",
    "clock_line",
    "clock_rows",
    "cross_rows",
    "end_of_day",
    "family_rows",
    "first_rows",
    "morning_rows",
    "move_rows",
    "overnight",
    "register_lane",
    "suggested_acts",
    "trip_lines",
    "waiting_on_me",
]
