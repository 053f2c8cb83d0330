"""The register's verbs, by subject: taking, amending, planning, importing history, sealing."""

from rollbook.registers.actions.amending import amend_mark
from rollbook.registers.actions.history import PastMark, PastSave, record_history
from rollbook.registers.actions.importing import MarkProblem, MarksReview, import_marks, review_marks
from rollbook.registers.actions.planning import end_plan, plan_absence
from rollbook.registers.actions.rows import make_rows_for_roll
from rollbook.registers.actions.saving import RowOutcome, SaveOutcome
from rollbook.registers.actions.sealing import seal_day
from rollbook.registers.actions.settling import Correction, amend_many
from rollbook.registers.actions.taking import Tap, save_register

__all__ = [
    "Correction",
    "MarkProblem",
    "MarksReview",
    "PastMark",
    "PastSave",
    "RowOutcome",
    "SaveOutcome",
    "Tap",
    "amend_many",
    "amend_mark",
    "end_plan",
    "import_marks",
    "make_rows_for_roll",
    "plan_absence",
    "record_history",
    "review_marks",
    "save_register",
    "seal_day",
]
