"""Text as people type it, made fit to keep: no NUL, no half of a character, no hidden direction marks."""

from __future__ import annotations

import re

# Overrides and isolates turn the order of what is read after them; a reason in the record must read as typed.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def kept(text: str) -> str:
    """The text without what no database or reader can hold; everything else as it was typed."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return _DIRECTION.sub("", whole.replace("\x00", ""))
