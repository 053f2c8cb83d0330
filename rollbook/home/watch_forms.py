"""What a watch list is narrowed to, sorted by and compared with; all of it stands in the address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from rollbook.absence.queries import WatchFilters
from rollbook.absence.queries.watch_lists import EVERYBODY
from rollbook.home.forms import KINDS
from rollbook.pupils.queries import VULNERABILITY, GroupLine
from rollbook.rules.bands import Band
from rollbook.rules.patterns import PatternKind

SINCE = {"week": "A week ago", "month": "Four weeks ago", "half-term": "Before this half term"}
FILTERS = ("band", "year", "group", "characteristic", "pattern")
USUAL_BAND = "persistent"


class WatchForm(forms.Form):
    """Filters of the watch list; a choice that is unknown, or not this person's to make, is none."""

    band = forms.ChoiceField(label="Band", required=False)
    year = forms.ChoiceField(label="Year", required=False)
    group = forms.ChoiceField(label="Form", required=False)
    characteristic = forms.ChoiceField(label="Characteristic", required=False)
    pattern = forms.ChoiceField(label="Pattern", required=False)
    since = forms.ChoiceField(label="Compared with", required=False, choices=list(SINCE.items()))

    def __init__(
        self, *args: Any, groups: Sequence[GroupLine], bands: Sequence[Band], sees_flags: bool, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        years = dict.fromkeys(g.nc_year for g in groups if g.nc_year)
        names = dict.fromkeys(g.name for g in groups)
        kinds = [("", "Any or none"), *((kind.value, kind.label) for kind in PatternKind if kind != PatternKind.LESSON)]
        self._choose("band", "Band", band_choices(bands))
        self._choose("year", "Year", [("", "All years"), *((year, f"Year {year}") for year in years)])
        self._choose("group", "Form", [("", "All forms"), *((name, name) for name in names)])
        self._choose("characteristic", "Characteristic", [("", "Any"), *((k, KINDS[k]) for k in VULNERABILITY)])
        self._choose("pattern", "Pattern", [*kinds[:1], ("any", "Any pattern"), *kinds[1:]])
        if not sees_flags:
            del self.fields["characteristic"]
        self.is_valid()

    def _choose(self, name: str, label: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(label=label, required=False, choices=choices)

    def chosen(self, name: str) -> str:
        """The filter as chosen; an unknown choice is none."""
        return str(self.cleaned_data.get(name, "") or "")

    def label_of(self, name: str) -> str:
        """The chosen filter in words."""
        choices = dict(self.fields[name].choices) if name in self.fields else {}  # type: ignore[attr-defined]  # all have choices
        return str(choices.get(self.chosen(name), ""))

    def filters(self, since: date) -> WatchFilters:
        return WatchFilters(
            band=self.chosen("band") or USUAL_BAND,
            nc_year=self.chosen("year"),
            registration=self.chosen("group"),
            characteristic=self.chosen("characteristic"),
            pattern=self.chosen("pattern"),
            since=since,
        )


def band_choices(bands: Sequence[Band]) -> list[tuple[str, str]]:
    """The law's two lines and whoever is near them, then every band by itself, then everybody."""
    ranges = [
        (str(band.percent), f"{band.title}, {band.percent} to under {above.percent} %" if above else _over(band))
        for band, above in zip(bands, [*bands[1:], None], strict=True)
    ]
    return [
        (USUAL_BAND, "Persistently absent, 10 % and over"),
        ("severe", "Severely absent, 50 % and over"),
        ("at-risk", "At risk: the school's bands below 10 %"),
        *ranges,
        (EVERYBODY, "Everybody with a mark"),
    ]


def _over(band: Band) -> str:
    return f"{band.title}, {band.percent} % and over"
