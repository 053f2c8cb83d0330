"""What is typed on the office's pages of leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from rollbook.processes.leave_request.actions.deciding import Decision
from rollbook.processes.leave_request.facts import GRANTED, PARTLY, REFUSED, PartOfDay, Way
from rollbook.processes.leave_request.models import Licence
from rollbook.processes.leave_request.queries.policy import Choices
from rollbook.processes.leave_request.queries.requests import RequestLine
from rollbook.pupils.queries import PupilLine
from rollbook.rules.leave import Ground, Purpose
from rollbook.web.dates import TypedDateField

YES_NO = (("", "Not known"), ("yes", "Yes"), ("no", "No"))
LONGEST = 4000


def _area(label: str, *, required: bool = False, help_text: str = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class DecisionForm(forms.Form):
    """One request of a sitting: how it is decided, for which of its days, and why; empty, it waits."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    choice = forms.ChoiceField(
        label="Decision",
        required=False,
        widget=forms.RadioSelect,
        choices=(("", "Not now"), (GRANTED, "Grant"), (PARTLY, "Grant some of the days"), (REFUSED, "Refuse")),
    )
    first = forms.ChoiceField(label="From", required=False)
    last = forms.ChoiceField(label="To", required=False)
    ground = forms.ChoiceField(label="Ground", required=False, choices=[(one.value, one.label) for one in Ground])
    pattern = forms.ChoiceField(label="Begin the letter’s reason with", required=False)
    told = _area("What the family is told", rows=2)
    why = _area("Why, for this pupil", help_text="Kept with the decision; not in the letter.", rows=2)

    def __init__(self, data: Any, *, line: RequestLine, policy: Choices) -> None:
        self.line = line
        given = {"seen": line.line.version, "ground": line.usual, "choice": ""}
        super().__init__(data, prefix=f"r{line.line.public_id}", initial=given)
        days = dict.fromkeys(session.on for session in line.facts.asked(line.situation.calendar))
        named = [(day.isoformat(), f"{day:%a} {day.day} {day:%b}") for day in days]
        for name in ("first", "last"):
            self.fields[name].choices = [("", "–"), *named]  # type: ignore[attr-defined]  # a ChoiceField's
        patterns = [(text, text) for text in (*policy.granting, *policy.refusing)]
        self.fields["pattern"].choices = [("", "Nothing"), *patterns]  # type: ignore[attr-defined]  # the same

    @property
    def is_decided(self) -> bool:
        return bool(self.data.get(self.add_prefix("choice")))

    def decision(self) -> Decision:
        """The decision as it was typed."""
        given = self.cleaned_data
        told = " ".join(filter(None, (given["pattern"], given["told"].strip())))
        return Decision(
            case=self.line.line.public_id,
            seen=given["seen"],
            choice=given["choice"],
            why=given["why"],
            told=told,
            ground=Ground(given["ground"]) if given["ground"] and given["choice"] != REFUSED else None,
            first=date.fromisoformat(given["first"]) if given["first"] else None,
            last=date.fromisoformat(given["last"]) if given["last"] else None,
        )


class RequestForm(forms.Form):
    """A request written down by the office, as it was asked."""

    also = forms.MultipleChoiceField(label="For whom besides", required=False, widget=forms.CheckboxSelectMultiple)
    asked_by = forms.ChoiceField(label="Who asked?")
    way = forms.ChoiceField(label="How?", choices=[(one.value, one.label) for one in Way if one is not Way.FORM])
    asked_on = TypedDateField(label="The request came on")
    first = TypedDateField(label="First day of leave")
    last = TypedDateField(label="Last day of leave", required=False, help_text="Empty for one day")
    part = forms.ChoiceField(
        label="Part of the day", help_text="For one day only", choices=[(one.value, one.label) for one in PartOfDay]
    )
    purpose = forms.ChoiceField(label="What for?", choices=[(one.value, one.label) for one in Purpose])
    reason = _area("Why, in the family’s words", required=True, rows=4)
    abroad = forms.ChoiceField(label="Abroad?", required=False, choices=YES_NO)
    place = forms.CharField(label="Where to?", required=False, max_length=200)
    travels_with = forms.CharField(label="Who travels with the pupil?", required=False, max_length=200)
    return_booked = forms.ChoiceField(label="Is the way back booked?", required=False, choices=YES_NO)
    back_on = TypedDateField(label="Back in school on", required=False)
    set_apart = TypedDateField(label="The festival’s own day", required=False, help_text="R for that one day (COD-13)")
    exam = forms.CharField(label="Public examination", required=False, max_length=200, help_text="For study leave")
    file = forms.FileField(label="Letter or evidence", required=False, allow_empty_file=True)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        today: date,
        siblings: Sequence[PupilLine],
        contacts: Sequence[tuple[int, str]],
    ) -> None:
        super().__init__(data, files, initial={"asked_on": today, "part": "whole", "purpose": "holiday"})
        self.contacts = dict(contacts)
        self.siblings = {str(one.public_id): one.id for one in siblings}
        self.fields["also"].choices = [  # type: ignore[attr-defined]  # a ChoiceField's
            (str(one.public_id), f"{one.forename} {one.registration}".strip()) for one in siblings
        ]
        self.fields["asked_by"].choices = [  # type: ignore[attr-defined]  # the same
            *((str(n), name) for n, (_, name) in enumerate(contacts)),
            ("", "Somebody who is no contact"),
        ]
        self.fields["asked_by"].required = False
        self._named = contacts
        if not siblings:
            del self.fields["also"]
        for name in ("asked_on", "first", "last", "back_on", "set_apart"):
            self.fields[name].around = today  # type: ignore[attr-defined]  # a TypedDateField's

    @property
    def contact(self) -> int | None:
        """The key of the contact who asked."""
        chosen = self.cleaned_data["asked_by"]
        return self._named[int(chosen)][0] if chosen else None

    @property
    def others(self) -> tuple[int, ...]:
        return tuple(self.siblings[one] for one in self.cleaned_data.get("also", ()))

    def said(self) -> dict[str, object]:
        """The facts of the request, by name."""
        given = self.cleaned_data
        chosen = given["asked_by"]
        plain = ("way", "asked_on", "first", "purpose", "place", "travels_with", "back_on", "set_apart", "exam")
        return {
            **{name: given[name] for name in plain},
            "asked_by": self._named[int(chosen)][1] if chosen else "Somebody who is no contact",
            "last": given["last"] or given["first"],
            "part": given["part"] if not given["last"] or given["last"] == given["first"] else None,
            "reason": given["reason"].strip(),
            "abroad": _yes(given["abroad"]),
            "return_booked": _yes(given["return_booked"]),
            **({} if chosen else {"lives_with": False}),
        }


class LicenceForm(forms.Form):
    """A licence as it is put on record."""

    kind = forms.ChoiceField(label="What is it?", choices=Licence.Kind.choices)
    number = forms.CharField(label="Number, or by what it is exempt", max_length=80)
    authority = forms.CharField(label="Who gave it?", max_length=200)
    first = TypedDateField(label="From")
    last = TypedDateField(label="To")
    hours = forms.CharField(label="Hours", required=False, max_length=300, help_text="As the licence has them")
    file = forms.FileField(label="The licence as a file", required=False, allow_empty_file=True)

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("first", "last"):
            self.fields[name].around = today  # type: ignore[attr-defined]  # a TypedDateField's


class WorryForm(forms.Form):
    """What somebody would like the safeguarding lead to look at."""

    asked = _area("What would you like the safeguarding lead to look at?", required=True, rows=5)


class AnswerForm(forms.Form):
    """The safeguarding lead's answer."""

    answer = forms.ChoiceField(
        label="Your answer to the office",
        widget=forms.RadioSelect,
        choices=(("go-on", "It can be decided"), ("speak-first", "The head speaks with me before it is decided")),
        error_messages={"required": "Choose what the office is told"},
    )
    found = _area("What you found", help_text="Read by the safeguarding lead alone.", rows=5)


class PolicyForm(forms.Form):
    """The school's own choices about leave."""

    answer_days = forms.IntegerField(label="Answered within so many school days", min_value=1, max_value=20)
    granting = _area("Sentences for granting, one a line", rows=4)
    refusing = _area("Sentences for refusing, one a line", rows=4)


def _yes(chosen: str) -> bool | None:
    return {"yes": True, "no": False}.get(chosen)
