"""What is typed in a boarding house: a tap, a leave, and the set-up of a roll-call."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms

from rollbook.rules.actor import LONDON
from rollbook.site.actions.boarding import CallFacts, LeaveFacts
from rollbook.site.around_forms import CLOCK, weekdays_field
from rollbook.site.models import BoardingLeave, RollCallTick
from rollbook.web.dates import TypedDateField

SHORT, NAME = 100, 40
ACTS = (("now", "Goes now"), ("later", "Goes later"))


class RollCallTickForm(forms.Form):
    """One tap on a roll-call."""

    pupil = forms.UUIDField()
    tick = forms.UUIDField()
    kind = forms.ChoiceField(choices=RollCallTick.Kind.choices)


class LeaveForm(forms.Form):
    """A leave from the house: what for, from when until when, with whom and who agreed."""

    leave = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="What for", choices=BoardingLeave.Kind.choices)
    with_whom = forms.CharField(
        label="With whom",
        max_length=SHORT,
        help_text="As Mrs Abiodun, mother; or Mr Dhillon and the rugby team",
        error_messages={"required": "Write with whom the boarder goes"},
    )
    agreed_by = forms.CharField(
        label="Agreed by",
        max_length=SHORT,
        help_text="Who said so, and how: Mrs Abiodun, by telephone",
        error_messages={"required": "Write who agreed to it"},
    )
    act = forms.ChoiceField(choices=ACTS, required=False, widget=forms.HiddenInput)
    from_time = forms.TimeField(
        label="From, the time", input_formats=CLOCK, required=False, help_text="Empty: from now. As 16:30"
    )
    until_time = forms.TimeField(
        label="Back by, the time",
        input_formats=CLOCK,
        help_text="As 20:00",
        error_messages={"required": "Enter the time by which they have to be back"},
    )

    def __init__(self, *args: Any, now: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        self.now, today = now, now.astimezone(LONDON).date()
        self.fields["from_day"] = TypedDateField(label="From, the day", around=today, required=False)
        self.fields["until_day"] = TypedDateField(label="Back by, the day", around=today, required=False)

    def facts(self) -> LeaveFacts:
        """The leave as the action wants it; a day that was not typed is today."""
        given = self.cleaned_data
        today = self.now.astimezone(LONDON).date()
        begins = self.now
        if given["from_time"] or given["from_day"]:
            at = given["from_time"] or self.now.astimezone(LONDON).time()
            begins = datetime.combine(given["from_day"] or today, at, tzinfo=LONDON)
        due = datetime.combine(given["until_day"] or given["from_day"] or today, given["until_time"], tzinfo=LONDON)
        return LeaveFacts(given["kind"], begins, due, given["with_whom"].strip(), given["agreed_by"].strip())


class RollCallForm(forms.Form):
    """A new roll-call: its name and time, on which days and in which houses."""

    call = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label="Name", max_length=NAME, help_text="As Before breakfast, Prep, Bedtime or Night")
    at = forms.TimeField(label="Time", input_formats=CLOCK, help_text="As 21:30")
    weekdays = weekdays_field()
    houses = forms.MultipleChoiceField(
        label="Houses",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one house"},
    )

    def __init__(self, *args: Any, around: date, houses: tuple[str, ...], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["houses"].choices = [(name, name) for name in houses]  # type: ignore[attr-defined]  # a choice
        self.fields["first"] = TypedDateField(label="First day", around=around, required=False)

    def facts(self, house: str, today: date) -> CallFacts:
        """The roll-call of one of the houses; from today where no first day was typed."""
        given = self.cleaned_data
        days = tuple(int(day) for day in given["weekdays"])
        return CallFacts(house, " ".join(given["name"].split()), given["at"], days, given["first"] or today)
