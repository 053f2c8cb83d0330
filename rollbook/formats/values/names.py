"""Names of people and places as they are: every alphabet, every accent, up to 200 characters."""

from __future__ import annotations

import re
import unicodedata

from rollbook.formats.values.cells import Cell, Unreadable, text_of

LONGEST_NAME = 200
LONGEST_TEXT = 2_000
# Marks without a shape of their own that copying leaves behind; joiners stay, scripts need them.
SHAPELESS = re.compile("[\u200b\u200e\u200f\u202a-\u202c\u2060\u2066-\u2069\ufeff\u00ad]")
# These turn the reading direction round and can make one name look like another.
TURNING = ("\u202d", "\u202e")
TITLES = frozenset(
    (
        "mr",
        "mrs",
        "miss",
        "ms",
        "mx",
        "dr",
        "prof",
        "professor",
        "rev",
        "revd",
        "reverend",
        "sir",
        "dame",
        "lady",
        "lord",
        "fr",
        "father",
        "sister",
        "br",
        "rabbi",
        "imam",
        "master",
        "madam",
        "captain",
        "capt",
        "major",
        "maj",
        "col",
        "colonel",
        "sgt",
        "hon",
        "mr&mrs",
    )
)


def read_name(cell: Cell) -> str | None:
    """A name, trimmed and in one form (NFC); apostrophes, accents and alphabets as typed.

    An empty cell is `None`. Raises `Unreadable` over 200 characters or with control characters.
    """
    return _read(cell, LONGEST_NAME, "name")


def read_text(cell: Cell) -> str | None:
    """A line of text, as `read_name`, up to 2,000 characters."""
    return _read(cell, LONGEST_TEXT, "text")


def read_lines(cell: Cell) -> tuple[str, ...] | None:
    """A block such as an address: its lines, or the parts between its commas when it is one line."""
    if not isinstance(cell, str):
        text = read_text(cell)
        return (text,) if text else None
    pieces = re.split(r"[\r\n]+|<br\s*/?>", cell)
    if sum(1 for piece in pieces if piece.strip()) < 2:
        pieces = cell.split(",")
    lines = tuple(line for piece in pieces if (line := read_text(piece.strip(" ,"))))
    return lines or None


def split_full_name(full: str) -> tuple[str | None, str | None, str]:
    """Take “Mrs Sarah Jones” or “Jones, Sarah” apart into title, forename and surname."""
    before, comma, after = full.partition(",")
    if comma and after.strip():
        title, rest = _title_first(after.split())
        lead, surname = _title_first(before.split())
        return title or lead, " ".join(rest) or None, " ".join(surname) or before.strip()
    title, words = _title_first(full.replace(",", " ").split())
    if len(words) < 2:
        return title, None, " ".join(words) or full.strip()
    return title, " ".join(words[:-1]), words[-1]


def _title_first(words: list[str]) -> tuple[str | None, list[str]]:
    if len(words) > 1 and words[0].rstrip(".").casefold() in TITLES:
        return words[0], words[1:]
    return None, words


def _read(cell: Cell, longest: int, what: str) -> str | None:
    text = SHAPELESS.sub("", unicodedata.normalize("NFC", text_of(cell))).strip()
    if not text:
        return None
    if len(text) > longest:
        raise Unreadable(f"This {what} has {len(text)} characters; at most {longest} are kept. Shorten it.")
    if any(_is_control(letter) for letter in text):
        raise Unreadable(f"This {what} holds characters that cannot be seen (control characters). Type it again.")
    return text


def _is_control(letter: str) -> bool:
    return letter in TURNING or unicodedata.category(letter) in ("Cc", "Cs")
