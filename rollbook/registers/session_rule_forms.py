"""What the screen of the session mark's rule asks, read into plain values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from rollbook.rules.sessions import Half
from rollbook.web.dates import TypedDateField


class SessionRuleForm(forms.Form):
    half = forms.ChoiceField(label="Session", choices=[(h.name, h.label.capitalize()) for h in Half])

    def __init__(self, *args: Any, around: date, periods: Iterable[str], years: Iterable[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["nc_year"] = forms.ChoiceField(
            label="Year group",
            required=False,
            choices=[("", "Every year group"), *((y, f"Year {y}") for y in years if y)],
        )
        self.fields["period"] = forms.ChoiceField(
            label="The mark comes from",
            required=False,
            choices=[("", "its own registration"), *((p, f"the lesson in {p}") for p in periods)],
        )
        self.fields["from_day"] = TypedDateField(
            label="From", around=around, error_messages={"required": "Enter the first day"}
        )
