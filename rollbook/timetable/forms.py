"""What the timetable's screens ask, read into plain values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from rollbook.staff.queries import StaffLine
from rollbook.web.dates import TypedDateField


class UploadForm(forms.Form):
    file = forms.FileField(
        label="File",
        help_text="Untis GPU001 (.TXT), aSc Timetables (.xml), or a grid as CSV, Excel or ODS. "
        "Nothing changes until you have reviewed it.",
        error_messages={"required": "Choose a file", "empty": "The file is empty. Export it again"},
    )


class FromDayForm(forms.Form):
    """From which day a timetable is in force, and whether it is the whole one."""

    whole = forms.BooleanField(
        label="Lessons that are not in the file end the day before", required=False, initial=True
    )

    def __init__(self, *args: Any, around: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["from_day"] = TypedDateField(
            label="In force from", around=around, error_messages={"required": "Enter the first day"}
        )
        self.order_fields(["from_day", "whole"])


class LettersForm(forms.Form):
    """How the letters are dealt out to the weeks of a stretch of time."""

    letters = forms.CharField(
        label="Letters, in their order", initial="AB", max_length=4, help_text="AB for a two-week timetable."
    )
    restart_after_holidays = forms.BooleanField(
        label="Begin again with the first letter after each holiday",
        required=False,
        help_text="Otherwise the turn goes on where it stopped.",
    )

    def __init__(self, *args: Any, around: date, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, label in (("first", "From the week of"), ("last", "To the week of")):
            self.fields[name] = TypedDateField(label=label, around=around, error_messages={"required": "Enter a day"})
        self.order_fields(["first", "last", "letters", "restart_after_holidays"])


class ChangeForm(forms.Form):
    """What one day changes of a lesson."""

    room = forms.CharField(label="Room that day", required=False, max_length=50)
    cancelled = forms.BooleanField(label="The lesson does not take place", required=False)
    anyway = forms.BooleanField(label="Set it although somebody or the room is wanted twice", required=False)

    def __init__(self, *args: Any, people: Iterable[StaffLine], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["user_id"] = forms.TypedChoiceField(
            label="Who takes it that day",
            required=False,
            coerce=int,
            empty_value=None,
            choices=[("", "Its own teacher"), *((p.id, p.name) for p in people)],
        )
        self.order_fields(["user_id", "room", "cancelled", "anyway"])


class MoveForm(forms.Form):
    """From which teaching group to which, and from when."""

    def __init__(
        self, *args: Any, around: date, held: Iterable[tuple[str, str]], groups: Iterable[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        for name, label, choices in (("out_of", "Out of", held), ("into", "Into", groups)):
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=[("", "Choose"), *choices], error_messages={"required": "Choose a group"}
            )
        self.fields["first"] = TypedDateField(
            label="From", around=around, error_messages={"required": "Enter the first day"}
        )
