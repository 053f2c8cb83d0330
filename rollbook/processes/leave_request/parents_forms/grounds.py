"""What a festival, an examination or a performance needs to be told besides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from rollbook.absence.parents_forms.question import Question
from rollbook.processes.leave_request.answers import LeaveAnswers
from rollbook.web.dates import TypedDateField


class FestivalForm(Question[LeaveAnswers]):
    """Which day the religious body sets apart (COD-13)."""

    set_apart = TypedDateField(
        label="The day of the festival",
        required=False,
        help_text="The one day that your religious body sets apart. Leave it empty if it is not known yet.",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["set_apart"].around = self.today  # type: ignore[attr-defined]  # a TypedDateField's

    @property
    def heading(self) -> str:
        return "Which day is the festival itself?"

    def before(self, answers: LeaveAnswers) -> dict[str, Any]:
        return {"set_apart": answers.set_apart}

    def clean_set_apart(self) -> date | None:
        day: date | None = self.cleaned_data["set_apart"]
        said = self.answers
        if day and said.first and said.last and not said.first <= day <= said.last:
            raise forms.ValidationError("That is not one of the days that you asked for. Check the date")
        return day

    def answered(self) -> LeaveAnswers:
        return replace(self.answers, set_apart=self.cleaned_data["set_apart"], festival_said=True)


class ExamForm(Question[LeaveAnswers]):
    """For which examination (COD-15)."""

    exam = forms.CharField(
        label="Which public examination?",
        max_length=200,
        help_text="For example GCSE mathematics, paper 2",
        error_messages={"required": "Write which examination it is"},
    )

    @property
    def heading(self) -> str:
        return "Which public examination?"

    def before(self, answers: LeaveAnswers) -> dict[str, Any]:
        return {"exam": answers.exam}

    def answered(self) -> LeaveAnswers:
        return replace(self.answers, exam=self.cleaned_data["exam"].strip())


class LicenceForm(Question[LeaveAnswers]):
    """By which licence, if there is one already (LEA-4)."""

    licence = forms.CharField(
        label="Number of the licence",
        required=False,
        max_length=80,
        help_text="Leave it empty if it is not there yet. Leave cannot be granted before the school has seen it.",
    )
    licensed_by = forms.CharField(label="Who gave it?", required=False, max_length=200)

    @property
    def heading(self) -> str:
        return "Is there a licence?"

    def before(self, answers: LeaveAnswers) -> dict[str, Any]:
        return {"licence": answers.licence, "licensed_by": answers.licensed_by}

    def answered(self) -> LeaveAnswers:
        given = self.cleaned_data
        return replace(
            self.answers,
            licence=given["licence"].strip(),
            licensed_by=given["licensed_by"].strip(),
            licence_said=True,
        )
