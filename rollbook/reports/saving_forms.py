"""What is typed to save a report, and to have it sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from rollbook.reports.actions import Sending
from rollbook.reports.queries.saved import EVERY, SHARED_WITH
from rollbook.staff.queries import StaffLine

WEEKDAYS = ((1, "Monday"), (2, "Tuesday"), (3, "Wednesday"), (4, "Thursday"), (5, "Friday"))


class SaveForm(forms.Form):
    """A name, and with whom it is shared."""

    name = forms.CharField(
        label="Name", max_length=100, error_messages={"required": "Give it a name, so that it is found again"}
    )
    shared = forms.ChoiceField(label="For whom", choices=SHARED_WITH, widget=forms.RadioSelect, initial="me")

    def __init__(self, *args: Any, may_share: bool, has_trust: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        kept = [pair for pair in SHARED_WITH if pair[0] == "me" or (may_share and (pair[0] != "trust" or has_trust))]
        self.fields["shared"] = forms.ChoiceField(
            label="For whom", choices=kept, widget=forms.RadioSelect, initial="me"
        )


class ScheduleForm(forms.Form):
    """When a saved report is sent, and to whom."""

    every = forms.ChoiceField(label="How often", choices=EVERY, widget=forms.RadioSelect, initial="week")
    weekday = forms.TypedChoiceField(
        label="On", coerce=int, choices=WEEKDAYS, initial=5, help_text="For every week or two weeks."
    )
    at = forms.TimeField(
        label="At",
        initial="15:30",
        help_text="Between 5:00 and 20:00.",
        widget=forms.TextInput,
        error_messages={"required": "Say at what time", "invalid": "Enter a time, for example 15:30"},
    )
    readers = forms.TypedMultipleChoiceField(
        label="To",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one reader"},
    )

    def __init__(self, *args: Any, staff: Sequence[StaffLine], **more: Any) -> None:
        super().__init__(*args, **more)
        readers = self.fields["readers"]
        readers.choices = [(line.id, line.name) for line in staff]  # type: ignore[attr-defined]  # a choice field

    def sending(self) -> Sending:
        given = self.cleaned_data
        at = given["at"].hour * 60 + given["at"].minute
        return Sending(given["every"], at, tuple(given["readers"]), given["weekday"])
