"""The register's verbs, by subject: taking, amending, planning, importing history, sealing."""

from rollbook.registers.actions.amending import amend_mark
from rollbook.registers.actions.history import record_history
from rollbook.registers.actions.planning import end_plan, plan_absence
from rollbook.registers.actions.saving import RowOutcome, SaveOutcome
from rollbook.registers.actions.sealing import seal_day
from rollbook.registers.actions.taking import Tap, save_register

__all__ = [
    "RowOutcome",
    "SaveOutcome",
    "Tap",
    "amend_mark",
    "end_plan",
    "plan_absence",
    "record_history",
    "save_register",
    "seal_day",
]
