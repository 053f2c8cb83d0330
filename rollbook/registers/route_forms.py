"""What the office says of a route to school, and of a bus that was late (REG-M)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms

from rollbook.registers.models import Route
from rollbook.rules.actor import LONDON
from rollbook.rules.sessions import Half, Session
from rollbook.web.dates import TypedDateField


class RouteForm(forms.Form):
    """A new route: its name and who provides it."""

    name = forms.CharField(
        label="Name", max_length=60, help_text="As Bus 7", error_messages={"required": "Write its name, as Bus 7"}
    )
    provider = forms.ChoiceField(
        label="Who provides it",
        choices=Route.Provider.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who provides it: it decides whether Y1 may be used"},
    )


class LateForm(forms.Form):
    """A bus that was late or did not come: which session, when it came, why."""

    half = forms.ChoiceField(
        label="Session",
        choices=[("0", "Morning"), ("1", "Afternoon")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose morning or afternoon"},
    )
    came = forms.TimeField(
        label="Came at",
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H%M"],
        help_text="As 9:05. Leave empty if it did not come.",
        error_messages={"invalid": "Write a time as 9:05, or leave it empty"},
    )
    reason = forms.CharField(
        label="What happened",
        max_length=200,
        help_text="As “Bus 7 broke down”; nothing about a person",
        error_messages={"required": "Write what happened; it is kept with every mark"},
    )

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["on"] = TypedDateField(label="Day", around=today, error_messages={"required": "Enter the day"})
        self.order_fields(["on", "half", "came", "reason"])

    @property
    def session(self) -> Session:
        """The session of which the bus was late."""
        return Session(self.cleaned_data["on"], Half(int(self.cleaned_data["half"])))

    @property
    def came_at(self) -> datetime | None:
        """When it came, by the clock on the wall."""
        at = self.cleaned_data["came"]
        return datetime.combine(self.cleaned_data["on"], at, tzinfo=LONDON) if at else None
