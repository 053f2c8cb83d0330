"""What is typed about a bundle: for whom, which days, what a witness says, what comes off the pages."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from rollbook.evidence.actions import Arranged
from rollbook.evidence.queries.bundles import BundlePage
from rollbook.evidence.queries.choices import ToldByHand
from rollbook.files.queries import FileLine
from rollbook.formats.bundles import Area
from rollbook.pupils.queries.contacts import ContactLine
from rollbook.rules.statement import Witness
from rollbook.rules.told import Kind
from rollbook.web.dates import TypedDateField

LONGEST = 4000


class BeginForm(forms.Form):
    """For which parent, and which days."""

    bundle = forms.UUIDField(widget=forms.HiddenInput)
    contact = forms.ChoiceField(label="For which parent", widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: Sequence[ContactLine], today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["contact"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (str(one.public_id), f"{one.name} ({_what(one)})") for one in people
        ]
        self.fields[
            "contact"
        ].help_text = "One bundle for each parent concerned. Where anybody else lives is not in it."
        self.fields["first"] = TypedDateField(around=today, label="From")
        self.fields["last"] = TypedDateField(around=today, label="To")

    @property
    def chosen(self) -> uuid.UUID:
        return uuid.UUID(self.cleaned_data["contact"])


class ArrangeForm(forms.Form):
    """One act on one exhibit."""

    key = forms.CharField(max_length=120)
    act = forms.CharField(max_length=10)
    pages = forms.CharField(max_length=120, required=False)

    @property
    def wanted(self) -> Arranged:
        given = self.cleaned_data
        return Arranged(given["act"], given["key"], given["pages"])


class WitnessForm(forms.Form):
    """Who makes the statement, how equality was considered, and what of the chronology is shown."""

    name = forms.CharField(label="Name of the witness", required=False, max_length=120)
    occupation = forms.CharField(label="Occupation", required=False, max_length=120)
    age = forms.CharField(label="Age, if under 18", required=False, max_length=20, help_text="Otherwise: Over 18.")
    knows = forms.CharField(
        label="How the witness knows of this",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="How long at the school, and in what post. Facts, no opinion (LEG-10).",
    )
    keeps = forms.CharField(
        label="How the register is taken",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Who takes it, when, and how it is checked. What is left empty stands as a gap in brackets.",
    )
    equality = forms.CharField(
        label="Equality considerations",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Disability, special educational needs, language, religion: what was known, and what was done.",
    )
    kinds = forms.MultipleChoiceField(
        label="In the chronology",
        required=False,
        choices=[(kind.value, kind.label) for kind in Kind],
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.BooleanField(
        label="With what was written or said", required=False, help_text="Read every line before it leaves the school."
    )

    @property
    def told(self) -> ToldByHand:
        given = self.cleaned_data
        witness = Witness(**{name: given[name] for name in ("name", "occupation", "age", "knows", "keeps")})
        return ToldByHand(witness, given["equality"])

    @staticmethod
    def opened(page: BundlePage) -> dict[str, object]:
        """What the form shows when it is opened."""
        one = page.told.witness
        return {
            **{name: getattr(one, name) for name in ("name", "occupation", "age", "knows", "keeps")},
            "equality": page.told.equality,
            "kinds": page.choices.kinds,
            "words": page.choices.words,
        }


class WordsForm(forms.Form):
    """Words that come off every page, one a line."""

    words = forms.CharField(
        label="Words that come off every page",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One a line: another child's name, a number. Case, accents and spaces do not matter.",
    )

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()]


class EncloseForm(forms.Form):
    """A file to be enclosed: one that is kept about the pupil, or one from this computer."""

    kept = forms.ChoiceField(label="A file that is kept about the pupil", required=False, widget=forms.RadioSelect)
    file = forms.FileField(label="Or a file from this computer", required=False, help_text="PDF, JPEG or PNG.")

    def __init__(self, *args: Any, about: Sequence[FileLine], **more: Any) -> None:
        super().__init__(*args, **more)
        if not about:
            del self.fields["kept"]
            self.fields["file"].label = "A file from this computer"
            return
        choices = [(str(one.public_id), f"{one.name} ({one.large}, {one.kept_at:%-d %b %Y})") for one in about]
        self.fields["kept"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not (given.get("kept") or given.get("file")):
            self.add_error("file", "Choose a file that is kept, or one from this computer.")
        return given

    @property
    def given(self) -> dict[str, Any]:
        sent = self.cleaned_data.get("file")
        if sent:
            return {"name": sent.name, "data": sent.read()}
        return {"file": uuid.UUID(self.cleaned_data["kept"])}


class AreaForm(forms.Form):
    """A part of a page, in per cent from its left and its top."""

    left = forms.DecimalField(label="From the left, %", min_value=0, max_value=100, decimal_places=1)
    top = forms.DecimalField(label="From the top, %", min_value=0, max_value=100, decimal_places=1)
    right = forms.DecimalField(label="Until, from the left, %", min_value=0, max_value=100, decimal_places=1)
    bottom = forms.DecimalField(label="Until, from the top, %", min_value=0, max_value=100, decimal_places=1)

    @property
    def area(self) -> Area:
        return Area(*(int(self.cleaned_data[side] * 10) for side in ("left", "top", "right", "bottom")))


def _what(one: ContactLine) -> str:
    parts = [one.relationship.lower() or "contact"]
    if one.parental_responsibility:
        parts.append("parental responsibility")
    return ", ".join(parts)
