"""A date as people type it: day, month and year apart, or "23/11" in the first box."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

_TYPED = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})(?:\s*[/.\- ]\s*(\d{4}|\d{2}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NAMES = ("Day", "Month", "Year")
_HALF_A_YEAR = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the three boxes."""

    label: str
    name: str
    id: str
    value: str
    width: int


class DateParts(forms.MultiWidget):
    """Three boxes; the first also takes a whole typed or pasted date."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__([forms.TextInput(), forms.TextInput(), forms.TextInput()], attrs)

    def decompress(self, value: date | None) -> list[str]:
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]

    def parts(self, field: BoundField) -> list[Part]:
        """The boxes as the component draws them."""
        given = field.value()
        values = given if isinstance(given, (list, tuple)) else self.decompress(given)
        return [
            Part(name, f"{field.html_name}_{n}", f"{field.auto_id}_{n}", str(values[n] or ""), 4 if n == 2 else 2)
            for n, name in enumerate(_NAMES)
        ]


class TypedDateField(forms.Field):
    """A date in three boxes. `around` (usually the actor's today) completes a date typed without its year."""

    widget = DateParts
    default_error_messages = {
        "invalid": "Enter a real date, for example 23 11 2026",
        "year": "Enter the year as well, for example 23 11 2026",
    }

    def __init__(self, *, around: date | None = None, **more: Any) -> None:
        super().__init__(**more)
        self.around = around

    def to_python(self, value: Any) -> date | None:
        first, month, year = (str(part or "").strip() for part in (value or ("", "", "")))
        if not (first or month or year):
            return None
        if first and not month and not year:
            first, month, year = _typed(first) or (first, month, year)
        try:
            if not year:
                return self._nearest(int(first), int(month))
            return date(_full(int(year)), int(month), int(first))
        except ValueError as bad:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from bad

    def _nearest(self, day: int, month: int) -> date:
        """The date of that day and month closest to `around`: in November, 3/1 is next January."""
        if self.around is None:
            raise ValidationError(self.error_messages["year"], code="year")
        middle = self.around
        for year in (middle.year, middle.year + 1, middle.year - 1):
            if (day, month) == (29, 2) and not _leap(year):
                continue
            found = date(year, month, day)
            if abs(found - middle) <= _HALF_A_YEAR:
                return found
        raise ValidationError(self.error_messages["year"], code="year")


def _typed(text: str) -> tuple[str, str, str] | None:
    if iso := _ISO.fullmatch(text):
        return iso[3], iso[2], iso[1]
    if typed := _TYPED.fullmatch(text):
        return typed[1], typed[2], typed[3] or ""
    return None


def _full(year: int) -> int:
    return 2000 + year if year < 100 else year


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def as_posted(prefix: str, value: date) -> Mapping[str, str]:
    """What a browser posts for a date, for tests and for links that fill a form."""
    return {f"{prefix}_{n}": part for n, part in enumerate((str(value.day), str(value.month), str(value.year)))}
