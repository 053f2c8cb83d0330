"""The form of the office: on or off, and what is said about leave."""

from __future__ import annotations

from django import forms


class SetUpForm(forms.Form):
    """The form of the office's set-up: on or off, and how leave is asked for here."""

    is_on = forms.BooleanField(label="Parents may report absences by the form", required=False)
    leave_is_on = forms.BooleanField(label="Parents may ask for leave by the form", required=False)
    leave_words = forms.CharField(
        label="How to ask for leave in term time",
        required=False,
        max_length=2000,
        help_text="Shown to whoever wants to report a holiday. Leave it empty for words that fit every school.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
