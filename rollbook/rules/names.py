"""Names in the order in which somebody looks for them: Öztürk at O, de la Cruz at D, O’Neill after Oliver."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import combining, normalize

_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'", "‘": "'"}
)


def plain(name: str) -> str:
    """A name without its marks and capitals, as people type it who look for it."""
    apart = normalize("NFKD", name.casefold().translate(_PLAIN))
    return "".join(c for c in apart if not combining(c))


@lru_cache(maxsize=16_384)
def order_of(*names: str) -> tuple[str, ...]:
    """What names are sorted by: first as if nobody wrote marks, capitals or apostrophes, then as they are written."""
    return (*(plain(name).replace("'", "") for name in names), *names)
