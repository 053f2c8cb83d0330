"""What register pages send, turned into plain values; what cannot be read is told, never guessed."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from rollbook.registers.actions import Tap
from rollbook.rules.codes import Code, in_force
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session
from rollbook.web.dates import TypedDateField
from rollbook.web.plain_text import kept

LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class SentRegister:
    """A register as a page sent it; `problems` are rows that could not be read, by token, in words."""

    issue: str
    save_id: uuid.UUID
    taps: tuple[Tap, ...]
    began_at: datetime | None
    taken_at: datetime | None
    finished: bool
    problems: Mapping[str, str] = field(default_factory=dict)


def read_json(body: bytes) -> SentRegister:
    """A register sent by the page's script, or by a device that had to wait for its network."""
    try:
        sent = json.loads(body)
        return SentRegister(
            issue=str(sent["issue"]),
            save_id=uuid.UUID(str(sent["save_id"])),
            taps=tuple(_tap(row) for row in sent["taps"]),
            began_at=_moment(sent.get("began_at")),
            taken_at=_moment(sent.get("taken_at")),
            finished=bool(sent.get("finished")),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as bad:
        raise _unreadable() from bad


def read_form(post: QueryDict, half: Half) -> SentRegister:
    """A register sent as a plain form; with the second button every empty row is present, but not a planned one."""
    try:
        save_id = uuid.UUID(post.get("save_id", ""))
    except ValueError as bad:
        raise _unreadable() from bad
    rest = present_code(half) if post.get("act") == "rest" else ""
    taps: list[Tap] = []
    problems: dict[str, str] = {}
    for name in post:
        if name.startswith("code-"):
            token = name.removeprefix("code-")
            try:
                taps.extend(_typed(post, token, rest))
            except ValidationError as bad_row:
                problems[token] = bad_row.messages[0]
    return SentRegister(
        issue=post.get("issue", ""),
        save_id=save_id,
        taps=tuple(taps),
        began_at=_moment(post.get("began_at")),
        taken_at=None,
        finished=bool(rest),
        problems=problems,
    )


def present_code(half: Half) -> str:
    """What present is in this half of the day (COD-2)."""
    return "/" if half is Half.AM else "\\"


def codes_for(session: Session) -> tuple[Code, ...]:
    """The codes a person may enter for a session, in the order of the register's own list."""
    return tuple(c for c in in_force(session.on).values() if c.enterable and session.half in c.halves)


class DayForm(forms.Form):
    """Which session to look at: `on` as people type a date, `half` am or pm."""

    on = forms.CharField(label="Day", required=False, max_length=20)
    half = forms.ChoiceField(label="Session", required=False, choices=[("am", "Morning"), ("pm", "Afternoon")])

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today

    def clean_on(self) -> date:
        typed: str = self.cleaned_data["on"].strip()
        if not typed:
            return self.today
        found: date = TypedDateField(around=self.today).clean([typed, "", ""])
        return found


class PeriodForm(forms.Form):
    """`from` and `to` as people type dates, or as addresses write them; both included."""

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today
        # “from” is a word of the language, so these two cannot be written as attributes.
        self.fields["from"] = forms.CharField(label="From", max_length=20)
        self.fields["to"] = forms.CharField(label="To", max_length=20, help_text="This day included.")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        for name in ("from", "to"):
            if name in given:
                self._read(name)
        first, last = given.get("from"), given.get("to")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("to", "The last day is before the first. Check the two dates.")
        return given

    @property
    def period(self) -> tuple[date, date]:
        return self.cleaned_data["from"], self.cleaned_data["to"]

    def _read(self, name: str) -> None:
        try:
            self.cleaned_data[name] = TypedDateField(around=self.today).clean([self.cleaned_data[name], "", ""])
        except forms.ValidationError as wrong:
            self.add_error(name, wrong)


class AmendForm(forms.Form):
    """A mark to be put right: the code that is right and, once the register has closed, why."""

    code = forms.ChoiceField(label="The right code")
    minutes = forms.IntegerField(label="Minutes late", required=False, min_value=0, max_value=400)
    note = forms.CharField(label="Note", required=False, max_length=LONGEST_NOTE)
    reason = forms.CharField(
        label="Reason for the change",
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kept with the original mark, with your name and the time.",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    save_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, codes: Sequence[Code], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [("", "Choose a code")] + [(c.symbol, f"{c.symbol}  {c.name}") for c in codes]
        unknown = "“%(value)s” is not a code for this session; choose one from the list."
        self.fields["code"] = forms.ChoiceField(
            label="The right code", choices=choices, error_messages={"invalid_choice": unknown}
        )
        self.order_fields(["code", "minutes", "note", "reason"])


def _tap(row: Mapping[str, object]) -> Tap:
    minutes, seen = row.get("minutes"), row["seen"]
    if isinstance(seen, bool) or not isinstance(seen, int):
        raise ValueError("seen")
    if minutes is not None and (isinstance(minutes, bool) or not isinstance(minutes, int)):
        raise ValueError("minutes")
    return Tap(
        token=kept(str(row["token"])),
        code=kept(str(row["code"])).strip()[:3],
        planned=row.get("planned") is True and not row["code"],
        minutes=minutes,
        detail=kept(str(row.get("detail") or ""))[:LONGEST_NOTE],
        reason=kept(str(row.get("reason") or ""))[:LONGEST_NOTE],
        seen=seen,
    )


def _typed(post: QueryDict, token: str, rest: str) -> list[Tap]:
    """The tap of one row of the form: none for a row that was left empty."""
    code = post.get(f"code-{token}", "").strip().upper()
    seen = _whole(post.get(f"seen-{token}", ""), "This row cannot be read. Reload the page.") or 0
    planned = not code and not seen and bool(post.get(f"plan-{token}"))
    if not code and not seen and not planned:
        code = rest
    if not code and not seen and not planned:
        return []
    says = "Write the minutes late as a number, for example 7."
    return [
        Tap(
            token=token,
            code=code[:3],
            minutes=_whole(post.get(f"minutes-{token}", ""), says),
            detail=kept(post.get(f"note-{token}", ""))[:LONGEST_NOTE],
            reason=kept(post.get("reason", ""))[:LONGEST_NOTE] if seen else "",
            seen=seen,
            planned=planned,
        )
    ]


def _whole(text: str, says: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 7):
        raise ValidationError(says)
    return int(text)


def _moment(text: object) -> datetime | None:
    """A device's own time; one that is not there, or without its zone, is not known."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _unreadable() -> Refused:
    return Refused("What this page sent cannot be read, so nothing was saved. Open the register again.")
