"""What the import screens ask, read into plain values."""

from __future__ import annotations

from django import forms

from rollbook.pupils.models import ImportRun


class UploadForm(forms.Form):
    """A file, and what it holds."""

    kind = forms.ChoiceField(
        label="What the file holds",
        widget=forms.RadioSelect,
        choices=ImportRun.Kind.choices,
        initial=ImportRun.Kind.PUPILS,
        error_messages={"required": "Choose what the file holds"},
    )
    file = forms.FileField(
        label="File",
        help_text="CSV, Excel (.xlsx) or OpenDocument (.ods) as SIMS, Arbor or Bromcom export it; "
        "a OneRoster package is a .zip file. At most 20 MB. Nothing changes until you have reviewed it.",
        error_messages={"required": "Choose a file", "empty": "The file is empty. Export it again"},
    )
