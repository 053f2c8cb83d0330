"""What somebody types or pastes into a field of the school's own, read as what the field holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from rollbook.formats.values.cells import Unreadable
from rollbook.formats.values.dates import read_date
from rollbook.rules.names import plain
from rollbook.rules.own_fields import LONGEST_LONG_WORDS, LONGEST_WORDS, FieldKind, FieldShape

YES, NO = "yes", "no"
_YES = frozenset({"yes", "y", "true", "1", "x", "✓"})
_NO = frozenset({"no", "n", "false", "0"})
_LARGEST = Decimal(10) ** 12
_SMALLEST_STEP = -4


def read_own(shape: FieldShape, typed: str) -> str:
    """What is kept of it: words as written, a number or an ISO day as text, `yes` or `no`, a choice; empty for none.

    Raises Unreadable with a sentence that quotes what was typed.
    """
    text = typed.strip()
    if not text:
        return ""
    return _READ[shape.kind](shape, text)


def shown_own(kind: FieldKind, kept: str) -> str:
    """What is kept, as a page says it: “Mon 7 Sep 2026”, “Yes”, a number as it was typed."""
    if not kept:
        return ""
    if kind is FieldKind.DAY:
        on = date.fromisoformat(kept)
        return f"{on:%a} {on.day} {on:%b %Y}"
    return kept.capitalize() if kind is FieldKind.YES_NO else kept


def value_own(kind: FieldKind, kept: str) -> str | Decimal | date | None:
    """What is kept, as a list sorts and counts it; None for nothing."""
    if not kept:
        return None
    if kind is FieldKind.DAY:
        return date.fromisoformat(kept)
    return Decimal(kept) if kind is FieldKind.NUMBER else shown_own(kind, kept)


def _words(_: FieldShape, text: str) -> str:
    said = " ".join(text.split())
    if len(said) > LONGEST_WORDS:
        raise Unreadable(f"“{_short(said)}” has {len(said)} characters; at most {LONGEST_WORDS} fit in this field.")
    return said


def _long_words(_: FieldShape, text: str) -> str:
    if len(text) > LONGEST_LONG_WORDS:
        raise Unreadable(f"This has {len(text)} characters; at most {LONGEST_LONG_WORDS} fit in this field.")
    return text


def _number(_: FieldShape, text: str) -> str:
    bare = text.replace(",", "").replace(" ", "").removeprefix("£")
    try:
        found = Decimal(bare)
    except InvalidOperation:
        raise Unreadable(f"“{_short(text)}” is not a number. Write it in figures, for example 12 or 12.5.") from None
    exponent = found.as_tuple().exponent
    if not isinstance(exponent, int) or abs(found) >= _LARGEST:
        raise Unreadable(f"“{_short(text)}” is not a number that fits here.")
    if exponent < _SMALLEST_STEP:
        raise Unreadable(f"“{_short(text)}” has more than four places after the point.")
    return f"{found:f}"


def _day(_: FieldShape, text: str) -> str:
    try:
        found = read_date(text)
    except Unreadable as bad:
        raise Unreadable(f"“{_short(text)}” is not a day. {_why(str(bad), text)}") from None
    return found.isoformat() if found else ""


def _yes_no(_: FieldShape, text: str) -> str:
    said = text.casefold()
    if said in _YES:
        return YES
    if said in _NO:
        return NO
    raise Unreadable(f"“{_short(text)}” is neither yes nor no.")


def _choice(shape: FieldShape, text: str) -> str:
    wanted = plain(" ".join(text.split()))
    for choice in shape.choices:
        if plain(choice) == wanted:
            return choice
    raise Unreadable(f"“{_short(text)}” is none of the choices: {_listed(shape.choices)}.")


def _why(says: str, text: str) -> str:
    """The second half of what a date's own refusal says; the first quotes what was typed, as ours does."""
    rest = says.partition(". ")[2]
    return rest or "Write it as day/month/year, for example 07/09/2026."


def _listed(choices: tuple[str, ...]) -> str:
    shown = ", ".join(choices[:6])
    return shown if len(choices) <= 6 else f"{shown} and {len(choices) - 6} more"


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


_READ = {
    FieldKind.WORDS: _words,
    FieldKind.LONG_WORDS: _long_words,
    FieldKind.NUMBER: _number,
    FieldKind.DAY: _day,
    FieldKind.YES_NO: _yes_no,
    FieldKind.CHOICE: _choice,
}
