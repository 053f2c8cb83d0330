"""Finding words however they are written, and putting a bar in their place; whose address may not be shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BAR = "█" * 6  # always as long: its length says nothing of the word
SHORTEST = 2
SHORTEST_ADDRESS = 5
# What names the look of a page and nothing of a person.
_LOOK = frozenset({"kind", "envelope", "crest", "widths"})
_SHORT = {
    "road": "rd", "street": "st", "avenue": "ave", "close": "cl", "lane": "ln", "drive": "dr", "crescent": "cres",
    "gardens": "gdns", "court": "ct", "place": "pl", "terrace": "terr", "square": "sq", "grove": "gr",
}  # fmt: skip
_LAST_WORD = re.compile(r"[A-Za-z]+(?=\W*$)")


@dataclass(frozen=True, slots=True)
class Needle:
    """Words to be found: `text` has letters and digits alone; `whole`: not as a part of a longer word."""

    text: str
    says: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody lives and how they are reached."""

    name: str
    lines: tuple[str, ...] = ()
    postcode: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A needle in a text: from a character to the one after its last."""

    start: int
    end: int
    needle: Needle


def needles_of(words: Iterable[str]) -> tuple[Needle, ...]:
    """What somebody wants taken off the pages, word by word; what has hardly a letter is left out."""
    found = (Needle(bare(one), one) for one in dict.fromkeys(words))
    return tuple(one for one in found if len(one.text) >= SHORTEST)


def protected(others: Iterable[Place], own: Place, school: Sequence[str] = ()) -> tuple[Needle, ...]:
    """What would say where the others live or how to reach them, without what is the parent's own or the school's.

    The town alone is not protected: the last line of an address of several without a number.
    """
    lines = (*own.lines, *school)
    known = bare(" ".join((*lines, *map(_shortened, lines), own.postcode, *own.emails)))
    own_numbers = {_digits(number) for number in own.phones}
    found: dict[str, Needle] = {}
    for other in others:
        for needle in _of(other):
            is_own = needle.text in own_numbers if needle.text.isdigit() else needle.text in known
            if not is_own:
                found.setdefault(needle.text, needle)
    return tuple(found.values())


def spans(text: str, needles: Collection[Needle]) -> tuple[Found, ...]:
    """Where these are in a text, whatever their case, accents, spaces, line ends or hyphens; in order."""
    said = bare(text)
    wanted = [needle for needle in needles if needle.text in said]
    if not wanted:
        return ()
    letters, places = _letters(text)
    found = []
    for needle in wanted:
        at = letters.find(needle.text)
        while at >= 0:
            start, end = places[at], places[at + len(needle.text) - 1] + 1
            if not needle.whole or not (_touches(text, start - 1) or _touches(text, end)):
                found.append(Found(start, end, needle))
            at = letters.find(needle.text, at + 1)
    return tuple(sorted(found, key=lambda one: (one.start, -one.end)))


def blacked(text: str, needles: Collection[Needle]) -> str:
    """The text with a bar in the place of what is found; the same text where there is nothing."""
    parts, at = [], 0
    for one in spans(text, needles):
        if one.start >= at:
            parts += [text[at : one.start], BAR]
        at = max(at, one.end)
    return "".join((*parts, text[at:])) if parts else text


def blacked_data(value: Any, needles: Collection[Needle]) -> Any:
    """A page's data with bars in all its words; what only says how it looks stays."""
    if isinstance(value, str):
        return blacked(value, needles)
    if isinstance(value, Mapping):
        return {key: _kept(key, part, needles) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [blacked_data(part, needles) for part in value]
    return value


def bare(text: str) -> str:
    """Letters and digits alone, small, without accents."""
    whole = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return "".join(filter(str.isalnum, whole.casefold()))


def _kept(key: str, part: Any, needles: Collection[Needle]) -> Any:
    if key in _LOOK:
        return part
    if key == "blocks":  # pairs of a look and its rows
        return [(kind, blacked_data(rows, needles), *rest) for kind, rows, *rest in part]
    return blacked_data(part, needles)


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text, and of each the place in the text it was written at."""
    letters: list[str] = []
    places: list[int] = []
    for at, sign in enumerate(text):
        for part in unicodedata.normalize("NFKD", sign).casefold():
            if part.isalnum():
                letters.append(part)
                places.append(at)
    return "".join(letters), places


def _touches(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isalnum()


def _of(other: Place) -> Iterable[Needle]:
    pieces = [piece.strip() for line in _streets(other.lines) for piece in (line, *line.split(",")) if piece.strip()]
    for piece in dict.fromkeys(pieces):
        for spelt in (bare(piece), bare(_shortened(piece))):
            if len(spelt) >= SHORTEST_ADDRESS:
                yield Needle(spelt, f"{other.name}: address")
    if len(code := bare(other.postcode)) >= SHORTEST_ADDRESS:
        yield Needle(code, f"{other.name}: postcode")
    for number in other.phones:
        if len(digits := _digits(number)) >= SHORTEST_ADDRESS:
            yield Needle(digits, f"{other.name}: telephone", whole=False)
    for address in other.emails:
        if len(spelt := bare(address)) >= SHORTEST_ADDRESS:
            yield Needle(spelt, f"{other.name}: e-mail")


def _streets(lines: Sequence[str]) -> Sequence[str]:
    """The lines that say which house: not the town at the end, nor a postcode (said by itself)."""
    if len(lines) < 2:
        return lines
    return lines if any(sign.isdigit() for sign in lines[-1]) else lines[:-1]


def _shortened(line: str) -> str:
    """“Acacia Road” as it is also written: “Acacia Rd”; and the other way round."""
    other = {**_SHORT, **{short: long for long, short in _SHORT.items()}}
    return _LAST_WORD.sub(lambda word: other.get(word.group().casefold(), word.group()), line)


def _digits(number: str) -> str:
    """The digits that stand in every way of writing a number: without 0, 44 or 0044 before them."""
    return re.sub(r"^(?:0044|44)?0*", "", "".join(sign for sign in number if sign.isdigit()))
