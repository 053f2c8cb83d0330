"""What may be done with cases, by subject."""

from rollbook.cases.actions.closing import close_case, reopen_case
from rollbook.cases.actions.knowing import correct_facts
from rollbook.cases.actions.noting import add_note, keep_in_case, raise_notice, settle_notice
from rollbook.cases.actions.opening import open_case
from rollbook.cases.actions.owning import give_cases
from rollbook.cases.actions.reassessing import reassess
from rollbook.cases.actions.resting import rest_case, resume_case
from rollbook.cases.actions.staging import set_stages
from rollbook.cases.actions.stepping import take_back_step, take_step
from rollbook.cases.actions.suggesting import dismiss_suggestion, open_suggestion

__all__ = [
    "add_note",
    "close_case",
    "correct_facts",
    "dismiss_suggestion",
    "give_cases",
    "keep_in_case",
    "open_case",
    "open_suggestion",
    "raise_notice",
    "reassess",
    "reopen_case",
    "rest_case",
    "resume_case",
    "set_stages",
    "settle_notice",
    "take_back_step",
    "take_step",
]
