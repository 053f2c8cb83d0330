"""What a report's page lets its reader choose: all of it stands in the address, and a bad value says what is wrong."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from rollbook.pupils.queries import VULNERABILITY, GroupLine
from rollbook.pupils.queries.on_the_roll import CHARACTERISTICS
from rollbook.reports.asked import Asked, By, When, Whose
from rollbook.reports.kind import Ask, Kind, Period
from rollbook.reports.queries.roll import SEXES
from rollbook.rules.year_row import year_of
from rollbook.web.dates import TypedDateField

CUSTOM = "days"
MOST_YEARS = 3
_TITLES = {
    By.NC_YEAR: "Year group",
    By.FORM: "Form",
    By.HOUSE: "House",
    By.SEX: "Sex",
    By.HAVING: "Characteristic",
    By.WEEKDAY: "Weekday",
    By.HALF: "Session",
    By.WEEK: "Week",
}


class OneBoxDate(forms.Field):
    """A date in one box: “23/11”, “23 11 2026” or 2026-11-23."""

    def __init__(self, *, around: date, **more: Any) -> None:
        super().__init__(**more)
        self.three = TypedDateField(around=around, required=False)

    def to_python(self, value: Any) -> date | None:
        return self.three.to_python((value, "", ""))


def typed(day: date) -> str:
    """A date as one would type it."""
    return f"{day.day}/{day.month}/{day.year}"


class AskedForm(forms.Form):
    """The choices of one kind of report."""

    def __init__(
        self, *args: Any, kind: Kind, groups: Sequence[GroupLine], sees_flags: bool, today: date, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.kind, self.today = kind, today
        self.choices: dict[str, Sequence[tuple[str, str]]] = {}
        if Ask.PERIOD in kind.asks:
            names = [(p.value, p.label) for p in Period if p is not Period.TODAY]
            self._choose("period", "Days", [*names, (CUSTOM, "From a day to a day")])
            if self.data.get("period") == CUSTOM:
                self.fields["from"] = OneBoxDate(label="From", required=False, around=today)
                self.fields["to"] = OneBoxDate(label="To", required=False, around=today)
        if Ask.DAY in kind.asks:
            self.fields["on"] = OneBoxDate(label="Day", required=False, around=today)
        if Ask.BY in kind.asks:
            self._choose("by", "Split by", [(by.value, title) for by, title in _TITLES.items() if by in kind.splits])
        if Ask.WHOSE in kind.asks:
            self._choose_whose(groups, sees_flags)
        for name, choices in kind.also:
            self._choose(name, name.replace("-", " ").capitalize(), choices)
        if Ask.PUPIL in kind.asks:
            self.fields["pupil"] = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def _choose_whose(self, groups: Sequence[GroupLine], sees_flags: bool) -> None:
        years = dict.fromkeys(g.nc_year for g in groups if g.nc_year)
        self._choose("y", "Year", [("", "All years"), *((y, f"Year {y}") for y in years)])
        self._choose("g", "Form", [("", "All forms"), *((str(g.public_id), g.name) for g in groups)])
        if sees_flags:
            self._choose("h", "Characteristic", [("", "Any"), *((k, CHARACTERISTICS[k]) for k in VULNERABILITY)])
        self._choose("sex", "Sex", [("", "All"), *SEXES.items()])

    def _choose(self, name: str, label: str, choices: Sequence[tuple[str, str]]) -> None:
        self.choices[name] = choices
        self.fields[name] = forms.ChoiceField(label=label, required=False, choices=choices)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("period") == CUSTOM:
            self._check_days(found)
        if (on := found.get("on")) and on > self.today:
            self.add_error("on", "This day is still to come. Choose today or a day before it.")
        return found

    def _check_days(self, found: Mapping[str, Any]) -> None:
        first, last = found.get("from"), found.get("to")
        if first is None and "from" not in self.errors:
            self.add_error("from", "Say from which day")
        if first and last and last < first:
            self.add_error("to", "The last day is before the first. Change one of them.")
        if first and year_of(self.today) - year_of(first) >= MOST_YEARS:
            self.add_error("from", f"A report reaches back {MOST_YEARS} school years at most. Choose a later day.")
        if first and first > self.today:
            self.add_error("from", "This day is still to come. Choose today or a day before it.")

    @property
    def period(self) -> Period | None:
        """The period by its name; None for days that were typed."""
        chosen = str(self.cleaned_data.get("period") or "")
        if chosen == CUSTOM:
            return None
        return Period(chosen) if chosen else self.kind.usual

    def whose(self) -> Whose:
        chosen = {name: str(self.cleaned_data.get(name) or "") for name in ("y", "g", "h", "sex")}
        return Whose(
            nc_years=(chosen["y"],) if chosen["y"] else (),
            groups=(uuid.UUID(chosen["g"]),) if chosen["g"] else (),
            having=(chosen["h"],) if chosen["h"] else (),
            sex=chosen["sex"],
            pupil=self.cleaned_data.get("pupil"),
        )

    def asked(self, days: When) -> Asked:
        """What was asked; `days` are those of the period's name, or typed."""
        more = tuple((name, str(self.cleaned_data.get(name) or "")) for name, _ in self.kind.also)
        by = By(self.cleaned_data.get("by") or self.kind.splits[0])
        return Asked(days, self.whose(), by, tuple(pair for pair in more if pair[1]))

    def typed_days(self) -> When:
        first = self.cleaned_data["from"]
        return When(first, min(self.cleaned_data.get("to") or self.today, self.today))

    def label_of(self, name: str) -> str:
        """The chosen value in words."""
        field, value = self.fields[name], self.cleaned_data.get(name)
        if name in self.choices:
            return next((str(words) for key, words in self.choices[name] if key == value), "") if value else ""
        return f"{field.label} {typed(value)}" if isinstance(value, date) else ""
