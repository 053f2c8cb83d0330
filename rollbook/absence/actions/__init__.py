"""What may be done about absences, by subject: settling them, telling families."""

from rollbook.absence.actions.settling import PRESENT, UNKNOWN_TO_THE_END, Settlement, settle_no_reason
from rollbook.absence.actions.telling import text_families

__all__ = ["PRESENT", "UNKNOWN_TO_THE_END", "Settlement", "settle_no_reason", "text_families"]
