"""What the screens of a school's own fields ask, read into plain values."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms

from rollbook.pupils.queries.own_fields import OwnFieldLine, OwnValueLine
from rollbook.rules.own_fields import (
    AUDIENCES,
    KINDS,
    LONGEST_HELP,
    LONGEST_LONG_WORDS,
    LONGEST_NAME,
    Audience,
    FieldKind,
    FieldShape,
)
from rollbook.web.dates import TypedDateField

WIDTHS = {FieldKind.WORDS: 30, FieldKind.NUMBER: 10, FieldKind.DAY: 20}
HINTS = {FieldKind.DAY: "As 7/9/2026.", FieldKind.NUMBER: "In figures."}


class OwnFieldForm(forms.Form):
    """One field: its name, its kind, who may know what stands in it."""

    field = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label="Name",
        max_length=LONGEST_NAME,
        help_text="As it stands at the pupil’s page and above a column: Locker, Bus pass number.",
        error_messages={"required": "Give the field a name, for example “Locker”"},
    )
    kind = forms.ChoiceField(
        label="What is written in it",
        choices=list(KINDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is written in it"},
    )
    choices = forms.CharField(
        label="The choices",
        required=False,
        widget=forms.Textarea,
        help_text="For one of a list: a choice on each line, in the order in which they are offered.",
    )
    audience = forms.ChoiceField(
        label="Who may see it",
        choices=list(AUDIENCES.items()),
        widget=forms.RadioSelect,
        help_text="They also write in it, if they change pupils’ entries or needs.",
        error_messages={"required": "Choose who may see it"},
    )
    help = forms.CharField(
        label="Help for whoever fills it in", required=False, max_length=LONGEST_HELP, help_text="One sentence."
    )
    dated = forms.BooleanField(
        label="Ask since when", required=False, help_text="What stood before is kept either way; this asks for the day."
    )
    whole_trust = forms.BooleanField(label="For every school of the trust", required=False)

    def __init__(self, *args: Any, old: OwnFieldLine | None = None, trust: bool = False, **more: Any) -> None:
        initial = {"field": uuid.uuid4(), "kind": FieldKind.WORDS, "audience": Audience.EVERYBODY}
        more.setdefault("initial", _as_it_is(old) if old else initial)
        super().__init__(*args, **more)
        if old:
            self.fields["kind"].disabled = True
        if old or not trust:
            del self.fields["whole_trust"]
        self.fields["choices"].rows = 5  # type: ignore[attr-defined]  # read by the template

    def shape(self) -> FieldShape:
        """The field as it is asked for."""
        given = self.cleaned_data
        return FieldShape(
            name=given["name"],
            kind=FieldKind(given["kind"]),
            audience=Audience(given["audience"]),
            help=given["help"],
            choices=tuple(given["choices"].splitlines()),
            dated=given["dated"],
        )


class OwnValueForm(forms.Form):
    """What stands in one field for one pupil; typed as it comes, and read by the verb."""

    def __init__(self, *args: Any, value: OwnValueLine, around: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.value = value
        shape = value.field.shape
        self.fields["says"] = _typed(shape)
        self.fields["says"].initial = _initial(value)
        self.fields["says"].width = WIDTHS.get(shape.kind, 0)  # type: ignore[attr-defined]  # read by the template
        if shape.dated:
            self.fields["first"] = TypedDateField(label="Since", around=around, required=False, initial=around)


class FillForm(forms.Form):
    """Many pupils' values as they are pasted."""

    pasted = forms.CharField(
        label="A line for each pupil: who, then the value",
        max_length=200_000,
        widget=forms.Textarea,
        help_text="Paste two columns from a sheet, or write “Abiodun, Tolu = 14”. Who: admission number, UPN, or the "
        "name. A line without a value after the sign empties the field.",
        error_messages={"required": "Paste at least one line"},
    )

    def __init__(self, *args: Any, dated: bool, around: date, **more: Any) -> None:
        super().__init__(*args, **more)
        if dated:
            self.fields["first"] = TypedDateField(label="Since", around=around, initial=around)


def _typed(shape: FieldShape) -> forms.Field:
    told: dict[str, Any] = {
        "label": shape.name,
        "required": False,
        "help_text": shape.help or HINTS.get(shape.kind, ""),
    }
    if shape.kind is FieldKind.CHOICE:
        return forms.ChoiceField(choices=[("", "Nothing"), *((one, one) for one in shape.choices)], **told)
    if shape.kind is FieldKind.YES_NO:
        return forms.ChoiceField(choices=[("", "Nothing"), ("yes", "Yes"), ("no", "No")], **told)
    if shape.kind is FieldKind.LONG_WORDS:
        return forms.CharField(widget=forms.Textarea, max_length=LONGEST_LONG_WORDS, **told)
    return forms.CharField(max_length=400, **told)


def _initial(value: OwnValueLine) -> str:
    if value.kept and value.field.shape.kind is FieldKind.DAY:
        on = date.fromisoformat(value.kept)
        return f"{on.day}/{on.month}/{on.year}"
    return value.kept


def _as_it_is(old: OwnFieldLine) -> dict[str, object]:
    shape = old.shape
    return {
        "field": old.public_id,
        "name": shape.name,
        "kind": shape.kind,
        "audience": shape.audience,
        "help": shape.help,
        "choices": "\n".join(shape.choices),
        "dated": shape.dated,
    }
