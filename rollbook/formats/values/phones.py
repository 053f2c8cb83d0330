"""Telephone numbers as people type them, into the form that texts and calls need."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number: `kind` is mobile, home, work or other.

    `number` is E.164 (+447700900123) when `valid`, otherwise what was typed, tidied only.
    """

    kind: str
    number: str
    typed: str
    valid: bool


def read_phone(typed: str, kind: str) -> Phone:
    """Read a number as dialled in the United Kingdom; one that cannot be dialled is kept as typed."""
    tidy = " ".join(typed.split())
    number = _as_e164(tidy)
    return Phone(kind, number or tidy, typed, number is not None)


@lru_cache(maxsize=20_000)
def _as_e164(tidy: str) -> str | None:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(_with_lost_zero(tidy), "GB")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _with_lost_zero(tidy: str) -> str:
    """Spreadsheets drop the leading zero of a number: ten digits from 1, 2, 3 or 7 had one."""
    digits = tidy.replace(" ", "")
    lost = len(digits) == 10 and digits.isdecimal() and digits[0] in "1237"
    return "0" + digits if lost else tidy
