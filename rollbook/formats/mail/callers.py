"""Who left a voicemail, as telephone systems write it: in the subject, the sender, a line of their own or the words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rollbook.formats.values.phones import dialled

_NUMBER = re.compile(r"(?<![\w.@-])(?:\+|00|\(?0|44)[\d \u00a0().\-\u2010-\u2013]{7,20}\d(?![\d:])")
_SAID_OF_CALLER = re.compile(
    r"(?:from|caller(?:[ -]?id)?|calling(?: number)?|cli|number|telephone|phone|tel|call ?back(?: on)?)"
    r"\b[^\d+\n]{0,40}$",
    re.IGNORECASE,
)
_SAID_OF_CALLED = re.compile(
    r"(?:\bto|\bfor|mailbox|extension|ext\.?|called|dialled|did)\b[^\d+\n]{0,20}$", re.IGNORECASE
)
_WITHHELD = re.compile(
    r"\b(?:withheld|anonymous|private (?:number|caller)|unknown (?:caller|number)|number unavailable|no caller ?id)\b",
    re.IGNORECASE,
)
LONGEST = 3_000


def caller_in(places: Sequence[str]) -> str:
    """The caller's number (E.164) from these places, the most telling first; empty where none names one."""
    for place in places:
        text = place[:LONGEST]
        found = [(_weight(text, m), number) for m in _NUMBER.finditer(text) if (number := _dialled(m[0]))]
        told = [number for weight, number in sorted(found, key=lambda one: -one[0]) if weight >= 0]
        if told:
            return told[0]
    return ""


def is_withheld(places: Sequence[str]) -> bool:
    """Whether a telephone system says that the caller hid their number."""
    return any(_WITHHELD.search(place[:LONGEST]) for place in places)


def _weight(text: str, number: re.Match[str]) -> int:
    before = text[max(0, number.start() - 60) : number.start()]
    if _SAID_OF_CALLED.search(before):
        return -1
    return 1 if _SAID_OF_CALLER.search(before) else 0


def _dialled(typed: str) -> str:
    digits = re.sub(r"[^\d+]", "", typed)
    whole = f"+{digits}" if digits.startswith("44") and len(digits) == 12 else digits
    return next(iter(dialled(whole)), "")
