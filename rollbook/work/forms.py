"""What is typed on the screens of work."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from rollbook.rules.access import PERMISSIONS as MAY
from rollbook.rules.access import Permission, Role
from rollbook.staff.queries import StaffLine
from rollbook.web.dates import TypedDateField
from rollbook.work.models import Question

LONGEST_TASK, LONGEST_WORDS = 500, 2000
POSTS = tuple(role for role in Role if Permission.HAVE_TASKS in MAY[role] and role is not Role.SYSTEM)


def for_whom(people: Iterable[StaffLine]) -> list[tuple[str, object]]:
    """Roles first, then people, as the groups of a select; a value is `role:tutor` or `user:12`."""
    return [
        ("", "Choose"),
        ("Whoever is", [(f"role:{role.value}", role.label) for role in POSTS]),
        ("People", [(f"user:{one.id}", one.name) for one in people if one.is_active]),
    ]


class Choosing(forms.Form):
    """A form with a field `to` that names a person or a role."""

    def chosen(self) -> tuple[int | None, str]:
        """The person's id or the role; the form must be valid."""
        kind, _, value = str(self.cleaned_data.get("to", "")).partition(":")
        return (int(value), "") if kind == "user" else (None, value)


class ForSomebody(Choosing):
    """A form that asks for whom something is, and must be told."""

    def __init__(self, *args: Any, people: Iterable[StaffLine], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["to"] = forms.ChoiceField(
            label="For", choices=for_whom(people), error_messages={"required": "Choose for whom it is"}
        )


class NoteForm(ForSomebody):
    """What the next person needs to know."""

    note = forms.UUIDField(widget=forms.HiddenInput)
    says = forms.CharField(
        label="What the next person needs to know",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea,
        error_messages={"required": "Write what the next person needs to know"},
    )


class TaskForm(ForSomebody):
    """Something to be done by a day."""

    task = forms.UUIDField(widget=forms.HiddenInput)
    says = forms.CharField(
        label="What is to be done",
        max_length=LONGEST_TASK,
        error_messages={"required": "Say what is to be done"},
    )

    def __init__(self, *args: Any, around: date, people: Iterable[StaffLine], **more: Any) -> None:
        super().__init__(*args, people=people, **more)
        self.fields["due"] = TypedDateField(
            label="By", around=around, error_messages={"required": "Say by when it is to be done"}
        )
        self.order_fields(["task", "says", "to", "due"])


class DelegationForm(forms.Form):
    """To whom, from when, until when; and whose work it is, for who manages staff."""

    delegation = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, around: date, people: Iterable[StaffLine], whose: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        names = [(str(one.id), one.name) for one in people if one.is_active]
        if whose:
            self.fields["of"] = forms.ChoiceField(label="Whose work", required=False, choices=[("", "My own"), *names])
        self.fields["to"] = forms.ChoiceField(
            label="Goes to", choices=[("", "Choose"), *names], error_messages={"required": "Choose a colleague"}
        )
        self.fields["first"] = TypedDateField(
            label="From", around=around, error_messages={"required": "Say from which day"}
        )
        self.fields["last"] = TypedDateField(
            label="Until", around=around, error_messages={"required": "Say until which day: it ends by itself"}
        )


class QuestionForm(Choosing):
    """What somebody asked; the answer, if it was given at once."""

    question = forms.UUIDField(widget=forms.HiddenInput)
    asker = forms.ChoiceField(label="Who asked", choices=Question.Asker.choices)
    who = forms.CharField(
        label="Name", required=False, max_length=200, help_text="And what they are: Ms Bello, virtual school."
    )
    way = forms.ChoiceField(label="How", choices=Question.Way.choices)
    says = forms.CharField(
        label="What they asked",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea,
        error_messages={"required": "Write down what they asked"},
    )
    answer = forms.CharField(
        label="The answer, if you gave it",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea,
        help_text="Left empty, it stands open until somebody answers.",
    )

    def __init__(self, *args: Any, around: date, people: Iterable[StaffLine], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["to"] = forms.ChoiceField(
            label="To be answered by", required=False, choices=[*for_whom(people)[1:]],
            initial=f"role:{Role.ATTENDANCE_ADMINISTRATOR.value}",
        )  # fmt: skip
        self.fields["due"] = TypedDateField(label="By", around=around, required=False)


class AnswerForm(forms.Form):
    """What was answered."""

    answer = forms.CharField(
        label="What was answered, and to whom",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea,
        error_messages={"required": "Write down what was answered"},
    )


class ToldForm(forms.Form):
    """What a family was told unasked."""

    told = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="What it was",
        choices=(
            (Question.Kind.OUTREACH.value, "Word to the family"),
            (Question.Kind.STATEMENT.value, "Attendance statement"),
        ),
        widget=forms.RadioSelect,
    )
    who = forms.CharField(label="To whom", max_length=200, error_messages={"required": "Say who was told"})
    way = forms.ChoiceField(label="How", choices=Question.Way.choices)
    says = forms.CharField(
        label="What they were told",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea,
        error_messages={"required": "Write down what they were told"},
    )


class ScriptForm(forms.Form):
    """The steps beside a call, one a line."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    says = forms.CharField(
        label="What stands beside the call",
        max_length=4000,
        widget=forms.Textarea,
        help_text="One step a line. Leave a gap as … where a name belongs.",
        error_messages={"required": "Write at least one step"},
    )


def new(name: str) -> dict[str, object]:
    """A form as it opens: what it makes gets its id now, so that a double tap makes one."""
    return {name: uuid.uuid4()}
