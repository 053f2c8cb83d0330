"""What the set-up screens ask, read into plain values; whether it may be is for the actions to say."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

from django import forms

from rollbook.rules.bands import Band, bands_with
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half
from rollbook.schools.actions import LessonHours
from rollbook.schools.models import Closure
from rollbook.schools.queries import SiteLine
from rollbook.web.dates import TypedDateField

_LINE = re.compile(r"(?P<name>.+?)[\s,;]+(?P<starts>\d{1,2}[:.]\d{2})\s*(?:-|–|to|\s|,|;)\s*(?P<ends>\d{1,2}[:.]\d{2})")
DAYS = ((0, "Monday"), (1, "Tuesday"), (2, "Wednesday"), (3, "Thursday"), (4, "Friday"))
YEAR_GROUPS = ("N1", "N2", "R", *(str(n) for n in range(1, 15)))


class ClockField(forms.TimeField):
    """A time as it stands on the wall: 8:40 or 08.40."""

    width = 5
    input_formats = ("%H:%M", "%H.%M")
    default_error_messages = {"required": "Enter a time, for example 8:40", "invalid": "Enter a time, for example 8:40"}
    widget = forms.TextInput

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.widget.attrs["autocomplete"] = "off"

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value


class TermForm(forms.Form):
    name = forms.CharField(
        label="Name", max_length=100, error_messages={"required": "Give the term a name, for example “Autumn term”"}
    )

    def __init__(self, *args: Any, around: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["first"] = TypedDateField(
            label="First day of school", around=around, error_messages={"required": "Enter the first day of school"}
        )
        self.fields["last"] = TypedDateField(
            label="Last day of school", around=around, error_messages={"required": "Enter the last day of school"}
        )


class ClosureForm(forms.Form):
    kind = forms.ChoiceField(
        label="What kind of closure",
        widget=forms.RadioSelect,
        choices=Closure.Kind.choices,
        help_text="A planned closure takes its days away (#). An unexpected one keeps them, coded Y4.",
        error_messages={"required": "Choose what kind of closure it is"},
    )

    def __init__(self, *args: Any, around: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["first"] = TypedDateField(
            label="First day closed", around=around, error_messages={"required": "Enter the first day closed"}
        )
        self.fields["last"] = TypedDateField(
            label="Last day closed", around=around, required=False, help_text="Leave empty for a single day."
        )
        self.fields["name"] = forms.CharField(
            label="Name", max_length=100, required=False, help_text="As it is to stand in the planner (optional)."
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["last"] = given.get("last") or given.get("first")
        return given


class _ScopedForm(forms.Form):
    """From which day, and for whom: every day and everybody, unless something narrower is said."""

    weekday = forms.TypedChoiceField(
        label="On", required=False, coerce=int, empty_value=None, choices=[("", "Every day"), *DAYS]
    )
    nc_year = forms.ChoiceField(
        label="For", required=False, choices=[("", "All year groups"), *((y, f"Year {y}") for y in YEAR_GROUPS)]
    )

    def __init__(self, *args: Any, around: date, sites: tuple[SiteLine, ...], **more: Any) -> None:
        super().__init__(*args, **more)
        places = [("", "All sites"), *((s.id, s.name) for s in sites)]
        self.fields["site_id"] = forms.TypedChoiceField(
            label="At", required=False, coerce=int, empty_value=None, choices=places
        )
        if not sites:
            self.fields["site_id"].widget = forms.HiddenInput()
        self.fields["from_day"] = TypedDateField(
            label="In force from",
            around=around,
            help_text="The days before keep the times they had.",
            error_messages={"required": "Enter the day from which the times are in force"},
        )


class SessionTimesForm(_ScopedForm):
    half = forms.TypedChoiceField(
        label="Session",
        help_text="Its register is open for at most 30 minutes.",
        widget=forms.RadioSelect,
        coerce=lambda value: Half(int(value)),
        choices=[(0, "Morning"), (1, "Afternoon")],
        error_messages={"required": "Choose morning or afternoon"},
    )
    opens = ClockField(label="Register opens")
    closes = ClockField(label="Register closes")
    ends = ClockField(label="Session ends")
    field_order = ["half", "opens", "closes", "ends", "weekday", "nc_year", "site_id", "from_day"]


class LessonTimesForm(_ScopedForm):
    lessons = forms.CharField(
        label="Lessons",
        widget=forms.Textarea,
        help_text="One on each line, with its start and end: 1 9:00-10:00",
        error_messages={"required": "Enter at least one lesson with its name, start and end"},
    )
    field_order = ["lessons", "weekday", "nc_year", "site_id", "from_day"]

    def clean_lessons(self) -> list[LessonHours]:
        lines = [line.strip() for line in self.cleaned_data["lessons"].splitlines() if line.strip()]
        return [_lesson(number, line) for number, line in enumerate(lines, start=1)]


class EndTimesForm(forms.Form):
    def __init__(self, *args: Any, around: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["last"] = TypedDateField(
            label="Last day in force", around=around, error_messages={"required": "Enter the last day in force"}
        )


class PolicyForm(forms.Form):
    contact_by = ClockField(label="Parents are contacted by", help_text="Where no reason is known for an absence.")
    bands = forms.CharField(
        label="Bands of absence",
        required=False,
        widget=forms.Textarea,
        help_text="One on each line, the percentage of sessions missed and a name: 5 At risk. "
        "Persistent (10 %) and severe (50 %) absence are the law's and always there.",
    )
    count_no_reason_for_penalty = forms.BooleanField(
        label="Count absence with no reason (N) towards a penalty notice", required=False
    )
    post_service_days = forms.IntegerField(label="Days a letter takes by post")
    improvement_weeks = forms.IntegerField(label="Weeks to improve after a notice")

    def __init__(self, *args: Any, around: date, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("post_service_days", "improvement_weeks"):
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "numeric"})
            self.fields[name].error_messages = {"required": "Enter a number", "invalid": "Enter a whole number"}
            self.fields[name].width = 3  # type: ignore[attr-defined]  # read by the form's template
        self.fields["from_day"] = TypedDateField(
            label="In force from", around=around, error_messages={"required": "Enter the day it is in force from"}
        )

    def clean_bands(self) -> list[Band]:
        lines = [line.strip() for line in self.cleaned_data["bands"].splitlines() if line.strip()]
        bands = [_band(number, line) for number, line in enumerate(lines, start=1)]
        try:
            bands_with(bands)
        except Refused as refused:
            raise forms.ValidationError(refused.says) from None
        return bands


class SiteForm(forms.Form):
    name = forms.CharField(label="Name", max_length=100, error_messages={"required": "Give the site a name"})
    address = forms.CharField(label="Address", required=False, widget=forms.Textarea)


def _band(number: int, line: str) -> Band:
    found = re.fullmatch(r"(\d{1,3})\s*%?\s+(\S.*)", line)
    if found is None:
        says = f"Line {number}, “{line[:40]}”, is not a percentage and a name."
        raise forms.ValidationError(f"{says} Write for example: 5 At risk")
    return Band(int(found[1]), found[2].strip())


def _lesson(number: int, line: str) -> LessonHours:
    found = _LINE.fullmatch(line)
    if found is None:
        says = f"Line {number}, “{line[:40]}”, is not a name, a start and an end."
        raise forms.ValidationError(f"{says} Write for example: 1 9:00-10:00")
    try:
        return LessonHours(found["name"], _clock(found["starts"]), _clock(found["ends"]))
    except ValueError:
        raise forms.ValidationError(f"Line {number}, “{line[:40]}”, has a time that no clock shows.") from None


def _clock(text: str) -> time:
    hours, minutes = re.split("[:.]", text)
    return time(int(hours), int(minutes))


class EarlyFinishForm(forms.Form):
    """One day that ends early: when its morning ends, and its afternoon's register."""

    morning_ends = ClockField(label="Morning ends")
    opens = ClockField(label="Afternoon register opens")
    closes = ClockField(label="Afternoon register closes")
    ends = ClockField(label="The day ends")

    def __init__(self, *args: Any, around: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["on"] = TypedDateField(
            label="Day",
            around=around,
            help_text="The afternoon counts as a session only because it is held after a break, with its register.",
            error_messages={"required": "Enter the day"},
        )
        self.order_fields(["on", "morning_ends", "opens", "closes", "ends"])
