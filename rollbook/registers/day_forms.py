"""What the office says of a day that is not ordinary: a sudden closure, and taking one back (REG-M)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from rollbook.registers.actions.sudden import Sudden
from rollbook.rules.sessions import Half
from rollbook.web.dates import TypedDateField

LONGEST_REASON = 100
LOST = (("01", "The whole day"), ("1", "The afternoon; morning marks stay true"))


class SuddenForm(forms.Form):
    """The whole school closes: which day, how much of it, and why."""

    halves = forms.ChoiceField(
        label="What is lost",
        choices=LOST,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the whole day is lost, or the afternoon"},
    )
    reason = forms.CharField(
        label="What happened",
        max_length=LONGEST_REASON,
        help_text="As “Snow” or “No heating”; nothing about a person",
        error_messages={"required": "Write what happened, for example snow"},
    )

    def __init__(self, *args: Any, today: date, halves: str = "01", **more: Any) -> None:
        more.setdefault("initial", {"halves": halves, "on": today})
        super().__init__(*args, **more)
        self.fields["on"] = TypedDateField(label="Day", around=today, error_messages={"required": "Enter the day"})
        self.order_fields(["halves", "on", "reason"])

    @property
    def sudden(self) -> Sudden:
        """The closure that was said."""
        given = self.cleaned_data
        return Sudden(given["on"], tuple(Half(int(n)) for n in given["halves"]), given["reason"])


class BackForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(
        label="Why it is taken back",
        max_length=LONGEST_REASON,
        error_messages={"required": "Write why; it is kept with every mark"},
    )
