"""What is typed about letters: their words, the letterhead, and to whom they go."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django import forms

from rollbook.comms.facts import fields_known
from rollbook.comms.queries.letter_cases import FIRST, HOMES
from rollbook.comms.queries.letter_templates import Head
from rollbook.pupils.queries import GroupLine
from rollbook.rules.wording import unknown_fields
from rollbook.web.dates import TypedDateField

LONGEST = 20_000
WORD = "Or a Word document"


class WordsForm(forms.Form):
    """A letter's subject and words, or a Word document in their place."""

    nothing_said = "Write what the letter says, or choose a Word document"
    subject = forms.CharField(label="Subject line", max_length=150, error_messages={"required": "Write a subject line"})
    words = forms.CharField(
        label="Words",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="An empty line begins a paragraph, “# ” a heading, “- ” a line of a list.",
    )
    document = forms.FileField(
        label=WORD, required=False, help_text="A .docx whose fields are written as {{ pupil }}. It replaces the words."
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("subject", "words"):
            if wrong := unknown_fields(given.get(name, ""), fields_known()):
                self.add_error(
                    name, f"There is no field {{{wrong[0]}}}. Take one from the list, or write it otherwise."
                )
        if not given.get("words", "").strip() and not given.get("document"):
            self.add_error("words", self.nothing_said)
        return given

    @property
    def upload(self) -> tuple[str, bytes] | None:
        sent = self.cleaned_data["document"]
        return (str(sent.name), sent.read()) if sent else None


class TranslationForm(WordsForm):
    """A letter's subject and words in another language."""

    nothing_said = "Write what the letter says"
    document = None  # type: ignore[assignment]  # Django's way to leave a field out; Word letters have none


class NewForm(WordsForm):
    """A letter of the school's own."""

    name = forms.CharField(label="Name", max_length=80, error_messages={"required": "Give the letter a name"})
    field_order = ("name", "subject", "words", "document")


class HeadForm(forms.Form):
    """What stands on every letter of the school."""

    crest = forms.FileField(
        label="Crest", required=False, help_text="PNG or JPEG, 1 MB at most. Leave it empty to keep the one there is."
    )
    no_crest = forms.BooleanField(label="Without a crest", required=False)
    lines = forms.CharField(
        label="Address and how to reach the school",
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Four lines at most, at the top right of each letter.",
    )
    signed_by = forms.CharField(label="Signed by", required=False, max_length=120)
    position = forms.CharField(label="Position", required=False, max_length=120)
    foot = forms.CharField(label="At the foot", required=False, max_length=250)
    envelope = forms.ChoiceField(
        label="Window envelope",
        choices=(("dl", "DL (folded twice)"), ("c5", "C5 (folded once)")),
        widget=forms.RadioSelect,
    )

    def clean_lines(self) -> str:
        typed = [line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if len(typed) > 4:
            raise forms.ValidationError("Four lines at most: more would stand where the address has to be")
        return "\n".join(typed)

    def head(self, standing: Head) -> Head:
        given = self.cleaned_data
        return Head(
            crest=None if given["no_crest"] else standing.crest,
            lines=tuple(given["lines"].splitlines()),
            signed_by=given["signed_by"],
            position=given["position"],
            foot=given["foot"],
            envelope=given["envelope"],
        )


class WriteForm(forms.Form):
    """To whom a letter goes. `slot` names this act, so that a double press writes it once; `pupil` are handed over."""

    slot = forms.UUIDField(widget=forms.HiddenInput)
    whom = forms.ChoiceField(
        label="To",
        choices=((HOMES, "Every home of a parent or carer who may be told"), (FIRST, "The first contact alone")),
        widget=forms.RadioSelect,
        initial=HOMES,
        error_messages={"required": "Choose to whom it goes", "invalid_choice": "Choose to whom it goes"},
    )
    message = forms.CharField(
        label="What you write", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Stands in the letter where it says {message}.",
        error_messages={"required": "Write what the letter is to say"},
    )  # fmt: skip
    sort = forms.ChoiceField(
        label="In the order of",
        choices=(("form", "Form, then name"), ("postcode", "Postcode")),
        widget=forms.RadioSelect,
        initial="form",
        error_messages={"required": "Choose an order", "invalid_choice": "Choose an order"},
    )

    def __init__(
        self, *args: Any, groups: Sequence[GroupLine], wanted: Collection[str], handed: bool,
        today: date, **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        self.groups_given = tuple(groups)
        self.fields["groups"] = forms.MultipleChoiceField(
            label="About the pupils of",
            required=not handed,
            choices=[(str(group.public_id), f"{group.name} ({group.size})") for group in groups if group.size],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Tick at least one group"},
        )
        self.fields["reply_by"] = TypedDateField(
            label="Answer by", around=today, error_messages={"required": "Set the day by which you ask for an answer"}
        )
        for name in ("message", "reply_by"):
            if name not in wanted:
                del self.fields[name]
        if handed:
            del self.fields["groups"]
        self.order_fields(["slot", "groups", "message", "reply_by", "whom", "sort"])
