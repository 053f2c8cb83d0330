"""What is asked of a list of pupils as it is made: columns, conditions, an order; read into the list that it means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms import BoundField

from rollbook.formats.values.cells import Unreadable
from rollbook.formats.values.dates import read_date
from rollbook.reports.kind import Period
from rollbook.reports.lists.columns import ListColumn
from rollbook.rules.lists import (
    MOST_CONDITIONS,
    MOST_ORDERS,
    Condition,
    Holds,
    How,
    ListShape,
    Order,
    Rows,
    Who,
    sound,
)
from rollbook.rules.refused import Refused

PERIODS = frozenset(period.value for period in Period)
_SPARE = 2
_AWAY = re.compile(r"today\s*([+-])\s*(\d{1,4})(?:\s*days?)?")
_BETWEEN = re.compile(r"\s*[;,\n]\s*")
_UP, _DOWN = "up", "down"


@dataclass(frozen=True, slots=True)
class ConditionFields:
    """The three fields of one condition, as the page draws them."""

    number: int
    column: BoundField
    how: BoundField
    value: BoundField


@dataclass(frozen=True, slots=True)
class OrderFields:
    """A column to sort by, and which way."""

    column: BoundField
    way: BoundField


class ListForm(forms.Form):
    """A list in the making. `sequence` carries the order of the columns from one look to the next."""

    sequence = forms.CharField(required=False, widget=forms.HiddenInput)
    of = forms.UUIDField(required=False, widget=forms.HiddenInput)
    rows = forms.ChoiceField(
        label="What a row is", choices=[(one.value, one.label) for one in Rows], widget=forms.RadioSelect
    )
    who = forms.ChoiceField(
        label="Whose names", choices=[(one.value, one.label) for one in Who], widget=forms.RadioSelect
    )
    period = forms.ChoiceField(
        label="Days of the attendance figures", choices=[(one.value, one.label) for one in Period]
    )

    def __init__(
        self, *args: Any, known: Mapping[str, ListColumn], shape: ListShape, conditions: int = 0, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.known = known
        self.initial.update({"rows": shape.rows, "who": shape.who, "period": shape.period})
        self.initial["sequence"] = ",".join(shape.columns)
        self.shelves = self._add_columns(shape)
        asked = max(conditions, len(shape.conditions) + _SPARE)
        self.asked = min(asked, MOST_CONDITIONS)
        self._add_conditions(shape)
        self._add_order(shape)

    def _add_columns(self, shape: ListShape) -> dict[str, str]:
        """A group of boxes for each shelf; gives the field of each shelf."""
        titles = dict.fromkeys(column.shelf for column in self.known.values())
        shelves = {title: f"shelf{n}" for n, title in enumerate(titles)}
        for title, name in shelves.items():
            choices = [(c.key, c.title) for c in self.known.values() if c.shelf == title]
            self.fields[name] = forms.MultipleChoiceField(
                label=title, required=False, choices=choices, widget=forms.CheckboxSelectMultiple
            )
            self.initial[name] = [key for key, _ in choices if key in shape.columns]
        return shelves

    def _add_conditions(self, shape: ListShape) -> None:
        columns = [("", "No condition"), *_by_shelf(self.known.values())]
        hows = [(how.value, how.says) for how in How]
        for n in range(self.asked):
            one = shape.conditions[n] if n < len(shape.conditions) else None
            named = f"Condition {n + 1}"
            self.fields[f"column{n}"] = forms.ChoiceField(label=f"{named}: column", choices=columns, required=False)
            self.fields[f"how{n}"] = forms.ChoiceField(label=f"{named}: test", choices=hows, required=False)
            self.fields[f"value{n}"] = forms.CharField(label=f"{named}: value", required=False, max_length=2_000)
            if one:
                value = ", ".join(one.values)
                self.initial.update({f"column{n}": one.column, f"how{n}": one.how.value, f"value{n}": value})

    def _add_order(self, shape: ListShape) -> None:
        columns = [("", "Nothing more"), *_by_shelf(self.known.values())]
        for n in range(MOST_ORDERS):
            self.fields[f"sort{n}"] = forms.ChoiceField(label=f"Sort by {n + 1}", choices=columns, required=False)
            self.fields[f"way{n}"] = forms.ChoiceField(
                label=f"Sort by {n + 1}: which way",
                choices=[(_UP, "smallest or A first"), (_DOWN, "greatest or Z first")],
                required=False,
            )
            if n < len(shape.order):
                one = shape.order[n]
                self.initial.update({f"sort{n}": one.column, f"way{n}": _DOWN if one.down else _UP})

    @property
    def groups(self) -> list[tuple[BoundField, int]]:
        """Each shelf with how many of its columns are chosen."""
        return [(self[name], len(self[name].value() or ())) for name in self.shelves.values()]

    @property
    def conditions(self) -> list[ConditionFields]:
        return [
            ConditionFields(n + 1, self[f"column{n}"], self[f"how{n}"], self[f"value{n}"]) for n in range(self.asked)
        ]

    @property
    def orders(self) -> list[OrderFields]:
        return [OrderFields(self[f"sort{n}"], self[f"way{n}"]) for n in range(MOST_ORDERS)]

    def columns(self) -> tuple[str, ...]:
        """The ticked columns: those of before in their order, then the new ones as they are offered."""
        if not self.is_bound:
            return tuple(key for key in str(self.initial["sequence"]).split(",") if key in self.known)
        ticked = {key for name in self.shelves.values() for key in self[name].value() or () if key in self.known}
        before = [key for key in dict.fromkeys(str(self["sequence"].value() or "").split(",")) if key in ticked]
        return (*before, *(key for key in self.known if key in ticked and key not in before))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        shape = ListShape(
            columns=self.columns(),
            conditions=tuple(self._conditions(found)),
            order=tuple(
                Order(found[f"sort{n}"], found.get(f"way{n}") == _DOWN)
                for n in range(MOST_ORDERS)
                if found.get(f"sort{n}")
            ),
            rows=Rows(found.get("rows") or Rows.PUPIL),
            who=Who(found.get("who") or Who.ON_ROLL),
            period=found.get("period") or Period.YEAR,
        )
        if not self.errors:
            try:
                self.cleaned_data["shape"] = sound(shape, holds_of(self.known), PERIODS)
            except Refused as refused:
                self.add_error(next(iter(self.shelves.values())), refused.says)
        return found

    def shape(self) -> ListShape:
        """The list that was asked for, if the form is valid."""
        found: ListShape = self.cleaned_data["shape"]
        return found

    def _conditions(self, found: Mapping[str, Any]) -> list[Condition]:
        """The conditions that name a column; what makes no sense is told beside its value."""
        made = []
        for n in range(self.asked):
            key = found.get(f"column{n}")
            if not key:
                continue
            condition = Condition(key, How(found.get(f"how{n}") or How.IS))
            try:
                condition = replace(condition, values=_values(self.known[key], condition.how, found[f"value{n}"]))
                sound(ListShape((key,), (condition,)), holds_of(self.known), PERIODS)
            except (Refused, Unreadable) as bad:
                self.add_error(f"value{n}", f"{self.known[key].title}: {bad.says}")
            made.append(condition)
        return made


class NarrowForm(forms.Form):
    """A list narrowed for once, in the address: by year and form, of which nothing is anybody's."""

    y = forms.ChoiceField(label="Year", required=False)
    form = forms.ChoiceField(label="Form", required=False)

    def __init__(self, *args: Any, years: Sequence[str], names: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["y"] = forms.ChoiceField(
            label="Year", required=False, choices=[("", "All years"), *((y, f"Year {y}") for y in years)]
        )
        self.fields["form"] = forms.ChoiceField(
            label="Form", required=False, choices=[("", "All forms"), *((name, name) for name in names)]
        )

    def narrowed(self, shape: ListShape) -> ListShape:
        """The list with these conditions besides its own; what is not in the list of choices narrows nothing."""
        chosen = self.cleaned_data if self.is_valid() else {}
        asked = [(column, chosen.get(name)) for name, column in (("y", "year"), ("form", "form"))]
        more = tuple(Condition(column, How.IS, (value,)) for column, value in asked if value)
        return replace(shape, conditions=(*shape.conditions, *more))


def holds_of(known: Mapping[str, ListColumn]) -> dict[str, Holds]:
    return {key: column.holds for key, column in known.items()}


def _values(column: ListColumn, how: How, typed: str) -> tuple[str, ...]:
    """What was typed as a condition keeps it: days as ISO, “today + 7” as `today+7`, Yes as `yes`, 95 % as 95."""
    if not how.takes_value:
        return ()
    parts = _BETWEEN.split(typed) if how is How.ANY_OF else [typed]
    return tuple(_canonical(column.holds, part.strip()) for part in parts if part.strip())


def _canonical(holds: Holds, typed: str) -> str:
    if holds is Holds.DAY:
        text = typed.casefold()
        if text == "today":
            return text
        if found := _AWAY.fullmatch(text):
            return f"today{found[1]}{int(found[2])}"
        on = read_date(typed)
        return on.isoformat() if on else ""
    if holds in (Holds.NUMBER, Holds.SHARE):
        return typed.removesuffix("%").strip().replace(",", "")
    return typed.casefold() if holds is Holds.YES_NO else typed


def _by_shelf(columns: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """The columns as a choice field offers them, by shelf."""
    shelves: dict[str, list[tuple[str, str]]] = {}
    for column in columns:
        shelves.setdefault(column.shelf, []).append((column.key, column.title))
    return list(shelves.items())
