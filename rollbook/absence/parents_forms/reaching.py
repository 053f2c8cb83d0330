"""By which number or address somebody is known, and the code that was sent to it."""

from __future__ import annotations

from django import forms

from rollbook.absence.queries.parents_words import as_reached
from rollbook.formats.values.phones import takes_texts

LANDLINE = "A text cannot reach a landline. Enter a mobile number, or your e-mail address"
NEITHER = "Enter a mobile number, for example 07700 900123, or an e-mail address"


class ReachForm(forms.Form):
    """By which number or address the school knows somebody; whether it does is never said."""

    reached_at = forms.CharField(
        label="Your mobile number or e-mail address",
        help_text="One that the school has for you. We send a code to it.",
        max_length=254,
        error_messages={"required": NEITHER},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "spellcheck": "false"}),
    )

    def clean_reached_at(self) -> str:
        typed: str = self.cleaned_data["reached_at"]
        channel, address = as_reached(typed)
        if channel == "text" and not takes_texts(address):
            raise forms.ValidationError(LANDLINE)
        if not channel or (channel == "email" and not _is_address(address)):
            raise forms.ValidationError(NEITHER)
        return typed


class CodeForm(forms.Form):
    """The six figures of a code."""

    code = forms.CharField(
        label="Code",
        help_text="Six figures",
        max_length=20,
        error_messages={"required": "Enter the six figures of the code"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


def _is_address(address: str) -> bool:
    before, _, after = address.partition("@")
    return bool(before) and "." in after and " " not in address
