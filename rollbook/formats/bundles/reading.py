"""What the pages of a PDF say, and what they look like."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from rollbook.formats.bundles.blacking import SHARP, bands, sharpness
from rollbook.formats.bundles.pdfium import document, words_of


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's words; `unread` where it has none or hardly any that can be read: a scan, or a font without letters."""

    text: str
    unread: bool


def page_texts(data: bytes) -> tuple[PageText, ...]:
    """The words of every page, also those that are hidden, white or beneath something else."""
    with document(data) as found:
        return tuple(_text(page) for page in found)


def page_picture(data: bytes, number: int, *, sharp: int = SHARP) -> bytes:
    """One page (0 is the first) as a PNG picture; empty where there is no such page."""
    with document(data) as found:
        if not 0 <= number < len(found):
            return b""
        page = found[number]
        drawn = page.render(scale=sharpness(page.get_size(), sharp), rev_byteorder=True)
        return _png(drawn.width, drawn.height, bands(drawn))


def _text(page: object) -> PageText:
    from pypdfium2 import raw

    textpage = page.get_textpage()  # type: ignore[attr-defined]  # pypdfium2 has no types
    text = words_of(textpage)
    has_picture = any(one.type == raw.FPDF_PAGEOBJ_IMAGE for one in page.get_objects(max_depth=4))  # type: ignore[attr-defined]
    letters = sum(sign.isalnum() for sign in text)
    strange = sum(sign == "\ufffd" or 0xE000 <= ord(sign) <= 0xF8FF or ord(sign) == 0xFFFE for sign in text)
    drawn = any(one.type == raw.FPDF_PAGEOBJ_PATH for one in page.get_objects(max_depth=4))  # type: ignore[attr-defined]
    return PageText(text, has_picture or strange * 5 > letters or (letters < 20 and drawn))


def _png(width: int, height: int, rows: bytes) -> bytes:
    """An RGB picture as a file: nothing in it but its dots."""
    lines = b"".join(b"\x00" + rows[at : at + 3 * width] for at in range(0, 3 * width * height, 3 * width))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 3)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
