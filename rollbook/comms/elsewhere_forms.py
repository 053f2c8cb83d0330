"""What is typed to send a message that failed to another address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from rollbook.comms.forms import LONGEST_MAIL, LONGEST_SUBJECT
from rollbook.comms.queries.elsewhere import OtherWay


class ElsewhereForm(forms.Form):
    """By which way instead, and in which words: they may name the first person."""

    way = forms.ChoiceField(label="Send it as", widget=forms.RadioSelect)
    subject = forms.CharField(label="Subject", required=False, max_length=LONGEST_SUBJECT, help_text="E-mail only")
    words = forms.CharField(
        label="Words",
        max_length=LONGEST_MAIL,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="As they stood. Mend them where they name somebody else.",
        error_messages={"required": "Write what is to be said"},
    )

    def __init__(self, *args: Any, ways: Sequence[OtherWay], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["way"] = forms.ChoiceField(
            label="Send it as",
            choices=[(way.key, way.says) for way in ways if not way.why_not],
            widget=forms.RadioSelect,
            error_messages={
                "required": "Choose where it goes",
                "invalid_choice": "That address is not offered any more. Choose again.",
            },
        )
        self.order_fields(["way", "subject", "words"])
