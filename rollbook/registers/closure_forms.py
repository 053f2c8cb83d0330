"""What the office says of an unexpected closure: what happened, when, and whom it reached."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms

from rollbook.registers.actions.closures import ACCESS, PART, TRANSPORT, WHOLE
from rollbook.registers.forms import LONGEST_NOTE
from rollbook.rules.sessions import Half, Session
from rollbook.web.dates import TypedDateField

LONGEST = timedelta(days=13)
WHAT = (
    (WHOLE, "The whole site is closed unexpectedly (Y4, everybody)"),
    (PART, "Part of the site cannot be used (Y3, the pupils it cannot hold)"),
    (TRANSPORT, "Transport the school or authority provides did not run (Y1, its pupils beyond walking distance)"),
    (ACCESS, "Access arrangements that the authority has to make are missing (Q, those pupils)"),
)
GIVE_WAY = (("N", "N, no reason yet"), ("O", "O, unauthorised"), ("I", "I, illness"))


class ClosureForm(forms.Form):
    """An unexpected closure; a part of the school is told by groups, rooms or sites."""

    code = forms.ChoiceField(
        label="What happened",
        choices=WHAT,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happened"},
    )
    halves = forms.MultipleChoiceField(
        label="Sessions lost",
        choices=[("0", "Mornings"), ("1", "Afternoons")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick mornings, afternoons or both"},
    )
    over = forms.MultipleChoiceField(
        label="Also change these marks, if they stand already",
        choices=GIVE_WAY,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(label="What happened, in a few words", required=False, max_length=LONGEST_NOTE)

    def __init__(self, *args: Any, today: date, reached: Iterable[tuple[str, str]], **more: Any) -> None:
        more.setdefault("initial", {"halves": ["0", "1"], "first": today})
        super().__init__(*args, **more)
        self.fields["first"] = TypedDateField(
            label="First day", around=today, error_messages={"required": "Enter the first day"}
        )
        self.fields["last"] = TypedDateField(
            label="Last day", around=today, required=False, help_text="Leave empty for one day."
        )
        self.fields["groups"] = forms.MultipleChoiceField(
            label="For whom",
            choices=list(reached),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="Not for a whole closure. You choose pupil by pupil on the next page.",
        )
        self.order_fields(["code", "first", "last", "halves", "groups", "over", "reason"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day cannot be before the first day")
        if first and last and last - first > LONGEST:
            self.add_error("last", "Enter at most two weeks at once")
        if given.get("code") and given["code"] != WHOLE and not given.get("groups"):
            self.add_error("groups", "Tick the groups it reached")
        if given.get("over") and not given.get("reason", "").strip():
            self.add_error("reason", "Say what happened: it is kept with every mark that is changed")
        return given

    def sessions(self, school_days: Iterable[date]) -> tuple[Session, ...]:
        """The sessions lost, of the days on which the school was due to meet."""
        return tuple(
            Session(day, half) for day in school_days for half in Half if str(int(half)) in self.cleaned_data["halves"]
        )
