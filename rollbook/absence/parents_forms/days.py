"""Which days, which part of one, and when they are expected back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms

from rollbook.absence.parents_forms.question import A, Question
from rollbook.absence.queries.parents import Answers
from rollbook.rules.parents_form import why_not_these_days
from rollbook.rules.sessions import in_words
from rollbook.web.dates import TypedDateField

WHOLE = "whole"


class DaysForm(Question[Answers]):
    """Which days."""

    when = forms.ChoiceField(
        label="Which days?", widget=forms.RadioSelect, error_messages={"required": "Choose which days"}
    )
    first = TypedDateField(label="First day", required=False, help_text="Only for other days. For example 23 11 2026")
    last = TypedDateField(label="Last day", required=False, help_text="Leave it empty for one day")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["when"].choices = [  # type: ignore[attr-defined]  # a ChoiceField's
            ("today", f"Today, {in_words(self.today)}"),
            ("next", self._says_next()),
            ("other", "Another day, or more than one"),
        ]
        for name in ("first", "last"):
            self.fields[name].around = self.today  # type: ignore[attr-defined]  # a TypedDateField's

    @property
    def heading(self) -> str:
        return f"On which days is {self.who} away?" if len(self.answers.children) == 1 else "On which days?"

    def before(self, answers: Answers) -> dict[str, Any]:
        if answers.first is None:
            return {}
        for word, day in (("today", self.today), ("next", _next_weekday(self.today))):
            if answers.first == answers.last == day:
                return {"when": word}
        return {"when": "other", "first": answers.first, "last": answers.last}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        when, first = given.get("when"), given.get("first")
        if when == "other" and not first and "first" not in self.errors:
            self.add_error("first", "Enter the first day")
        if when == "other" and first and (why := why_not_these_days(first, given.get("last") or first, self.today)):
            self.add_error("last" if given.get("last") else "first", why)
        return given

    def answered(self) -> Answers:
        given = self.cleaned_data
        day = {"today": self.today, "next": _next_weekday(self.today)}.get(given["when"])
        first = day or given["first"]
        last = day or given["last"] or first
        moved = (first, last) != (self.answers.first, self.answers.last)
        said = replace(self.answers, first=first, last=last)
        return replace(said, half=None, back=None, back_said=False) if moved else said

    def _says_next(self) -> str:
        day = _next_weekday(self.today)
        return f"Tomorrow, {in_words(day)}" if day == self.today + timedelta(days=1) else in_words(day)


class HalfForm(Question[A]):
    """All day, or half of it."""

    half = forms.ChoiceField(
        label="All day?",
        widget=forms.RadioSelect,
        choices=((WHOLE, "All day"), ("AM", "The morning"), ("PM", "The afternoon")),
        error_messages={"required": "Choose all day, the morning or the afternoon"},
    )

    @property
    def heading(self) -> str:
        return "All day, or part of it?"

    def before(self, answers: A) -> dict[str, Any]:
        return {"half": answers.half} if answers.half else {}

    def answered(self) -> A:
        return replace(self.answers, half=self.cleaned_data["half"])


class BackForm(Question[Answers]):
    """When they are expected back."""

    back = TypedDateField(
        label="Expected back on", required=False, help_text="For example 23 11 2026. Leave it empty if you do not know."
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["back"].around = self.today  # type: ignore[attr-defined]  # a TypedDateField's

    @property
    def heading(self) -> str:
        return f"When do you expect {self.who} back?"

    def before(self, answers: Answers) -> dict[str, Any]:
        return {"back": answers.back}

    def clean_back(self) -> date | None:
        back: date | None = self.cleaned_data["back"]
        if back and self.answers.last and back < self.answers.last:
            raise forms.ValidationError("That is before the absence is over. Check the date")
        return back

    def answered(self) -> Answers:
        return replace(self.answers, back=self.cleaned_data["back"], back_said=True)


def _next_weekday(today: date) -> date:
    """The next day on which a school may meet: never a Saturday or Sunday."""
    return today + timedelta(days=max(1, 7 - today.weekday()) if today.weekday() > 3 else 1)
