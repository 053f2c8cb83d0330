"""The screens of cases, by what is done on them."""

from rollbook.cases.views.beside import close, facts, keep, note, notice, reopen, rest, resume
from rollbook.cases.views.caseload import caseload, give
from rollbook.cases.views.one import case
from rollbook.cases.views.opening import new, open_one, suggestion_dismiss, suggestion_open
from rollbook.cases.views.stages import stages, stages_of
from rollbook.cases.views.steps import step, take_back

__all__ = [
    "case",
    "caseload",
    "close",
    "facts",
    "give",
    "keep",
    "new",
    "note",
    "notice",
    "open_one",
    "reopen",
    "rest",
    "resume",
    "stages",
    "stages_of",
    "step",
    "suggestion_dismiss",
    "suggestion_open",
    "take_back",
]
