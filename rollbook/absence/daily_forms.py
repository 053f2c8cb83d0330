"""The form of when daily lists are announced."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django import forms

from rollbook.rules.daily_lists import DAILY_LISTS
from rollbook.schools.forms import ClockField
from rollbook.web.dates import TypedDateField


class DailyPolicyForm(forms.Form):
    """A time for each list, or none for one that is not announced; from a day on."""

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["from_day"] = TypedDateField(around=today, label="From", help_text="Today, or a later day.")
        for one in DAILY_LISTS.values():
            readers = ", ".join(sorted(role.label for role in one.readers))
            self.fields[one.key] = ClockField(
                label=one.title, required=False, help_text=f"To: {readers}. Leave it empty for no e-mail."
            )

    def times(self) -> dict[str, int]:
        """Minutes after midnight by list, for those with a time."""
        given = {key: self.cleaned_data.get(key) for key in DAILY_LISTS}
        return {key: at.hour * 60 + at.minute for key, at in given.items() if isinstance(at, time)}


def as_typed(times: Mapping[str, int], today: date) -> dict[str, object]:
    """The form as it opens: what holds now, from today on."""
    return {"from_day": today, **{key: time(at // 60, at % 60) for key, at in times.items()}}
