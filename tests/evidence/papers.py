"""Files as they are enclosed: letters with addresses in them, scans, and what somebody would send to break a bundle."""

from __future__ import annotations

import io
import struct
import zlib

import typst
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

_LETTER = """#set page(paper: "a4", {more})
#set text(size: 12pt, lang: "en")
#set document(title: "About Quarry Lane")
"""


def a_letter(*pages: str, more: str = "") -> bytes:
    """A PDF with these words, a page each."""
    return typst.compile((_LETTER.format(more=more) + "\n#pagebreak()\n".join(pages)).encode(), format="pdf")


def a_scan(width: int = 400, height: int = 600) -> bytes:
    """A picture of a page (PNG), with a place and a comment that a camera would write into it."""
    rows = b"".join(b"\x00" + bytes((n * 7 + x) % 256 for x in range(width)) for n in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = (
        (b"IHDR", head),
        (b"tEXt", b"Comment\x00taken at 3 Quarry Lane"),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    chunks = (struct.pack(">I", len(b)) + n + b + struct.pack(">I", zlib.crc32(n + b)) for n, b in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def loaded(data: bytes) -> bytes:
    """The same PDF with an attachment, a script, metadata, a bookmark and a note on it."""
    out = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    out.add_attachment("secret.txt", b"3 Quarry Lane")
    script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert('Quarry Lane')")}
    out.root_object[NameObject("/OpenAction")] = DictionaryObject({NameObject(k): v for k, v in script.items()})
    out.metadata = {"/Title": "Quarry Lane", "/Author": "B. Abiodun", "/Keywords": "AB9 9ZZ"}
    out.add_outline_item(title="3 Quarry Lane", page_number=0)
    note = FreeText(text="A note on the page", rect=(100, 500, 300, 550), font_size="14pt")
    out.add_annotation(page_number=0, annotation=note)
    return _written(out)


def locked(data: bytes) -> bytes:
    out = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    out.encrypt("", owner_password="owner", algorithm="AES-256")
    return _written(out)


def many_pages(count: int) -> bytes:
    out = PdfWriter()
    for _ in range(count):
        out.add_blank_page(595, 842)
    return _written(out)


def turned(data: bytes, degrees: int) -> bytes:
    out = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page in out.pages:
        page.rotate(degrees)
    return _written(out)


def _written(out: PdfWriter) -> bytes:
    kept = io.BytesIO()
    out.write(kept)
    return kept.getvalue()
