"""The form of the steps by which reasons are chased."""

from __future__ import annotations

from typing import Any

from django import forms

from rollbook.absence.queries.chasing import ChaseSteps
from rollbook.rules.actor import Actor
from rollbook.rules.no_reason import SCHOOL_DAYS_TO_ESTABLISH
from rollbook.rules.reason_chase import ChaseStep, Way
from rollbook.web.dates import TypedDateField

DAYS = range(1, SCHOOL_DAYS_TO_ESTABLISH + 1)


class ChaseStepsForm(forms.Form):
    """For each school day after an absence, what is tried on it: one way or nothing; and whether to ring instead."""

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["from_day"] = TypedDateField(label="From", around=actor.today)
        ways = [("", "Nothing"), *((way.value, way.label) for way in Way)]
        for day in DAYS:
            self.fields[f"day{day}"] = forms.ChoiceField(label=f"School day {day}", choices=ways, required=False)

        self.fields["rings"] = forms.BooleanField(
            label="Ring where a text or an e-mail reaches nobody",
            required=False,
            help_text="No number or address, not wanted, or it did not arrive: the family stands under “To ring”.",
        )

    @property
    def day_fields(self) -> list[forms.BoundField]:
        return [self[f"day{day}"] for day in DAYS]

    def steps(self) -> list[ChaseStep]:
        """The steps; the form must be valid."""
        given = {day: self.cleaned_data[f"day{day}"] for day in DAYS}
        return [ChaseStep(day, Way(way), self.cleaned_data["rings"]) for day, way in given.items() if way]


def steps_as_typed(known: ChaseSteps, actor: Actor) -> dict[str, object]:
    """The steps in force as their form opens."""
    rings = all(step.rings for step in known.steps)
    return {"from_day": actor.today, "rings": rings, **{f"day{step.day}": step.way.value for step in known.steps}}
