"""Telephone numbers as people type them, into the form that texts and calls need."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

UNITED_KINGDOM = 44
LONGEST = 100
SEVERAL = re.compile(r"\s*(?:/|;|,|&|\bor\b|\band\b)\s*", re.IGNORECASE)
NOTE = re.compile(r"\s*\([^()\d]*\)\s*$|^\s*[A-Za-z' ]+[:\s]\s*|\s+[A-Za-z' ]+$")
MOBILE = re.compile(r"\+447[1-57-9]")


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number: `kind` is mobile, home, work or other.

    `number` is E.164 (+447700900123) when `valid`, otherwise what was typed, tidied only.
    """

    kind: str
    number: str
    typed: str
    valid: bool


def read_phones(typed: str, kind: str) -> tuple[Phone, ...]:
    """Read the number or numbers of a cell as dialled in the United Kingdom.

    One that cannot be dialled is kept as typed (`valid` false). A number of no stated kind that
    begins like a mobile is a mobile.
    """
    tidy = " ".join(typed.split())[:LONGEST]
    if whole := _as_e164(tidy):
        return (_phone(whole, tidy, kind),)
    pieces = [piece.strip() for piece in SEVERAL.split(tidy) if piece.strip()]
    numbers = [_as_e164(NOTE.sub("", piece)) for piece in pieces]
    if not pieces or not all(numbers):
        return (Phone(kind, tidy, tidy, False),) if tidy else ()
    return tuple(_phone(number, piece, kind) for number, piece in zip(numbers, pieces, strict=True) if number)


def dialled(number: str) -> tuple[str, ...]:
    """A kept number as a machine dials it (E.164), however it was typed; nothing where it cannot be dialled."""
    whole = _as_e164(number)
    return (whole,) if whole else ()


def takes_texts(number: str) -> bool:
    """Whether a text can reach this number (E.164): British landlines and numbers that cannot be dialled do not."""
    if number.startswith(f"+{UNITED_KINGDOM}"):
        return MOBILE.match(number) is not None
    return _may_be_mobile(number)


def as_dialled_here(number: str) -> str:
    """A number as it is dialled in the United Kingdom (07700 900123); others stay as they are."""
    return _as_national(number) if number.startswith(f"+{UNITED_KINGDOM}") else number


@lru_cache(maxsize=20_000)
def _as_national(number: str) -> str:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)


@lru_cache(maxsize=20_000)
def _may_be_mobile(number: str) -> bool:
    import phonenumbers

    try:
        kind = phonenumbers.number_type(phonenumbers.parse(number, None))
    except phonenumbers.NumberParseException:
        return False
    return kind in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)


def _phone(number: str, typed: str, kind: str) -> Phone:
    return Phone("mobile" if kind == "other" and MOBILE.match(number) else kind, number, typed, True)


@lru_cache(maxsize=20_000)
def _as_e164(tidy: str) -> str | None:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(_with_lost_zero(tidy), "GB")
    except phonenumbers.NumberParseException:
        return None
    if not (_dialled_here(parsed.country_code, parsed.national_number) or phonenumbers.is_valid_number(parsed)):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _dialled_here(country: int | None, number: int | None) -> bool:
    """Ten digits of a British range: the numbers Ofcom keeps for fiction are no subscriber's, yet well formed."""
    digits = str(number or "")
    return country == UNITED_KINGDOM and len(digits) == 10 and digits[0] in "1237"


def _with_lost_zero(tidy: str) -> str:
    """Spreadsheets drop the leading zero of a number: ten digits from 1, 2, 3 or 7 had one."""
    digits = tidy.replace(" ", "")
    lost = len(digits) == 10 and digits.isdecimal() and digits[0] in "1237"
    return "0" + digits if lost else tidy
