"""What may be done about absences, by subject: settling them, telling families."""

from rollbook.absence.actions.contact import record_outcome, take_back_entry
from rollbook.absence.actions.contact_holds import end_hold, hold_contact
from rollbook.absence.actions.contact_round import begin_round, send_now, take_due_steps, tick_place
from rollbook.absence.actions.line import Reported, take_report
from rollbook.absence.actions.line_filing import Decided, Filed, FiledSession, file_report
from rollbook.absence.actions.line_states import (
    need_no_ring_back,
    rang_back,
    reject_report,
    reopen_report,
    want_ring_back,
)
from rollbook.absence.actions.line_undoing import take_back_filing
from rollbook.absence.actions.settling import PRESENT, UNKNOWN_TO_THE_END, Settlement, become_o, settle_no_reason
from rollbook.absence.actions.telling import text_families
from rollbook.absence.actions.visits import drop_visit, note_risks, request_visit

__all__ = [
    "PRESENT",
    "UNKNOWN_TO_THE_END",
    "Decided",
    "Filed",
    "FiledSession",
    "Reported",
    "Settlement",
    "become_o",
    "begin_round",
    "drop_visit",
    "end_hold",
    "file_report",
    "hold_contact",
    "need_no_ring_back",
    "note_risks",
    "rang_back",
    "record_outcome",
    "reject_report",
    "reopen_report",
    "request_visit",
    "send_now",
    "settle_no_reason",
    "take_back_entry",
    "take_back_filing",
    "take_due_steps",
    "take_report",
    "text_families",
    "tick_place",
    "want_ring_back",
]
