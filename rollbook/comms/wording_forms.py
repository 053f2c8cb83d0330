"""What is typed about wordings, the rules of messages, and how a contact wants to be written to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from rollbook.rules.wordings import LANGUAGES
from rollbook.schools.forms import ClockField
from rollbook.web.dates import TypedDateField

CHANNELS = (("text", "Texts"), ("email", "E-mails"), ("voice", "Calls"))


class WordingForm(forms.Form):
    """The words of one occasion in one language; empty words go back to Rollbook's own."""

    purpose = forms.CharField(widget=forms.HiddenInput)
    channel = forms.CharField(widget=forms.HiddenInput)
    language = forms.CharField(widget=forms.HiddenInput)
    subject = forms.CharField(label="Subject", required=False, max_length=150)
    words = forms.CharField(
        label="Words", required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"})
    )

    def __init__(self, *args: Any, fields: Mapping[str, str], channel: str, **more: Any) -> None:
        super().__init__(*args, **more)
        says = ", ".join(f"{{{name}}} {what}" for name, what in fields.items())
        self.fields["words"].help_text = f"Fields: {says}. Empty: Rollbook’s own words again."
        if channel != "email":
            del self.fields["subject"]


class MessageRulesForm(forms.Form):
    """The quiet hours and the price of a part, from a day on."""

    quiet_from = ClockField(label="Quiet from", help_text="What can wait does not go in the quiet hours.")
    quiet_until = ClockField(label="Quiet until", help_text="The same time twice means no quiet hours.")
    quiet_weekends = forms.BooleanField(label="Quiet all day on Saturdays and Sundays", required=False)
    price = forms.DecimalField(
        label="Pence for one part of a text",
        required=False,
        max_digits=5,
        decimal_places=2,
        min_value=0,
        help_text="As 3.2. Empty: not known, and previews show parts alone.",
        error_messages={"invalid": "Enter pence, for example 3.2"},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, around: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["price"].width = 5  # type: ignore[attr-defined]  # read by the form's template
        self.fields["from_day"] = TypedDateField(
            label="In force from", around=around, error_messages={"required": "Enter the day it is in force from"}
        )

    @property
    def part_price(self) -> int | None:
        """In hundredths of a penny, as the action takes it."""
        price = self.cleaned_data["price"]
        return None if price is None else int(price * 100)


class ContactWayForm(forms.Form):
    """The language a contact wants, and the ways they do not."""

    language = forms.ChoiceField(
        label="Written to in", choices=sorted(LANGUAGES.items(), key=lambda one: (one[0] != "en", one[1]))
    )
    wanted = forms.MultipleChoiceField(
        label="May be reached by", required=False, choices=CHANNELS, widget=forms.CheckboxSelectMultiple
    )
    told_by = forms.CharField(label="Who told us, and how", required=False, max_length=200)
