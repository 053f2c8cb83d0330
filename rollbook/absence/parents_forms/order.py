"""The questions of the absence form in their order, and which of them has its answer."""

from __future__ import annotations

from rollbook.absence.parents_forms.children import ChildrenForm
from rollbook.absence.parents_forms.days import BackForm, DaysForm, HalfForm
from rollbook.absence.parents_forms.evidence import EvidenceForm
from rollbook.absence.parents_forms.question import Question
from rollbook.absence.parents_forms.why import WhyForm
from rollbook.absence.queries.parents import Answers

QUESTIONS: dict[str, type[Question[Answers]]] = {
    "children": ChildrenForm,
    "days": DaysForm,
    "half": HalfForm,
    "back": BackForm,
    "why": WhyForm,
    "evidence": EvidenceForm,
}


def asked(answers: Answers) -> tuple[str, ...]:
    """The questions that these answers call for, in order: half a day is asked of one day alone."""
    return tuple(name for name in QUESTIONS if name != "half" or answers.is_one_day)


def is_answered(answers: Answers, name: str) -> bool:
    """Whether a question has its answer."""
    return {
        "children": bool(answers.children),
        "days": answers.first is not None,
        "half": answers.half is not None,
        "back": answers.back_said,
        "why": answers.kind is not None,
        "evidence": answers.evidence_said,
    }[name]


def first_unanswered(answers: Answers) -> str:
    """The next question, or `check` when all have been answered."""
    return next((name for name in asked(answers) if not is_answered(answers, name)), "check")
