"""What the office types when it plans ahead: for whom, which days, which halves of the week, which code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from rollbook.pupils.queries.lines import PupilLine
from rollbook.registers.actions.planning_many import Pattern, pattern_of
from rollbook.registers.forms import LONGEST_NOTE
from rollbook.rules.code import Code
from rollbook.rules.codes import in_force
from rollbook.web.dates import TypedDateField

WEEKDAYS = (("1", "Mon"), ("2", "Tue"), ("3", "Wed"), ("4", "Thu"), ("5", "Fri"))
_NEVER_PLANNED = frozenset({"N", "O"})


def plannable(on: date) -> tuple[Code, ...]:
    """The codes that can be known ahead: never one that says that the pupil is on site (REG-16)."""
    known = (c for c in in_force(on).values() if c.enterable and not c.on_site and c.symbol not in _NEVER_PLANNED)
    return tuple(sorted(known, key=lambda c: not c.claims_elsewhere))


class PlanForm(forms.Form):
    """A planned absence for one pupil or many; all mornings and afternoons of the week unless said otherwise."""

    pupils = forms.MultipleChoiceField(
        label="For", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Tick at least one pupil"}
    )
    code = forms.ChoiceField(label="Code", error_messages={"required": "Choose a code"})
    note = forms.CharField(label="Note", required=False, max_length=LONGEST_NOTE)
    mornings = forms.MultipleChoiceField(
        label="Mornings", choices=WEEKDAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    afternoons = forms.MultipleChoiceField(
        label="Afternoons", choices=WEEKDAYS, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, pupils: Sequence[PupilLine], today: date, **more: Any) -> None:
        whole = [day for day, _ in WEEKDAYS]
        every = [str(p.public_id) for p in pupils]
        more.setdefault("initial", {"mornings": whole, "afternoons": whole, "pupils": every})
        super().__init__(*args, **more)
        choices = [(str(p.public_id), p.listed_name) for p in pupils]
        self.fields["pupils"] = forms.MultipleChoiceField(
            label="For",
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Tick at least one pupil"},
        )
        codes = [("", "Choose a code")] + [(c.symbol, f"{c.symbol}  {c.name}") for c in plannable(today)]
        self.fields["code"] = forms.ChoiceField(
            label="Code", choices=codes, error_messages={"required": "Choose a code"}
        )
        self.fields["first"] = TypedDateField(
            label="First day", around=today, error_messages={"required": "Enter the first day"}
        )
        self.fields["last"] = TypedDateField(
            label="Last day", around=today, required=False, help_text="Leave empty for one day."
        )
        self.order_fields(["pupils", "code", "note", "first", "last", "mornings", "afternoons"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day cannot be before the first day")
        if not given.get("mornings") and not given.get("afternoons"):
            self.add_error("mornings", "Tick at least one morning or afternoon")
        return given

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """The week as it was ticked."""
        mornings, afternoons = self.cleaned_data["mornings"], self.cleaned_data["afternoons"]
        return pattern_of({int(d): "0" * (d in mornings) + "1" * (d in afternoons) for d, _ in WEEKDAYS})
