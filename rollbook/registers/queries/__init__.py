"""What others may ask of the attendance register, by subject; answers are frozen values."""

from rollbook.registers.queries.board import Board, BoardRow, RegisterState, board, own_board
from rollbook.registers.queries.history import LastEntry, MarkHistory, Version, last_entries, mark_history
from rollbook.registers.queries.known import KnownLine, PastDay, known_of
from rollbook.registers.queries.marks import MarkLine, days_held, marks_of_pupil, marks_on, standing_no_reason
from rollbook.registers.queries.planned import PlannedLine, plans_of_pupil, plans_on
from rollbook.registers.queries.sheet import Sheet, SheetRow, register_sheet
from rollbook.registers.queries.years import YearLine, rows_by_pupil, year_lines, years_of_absent

__all__ = [
    "Board",
    "BoardRow",
    "KnownLine",
    "LastEntry",
    "MarkHistory",
    "MarkLine",
    "PastDay",
    "PlannedLine",
    "RegisterState",
    "Sheet",
    "SheetRow",
    "Version",
    "YearLine",
    "board",
    "days_held",
    "known_of",
    "last_entries",
    "mark_history",
    "marks_of_pupil",
    "marks_on",
    "own_board",
    "plans_of_pupil",
    "plans_on",
    "register_sheet",
    "rows_by_pupil",
    "standing_no_reason",
    "year_lines",
    "years_of_absent",
]
