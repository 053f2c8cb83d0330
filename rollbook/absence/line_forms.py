"""What is typed and chosen at the absence line: filing a report, ringing back, noting a call."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from rollbook.absence.actions import Decided, Reported
from rollbook.absence.actions.line import LONGEST_NAME
from rollbook.absence.forms import code_choices
from rollbook.absence.queries.line_ringing import RingChoice
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half
from rollbook.web.dates import TypedDateField

HALVES = (("01", "Whole days"), ("0", "Mornings only"), ("1", "Afternoons only"))
SURE = (
    ("", "Yes: I know who it was"),
    ("not-sure", "Not sure that this is a parent"),
    ("withheld", "The number was withheld"),
    ("pupil", "It sounded like a pupil"),
)
SOMEBODY_ELSE = "else"
LONGEST_WORDS = 4000
LONGEST_NOTE = 500


class QuickForm(forms.Form):
    """A row of the inbox as one key files it: what was suggested, with the code that stands in its box."""

    first = forms.DateField(input_formats=["%Y-%m-%d"])
    last = forms.DateField(input_formats=["%Y-%m-%d"])
    halves = forms.ChoiceField(choices=HALVES)
    code = forms.CharField(max_length=2)
    seen = forms.IntegerField(min_value=1)

    def decided(self, pupils: Sequence[str]) -> Decided:
        """What a person decided; refused in a sentence where it cannot be read."""
        if not self.is_valid():
            raise Refused("Type a code for this report, or open it to choose pupil and days.")
        given = self.cleaned_data
        return Decided(
            tuple(pupils), given["first"], given["last"], given["halves"], given["code"].upper(), given["seen"]
        )


class FileForm(forms.Form):
    """A report filed on its own page: days, halves, code, and what a code needs besides."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    halves = forms.ChoiceField(label="Sessions", choices=HALVES, widget=forms.RadioSelect, initial="01")
    note = forms.CharField(
        label="Note", required=False, max_length=LONGEST_NOTE, help_text="Only for codes that need one, such as K or B."
    )
    over = forms.BooleanField(label="Change marks that stand and are not N", required=False)

    def __init__(self, *args: Any, around: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["first"] = TypedDateField(label="First day", around=around)
        self.fields["last"] = TypedDateField(label="Last day", around=around, required=False)
        self.fields["code"] = forms.ChoiceField(label="Code", choices=code_choices(around))
        self.order_fields(["first", "last", "halves", "code", "note", "over", "seen"])

    def decided(self, pupils: Sequence[str]) -> Decided:
        given = self.cleaned_data
        return Decided(
            pupils=tuple(pupils),
            first=given["first"],
            last=given["last"] or given["first"],
            halves=given["halves"],
            code=given["code"],
            seen=given["seen"],
            over=given["over"],
            note=given["note"],
        )


class CallForm(forms.Form):
    """A call as it is noted while it lasts; nothing but the words is required."""

    said_by = forms.CharField(label="Their name", required=False, max_length=LONGEST_NAME)
    number = forms.CharField(
        label="Number they ring from", required=False, max_length=40, help_text="As the display shows it."
    )
    sure = forms.ChoiceField(label="Is it the parent or carer?", choices=SURE, widget=forms.RadioSelect, required=False)
    words = forms.CharField(
        label="What they said",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea,
        help_text="In their words. Write no more about health than is needed.",
        error_messages={"required": "Write what they said"},
    )
    halves = forms.ChoiceField(label="Sessions", choices=HALVES, widget=forms.RadioSelect, required=False, initial="01")

    def __init__(self, *args: Any, around: date, contacts: Sequence[RingChoice], codes: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        people = [(str(one.contact_id), one.says) for one in contacts]
        self.fields["caller"] = forms.ChoiceField(
            label="Who is on the line",
            required=False,
            widget=forms.RadioSelect,
            choices=[*people, (SOMEBODY_ELSE, "Somebody else")],
            initial=SOMEBODY_ELSE,
        )
        self.fields["first"] = TypedDateField(label="First day away", around=around, required=False)
        self.fields["last"] = TypedDateField(label="Last day away", around=around, required=False)
        self.fields["back"] = TypedDateField(label="Expected back", around=around, required=False)
        if codes:
            self.fields["code"] = forms.ChoiceField(label="Code", required=False, choices=code_choices(around))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if last and not first:
            self.add_error("first", "Write the first day as well")
        if first and last and last < first:
            self.add_error("last", "The last day is before the first day")
        return given

    def reported(self, way: str, pupils: tuple[int, ...]) -> Reported:
        """The call as a report; the form must be valid."""
        given = self.cleaned_data
        caller = given.get("caller") or SOMEBODY_ELSE
        halves = given.get("halves") or "01"
        return Reported(
            way=way,
            words=given["words"],
            said_by=given["said_by"],
            contact=None if caller == SOMEBODY_ELSE else int(caller),
            number=given["number"],
            pupils=pupils,
            first=given["first"],
            last=given["last"],
            half=None if halves == "01" else Half(int(halves)),
            expected_back=given["back"],
            code=given.get("code", ""),
            doubt=given.get("sure", ""),
        )


class ToldForm(forms.Form):
    """What a colleague was told of a pupil's absence, in a few words."""

    said_by = forms.CharField(
        label="Who told you", max_length=LONGEST_NAME, help_text="As Mother at the gate, a friend in 9B."
    )
    words = forms.CharField(
        label="What you were told",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea,
        help_text="In their words. The attendance office reads it and decides.",
        error_messages={"required": "Write what you were told"},
    )

    def __init__(self, *args: Any, around: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["first"] = TypedDateField(label="First day away", around=around, required=False)
        self.fields["last"] = TypedDateField(label="Last day away", around=around, required=False)

    def reported(self, way: str, pupil: int) -> Reported:
        given = self.cleaned_data
        first = given["first"] or given["last"]
        if first and given["last"] and given["last"] < first:
            raise Refused("The last day is before the first day. Check the two dates.")
        return Reported(
            way=way,
            words=given["words"],
            said_by=given["said_by"],
            pupils=(pupil,),
            first=first,
            last=given["last"],
        )


def chosen_pupils(sent: QueryDict) -> tuple[str, ...]:
    """The public ids of the pupils that a page sent, each once."""
    named = [one for one in [*sent.getlist("pupils"), *sent.getlist("add")] if one]
    try:
        return tuple(dict.fromkeys(str(uuid.UUID(one)) for one in named))
    except ValueError as bad:
        raise Refused("This pupil cannot be read. Open the page again.") from bad


def version_sent(sent: QueryDict) -> int:
    """The version of the report that the page showed; 0, which is never one, where none was sent."""
    seen = sent.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else 0
