"""The questions of the form for leave in their order, and which of them has its answer."""

from __future__ import annotations

from rollbook.absence.parents_forms.days import HalfForm
from rollbook.absence.parents_forms.evidence import EvidenceForm
from rollbook.absence.parents_forms.question import Question
from rollbook.processes.leave_request.answers import LeaveAnswers
from rollbook.processes.leave_request.parents_forms.grounds import ExamForm, FestivalForm, LicenceForm
from rollbook.processes.leave_request.parents_forms.journey import AbroadForm, JourneyForm
from rollbook.processes.leave_request.parents_forms.what import LeaveDaysForm, ReasonForm, WhatForForm, WhoForm
from rollbook.rules.leave import Purpose

QUESTIONS: dict[str, type[Question[LeaveAnswers]]] = {
    "children": WhoForm,
    "days": LeaveDaysForm,
    "half": HalfForm,
    "what": WhatForForm,
    "festival": FestivalForm,
    "exam": ExamForm,
    "licence": LicenceForm,
    "reason": ReasonForm,
    "abroad": AbroadForm,
    "journey": JourneyForm,
    "evidence": EvidenceForm,
}


def asked(answers: LeaveAnswers) -> tuple[str, ...]:
    """The questions that these answers call for, in order."""
    wanted = {
        "half": answers.is_one_day,
        "festival": answers.what is Purpose.RELIGIOUS,
        "exam": answers.what is Purpose.EXAM_STUDY,
        "licence": answers.needs_licence,
        "journey": bool(answers.abroad),
    }
    return tuple(name for name in QUESTIONS if wanted.get(name, True))


def first_unanswered(answers: LeaveAnswers) -> str:
    """The next question, or `check` when all have been answered."""
    return next((name for name in asked(answers) if not _is_answered(answers, name)), "check")


def _is_answered(answers: LeaveAnswers, name: str) -> bool:
    return {
        "children": bool(answers.children),
        "days": answers.first is not None,
        "half": answers.half is not None,
        "what": answers.purpose is not None,
        "festival": answers.festival_said,
        "exam": bool(answers.exam),
        "licence": answers.licence_said,
        "reason": bool(answers.words),
        "abroad": answers.abroad is not None,
        "journey": answers.journey_said,
        "evidence": answers.evidence_said,
    }[name]
