"""What is typed about awards: what one asks, for which days, why a child is decided by hand."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from rollbook.pupils.queries.on_the_roll import CHARACTERISTICS
from rollbook.rewards.queries.rules import RuleLine
from rollbook.rules.rewards import LEFT_OUT, Allowance, AwardKind, Terms
from rollbook.web.dates import TypedDateField

LONGEST = 1000
NUMBERS = ("percent", "points", "lates", "least", "most", "smallest")
# Characteristics that may make a child ill, late or away through no choice of theirs.
HELPED = ("medical", "ehcp", "sen", "young-carer", "looked-after", "child-in-need")
_CODES = [(symbol, f"{symbol}: {why}") for symbol, why in LEFT_OUT.items()]


class RuleForm(forms.Form):
    """What an award asks, and what stands on its certificate."""

    rule = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="Name of the award", max_length=80)
    kind = forms.ChoiceField(
        label="What it is for", choices=[(k.value, k.label) for k in AwardKind], widget=forms.RadioSelect
    )
    percent = forms.IntegerField(
        label="Attendance: at least, in per cent", min_value=1, max_value=100,
        help_text="Of the sessions that count. 100 is every one of them.",
    )  # fmt: skip
    points = forms.IntegerField(
        label="Most improved: by at least, in percentage points", min_value=1, max_value=100,
        help_text="Against as many school days directly before.",
    )  # fmt: skip
    lates = forms.IntegerField(label="Punctuality: late at most, in times", min_value=0, max_value=100)
    most = forms.IntegerField(
        label="Most improved, or forms: how many get it at most", min_value=0, max_value=100,
        help_text="0 gives it to everybody who reaches the line; of forms, to the best. Equals share the last place.",
    )  # fmt: skip
    least = forms.IntegerField(
        label="Sessions that must be left to count", min_value=1, max_value=400,
        help_text="A week has ten. Below that a percentage says little.",
    )  # fmt: skip
    smallest = forms.IntegerField(
        label="Forms: the smallest that is ranked, in pupils", min_value=2, max_value=40,
        help_text="A smaller form has no figure, for it would be that of a pupil (RWD-2).",
    )  # fmt: skip
    everybody = forms.MultipleChoiceField(
        label="What counts against no pupil", choices=_CODES, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="These sessions are left out: neither attended nor missed (RWD-1).",
    )  # fmt: skip
    some = forms.MultipleChoiceField(
        label="What does not count against some pupils besides", choices=_CODES, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="For the pupils named next: an adjustment for disability and need (Equality Act 2010).",
    )  # fmt: skip
    having = forms.MultipleChoiceField(
        label="Against which pupils", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(kind, CHARACTERISTICS[kind]) for kind in HELPED],
    )  # fmt: skip
    title = forms.CharField(label="Title of the certificate", max_length=80)
    words = forms.CharField(
        label="Words under the name", max_length=200,
        help_text="The days stand below them. No figure is printed, for a pupil with sessions left out has one too.",
    )  # fmt: skip

    @property
    def terms(self) -> Terms:
        given = self.cleaned_data
        allowance = Allowance(*(frozenset(given[name]) for name in ("everybody", "some", "having")))
        percent, points, lates, least, most, smallest = (int(given[name]) for name in NUMBERS)
        return Terms(AwardKind(given["kind"]), percent, points, lates, least, most, smallest, allowance)

    @classmethod
    def fresh(cls) -> dict[str, Any]:
        words = {"title": "Certificate of attendance", "words": "for excellent attendance"}
        return {"rule": uuid.uuid4(), **words, **_shown(Terms(AwardKind.ATTENDED))}

    @classmethod
    def opened(cls, line: RuleLine) -> dict[str, Any]:
        words = {"name": line.name, "title": line.title, "words": line.words}
        return {"rule": line.public_id, **words, **_shown(line.terms)}


def _shown(terms: Terms) -> dict[str, object]:
    numbers = {name: getattr(terms, name) for name in NUMBERS}
    allowance = {name: sorted(getattr(terms.allowance, name)) for name in ("everybody", "some", "having")}
    return {"kind": terms.kind.value, **numbers, **allowance}


class BeginForm(forms.Form):
    """Which award, over which days, for which year groups."""

    run = forms.UUIDField(widget=forms.HiddenInput)
    rule = forms.ChoiceField(label="Which award", widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, rules: Sequence[RuleLine], years: Sequence[str], all_years: bool, today: date, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["rule"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (str(one.public_id), f"{one.name}: {one.terms.says}") for one in rules
        ]
        self.fields["first"] = TypedDateField(around=today, label="From")
        self.fields["last"] = TypedDateField(around=today, label="To")
        self.fields["nc_years"] = forms.MultipleChoiceField(
            label="Year groups",
            choices=[(year, f"Year {year}" if year.isdigit() else year) for year in years],
            required=not all_years,
            widget=forms.CheckboxSelectMultiple,
            help_text="None ticked is the whole school." if all_years else "Those that you look after.",
        )


class ByHandForm(forms.Form):
    """Why a person decides, and not the rule."""

    reason = forms.CharField(
        label="Why",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stays inside the school and is never printed.",
    )


class TakeBackForm(forms.Form):
    """Why awards are taken back."""

    why = forms.CharField(
        label="Why they are taken back",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What was given stays on record. Certificates that were handed out are in the pupils' hands.",
    )
