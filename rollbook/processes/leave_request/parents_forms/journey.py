"""Whether it is abroad, and what the school needs to know of the journey."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from rollbook.absence.parents_forms.question import Question
from rollbook.processes.leave_request.answers import LeaveAnswers
from rollbook.web.dates import TypedDateField

YES_NO = (("yes", "Yes"), ("no", "No"))


class AbroadForm(Question[LeaveAnswers]):
    """Whether the journey leaves the country."""

    abroad = forms.ChoiceField(
        label="Outside the United Kingdom?",
        widget=forms.RadioSelect,
        choices=YES_NO,
        error_messages={"required": "Choose yes or no"},
    )

    @property
    def heading(self) -> str:
        return "Will you travel outside the United Kingdom?"

    def before(self, answers: LeaveAnswers) -> dict[str, Any]:
        return {} if answers.abroad is None else {"abroad": "yes" if answers.abroad else "no"}

    def answered(self) -> LeaveAnswers:
        abroad = self.cleaned_data["abroad"] == "yes"
        if abroad:
            return replace(self.answers, abroad=True)
        return replace(
            self.answers, abroad=False, place="", travels_with="", return_booked=None, back=None, journey_said=False
        )


class JourneyForm(Question[LeaveAnswers]):
    """Where to, with whom, and when back."""

    place = forms.CharField(label="Where to?", max_length=200, error_messages={"required": "Write where you travel to"})
    travels_with = forms.CharField(label="Who travels with them?", required=False, max_length=200)
    return_booked = forms.ChoiceField(
        label="Is the way back booked?", widget=forms.RadioSelect, choices=YES_NO, required=False
    )
    back = TypedDateField(label="Back in school on", required=False, help_text="For example 30 11 2026")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["back"].around = self.today  # type: ignore[attr-defined]  # a TypedDateField's

    @property
    def heading(self) -> str:
        return "Tell us about the journey"

    def before(self, answers: LeaveAnswers) -> dict[str, Any]:
        booked = None if answers.return_booked is None else ("yes" if answers.return_booked else "no")
        return {
            "place": answers.place,
            "travels_with": answers.travels_with,
            "return_booked": booked,
            "back": answers.back,
        }

    def clean_back(self) -> date | None:
        back: date | None = self.cleaned_data["back"]
        if back and self.answers.last and back <= self.answers.last:
            raise forms.ValidationError("That is before the days away are over. Check the date")
        return back

    def answered(self) -> LeaveAnswers:
        given = self.cleaned_data
        return replace(
            self.answers,
            place=given["place"].strip(),
            travels_with=given["travels_with"].strip(),
            return_booked={"yes": True, "no": False}.get(given["return_booked"]),
            back=given["back"],
            journey_said=True,
        )
