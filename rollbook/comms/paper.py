"""Letters as pages: what their template takes, drawn as one file for a run, or as pictures for a preview (COM-B)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from rollbook.files.queries import read_file
from rollbook.formats.kept_media import size_of
from rollbook.rules.actor import Actor
from rollbook.web.printing import pdf, pictures

TEMPLATE = "comms/typst/letter.typ"
WIDE = 62 / 21  # a crest of another shape than this is as high as it may be; a wider one as wide
_LONG, _BREAK = re.compile(r"(\S{50})(?=\S)"), "\\1\u200b"
Sheet = Mapping[str, Any]


def drawn(actor: Actor, frame: Mapping[str, Any], letters: Sequence[Sheet], *, title: str, made_at: datetime) -> bytes:
    """These letters in one PDF, each beginning on a page of its own."""
    return pdf(TEMPLATE, data_of(actor, frame, letters, title), made_at=made_at)


def previewed(actor: Actor, frame: Mapping[str, Any], letter: Sheet, *, title: str) -> tuple[bytes, ...]:
    """One letter's pages as pictures (PNG), as they would be printed."""
    return pictures(TEMPLATE, data_of(actor, frame, [letter], title))


def data_of(
    actor: Actor,
    frame: Mapping[str, Any],
    letters: Sequence[Sheet],
    title: str,
    crests: dict[str, bytes] | None = None,
) -> dict[str, object]:
    """What the template takes; `crests` keeps what was read for the next letter of the same school."""
    kept = {} if crests is None else crests
    if frame["crest"] and frame["crest"] not in kept:
        kept[frame["crest"]] = read_file(actor, uuid.UUID(frame["crest"])).data
    picture = kept.get(frame["crest"], b"")
    wide, high = size_of(picture)
    return {
        "frame": frame,
        "title": title,
        "crest": list(picture),
        "is_wide": wide > WIDE * high,
        "letters": [_breaking(sheet) for sheet in letters],
    }


def _breaking(sheet: Sheet) -> Sheet:
    """The same letter with places to break in words that are longer than a line."""
    blocks = [(kind, [[_LONG.sub(_BREAK, cell) for cell in row] for row in rows]) for kind, rows in sheet["blocks"]]
    return {**sheet, "subject": _LONG.sub(_BREAK, sheet["subject"]), "blocks": blocks}
