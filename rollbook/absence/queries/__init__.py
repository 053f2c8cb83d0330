"""What others may ask about absence, by subject; answers are frozen values."""

from rollbook.absence.queries.arrivals import Arrival, late_arrivals
from rollbook.absence.queries.clocks import UnexplainedAbsence, unexplained
from rollbook.absence.queries.contact import ContactState, contact_states
from rollbook.absence.queries.line import Line, LineItem, absence_line, line_version, report_line, waiting_count
from rollbook.absence.queries.reasons import Family, MissingPupil, without_reason
from rollbook.absence.queries.settling import OpenSession, ToSettle, to_settle
from rollbook.absence.queries.statements import Counted, PupilYearStory, Statement, pupil_year
from rollbook.absence.queries.watch import (
    Crossed,
    InTheWindow,
    crossed_since,
    ten_in_ten,
)
from rollbook.absence.queries.watch_lists import WatchFilters, WatchLine, watch_list

__all__ = [
    "Arrival",
    "ContactState",
    "Counted",
    "Crossed",
    "Family",
    "InTheWindow",
    "Line",
    "LineItem",
    "MissingPupil",
    "OpenSession",
    "PupilYearStory",
    "Statement",
    "ToSettle",
    "UnexplainedAbsence",
    "WatchFilters",
    "WatchLine",
    "absence_line",
    "contact_states",
    "crossed_since",
    "late_arrivals",
    "line_version",
    "pupil_year",
    "report_line",
    "ten_in_ten",
    "to_settle",
    "unexplained",
    "waiting_count",
    "watch_list",
    "without_reason",
]
