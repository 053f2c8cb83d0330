"""What the office says ahead of September, examinations and festivals: for whom, and which days (REG-M)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from rollbook.registers.models import NoShow, Occasion
from rollbook.web.dates import TypedDateField


class AheadForm(forms.Form):
    """The groups that are asked about; the next page has them pupil by pupil."""

    def __init__(self, *args: Any, today: date, reached: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today
        self.fields["groups"] = forms.MultipleChoiceField(
            label="For whom",
            choices=list(reached),
            widget=forms.CheckboxSelectMultiple,
            help_text="You choose pupil by pupil on the next page.",
            error_messages={"required": "Tick at least one group"},
        )


class StartsForm(AheadForm):
    """A staggered start: the day on which these pupils are first expected."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["expected"] = TypedDateField(
            label="First expected on",
            around=self.today,
            error_messages={"required": "Enter the day on which they are first expected"},
        )
        self.order_fields(["expected", "groups"])


class StudyLeaveForm(AheadForm):
    """Study leave: from which day to which."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, label in (("first", "First day"), ("last", "Last day")):
            self.fields[name] = TypedDateField(
                label=label, around=self.today, error_messages={"required": f"Enter the {label.lower()}"}
            )
        self.order_fields(["first", "last", "groups"])


class ObserveForm(AheadForm):
    """A festival: which one, and the day that these families named."""

    def __init__(self, *args: Any, occasions: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        named = list(occasions)
        self.has_festivals = bool(named)
        self.fields["occasion"] = forms.ChoiceField(
            label="Festival",
            choices=named,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose the festival"},
        )
        self.fields["on"] = TypedDateField(
            label="The day these families named", around=self.today, error_messages={"required": "Enter the day"}
        )
        self.order_fields(["occasion", "on", "groups"])


class OccasionForm(forms.Form):
    """A festival with the days that may be named for it, or a time of fasting."""

    name = forms.CharField(label="Name", max_length=60, error_messages={"required": "Write its name, as Eid al-Fitr"})
    kind = forms.ChoiceField(
        label="What it is",
        choices=Occasion.Kind.choices,
        widget=forms.RadioSelect,
        initial=Occasion.Kind.FESTIVAL,
        error_messages={"required": "Choose what it is"},
    )
    note = forms.CharField(label="What staff should know", max_length=300, required=False)

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, label in (("first", "First day"), ("last", "Last day")):
            self.fields[name] = TypedDateField(
                label=label, around=today, error_messages={"required": f"Enter the {label.lower()}"}
            )
        self.order_fields(["name", "kind", "first", "last", "note"])


class HeardForm(forms.Form):
    """What was heard of a pupil who has not come."""

    heard = forms.ChoiceField(
        label="What was heard",
        choices=NoShow.Heard.choices,
        error_messages={"required": "Choose what was heard"},
    )
    note = forms.CharField(label="Note", max_length=300, required=False)
