"""Why, by kind and in the parent's own words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from rollbook.absence.parents_forms.question import Question
from rollbook.absence.queries.parents import Answers


class WhyForm(Question[Answers]):
    """Why, by kind and in the parent's own words."""

    kind = forms.ChoiceField(
        label="Why?",
        widget=forms.RadioSelect,
        choices=(
            ("ill", "Ill"),
            ("appointment", "A medical or dental appointment"),
            ("leave", "A holiday, or other leave in term time"),
            ("other", "Something else"),
        ),
        error_messages={"required": "Choose what comes closest"},
    )
    words = forms.CharField(
        label="In your own words",
        required=False,
        max_length=1000,
        help_text="What is wrong, or where the appointment is. The school keeps this private.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    @property
    def heading(self) -> str:
        return f"Why is {self.who} away?" if len(self.answers.children) == 1 else "Why are they away?"

    def before(self, answers: Answers) -> dict[str, Any]:
        return {"kind": answers.kind, "words": answers.words}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("kind") == "other" and not given.get("words", "").strip():
            self.add_error("words", "Say in a few words what it is")
        return given

    def answered(self) -> Answers:
        return replace(self.answers, kind=self.cleaned_data["kind"], words=self.cleaned_data["words"].strip())
