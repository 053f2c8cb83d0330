"""Documents as they were decided: a template and plain data make a tagged PDF (PDF/UA-1), the same each time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent.parent
FONTS = PACKAGE / "web" / "fonts"


_NO_GLYPH = "could not be displayed"


def pdf(template: str, data: Mapping[str, object], *, made_at: datetime) -> bytes:
    """A template of the house (`registers/typst/certificate.typ`) filled with data.

    Data goes in as JSON and is never part of the source, so that no name can be read as markup;
    nothing is fetched, and only the fonts kept here are used. `made_at` is the date in the file.
    A letter that no font here can draw is an empty box, and the file then does not claim PDF/UA-1,
    which forbids that; it is tagged all the same.
    """
    import typst

    try:
        return _compiled(template, data, made_at, claims_ua=True)
    except typst.TypstError as wrong:
        if _NO_GLYPH not in str(wrong):
            raise
    return _compiled(template, data, made_at, claims_ua=False)


def pictures(template: str, data: Mapping[str, object], *, sharp: float = 110) -> tuple[bytes, ...]:
    """The pages of the same document as PNG pictures, `sharp` dots to the inch, to be looked at on a screen."""
    import typst

    drawn = typst.compile(PACKAGE / template, format="png", ppi=sharp, **_given(data))
    return tuple(drawn) if isinstance(drawn, list) else (drawn,)


def _compiled(template: str, data: Mapping[str, object], made_at: datetime, *, claims_ua: bool) -> bytes:
    import typst

    made: bytes = typst.compile(
        PACKAGE / template,
        format="pdf",
        pdf_standards="ua-1" if claims_ua else None,
        timestamp=int(made_at.timestamp()),
        **_given(data),
    )
    return made


def _given(data: Mapping[str, object]) -> dict[str, Any]:
    """What every document is made of: our own files and fonts, and its data."""
    return {
        "root": PACKAGE,
        "font_paths": [FONTS],
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(data, ensure_ascii=False)},
        "package_path": PACKAGE / "web" / "typst",
        "package_cache_path": PACKAGE / "web" / "typst",
    }
