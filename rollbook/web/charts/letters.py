"""Which letters a picture may hold: those of XML."""

from __future__ import annotations

import re
from typing import Any

# Never let these reach the library: it measures words as XML, and what cannot be read ends the whole process.
_UNREADABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def readable(words: str) -> str:
    """The words without control characters and the like, which no drawing can show."""
    return _UNREADABLE.sub("", words)


def readable_all(part: Any) -> Any:  # JSON in, JSON out
    """The same specification with every word of it readable."""
    if isinstance(part, str):
        return readable(part)
    if isinstance(part, dict):
        return {name: readable_all(value) for name, value in part.items()}
    return [readable_all(value) for value in part] if isinstance(part, list) else part
