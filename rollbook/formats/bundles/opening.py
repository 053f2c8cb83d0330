"""A file that is to be enclosed, as a PDF of which only the pages are left."""

from __future__ import annotations

import io
import json
from typing import Any

from rollbook.formats.bundles.blacking import as_pictures
from rollbook.formats.bundles.pdfium import document
from rollbook.formats.kept_media import JPEG, PDF, PNG, media_of, shortened, size_of
from rollbook.formats.refusals import FileRefused

MOST_PAGES = 600
MOST_DOTS = 60_000_000
LARGEST_PICTURE = 8 * 1024 * 1024
_PICTURE = b"""#set page(paper: "a4", margin: 0mm)
#image(bytes(json(bytes(sys.inputs.picture))), width: 100%, height: 100%, fit: "contain")
"""


def opened(name: str, data: bytes) -> bytes:
    """The file's pages as a PDF: notes and filled-in fields are drawn onto them, layers as they are seen.

    Raises FileRefused, with a sentence, for what cannot be a page: sound, Word, a file that is locked,
    broken or longer than 600 pages.
    """
    media = media_of(name, data)
    if media in (JPEG, PNG):
        return _picture(name, data)
    if media is not PDF:
        raise FileRefused(f"“{shortened(name)}” cannot be put on a page. Save it as a PDF, and add that.")
    reader = _readable(name, data)
    if "/OCProperties" in reader.trailer["/Root"]:
        return as_pictures(data, dict.fromkeys(range(len(reader.pages)), ()))
    return _flat(data) if any("/Annots" in page for page in reader.pages) else data


def _readable(name: str, data: bytes) -> Any:
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted
        pages = 0 if locked else len([page.mediabox for page in reader.pages])
        if not locked:
            with document(data) as seen:
                pages = min(pages, len(seen))
    except Exception as wrong:  # a broken file breaks a reader in any way there is
        raise FileRefused(
            f"“{shortened(name)}” is damaged, or is no whole PDF. Open it, print it to a new PDF, and add that one."
        ) from wrong
    if locked:
        raise FileRefused(
            f"“{shortened(name)}” is locked with a password or against copying. Save a copy that is not, and add it."
        )
    if not 0 < pages <= MOST_PAGES:
        raise FileRefused(
            f"“{shortened(name)}” has {pages:,} pages; {MOST_PAGES} at most can be enclosed. Save the pages that "
            "matter as a file of their own."
        )
    return reader


def _flat(data: bytes) -> bytes:
    """Notes, stamps and fields as a part of what is drawn."""
    from pypdfium2 import raw

    out = io.BytesIO()
    with document(data) as found:
        found.init_forms()
        for page in found:
            raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        found.save(out)
    return out.getvalue()


def _picture(name: str, data: bytes) -> bytes:
    """A photograph or scan on a sheet of paper, drawn anew: what a camera wrote into it is not taken along."""
    import typst

    wide, high = size_of(data)
    if not 0 < wide * high <= MOST_DOTS:
        raise FileRefused(f"“{shortened(name)}” is damaged, or too large a picture. Photograph or scan it anew.")
    if len(data) > LARGEST_PICTURE:
        raise FileRefused(
            f"“{shortened(name)}” has {len(data) / 1024 / 1024:.0f} MB, more than a picture on a page needs. Save it "
            "smaller, or as a PDF."
        )
    try:
        sheet = typst.compile(_PICTURE, format="pdf", sys_inputs={"picture": json.dumps(list(data))})
    except typst.TypstError as wrong:
        raise FileRefused(
            f"“{shortened(name)}” is no picture that can be drawn. Photograph or scan it anew."
        ) from wrong
    return as_pictures(sheet, {0: ()})
