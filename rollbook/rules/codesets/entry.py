"""One code of a code set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A code, its name in words (empty where no source gives one), and where both were found.

    `group` is the heading under which forms list it. A source of “memory” or “guessed” is unverified.
    """

    code: str
    name: str
    source: str
    group: str = ""
