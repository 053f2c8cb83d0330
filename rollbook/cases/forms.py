"""What is typed on the screens of cases; a step's form is made from the facts that it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms

from rollbook.cases.queries import StepLine
from rollbook.rules.access import PERMISSIONS, Permission, Role
from rollbook.rules.process import AnyProcess
from rollbook.rules.process_facts import Kind, Question
from rollbook.staff.queries import StaffLine
from rollbook.web.dates import TypedDateField

LONGEST = 20_000
YES_NO = (("", "Not known"), ("yes", "Yes"), ("no", "No"))
WORKERS = tuple(role for role in Role if Permission.WORK_CASES in PERMISSIONS[role] and role is not Role.SYSTEM)


class DaysField(forms.CharField):
    """Several days, one a line, as 23/11/2026."""

    def clean(self, value: Any) -> tuple[date, ...]:
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        return tuple(_day(line) for line in lines)


def _day(line: str) -> date:
    try:
        return datetime.strptime(line, "%d/%m/%Y").date()  # noqa: DTZ007  (a day has no time zone)
    except ValueError:
        raise forms.ValidationError(f"“{line[:20]}” is not a day. Write one day a line, as 23/11/2026.") from None


class StepForm(forms.Form):
    """A step: the day, what it asks, how it is decided, a note, and whether its letter is written."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, step: StepLine, facts: object, around: date, letter: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.questions = tuple(question for question, _ in step.asks)
        for question in self.questions:
            self.fields[question.name] = _field(question, around, _known_or_offered(question.name, step, facts))
        choices = step.state.step.choices
        if choices:
            self.fields["choice"] = forms.ChoiceField(
                label="How is it decided?",
                choices=[(one.key, one.says) for one in choices],
                widget=forms.RadioSelect,
                error_messages={"required": "Choose how it is decided"},
            )
        self.fields["on"] = TypedDateField(label="On which day was it done?", around=around, required=False)
        self.fields["note"] = forms.CharField(
            label="Reasons" if choices else "Note",
            required=False,
            max_length=LONGEST,
            widget=forms.Textarea,
            help_text="Kept with the decision; it may be read in a report or a court." if choices else "",
        )
        if letter:
            self.fields["write"] = forms.BooleanField(label=f"Write the letter “{letter}”", required=False)

    def answers(self) -> dict[str, object]:
        """What was answered, by the fact's name, as plain values."""
        return {question.name: _answer(question, self.cleaned_data[question.name]) for question in self.questions}


class FactsForm(forms.Form):
    """Everything that is known in a case, to be put right."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, questions: Sequence[Question], facts: object, around: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.questions = tuple(questions)
        for question in self.questions:
            self.fields[question.name] = _field(question, around, getattr(facts, question.name), asked=False)
        self.fields["why"] = forms.CharField(
            label="Why is it corrected?", max_length=1000, error_messages={"required": "Say why it is corrected"}
        )

    def answers(self) -> dict[str, object]:
        return {question.name: _answer(question, self.cleaned_data[question.name]) for question in self.questions}


class OpenForm(forms.Form):
    """Why a case is opened, and about which parent where its process is about one."""

    def __init__(self, *args: Any, process: AnyProcess, parents: Iterable[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        if process.per_contact:
            self.fields["contact"] = forms.ChoiceField(
                label="Which parent is it about?",
                choices=[(str(key), name) for key, name in parents],
                widget=forms.RadioSelect,
                help_text="A case is about one parent; open another for the other.",
                error_messages={"required": "Choose the parent"},
            )
        self.fields["why"] = forms.CharField(
            label="Why is it opened?",
            max_length=LONGEST,
            widget=forms.Textarea,
            error_messages={"required": "Say why the case is opened"},
        )


class WhyForm(forms.Form):
    """A reason, for what is not done without one."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    why = forms.CharField(
        label="Why?", max_length=LONGEST, widget=forms.Textarea, error_messages={"required": "Say why"}
    )


class CloseForm(WhyForm):
    """How a case ends before its last step."""

    def __init__(self, *args: Any, process: AnyProcess, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["outcome"] = forms.ChoiceField(
            label="How does it end?",
            choices=[(one.key, one.says) for one in process.outcomes if one.by_hand],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose how the case ends"},
        )
        self.order_fields(["outcome", "why"])


class NoteForm(forms.Form):
    """Something to be kept in a case."""

    says = forms.CharField(
        label="Note",
        max_length=LONGEST,
        widget=forms.Textarea,
        error_messages={"required": "Write what is to be kept"},
    )


class FileForm(forms.Form):
    """A file to be kept in a case."""

    file = forms.FileField(label="File", error_messages={"required": "Choose a file"})


class GiveForm(forms.Form):
    """To whom the chosen cases go."""

    def __init__(self, *args: Any, people: Iterable[StaffLine], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["to"] = forms.ChoiceField(
            label="Give the chosen cases to",
            choices=[
                ("", "Choose"),
                ("Whoever is", [(f"role:{role.value}", role.label) for role in WORKERS]),
                ("People", [(f"user:{one.id}", one.name) for one in people if one.is_active]),
            ],
            error_messages={"required": "Choose to whom they go"},
        )

    def chosen(self) -> tuple[int | None, str]:
        """The person's id or the role; the form must be valid."""
        kind, _, value = str(self.cleaned_data["to"]).partition(":")
        return (int(value), "") if kind == "user" else (None, value)


def _known_or_offered(name: str, step: StepLine, facts: object) -> object:
    known = getattr(facts, name)
    return step.offered.get(name, known) if known in (None, "", ()) else known


def _field(question: Question, around: date, value: object, *, asked: bool = True) -> forms.Field:
    told: dict[str, Any] = {
        "label": question.label,
        "help_text": question.help,
        "required": question.required and asked,
        "initial": _initial(question, value),
        "error_messages": {"required": f"Answer “{question.label}”"},
    }
    if question.kind is Kind.DAY:
        return TypedDateField(around=around, **told)
    if question.kind is Kind.NUMBER:
        return forms.IntegerField(min_value=0, max_value=1_000_000, **told)
    if question.kind is Kind.YES_NO:
        return forms.ChoiceField(choices=YES_NO, **told)
    if question.kind is Kind.ONE_OF:
        return forms.ChoiceField(choices=(("", "Not known"), *question.options), **told)
    if question.kind is Kind.TEXT:
        return forms.CharField(max_length=500, **told)
    if question.kind is Kind.DAYS:
        return DaysField(max_length=LONGEST, widget=forms.Textarea, **told)
    return forms.CharField(max_length=LONGEST, widget=forms.Textarea, **told)


def _initial(question: Question, value: object) -> object:
    if question.kind is Kind.YES_NO:
        return {True: "yes", False: "no"}.get(bool(value), "") if value is not None else ""
    if question.kind is Kind.LINES:
        return "\n".join(value) if isinstance(value, tuple) else ""
    if question.kind is Kind.DAYS:
        return "\n".join(f"{day:%d/%m/%Y}" for day in value) if isinstance(value, tuple) else ""
    return getattr(value, "value", value)


def _answer(question: Question, value: object) -> object:
    if question.kind is Kind.YES_NO:
        return {"yes": True, "no": False}.get(str(value))
    if question.kind is Kind.LINES:
        return tuple(line.strip() for line in str(value).splitlines() if line.strip())
    if question.kind is Kind.ONE_OF:
        return value or None
    if question.kind is Kind.DAYS:
        return value
    if question.kind in (Kind.TEXT, Kind.LONG):
        return str(value).strip()
    return value
