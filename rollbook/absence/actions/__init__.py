"""What may be done about absences, by subject: settling them, telling families."""

from rollbook.absence.actions.contact import record_outcome, take_back_entry
from rollbook.absence.actions.contact_holds import end_hold, hold_contact
from rollbook.absence.actions.contact_round import begin_round, send_now, take_due_steps, tick_place
from rollbook.absence.actions.line import Reported, take_report
from rollbook.absence.actions.settling import PRESENT, UNKNOWN_TO_THE_END, Settlement, settle_no_reason
from rollbook.absence.actions.telling import text_families
from rollbook.absence.actions.visits import drop_visit, note_risks, request_visit

__all__ = [
    "PRESENT",
    "UNKNOWN_TO_THE_END",
    "Reported",
    "Settlement",
    "begin_round",
    "drop_visit",
    "end_hold",
    "hold_contact",
    "note_risks",
    "record_outcome",
    "request_visit",
    "send_now",
    "settle_no_reason",
    "take_back_entry",
    "take_due_steps",
    "take_report",
    "text_families",
    "tick_place",
]
