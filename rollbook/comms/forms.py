"""What is typed about messages: to whom, in which words; through whom they go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from rollbook.comms.providers import Provider
from rollbook.comms.queries.composing import FIELDS
from rollbook.pupils.queries import GroupLine
from rollbook.rules.wording import unknown_fields

LONGEST_TEXT, LONGEST_MAIL, LONGEST_SUBJECT = 918, 20_000, 150
CHANNELS = (("text", "Text"), ("email", "E-mail"))


class ComposeForm(forms.Form):
    """A message to the families of some groups. `slot` names this message, so that a double press sends it once."""

    slot = forms.UUIDField(widget=forms.HiddenInput)
    groups = forms.MultipleChoiceField(
        label="To the families of",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one group"},
    )
    whom = forms.ChoiceField(
        label="To",
        choices=(("first", "The first contact of each pupil"), ("all", "Every contact who may be told")),
        widget=forms.RadioSelect,
        initial="first",
    )
    channel = forms.ChoiceField(label="By", choices=CHANNELS, widget=forms.RadioSelect, initial="text")
    subject = forms.CharField(label="Subject", required=False, max_length=LONGEST_SUBJECT, help_text="E-mail only")
    words = forms.CharField(
        label="Words",
        max_length=LONGEST_MAIL,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Fields: " + ", ".join(f"{{{name}}} {says}" for name, says in FIELDS.items()),
        error_messages={"required": "Write what is to be said"},
    )

    def __init__(self, *args: Any, groups: Sequence[GroupLine], **more: Any) -> None:
        super().__init__(*args, **more)
        self.groups_given = tuple(groups)
        choices = [(str(group.public_id), f"{group.name} ({group.size})") for group in groups if group.size]
        self.fields["groups"] = forms.MultipleChoiceField(
            label="To the families of",
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Tick at least one group"},
        )
        self.order_fields(["slot", "groups", "whom", "channel", "subject", "words"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("subject", "words"):
            if wrong := unknown_fields(given.get(name, ""), FIELDS):
                known = ", ".join(f"{{{field}}}" for field in FIELDS)
                self.add_error(name, f"There is no field {{{wrong[0]}}}. The fields are {known}.")
        if given.get("channel") == "email" and not given.get("subject", "").strip():
            self.add_error("subject", "Write a subject for the e-mail")
        if given.get("channel") == "text" and len(given.get("words", "")) > LONGEST_TEXT:
            self.add_error("words", f"A text has at most {LONGEST_TEXT} letters: shorten it")
        return given


class AccountForm(forms.Form):
    """What an account with a provider needs; a secret that is kept already may stay empty."""

    def __init__(self, provider: Provider, *args: Any, is_kept: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        for setting in provider.settings:
            stays = setting.secret and is_kept
            self.fields[setting.name] = forms.CharField(
                label=setting.label,
                required=setting.needed and not stays,
                max_length=500,
                help_text="Kept. Leave it empty to keep it." if stays else setting.hint,
                widget=forms.PasswordInput(attrs={"autocomplete": "off"}) if setting.secret else forms.TextInput,
            )
