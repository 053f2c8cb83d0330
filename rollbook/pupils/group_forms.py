"""What the group screens ask, read into plain values; whether it may be is for the actions to say."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from rollbook.pupils.models import Group, GroupStaff
from rollbook.schools.queries import SiteLine
from rollbook.staff.queries import StaffLine
from rollbook.web.dates import TypedDateField

YEAR_GROUPS = ("E1", "E2", "N1", "N2", "R", *(str(n) for n in range(1, 15)))


class GroupForm(forms.Form):
    name = forms.CharField(
        label="Name", max_length=50, error_messages={"required": "Give the group a name, for example 9A"}
    )
    nc_year = forms.ChoiceField(
        label="Year group", required=False, choices=[("", "Several or none"), *((y, f"Year {y}") for y in YEAR_GROUPS)]
    )
    room = forms.CharField(label="Room", max_length=50, required=False)

    def __init__(self, *args: Any, sites: tuple[SiteLine, ...], **more: Any) -> None:
        super().__init__(*args, **more)
        if sites:
            places = [("", "None"), *((s.id, s.name) for s in sites)]
            self.fields["site_id"] = forms.TypedChoiceField(
                label="Site", required=False, coerce=int, empty_value=None, choices=places
            )
        self.fields["name"].width = self.fields["room"].width = 10  # type: ignore[attr-defined]  # read by the template


class NewGroupForm(GroupForm):
    kind = forms.ChoiceField(
        label="Kind of group",
        choices=Group.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what kind of group it is"},
    )
    field_order = ["kind", "name", "nc_year", "room", "site_id"]


class GroupStaffForm(forms.Form):
    part = forms.ChoiceField(
        label="As",
        choices=GroupStaff.Part.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether they are its tutor, its teacher or cover"},
    )

    def __init__(self, *args: Any, around: date, people: tuple[StaffLine, ...], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["user_id"] = forms.TypedChoiceField(
            label="Member of staff",
            coerce=int,
            choices=[("", "Choose"), *((p.id, p.name) for p in people)],
            error_messages={"required": "Choose who takes the register"},
        )
        self.fields["first"] = TypedDateField(
            label="From", around=around, error_messages={"required": "Enter the first day"}
        )
        self.fields["last"] = TypedDateField(
            label="Until", around=around, required=False, help_text="The last day; leave empty while it is not known."
        )
        self.order_fields(["user_id", "part", "first", "last"])
