"""Who it is about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from rollbook.absence.parents_forms.question import A, Question


class ChildrenForm(Question[A]):
    """Who will not be in school."""

    children_chosen = forms.MultipleChoiceField(
        label="Who will not be in school?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose who will not be in school"},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choice = self.fields["children_chosen"]
        choice.choices = [(child.token, child.forename) for child in self.children]  # type: ignore[attr-defined]

    @property
    def heading(self) -> str:
        return "Who will not be in school?"

    def before(self, answers: A) -> dict[str, Any]:
        chosen = [c.token for c in self.children if c.pupil in answers.children]
        only = [c.token for c in self.children] if len(self.children) == 1 else []
        return {"children_chosen": chosen or only}

    def answered(self) -> A:
        tokens = set(self.cleaned_data["children_chosen"])
        return replace(self.answers, children=tuple(c.pupil for c in self.children if c.token in tokens))
