"""What is typed at the front desk and at a kiosk."""

from __future__ import annotations

import uuid
from calendar import month_name
from datetime import date, datetime

from django import forms

from rollbook.rules.actor import LONDON
from rollbook.site.models import DeskEntry, Movement, Roll, SearchStep, Visit

SHORT, LONGEST = 100, 300
KIND_SAYS = (("arrived", "Arrived late"), ("left", "Leaving"), ("returned", "Came back"))


class MoveForm(forms.Form):
    """One movement: which way, when, why, and who collected."""

    movement = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="What happens", choices=KIND_SAYS, widget=forms.RadioSelect)
    at = forms.TimeField(label="Time", input_formats=["%H:%M", "%H.%M", "%H%M"], help_text="As 9:40")
    reason = forms.ChoiceField(label="Reason", choices=Movement.Reason.choices, required=False)
    collected_by = forms.CharField(
        label="Collected by", required=False, max_length=SHORT, help_text="Only when leaving; empty if alone"
    )
    note = forms.CharField(label="Note", required=False, max_length=LONGEST)

    def moment(self, on: date) -> datetime:
        """The moment typed, on that day by the school's clock."""
        return datetime.combine(on, self.cleaned_data["at"], tzinfo=LONDON)


class KioskNameForm(forms.Form):
    """A new device at the door."""

    name = forms.CharField(label="Where the device stands", max_length=60, help_text="As Main entrance")


class KioskForm(forms.Form):
    """What a pupil types at the door: a number, or a surname's beginning and a birthday."""

    movement = forms.UUIDField(widget=forms.HiddenInput)
    number = forms.CharField(
        label="Your number",
        required=False,
        max_length=32,
        help_text="Scan your card, or type your admission number",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
    letters = forms.CharField(
        label="Start of your surname",
        required=False,
        max_length=20,
        help_text="At least three letters",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    day = forms.IntegerField(
        label="Day of your birthday",
        required=False,
        min_value=1,
        max_value=31,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    month = forms.ChoiceField(
        label="Month of your birthday",
        required=False,
        choices=[("", "Choose"), *((str(n), month_name[n]) for n in range(1, 13))],
    )
    reason = forms.ChoiceField(
        label="Why you are late",
        required=False,
        choices=[
            ("", "I would rather not say here"),
            ("transport", "Transport or traffic"),
            ("overslept", "I overslept"),
            ("medical", "Doctor, dentist or hospital"),
            ("other", "Something else"),
        ],
    )
    forename = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if self.errors or given.get("number"):
            return given
        if not (given.get("letters") and given.get("day") and given.get("month")):
            raise forms.ValidationError("Type your number; or the start of your surname, and your birthday.")
        if len(str(given["letters"]).strip()) < 3:
            self.add_error("letters", "Type at least three letters of your surname")
        return given


def new_movement() -> dict[str, object]:
    """A form as it opens: the movement gets its id now, so that a double tap is one movement."""
    return {"movement": uuid.uuid4()}


class VisitForm(forms.Form):
    """Somebody who comes to the school: now, or on a day."""

    visit = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label="Name", max_length=120)
    kind = forms.ChoiceField(label="Who", choices=Visit.Kind.choices)
    organisation = forms.CharField(label="From", required=False, max_length=120, help_text="Firm, service or school")
    here_for = forms.CharField(label="Here for", required=False, max_length=120)
    on = forms.DateField(label="Expected on", required=False, input_formats=["%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d"])


class EntryForm(forms.Form):
    """Something handed in, left or asked at the desk."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="What", choices=DeskEntry.Kind.choices)
    for_whom = forms.CharField(label="For", required=False, max_length=120)
    said = forms.CharField(label="What was said or left", max_length=LONGEST, widget=forms.Textarea)


class StartRollForm(forms.Form):
    """Which emergency list is opened."""

    roll = forms.UUIDField()
    kind = forms.ChoiceField(choices=Roll.Kind.choices)
    real = forms.BooleanField(required=False)


class CloseRollForm(forms.Form):
    """The last word on an emergency list."""

    note = forms.CharField(label="What is to be remembered", required=False, max_length=500)


class ReportForm(forms.Form):
    """A pupil who is not in the lesson: which one, and what is known."""

    search = forms.UUIDField(widget=forms.HiddenInput)
    lesson = forms.CharField(label="Which lesson or room", max_length=60)
    last_seen = forms.CharField(
        label="Last seen", required=False, max_length=LONGEST, help_text="Where, when, with whom"
    )
    is_drill = forms.BooleanField(label="This is a drill", required=False)


class StepForm(forms.Form):
    """One step of a search."""

    step = forms.UUIDField()
    kind = forms.ChoiceField(choices=SearchStep.Kind.choices)
    note = forms.CharField(required=False, max_length=LONGEST)
