"""A local authority as its profile says it: where things go, its clocks, its forms with its own labels.

A profile is a text file (TOML); adding an authority needs no code. What Rollbook ships are worked examples.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rollbook.rules.refused import Refused

KINDS = ("pdf", "docx", "csv")
_CLOCKS = {"posted_working_days": (0, 10), "improvement_school_weeks": (3, 12)}


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of an authority's form: what it is called there, and which of our labels fills it."""

    label: str
    ours: str


@dataclass(frozen=True, slots=True)
class AuthorityForm:
    """What an authority wants to have for a process: how it is sent, its checklist, and its fields in its order.

    Without fields of its own the form has ours, in our order. `kinds` are the files that can be made of it; the
    fields can always be copied, as a portal asks for them.
    """

    process: str
    title: str
    send_to: str = ""
    kinds: tuple[str, ...] = KINDS
    checklist: tuple[str, ...] = ()
    fields: tuple[FormField, ...] = ()

    def filled(self, held: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """The form with what is held, by our labels; what its own labels ask for and nobody holds stays empty."""
        if not self.fields:
            return tuple(held)
        values = dict(held)
        return tuple((one.label, values.get(one.ours, "")) for one in self.fields)


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority. `la_number` is the DfE's; empty for the profile that fits any."""

    key: str
    name: str
    la_number: str = ""
    address: tuple[str, ...] = ()
    email: str = ""
    note: str = ""
    clocks: Mapping[str, int] = field(default_factory=dict)
    forms: tuple[AuthorityForm, ...] = ()

    def form_for(self, process: str, title: str) -> AuthorityForm:
        """Its form for a process; where it has none of its own, a plain one of that title."""
        return next((one for one in self.forms if one.process == process), AuthorityForm(process, title))


def read_profile(name: str, text: str) -> Authority:
    """A profile from its text; refused with what is wrong in which file, and what to write there."""
    try:
        held = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise _wrong(name, f"cannot be read: {wrong}") from wrong
    clocks = _table(name, held, "clocks")
    for clock, days in clocks.items():
        least, most = _CLOCKS.get(clock, (0, 0))
        if clock not in _CLOCKS or not isinstance(days, int) or not least <= days <= most:
            raise _wrong(name, f"has a clock “{clock} = {days}”. Known are {_known()}")
    return Authority(
        key=name,
        name=_text(name, held, "name", required=True),
        la_number=_text(name, held, "la_number"),
        address=_texts(name, held, "address"),
        email=_text(name, held, "email"),
        note=_text(name, held, "note"),
        clocks=clocks,
        forms=tuple(_form(name, one) for one in held.get("forms", ())),
    )


def _form(name: str, held: Mapping[str, Any]) -> AuthorityForm:
    kinds = _texts(name, held, "kinds") or KINDS
    if wrong := next((kind for kind in kinds if kind not in KINDS), ""):
        raise _wrong(name, f"has a form of the kind “{wrong}”. Write pdf, docx or csv")
    return AuthorityForm(
        process=_text(name, held, "process", required=True),
        title=_text(name, held, "title", required=True),
        send_to=_text(name, held, "send_to"),
        kinds=kinds,
        checklist=_texts(name, held, "checklist"),
        fields=tuple(_field(name, one) for one in held.get("fields", ())),
    )


def _field(name: str, held: object) -> FormField:
    if not isinstance(held, list) or len(held) != 2 or not all(isinstance(one, str) for one in held):
        raise _wrong(name, 'has a field that is not a pair. Write ["its label", "our label"]')
    return FormField(held[0], held[1])


def _text(name: str, held: Mapping[str, Any], key: str, *, required: bool = False) -> str:
    value = held.get(key, "")
    if not isinstance(value, str) or (required and not value.strip()):
        raise _wrong(name, f'has no text for “{key}”. Write {key} = "…"')
    return value.strip()


def _texts(name: str, held: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = held.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _wrong(name, f'has no list of texts for “{key}”. Write {key} = ["…", "…"]')
    return tuple(value)


def _table(name: str, held: Mapping[str, Any], key: str) -> Mapping[str, int]:
    value = held.get(key, {})
    if not isinstance(value, dict):
        raise _wrong(name, f"has no table “{key}”. Write [{key}] on a line of its own")
    return value


def _known() -> str:
    return ", ".join(f"{clock} ({least} to {most})" for clock, (least, most) in _CLOCKS.items())


def _wrong(name: str, says: str) -> Refused:
    return Refused(f"The profile of the local authority in {name}.toml {says}.")
