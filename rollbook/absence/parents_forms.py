"""The questions of the form for parents, one form each: from what is typed to answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms

from rollbook.absence.queries.parents import Answers, Child
from rollbook.absence.queries.parents_words import as_reached
from rollbook.formats.values.phones import takes_texts
from rollbook.rules.parents_form import why_not_these_days
from rollbook.rules.sessions import in_words
from rollbook.web.dates import TypedDateField

LANDLINE = "A text cannot reach a landline. Enter a mobile number, or your e-mail address"
NEITHER = "Enter a mobile number, for example 07700 900123, or an e-mail address"
WHOLE = "whole"


class ReachForm(forms.Form):
    """By which number or address the school knows somebody; whether it does is never said."""

    reached_at = forms.CharField(
        label="Your mobile number or e-mail address",
        help_text="One that the school has for you. We send a code to it.",
        max_length=254,
        error_messages={"required": NEITHER},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "spellcheck": "false"}),
    )

    def clean_reached_at(self) -> str:
        typed: str = self.cleaned_data["reached_at"]
        channel, address = as_reached(typed)
        if channel == "text" and not takes_texts(address):
            raise forms.ValidationError(LANDLINE)
        if not channel or (channel == "email" and not _is_address(address)):
            raise forms.ValidationError(NEITHER)
        return typed


class CodeForm(forms.Form):
    """The six figures of a code."""

    code = forms.CharField(
        label="Code",
        help_text="Six figures",
        max_length=20,
        error_messages={"required": "Enter the six figures of the code"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class SetUpForm(forms.Form):
    """The form of the office's set-up: on or off, and how leave is asked for here."""

    is_on = forms.BooleanField(label="Parents may report absences by the form", required=False)
    leave_words = forms.CharField(
        label="How to ask for leave in term time",
        required=False,
        max_length=2000,
        help_text="Shown to whoever wants to report a holiday. Leave it empty for words that fit every school.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class Question(forms.Form):
    """One question: made from what was answered before, and giving the answers with its own among them."""

    def __init__(
        self, data: Any = None, files: Any = None, *, answers: Answers, children: Sequence[Child], today: date
    ) -> None:
        self.answers, self.children, self.today = answers, tuple(children), today
        super().__init__(data, files, initial=self.before(answers))

    @property
    def who(self) -> str:
        """The children chosen, by forename, as a question names them."""
        chosen = [child.forename for child in self.children if child.pupil in self.answers.children]
        return " and ".join(filter(None, (", ".join(chosen[:-1]), chosen[-1]))) if chosen else ""

    @property
    def heading(self) -> str:
        """The question, as the page asks it."""
        raise NotImplementedError

    def before(self, answers: Answers) -> dict[str, Any]:
        """What the boxes show of an answer given before."""
        raise NotImplementedError

    def answered(self) -> Answers:
        """The answers with this one among them."""
        raise NotImplementedError


class ChildrenForm(Question):
    """Who will not be in school."""

    children_chosen = forms.MultipleChoiceField(
        label="Who will not be in school?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose who will not be in school"},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choice = self.fields["children_chosen"]
        choice.choices = [(child.token, child.forename) for child in self.children]  # type: ignore[attr-defined]

    @property
    def heading(self) -> str:
        return "Who will not be in school?"

    def before(self, answers: Answers) -> dict[str, Any]:
        chosen = [c.token for c in self.children if c.pupil in answers.children]
        only = [c.token for c in self.children] if len(self.children) == 1 else []
        return {"children_chosen": chosen or only}

    def answered(self) -> Answers:
        tokens = set(self.cleaned_data["children_chosen"])
        return replace(self.answers, children=tuple(c.pupil for c in self.children if c.token in tokens))


class DaysForm(Question):
    """Which days."""

    when = forms.ChoiceField(
        label="Which days?", widget=forms.RadioSelect, error_messages={"required": "Choose which days"}
    )
    first = TypedDateField(label="First day", required=False, help_text="Only for other days. For example 23 11 2026")
    last = TypedDateField(label="Last day", required=False, help_text="Leave it empty for one day")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["when"].choices = [  # type: ignore[attr-defined]  # a ChoiceField's
            ("today", f"Today, {in_words(self.today)}"),
            ("next", self._says_next()),
            ("other", "Another day, or more than one"),
        ]
        for name in ("first", "last"):
            self.fields[name].around = self.today  # type: ignore[attr-defined]  # a TypedDateField's

    @property
    def heading(self) -> str:
        return f"On which days is {self.who} away?" if len(self.answers.children) == 1 else "On which days?"

    def before(self, answers: Answers) -> dict[str, Any]:
        if answers.first is None:
            return {}
        for word, day in (("today", self.today), ("next", _next_weekday(self.today))):
            if answers.first == answers.last == day:
                return {"when": word}
        return {"when": "other", "first": answers.first, "last": answers.last}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        when, first = given.get("when"), given.get("first")
        if when == "other" and not first and "first" not in self.errors:
            self.add_error("first", "Enter the first day")
        if when == "other" and first and (why := why_not_these_days(first, given.get("last") or first, self.today)):
            self.add_error("last" if given.get("last") else "first", why)
        return given

    def answered(self) -> Answers:
        given = self.cleaned_data
        day = {"today": self.today, "next": _next_weekday(self.today)}.get(given["when"])
        first = day or given["first"]
        last = day or given["last"] or first
        moved = (first, last) != (self.answers.first, self.answers.last)
        said = replace(self.answers, first=first, last=last)
        return replace(said, half=None, back=None, back_said=False) if moved else said

    def _says_next(self) -> str:
        day = _next_weekday(self.today)
        return f"Tomorrow, {in_words(day)}" if day == self.today + timedelta(days=1) else in_words(day)


class HalfForm(Question):
    """All day, or half of it."""

    half = forms.ChoiceField(
        label="All day?",
        widget=forms.RadioSelect,
        choices=((WHOLE, "All day"), ("AM", "The morning"), ("PM", "The afternoon")),
        error_messages={"required": "Choose all day, the morning or the afternoon"},
    )

    @property
    def heading(self) -> str:
        return "All day, or part of it?"

    def before(self, answers: Answers) -> dict[str, Any]:
        return {"half": answers.half} if answers.half else {}

    def answered(self) -> Answers:
        return replace(self.answers, half=self.cleaned_data["half"])


class BackForm(Question):
    """When they are expected back."""

    back = TypedDateField(
        label="Expected back on", required=False, help_text="For example 23 11 2026. Leave it empty if you do not know."
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["back"].around = self.today  # type: ignore[attr-defined]  # a TypedDateField's

    @property
    def heading(self) -> str:
        return f"When do you expect {self.who} back?"

    def before(self, answers: Answers) -> dict[str, Any]:
        return {"back": answers.back}

    def clean_back(self) -> date | None:
        back: date | None = self.cleaned_data["back"]
        if back and self.answers.last and back < self.answers.last:
            raise forms.ValidationError("That is before the absence is over. Check the date")
        return back

    def answered(self) -> Answers:
        return replace(self.answers, back=self.cleaned_data["back"], back_said=True)


class WhyForm(Question):
    """Why, by kind and in the parent's own words."""

    kind = forms.ChoiceField(
        label="Why?",
        widget=forms.RadioSelect,
        choices=(
            ("ill", "Ill"),
            ("appointment", "A medical or dental appointment"),
            ("leave", "A holiday, or other leave in term time"),
            ("other", "Something else"),
        ),
        error_messages={"required": "Choose what comes closest"},
    )
    words = forms.CharField(
        label="In your own words",
        required=False,
        max_length=1000,
        help_text="What is wrong, or where the appointment is. The school keeps this private.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    @property
    def heading(self) -> str:
        return f"Why is {self.who} away?" if len(self.answers.children) == 1 else "Why are they away?"

    def before(self, answers: Answers) -> dict[str, Any]:
        return {"kind": answers.kind, "words": answers.words}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("kind") == "other" and not given.get("words", "").strip():
            self.add_error("words", "Say in a few words what it is")
        return given

    def answered(self) -> Answers:
        return replace(self.answers, kind=self.cleaned_data["kind"], words=self.cleaned_data["words"].strip())


class EvidenceForm(Question):
    """A photograph or PDF, if there is one."""

    file = forms.FileField(
        label="Photograph or PDF",
        required=False,
        allow_empty_file=True,
        help_text="An appointment card, a letter. JPEG, PNG, HEIC or PDF, up to 8 MB.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/heic,application/pdf"}),
    )

    @property
    def heading(self) -> str:
        return "Is there anything to show the school?"

    def before(self, answers: Answers) -> dict[str, Any]:
        return {}

    def answered(self) -> Answers:
        return replace(self.answers, evidence_said=True)


QUESTIONS: dict[str, type[Question]] = {
    "children": ChildrenForm,
    "days": DaysForm,
    "half": HalfForm,
    "back": BackForm,
    "why": WhyForm,
    "evidence": EvidenceForm,
}


def asked(answers: Answers) -> tuple[str, ...]:
    """The questions that these answers call for, in order: half a day is asked of one day alone."""
    return tuple(name for name in QUESTIONS if name != "half" or answers.is_one_day)


def is_answered(answers: Answers, name: str) -> bool:
    """Whether a question has its answer."""
    return {
        "children": bool(answers.children),
        "days": answers.first is not None,
        "half": answers.half is not None,
        "back": answers.back_said,
        "why": answers.kind is not None,
        "evidence": answers.evidence_said,
    }[name]


def first_unanswered(answers: Answers) -> str:
    """The next question, or `check` when all have been answered."""
    return next((name for name in asked(answers) if not is_answered(answers, name)), "check")


def _next_weekday(today: date) -> date:
    """The next day on which a school may meet: never a Saturday or Sunday."""
    return today + timedelta(days=max(1, 7 - today.weekday()) if today.weekday() > 3 else 1)


def _is_address(address: str) -> bool:
    before, _, after = address.partition("@")
    return bool(before) and "." in after and " " not in address
