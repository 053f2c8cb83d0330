"""What the screen of the school's ladder for late registers asks, read into plain values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms

from rollbook.registers.queries.chasing import TAKER, Ladder, Step
from rollbook.rules.access import Role
from rollbook.web.dates import TypedDateField

ROWS = 5
# What is proposed where the school has set nothing yet.
USUAL = Ladder(0, date.min, 15, (Step(5, TAKER), Step(10, Role.HEAD_OF_YEAR), Step(20, Role.COVER)))
_NOBODY = ("", "nobody")
_POSTS = [(TAKER, "whoever takes it"), *((r.value, r.label) for r in Role if r not in (Role.SYSTEM, Role.TRUST))]


class LadderForm(forms.Form):
    """Up to five steps, each minutes and whom; empty ones are left out."""

    def __init__(self, *args: Any, around: date, stands: Ladder | None, **more: Any) -> None:
        super().__init__(*args, **more)
        shown = stands or USUAL
        self.fields["lesson_after"] = forms.IntegerField(
            label="A lesson’s register is late after", initial=shown.lesson_after, min_value=1, max_value=240,
            help_text="Minutes from the lesson’s start.",
        )  # fmt: skip
        for n in range(ROWS):
            step = shown.steps[n] if n < len(shown.steps) else None
            self.fields[f"minutes_{n}"] = forms.IntegerField(
                label=f"Step {n + 1}: minutes", required=False, initial=step.minutes if step else None, min_value=0
            )
            who = step.who if step else ""
            self.fields[f"who_{n}"] = forms.ChoiceField(
                label=f"Step {n + 1}: whom", required=False, choices=[_NOBODY, *_POSTS], initial=who
            )
        self.fields["from_day"] = TypedDateField(
            label="From", around=around, initial=around, error_messages={"required": "Enter the first day"}
        )

    @property
    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        return ((self[f"minutes_{n}"], self[f"who_{n}"]) for n in range(ROWS))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        for n in range(ROWS):
            if given.get(f"who_{n}") and given.get(f"minutes_{n}") is None and f"minutes_{n}" not in self.errors:
                self.add_error(f"minutes_{n}", f"Write after how many minutes step {n + 1} comes.")
        return given

    @property
    def steps(self) -> list[tuple[int, str]]:
        given = self.cleaned_data
        return [(given[f"minutes_{n}"], given[f"who_{n}"]) for n in range(ROWS) if given.get(f"who_{n}")]
