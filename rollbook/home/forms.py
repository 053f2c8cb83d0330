"""The filters of the pupil list, the search by name, and a planned absence."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from rollbook.absence.forms import codes_in_order
from rollbook.pupils.queries import VULNERABILITY, GroupLine, OnRoll, PupilFilters
from rollbook.web.dates import TypedDateField

STANDING = {
    OnRoll.NOW: "On roll",
    OnRoll.STARTERS: "Starters (four weeks)",
    OnRoll.LEAVERS: "Leavers",
    OnRoll.EVERYONE: "Everyone",
}
KINDS = {
    "child-protection": "Child protection plan",
    "looked-after": "Looked after",
    "social-worker": "Social worker",
    "child-in-need": "Child in need",
    "young-carer": "Young carer",
    "medical": "Medical need",
    "ehcp": "EHC plan",
    "sen": "SEN support",
    "fsm": "Free school meals",
    "pupil-premium": "Pupil premium",
    "eal": "English as an additional language",
    "service-child": "Service child",
}
# Codes that are known ahead of a session; a mark of presence or lateness never is.
NOT_PLANNED = frozenset({"/", "L", "U", "O"})


class PupilsForm(forms.Form):
    """What the pupil list is narrowed to; everything here stands in the address."""

    status = forms.ChoiceField(label="Standing", required=False, choices=[(k.value, v) for k, v in STANDING.items()])
    year = forms.ChoiceField(label="Year", required=False)
    group = forms.ChoiceField(label="Form", required=False)
    characteristic = forms.ChoiceField(label="Characteristic", required=False)

    def __init__(self, *args: Any, groups: Sequence[GroupLine], sees_flags: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        years = dict.fromkeys(g.nc_year for g in groups if g.nc_year)
        year_choices = [("", "All"), *((y, f"Year {y}") for y in years)]
        self.fields["year"] = forms.ChoiceField(label="Year", required=False, choices=year_choices)
        names = [("", "All"), *((str(g.public_id), g.name) for g in groups)]
        self.fields["group"] = forms.ChoiceField(label="Form", required=False, choices=names)
        kinds = [("", "Any"), *((kind, KINDS[kind]) for kind in VULNERABILITY)]
        self.fields["characteristic"] = forms.ChoiceField(label="Characteristic", required=False, choices=kinds)
        if not sees_flags:
            del self.fields["characteristic"]
        self.is_valid()

    def chosen(self, name: str) -> str:
        """The filter as chosen; an unknown choice is none."""
        return str(self.cleaned_data.get(name, "") or "")

    def label_of(self, name: str) -> str:
        """The chosen filter in words."""
        choices = dict(self.fields[name].choices)  # type: ignore[attr-defined]  # every field here has choices
        return str(choices.get(self.chosen(name), ""))

    def filters(self, name: str = "") -> PupilFilters:
        group = self.chosen("group")
        return PupilFilters(
            name=name,
            nc_year=self.chosen("year"),
            registration=uuid.UUID(group) if group else None,
            characteristic=self.chosen("characteristic"),
            status=OnRoll(self.chosen("status") or OnRoll.NOW),
        )


class NameForm(forms.Form):
    """A name, or the beginning of one; posted, so that it stands in no address and no log."""

    name = forms.CharField(label="Name", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class PlanForm(forms.Form):
    """An absence that is known ahead."""

    code = forms.ChoiceField(label="Code")
    first = TypedDateField(label="From")
    last = TypedDateField(label="To", required=False, help_text="Leave empty for one day")
    halves = forms.ChoiceField(
        label="Session", choices=[("01", "Whole day"), ("0", "Mornings"), ("1", "Afternoons")], initial="01"
    )
    note = forms.CharField(label="Note", required=False, max_length=500, help_text="Who told it, and what")

    def __init__(self, *args: Any, around: date, **more: Any) -> None:
        super().__init__(*args, **more)
        codes = [(s, f"{s}  {name}") for s, name in codes_in_order(around) if s not in NOT_PLANNED]
        self.fields["code"] = forms.ChoiceField(label="Code", choices=[("", "Choose a code"), *codes])
        self.fields["first"] = TypedDateField(label="From", around=around)
        self.fields["last"] = TypedDateField(
            label="To", around=around, required=False, help_text="Leave empty for one day"
        )
        self.order_fields(["code", "first", "last", "halves", "note"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("first") and not given.get("last"):
            given["last"] = given["first"]
        if given.get("first") and given.get("last") and given["last"] < given["first"]:
            self.add_error("last", "The last day is before the first. Check the two dates.")
        return given
