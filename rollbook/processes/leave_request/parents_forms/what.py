"""Who, which days, what for, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from rollbook.absence.parents_forms.children import ChildrenForm
from rollbook.absence.parents_forms.question import Question
from rollbook.processes.leave_request.answers import LeaveAnswers, why_not
from rollbook.rules.leave import Purpose
from rollbook.web.dates import TypedDateField

OFFERED = tuple(one for one in Purpose if one not in (Purpose.WORK, Purpose.PART_TIME))


class WhoForm(ChildrenForm[LeaveAnswers]):
    """For whom leave is asked."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["children_chosen"].label = self.heading
        self.fields["children_chosen"].error_messages["required"] = "Choose who the leave is for"

    @property
    def heading(self) -> str:
        return "Who is the leave for?"


class LeaveDaysForm(Question[LeaveAnswers]):
    """From which day to which."""

    first = TypedDateField(
        label="First day away",
        help_text="For example 23 11 2026",
        error_messages={"required": "Enter the first day away"},
    )
    last = TypedDateField(label="Last day away", required=False, help_text="Leave it empty for one day")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("first", "last"):
            self.fields[name].around = self.today  # type: ignore[attr-defined]  # a TypedDateField's

    @property
    def heading(self) -> str:
        return "Which days would be missed?"

    def before(self, answers: LeaveAnswers) -> dict[str, Any]:
        return {"first": answers.first, "last": answers.last if answers.last != answers.first else None}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        first = given.get("first")
        if first and (why := why_not(first, given.get("last") or first, self.today)):
            self.add_error("last" if given.get("last") else "first", why)
        return given

    def answered(self) -> LeaveAnswers:
        first = self.cleaned_data["first"]
        last = self.cleaned_data["last"] or first
        moved = (first, last) != (self.answers.first, self.answers.last)
        return replace(self.answers, first=first, last=last, half=None if moved else self.answers.half)


class WhatForForm(Question[LeaveAnswers]):
    """What it is for, as one of a few."""

    purpose = forms.ChoiceField(
        label="What is it for?",
        widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in OFFERED],
        error_messages={"required": "Choose what comes closest"},
    )

    @property
    def heading(self) -> str:
        return "What is it for?"

    def before(self, answers: LeaveAnswers) -> dict[str, Any]:
        return {"purpose": answers.purpose}

    def answered(self) -> LeaveAnswers:
        return replace(self.answers, purpose=self.cleaned_data["purpose"])


class ReasonForm(Question[LeaveAnswers]):
    """Why it is needed, and why on school days."""

    words = forms.CharField(
        label="Why is it needed, and why on school days?",
        max_length=2000,
        help_text="The headteacher decides on what you write here. The school keeps it private.",
        error_messages={"required": "Write a few words; the headteacher decides on them"},
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    @property
    def heading(self) -> str:
        return "Why is it needed, and why on school days?"

    def before(self, answers: LeaveAnswers) -> dict[str, Any]:
        return {"words": answers.words}

    def answered(self) -> LeaveAnswers:
        return replace(self.answers, words=self.cleaned_data["words"].strip())
