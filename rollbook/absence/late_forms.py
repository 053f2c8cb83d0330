"""What is typed about lateness, and about figures given out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from rollbook.rules.lateness import Act, LateStep
from rollbook.web.dates import TypedDateField

ROWS = 6
CHANGED = "The list has changed in the meantime. Open it again."
ISO = ["%Y-%m-%d", "%d/%m/%Y"]


def _a_day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LateFilterForm(forms.Form):
    """Which days, which year, which form."""

    first = forms.DateField(label="From", required=False, input_formats=ISO, widget=_a_day())
    last = forms.DateField(label="To", required=False, input_formats=ISO, widget=_a_day())

    def __init__(self, *args: Any, years: Sequence[tuple[str, str]], groups: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["year"] = forms.ChoiceField(label="Year", required=False, choices=[("", "All years"), *years])
        names = [(name, name) for name in groups]
        self.fields["group"] = forms.ChoiceField(label="Form", required=False, choices=[("", "All forms"), *names])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("first") and given.get("last") and given["last"] < given["first"]:
            self.add_error("last", "The last day is before the first")
        return given

    def chosen(self, name: str) -> str:
        """The filter as chosen; what cannot be read is none."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")

    def day(self, name: str, otherwise: date) -> date:
        self.is_valid()
        found = self.cleaned_data.get(name)
        return found if isinstance(found, date) else otherwise


class LatePolicyForm(forms.Form):
    """The school's steps: after how many lates, and what; empty lines are left out."""

    def __init__(self, *args: Any, around: date, steps: Sequence[LateStep] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["from_day"] = TypedDateField(
            label="From", around=around, error_messages={"required": "Say from which day"}
        )
        choices = [("", "Nothing"), *((act.value, act.label) for act in Act)]
        for n in range(ROWS):
            step = steps[n] if n < len(steps) else None
            self.fields[f"at_{n}"] = forms.IntegerField(
                label="Lates in a half term", required=False, min_value=1, max_value=100, initial=step and step.at
            )
            self.fields[f"act_{n}"] = forms.ChoiceField(
                label="What is done", required=False, choices=choices, initial=step.act.value if step else ""
            )

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"at_{n}"], self[f"act_{n}"]) for n in range(ROWS)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for n in range(ROWS):
            if bool(given.get(f"at_{n}")) != bool(given.get(f"act_{n}")):
                self.add_error(f"at_{n}", "Give the number of lates and what is done, or neither")
        return given

    def steps(self) -> list[LateStep]:
        """The steps as typed; the form must be valid."""
        given = self.cleaned_data
        return [LateStep(given[f"at_{n}"], Act(given[f"act_{n}"])) for n in range(ROWS) if given.get(f"at_{n}")]


class DetentionForm(forms.Form):
    """Who stays behind, when and where."""

    detention = forms.UUIDField(widget=forms.HiddenInput)
    room = forms.CharField(label="Room", max_length=60, error_messages={"required": "Say in which room"})

    def __init__(self, *args: Any, around: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["on"] = TypedDateField(label="On", around=around, error_messages={"required": "Say on which day"})
        self.order_fields(["detention", "on", "room"])


class StepsForm(forms.Form):
    """The pupils for whom the step that is due is taken now."""

    chosen = forms.MultipleChoiceField(
        label="Pupils",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one pupil", "invalid_choice": CHANGED},
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["chosen"].choices = choices  # type: ignore[attr-defined]  # a field of choices, see above

    def steps(self) -> list[tuple[str, int]]:
        """Pupil and number of lates of each; the form must be valid."""
        pairs = (value.partition("|") for value in self.cleaned_data["chosen"])
        return [(pupil, int(at)) for pupil, _, at in pairs]


class CallerForm(forms.Form):
    """Who rings for the figures, and of which children they were given."""

    call = forms.UUIDField(widget=forms.HiddenInput)
    caller = forms.CharField(
        label="Who rings, and for which service",
        max_length=200,
        error_messages={"required": "Write who rang; ask for the name before you give a figure"},
    )
    pupils = forms.MultipleChoiceField(
        label="Given for", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Tick at least one child"}
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["pupils"].choices = choices  # type: ignore[attr-defined]  # a field of choices, see above
