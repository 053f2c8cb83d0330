"""What is typed when a list of pupils goes elsewhere together, and when somebody says who was there."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from rollbook.registers.actions.planning_many import Pattern, pattern_of
from rollbook.registers.plan_forms import WEEKDAYS, plannable
from rollbook.web.dates import TypedDateField

THERE, NOT_THERE = "there", "not-there"
PREFIX = "p-"


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of each row of a list, by the row's token."""

    there: frozenset[str]
    not_there: frozenset[str]


def read_said(post: Mapping[str, str]) -> Said:
    """Who was there and who was not; whoever has another answer, or none, still waits."""
    answers = {key.removeprefix(PREFIX): value for key, value in post.items() if key.startswith(PREFIX)}
    return Said(
        frozenset(token for token, value in answers.items() if value == THERE),
        frozenset(token for token, value in answers.items() if value == NOT_THERE),
    )


def real_ids(tokens: frozenset[str]) -> list[str]:
    """Those that are ids at all, in order."""
    found = []
    for token in sorted(tokens):
        try:
            found.append(str(uuid.UUID(token)))
        except ValueError:
            continue
    return found


class OutingForm(forms.Form):
    """A trip, fixture, placement or provider's sessions, for a group or a pasted list."""

    name = forms.CharField(label="What it is", max_length=80, help_text="As Year 9 to the Science Museum")
    place = forms.CharField(label="Where", required=False, max_length=80)
    provider = forms.CharField(
        label="Or somebody outside",
        required=False,
        max_length=120,
        help_text="The provider or employer, who confirms by a link or by telephone",
    )
    mornings = forms.MultipleChoiceField(
        label="Mornings", choices=WEEKDAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    afternoons = forms.MultipleChoiceField(
        label="Afternoons", choices=WEEKDAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    pasted = forms.CharField(
        label="Or a pasted list",
        required=False,
        max_length=100_000,
        widget=forms.Textarea,
        help_text="A line for each pupil: admission number, UPN, or name as Surname, Forename",
    )

    def __init__(
        self,
        *args: Any,
        today: date,
        groups: Sequence[tuple[str, str]],
        staff: Sequence[tuple[str, str]],
        **more: Any,
    ) -> None:
        whole = [day for day, _ in WEEKDAYS]
        more.setdefault("initial", {"mornings": whole, "afternoons": whole, "code": "V"})
        super().__init__(*args, **more)
        codes = [(c.symbol, f"{c.symbol}  {c.name}") for c in plannable(today) if c.claims_elsewhere]
        self.fields["code"] = forms.ChoiceField(label="Code", choices=codes)
        self.fields["leader"] = forms.ChoiceField(
            label="Who leads and confirms it", choices=[("", "Nobody of the staff"), *staff], required=False
        )
        self.fields["group"] = forms.ChoiceField(label="A group", choices=[("", "No group"), *groups], required=False)
        self.fields["first"] = TypedDateField(
            label="First day", around=today, error_messages={"required": "Enter the first day"}
        )
        self.fields["last"] = TypedDateField(
            label="Last day", around=today, required=False, help_text="Leave empty for one day."
        )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day cannot be before the first day")
        if not given.get("mornings") and not given.get("afternoons"):
            self.add_error("mornings", "Tick at least one morning or afternoon")
        if not given.get("leader") and not given.get("provider"):
            self.add_error("leader", "Say who can confirm it: a member of staff here, or the provider below")
        return given

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """The week as it was ticked."""
        mornings, afternoons = self.cleaned_data["mornings"], self.cleaned_data["afternoons"]
        return pattern_of({int(d): "0" * (d in mornings) + "1" * (d in afternoons) for d, _ in WEEKDAYS})
