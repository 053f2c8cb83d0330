"""What is typed at an internal room's roll, and when a room is set up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms

from rollbook.rules.actor import LONDON
from rollbook.schools.queries import SiteLine
from rollbook.site.models import Room, RoomStay
from rollbook.staff.queries import StaffLine
from rollbook.web.dates import TypedDateField

CLOCK = ["%H:%M", "%H.%M", "%H%M"]
LONGEST_NOTE = 300


class RoomForm(forms.Form):
    """A room and who runs it."""

    name = forms.CharField(label="Name", max_length=60, help_text="As staff call it: Hub, Reset room, Hall")
    kind = forms.ChoiceField(label="What it is", choices=Room.Kind.choices)
    wait = forms.IntegerField(
        label="Not arrived after so many minutes",
        initial=10,
        error_messages={"invalid": "Write the minutes as a number"},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(
        self, *args: Any, staff: Sequence[StaffLine], sites: Sequence[SiteLine], new: bool = True, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        if len(sites) > 1 and new:
            choices = [("", "Choose"), *((str(site.id), site.name) for site in sites)]
            self.fields["site"] = forms.ChoiceField(label="Site", choices=choices, required=False)
        people = [(str(line.id), line.name) for line in staff if line.is_active]
        self.fields["staff"] = forms.MultipleChoiceField(
            label="Who runs it", choices=people, required=False, widget=forms.CheckboxSelectMultiple
        )
        if not new:
            del self.fields["name"], self.fields["kind"]

    @property
    def people(self) -> list[int]:
        return [int(key) for key in self.cleaned_data["staff"]]

    @property
    def site_id(self) -> int | None:
        chosen = self.cleaned_data.get("site", "")
        return int(chosen) if chosen else None


class CameForm(forms.Form):
    """A pupil who comes to a room; the time only where it is not now."""

    stay = forms.UUIDField(widget=forms.HiddenInput)
    pupil = forms.UUIDField(required=False)
    at = forms.TimeField(required=False, input_formats=CLOCK, error_messages={"invalid": "Write the time as 9:40"})
    reason = forms.ChoiceField(choices=RoomStay.Reason.choices, required=False)

    def moment(self, on: date) -> datetime | None:
        """The moment typed, on that day by the school's clock; none for now."""
        at = self.cleaned_data.get("at")
        return datetime.combine(on, at, tzinfo=LONDON) if at else None


class SendForm(forms.Form):
    """A pupil who is sent to a room now."""

    stay = forms.UUIDField(widget=forms.HiddenInput)
    room = forms.ChoiceField(label="Where to")
    reason = forms.ChoiceField(label="Why", choices=RoomStay.Reason.choices, required=False)
    note = forms.CharField(label="Note for the room", required=False, max_length=LONGEST_NOTE)

    def __init__(self, *args: Any, rooms: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["room"] = forms.ChoiceField(label="Where to", choices=rooms)


class ExpectForm(forms.Form):
    """Who is expected in a room, on which day and at what time."""

    group = forms.ChoiceField(label="A group", required=False)
    pasted = forms.CharField(
        label="Or a pasted list",
        required=False,
        max_length=100_000,
        widget=forms.Textarea,
        help_text="A line for each pupil: admission number, UPN, or name as Surname, Forename",
    )
    at = forms.TimeField(
        label="Time",
        input_formats=CLOCK,
        help_text="As 9:00",
        error_messages={"required": "Write the time, as 9:00", "invalid": "Write the time as 9:00"},
    )
    reason = forms.ChoiceField(label="Why", choices=RoomStay.Reason.choices, required=False)
    note = forms.CharField(label="Note", required=False, max_length=LONGEST_NOTE, help_text="As the paper's name")

    def __init__(self, *args: Any, today: date, groups: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["group"] = forms.ChoiceField(label="A group", choices=[("", "No group"), *groups], required=False)
        self.fields["on"] = TypedDateField(label="Day", around=today, required=False, help_text="Empty is today")
        self.order_fields(["group", "pasted", "on", "at", "reason", "note"])

    def moment(self, today: date) -> datetime:
        return datetime.combine(self.cleaned_data["on"] or today, self.cleaned_data["at"], tzinfo=LONDON)
