"""Where the encrypted words of a home visit belong, to which their encryption is bound."""

from __future__ import annotations

import uuid

NO_VISIT = "There is no such home visit in this school."
NO_OUT = "There are no such visits in this school."


def place_of(visit: uuid.UUID, what: str) -> str:
    """The place of a visit's words: `reason`, `risks` or `dropped`; of an answer at a door, `note`."""
    return f"home-visit:{visit}:{what}"
