"""What is typed around the school day: clubs, lunch passes, supply, boarding houses, messages from the police."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms

from rollbook.rules.actor import LONDON
from rollbook.site.actions.boarding import CallFacts, LeaveFacts
from rollbook.site.actions.clubs import ClubFacts
from rollbook.site.models import BoardingLeave, Club, ClubTick, RollCallTick
from rollbook.web.dates import TypedDateField

NAME, SHORT, SAID, CALL = 60, 50, 100, 40
ACTS = (("now", "Goes now"), ("later", "Goes later"))
WEEKDAYS = (("0", "Mon"), ("1", "Tue"), ("2", "Wed"), ("3", "Thu"), ("4", "Fri"), ("5", "Sat"), ("6", "Sun"))
CLOCK = ("%H:%M", "%H.%M", "%H%M")


def weekdays_field() -> forms.MultipleChoiceField:
    """The days of the week, as boxes to tick."""
    return forms.MultipleChoiceField(
        label="On",
        choices=WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one day of the week"},
    )


class ClubForm(forms.Form):
    """A new club: what, when, where and who leads it."""

    club = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label="Name", max_length=NAME, help_text="As Breakfast club, or Chess")
    kind = forms.ChoiceField(label="What it is", choices=Club.Kind.choices)
    weekdays = weekdays_field()
    starts = forms.TimeField(label="From", input_formats=CLOCK, help_text="As 15:15")
    ends = forms.TimeField(label="To", input_formats=CLOCK)
    place = forms.CharField(label="Place", max_length=SHORT, required=False)
    leader = forms.TypedChoiceField(label="Led by", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, around: date, staff: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["leader"].choices = [("", "Nobody with an account"), *staff]  # type: ignore[attr-defined]  # a choice
        self.fields["first"] = TypedDateField(label="First day", around=around, required=False)
        self.fields["last"] = TypedDateField(label="Last day", around=around, required=False)

    def facts(self, today: date) -> ClubFacts:
        """The club as the action wants it; from today where no first day was typed."""
        given = self.cleaned_data
        return ClubFacts(
            kind=given["kind"],
            name=" ".join(given["name"].split()),
            weekdays=tuple(int(day) for day in given["weekdays"]),
            starts=given["starts"],
            ends=given["ends"],
            first=given["first"] or today,
            last=given["last"],
            place=given["place"],
            leader_id=given["leader"],
        )


class ClubTickForm(forms.Form):
    """One tap on a club's roll."""

    pupil = forms.UUIDField()
    tick = forms.UUIDField()
    kind = forms.ChoiceField(choices=ClubTick.Kind.choices)
    collected_by = forms.CharField(required=False, max_length=100)


class PassForm(forms.Form):
    """Leave to go out at lunch."""

    lunch_pass = forms.UUIDField(widget=forms.HiddenInput)
    weekdays = weekdays_field()
    agreed_by = forms.CharField(
        label="Agreed by",
        max_length=100,
        help_text="The parent or carer who said so, and how: Mrs Abiodun, by letter",
        error_messages={"required": "Write which parent or carer agreed"},
    )

    def __init__(self, *args: Any, around: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["first"] = TypedDateField(label="First day", around=around, required=False)
        self.fields["last"] = TypedDateField(label="Last day", around=around, required=False)


class GateForm(forms.Form):
    """A pupil at the gate."""

    pupil = forms.UUIDField()
    movement = forms.UUIDField()
    anyway = forms.BooleanField(required=False)


class SupplyForm(forms.Form):
    """A supply teacher for today."""

    account = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter the person’s name"})
    agency = forms.CharField(label="Agency", max_length=120, required=False)
    checked = forms.BooleanField(
        label="I have seen their identity and their DBS check",
        error_messages={"required": "Check identity and DBS first, and say that you have"},
    )


class PoliceForm(forms.Form):
    """What the police said about a home."""

    message = forms.UUIDField(widget=forms.HiddenInput)
    said = forms.CharField(
        label="What the police said",
        max_length=4000,
        widget=forms.Textarea,
        help_text="Who rang and their number, the incident number, what happened, whether the child was there",
        error_messages={"required": "Write down what the police said"},
    )


class PoliceDoneForm(forms.Form):
    """What was done about it."""

    done = forms.CharField(
        label="What was done, and by whom",
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": "Write down what was done"},
    )


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
        max_length=SAID,
        help_text="As Mrs Abiodun, mother; or Mr Dhillon and the rugby team",
        error_messages={"required": "Write with whom the boarder goes"},
    )
    agreed_by = forms.CharField(
        label="Agreed by",
        max_length=SAID,
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
    name = forms.CharField(label="Name", max_length=CALL, help_text="As Before breakfast, Prep, Bedtime or Night")
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
