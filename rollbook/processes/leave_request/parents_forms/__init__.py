"""The questions of the form for leave, in their order; those that the absence form asks too are taken from it."""

from rollbook.processes.leave_request.parents_forms.order import QUESTIONS, asked, first_unanswered

__all__ = ["QUESTIONS", "asked", "first_unanswered"]
