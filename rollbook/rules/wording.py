"""Words with fields in them, as “Dear {contact}”: filled for one case, and never with a blank (COM-A).

Only a field's bare name in single braces is a field; anything else in braces prints as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

_FIELD = re.compile(r"(?<!\{)\{([a-z_]+)\}(?!\})")


@dataclass(frozen=True, slots=True)
class Filled:
    """Words filled for one case; `missing` are the fields for which nothing is known, left as they stand."""

    words: str
    missing: tuple[str, ...]


def fields_of(words: str) -> tuple[str, ...]:
    """The fields that stand in some words, each once, in their order."""
    return tuple(dict.fromkeys(_FIELD.findall(words)))


def unknown_fields(words: str, known: Collection[str]) -> tuple[str, ...]:
    """The fields in these words that nothing can be put for, whatever the case."""
    return tuple(field for field in fields_of(words) if field not in known)


def filled(words: str, facts: Mapping[str, str]) -> Filled:
    """The words with their fields filled; what a fact itself holds is never read as a field."""
    missing: list[str] = []

    def put(found: re.Match[str]) -> str:
        fact = facts.get(found[1], "").strip()
        if not fact:
            missing.append(found[1])
            return found[0]
        return fact

    return Filled(_FIELD.sub(put, words), tuple(dict.fromkeys(missing)))
