"""How long a text message is: its alphabet, its parts, and so what it costs (COM-A).

The alphabet and the sizes are those of GSM 03.38 and 03.40, which every text service counts by.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")

# What word processors put in unasked, and what says the same within the short alphabet.
_PLAINER = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ", "\u2011": "-"}
)


class Alphabet(StrEnum):
    """What a text is sent in: the short alphabet, or Unicode as soon as one letter is not in it."""

    GSM = "GSM"
    UNICODE = "Unicode"


@dataclass(frozen=True, slots=True)
class Length:
    """How a text is counted: `units` of its alphabet, in so many `parts`, each paid for."""

    alphabet: Alphabet
    units: int
    parts: int


def length_of(text: str) -> Length:
    """What a text comes to: 160 units in one part or 153 in each of several; in Unicode 70 and 67.

    A letter of the extension table counts as two and is never cut in half; nor is a letter outside
    the basic plane.
    """
    if all(letter in _BASIC or letter in _EXTENDED for letter in text):
        sizes = [2 if letter in _EXTENDED else 1 for letter in text]
        return Length(Alphabet.GSM, sum(sizes), _parts(sizes, 160, 153))
    sizes = [len(letter.encode("utf-16-be")) // 2 for letter in text]
    return Length(Alphabet.UNICODE, sum(sizes), _parts(sizes, 70, 67))


def plainer(text: str) -> str:
    """The same words without typographic quotes, dashes and ellipses, which would halve what a part holds."""
    return text.translate(_PLAINER)


def outside_the_short_alphabet(text: str) -> str:
    """The letters, each once, for which a text has to go as Unicode."""
    return "".join(dict.fromkeys(letter for letter in text if letter not in _BASIC and letter not in _EXTENDED))


def _parts(sizes: list[int], alone: int, each: int) -> int:
    if sum(sizes) <= alone:
        return 1
    parts, room = 1, each
    for size in sizes:
        if size > room:
            parts, room = parts + 1, each
        room -= size
    return parts
