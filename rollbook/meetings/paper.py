"""Minutes and packs as pages: what their template takes, drawn as one file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rollbook.web.printing import pdf

TEMPLATE = "meetings/typst/minutes.typ"
_LONG, _BREAK = re.compile(r"(\S{50})(?=\S)"), "\\1\u200b"


def drawn_minutes(said: Mapping[str, Any], *, made_at: datetime, title: str, is_pack: bool = False) -> bytes:
    """A copy of minutes, or with `is_pack` the pack before a meeting, as PDF."""
    return pdf(TEMPLATE, {"alone": False, **_breaking(said), "title": title, "pack": is_pack}, made_at=made_at)


def _breaking(said: Any) -> Any:
    """The same with places to break in words that are longer than a line, and words as paragraphs."""
    if isinstance(said, str):
        return _LONG.sub(_BREAK, said)
    if isinstance(said, Mapping):
        return {
            name: [_breaking(line) for line in part.splitlines()] if name == "words" else _breaking(part)
            for name, part in said.items()
        }
    return [_breaking(one) for one in said] if isinstance(said, list) else said
