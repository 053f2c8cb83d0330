"""What is asked when somebody says what a pupil needs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from rollbook.pupils.actions.needing import LONGEST_NEED
from rollbook.web.dates import TypedDateField

KINDS = (("evacuation", "Evacuation plan (PEEP)"), ("medication", "Medication"), ("dinner", "At dinner time"))


class NeedForm(forms.Form):
    """One need, short enough for a list that is read outside."""

    need = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="What it is about",
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is about"},
    )
    says = forms.CharField(
        label="What is to be done, or where they are",
        max_length=LONGEST_NEED,
        help_text="As: chair at stair B, with Mr Dhillon. Or: inhaler in first aid. Diagnoses do not belong here.",
        error_messages={"required": "Say what is to be done, or where they are"},
    )

    def __init__(self, *args: Any, around: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["first"] = TypedDateField(
            label="From", around=around, error_messages={"required": "Enter the first day"}
        )
        self.fields["last"] = TypedDateField(
            label="Until", around=around, required=False, help_text="The last day; leave empty while it is not known."
        )
