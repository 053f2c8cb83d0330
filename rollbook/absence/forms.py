"""The form that gives absences their reason, and the filters of the lists."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from rollbook.absence.actions import UNKNOWN_TO_THE_END, Settlement
from rollbook.absence.queries import OpenSession
from rollbook.absence.words import short_session
from rollbook.comms.queries.composing import FIELDS
from rollbook.rules.codes import in_force
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Session, parse_session
from rollbook.rules.wording import unknown_fields

LONGEST = 500
LONGEST_TEXT = 459  # three parts
# What a telephone call most often says; the rest of the code table follows.
USUAL = ("I", "M", "L", "U", "O", "G", "/")
NEVER = frozenset({"N", "\\", "Z", "#"})


def row_value(row: OpenSession) -> str:
    """What the page sends for one session: whose, which, and the version that was seen."""
    return f"{row.pupil.public_id}.{row.session.on.isoformat()}.{row.session.half.name.lower()}.{row.version}"


def read_row(value: str) -> tuple[str, Session, int]:
    """The pupil's public id, the session and the version from what a page sent."""
    try:
        pupil, on, half, version = value.split(".")
        return str(uuid.UUID(pupil)), parse_session(on, half), int(version)
    except (ValueError, Refused) as bad:
        raise ValidationError("This row cannot be read. Open the page again.") from bad


def codes_in_order(on: date) -> list[tuple[str, str]]:
    """The codes an absence may become, the usual ones first; `/` stands for present in either half."""
    known = {c.symbol: c.name for c in in_force(on).values() if c.enterable and c.symbol not in NEVER}
    ordered = [*(s for s in USUAL if s in known), *(s for s in known if s not in USUAL)]
    return [("/", "Present after all") if symbol == "/" else (symbol, known[symbol]) for symbol in ordered]


def code_choices(on: date) -> list[tuple[str, object]]:
    """The same codes as the groups of a select."""
    says = [(symbol, f"{symbol}  {name}") for symbol, name in codes_in_order(on)]
    usual = [pair for pair in says if pair[0] in USUAL]
    return [("", "Choose a code"), ("Usual", usual), ("All other codes", [p for p in says if p not in usual])]


class SettleForm(forms.Form):
    """Which sessions, which code they become, and why."""

    sessions = forms.MultipleChoiceField(
        label="For",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one session"},
    )
    code = forms.ChoiceField(label="Code")
    reason = forms.CharField(label="Reason", max_length=LONGEST, help_text="Who said what, and when: Mother rang 9:20.")
    minutes = forms.IntegerField(label="Minutes late", required=False, min_value=0, max_value=400)
    note = forms.CharField(label="Note", required=False, max_length=LONGEST)

    def __init__(self, *args: Any, rows: Sequence[OpenSession], on: date, around: date, **more: Any) -> None:
        super().__init__(*args, **more)
        several = len({row.pupil.id for row in rows}) > 1
        self.rows = {row_value(row): row for row in rows}
        self.fields["sessions"].choices = [  # type: ignore[attr-defined]  # a field of choices, see above
            (value, _told(row, around, named=several)) for value, row in self.rows.items()
        ]
        self.fields["code"] = forms.ChoiceField(label="Code", choices=code_choices(on))
        self.order_fields(["sessions", "code", "reason", "minutes", "note"])

    @property
    def only_one(self) -> bool:
        return len(self.rows) == 1

    def settlements(self) -> list[Settlement]:
        """What to settle; the form must be valid."""
        given = self.cleaned_data
        return [
            Settlement(
                pupil=str(row.pupil.public_id),
                session=row.session,
                code=given["code"],
                reason=given["reason"],
                seen=row.version,
                nc_year=row.pupil.nc_year,
                minutes=given["minutes"],
                note=given["note"],
            )
            for row in (self.rows[value] for value in given["sessions"])
        ]


def prefilled(code: str, ticked: Iterable[OpenSession]) -> dict[str, object]:
    """A form as it opens: the sessions ticked, and for O the reason that the law itself gives."""
    reason = UNKNOWN_TO_THE_END if code == "O" else ""
    return {"sessions": [row_value(row) for row in ticked], "code": code, "reason": reason}


def _told(row: OpenSession, around: date, *, named: bool) -> str:
    when = short_session(row.session, around=around)
    return f"{row.pupil.forename} ({row.pupil.registration}), {when}" if named else when


class RowForm(forms.Form):
    """One row of the list of unexplained absences: left alone while its code is empty."""

    row = forms.CharField(widget=forms.HiddenInput, max_length=80)
    code = forms.CharField(
        label="Code",
        required=False,
        max_length=2,
        widget=forms.TextInput(attrs={"list": "codes", "autocomplete": "off"}),
    )
    reason = forms.CharField(label="Reason", required=False, max_length=LONGEST)

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().upper()

    def clean_row(self) -> tuple[str, Session, int]:
        return read_row(self.cleaned_data["row"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("code") and not given.get("reason"):
            self.add_error("reason", "Write the reason; it is kept with the original mark (REG-7)")
        return given

    @property
    def is_filled(self) -> bool:
        return bool(self.cleaned_data.get("code"))

    def settlement(self, nc_year: str = "") -> Settlement:
        """The row as it is to be settled; the form must be valid and filled."""
        pupil, session, version = self.cleaned_data["row"]
        return Settlement(
            pupil, session, self.cleaned_data["code"], self.cleaned_data["reason"], version, nc_year=nc_year
        )


class WordsForm(forms.Form):
    """The words of a round of texts to families."""

    words = forms.CharField(
        label="Words",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Fields: " + ", ".join(f"{{{name}}} {says}" for name, says in FIELDS.items()),
        error_messages={"required": "Write what families are told"},
    )

    def clean_words(self) -> str:
        words = str(self.cleaned_data["words"])
        if wrong := unknown_fields(words, FIELDS):
            known = ", ".join(f"{{{field}}}" for field in FIELDS)
            raise ValidationError(f"There is no field {{{wrong[0]}}}. The fields are {known}.")
        return words
