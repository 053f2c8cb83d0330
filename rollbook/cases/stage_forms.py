"""The stages of a process as they are typed: one block for each, the empty ones left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from rollbook.rules.stages import LONGEST_DOES, LONGEST_NAME, MOST_STAGES, MOST_WEEKS, Measure, Stage
from rollbook.web.dates import TypedDateField

PARTS = ("name", "measure", "at", "does", "weeks")


class StagesForm(forms.Form):
    """Every stage of a process, and from which day they hold."""

    def __init__(
        self, *args: Any, measures: Sequence[Measure], stages: Sequence[Stage], around: date, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        choices = [(one.value, one.label) for one in measures]
        for n in range(1, MOST_STAGES + 1):
            held = stages[n - 1] if n <= len(stages) else None
            self.fields[f"name_{n}"] = forms.CharField(
                label=f"Stage {n}: its name", max_length=LONGEST_NAME, required=False, initial=held.name if held else ""
            )
            self.fields[f"at_{n}"] = forms.IntegerField(
                label="Begins at", min_value=1, max_value=400, required=False, initial=held.at if held else None
            )
            self.fields[f"measure_{n}"] = forms.ChoiceField(
                label="of", choices=choices, required=False, initial=held.measure.value if held else choices[0][0]
            )
            self.fields[f"does_{n}"] = forms.CharField(
                label="What is done", max_length=LONGEST_DOES, required=False, initial=held.does if held else ""
            )
            self.fields[f"weeks_{n}"] = forms.IntegerField(
                label="Looked at again after (school weeks)",
                min_value=1,
                max_value=MOST_WEEKS,
                required=False,
                initial=held.review_weeks if held else 4,
            )
        self.fields["from_day"] = TypedDateField(
            label="In force from", around=around, error_messages={"required": "Say from which day they are in force"}
        )

    def blocks(self) -> Iterator[tuple[int, dict[str, BoundField]]]:
        """Each stage's fields together, with its number."""
        for n in range(1, MOST_STAGES + 1):
            yield n, {part: self[f"{part}_{n}"] for part in PARTS}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for n in range(1, MOST_STAGES + 1):
            if given.get(f"name_{n}") and given.get(f"at_{n}") is None and f"at_{n}" not in self.errors:
                self.add_error(f"at_{n}", f"Say where stage {n} begins")
        return given

    def stages(self) -> tuple[Stage, ...]:
        """The stages that have a name, in their order; the form must be valid."""
        given = self.cleaned_data
        return tuple(
            Stage(
                given[f"name_{n}"].strip(),
                Measure(given[f"measure_{n}"]),
                given[f"at_{n}"] or 0,
                given[f"does_{n}"].strip(),
                given[f"weeks_{n}"] or 0,
            )
            for n in range(1, MOST_STAGES + 1)
            if given[f"name_{n}"].strip()
        )
