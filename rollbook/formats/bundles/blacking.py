"""Pages as pictures of themselves, with what may not be read blacked: no words, no layers, no file within."""

from __future__ import annotations

import io
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rollbook.formats.bundles.pdfium import document, letters_of, words_of
from rollbook.rules.blacking import Needle, spans

SHARP = 150  # dots to the inch
MOST_ACROSS = 2_600
_BLACK = (0, 0, 0, 255)


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a page as it is seen, in thousandths from its left and its top."""

    left: int
    top: int
    right: int
    bottom: int


def as_pictures(
    data: bytes, areas: Mapping[int, Collection[Area]], needles: Collection[Needle] = (), *, sharp: int = SHARP
) -> bytes:
    """The same PDF with these pages (0 is the first) as pictures, their areas black; any page with a needle too."""
    from pypdf import PdfReader, PdfWriter

    pictures: dict[int, tuple[tuple[float, float], int, int, bytes]] = {}
    with document(data) as found:
        for number, page in enumerate(found):
            boxes = _boxes(page, needles) if needles else []
            if number in areas or boxes:
                pictures[number] = _drawn(page, areas.get(number, ()), boxes, sharp)
    if not pictures:
        return data
    kept, out = PdfReader(io.BytesIO(data)), PdfWriter()
    for number, old in enumerate(kept.pages):
        if number in pictures:
            _picture_page(out, *pictures[number])
        else:
            out.add_page(old)
    whole = io.BytesIO()
    out.write(whole)
    return whole.getvalue()


def sharpness(size: tuple[float, float], sharp: int = SHARP) -> float:
    """How many dots to the point: fewer on a page as large as a wall."""
    return min(sharp / 72, MOST_ACROSS / max(*size, 1.0))


def bands(drawn: Any) -> bytes:
    """The dots of a picture, three bytes each, without what fills its lines up."""
    dots, width, step = bytes(drawn.buffer), 3 * drawn.width, drawn.stride
    if step == width:
        return dots[: width * drawn.height]
    return b"".join(dots[at : at + width] for at in range(0, step * drawn.height, step))


def _boxes(page: Any, needles: Collection[Needle]) -> list[tuple[float, float, float, float]]:
    """Where the needles' letters stand, in the page's own measure: left, bottom, right, top."""
    textpage = page.get_textpage()
    if not spans(words_of(textpage), needles):
        return []
    text = letters_of(textpage)
    boxes = []
    for one in spans(text, needles):
        boxes += [textpage.get_charbox(at, loose=True) for at in range(one.start, one.end) if text[at].isalnum()]
        boxes += [textpage.get_charbox(at) for at in range(one.start, one.end) if text[at].isalnum()]
    return boxes


def _drawn(
    page: Any, areas: Iterable[Area], boxes: Iterable[tuple[float, float, float, float]], sharp: int
) -> tuple[tuple[float, float], int, int, bytes]:
    size = page.get_size()
    drawn = page.render(scale=sharpness(size, sharp), rev_byteorder=True)
    wide, high = drawn.width, drawn.height
    for one in areas:
        left, top = one.left * wide // 1000, one.top * high // 1000
        right, bottom = -(-one.right * wide // 1000), -(-one.bottom * high // 1000)
        drawn.fill_rect(_BLACK, left, top, max(1, right - left), max(1, bottom - top))
    place = drawn.get_posconv(page)
    for left, bottom, right, top in boxes:
        (x1, y1), (x2, y2) = place.to_bitmap(left, bottom), place.to_bitmap(right, top)
        near = 3  # a letter's foot may stand out of its box, and the bar must be whole between letters
        x, y = min(x1, x2) - near, min(y1, y2) - near
        drawn.fill_rect(_BLACK, x, y, abs(x2 - x1) + 2 * near, abs(y2 - y1) + 2 * near)
    return size, wide, high, bands(drawn)


def _picture_page(out: Any, size: tuple[float, float], wide: int, high: int, dots: bytes) -> None:
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject

    red, green, blue = dots[0::3], dots[1::3], dots[2::3]
    grey = red == green == blue
    picture = StreamObject()
    picture.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(wide),
            NameObject("/Height"): NumberObject(high),
            NameObject("/ColorSpace"): NameObject("/DeviceGray" if grey else "/DeviceRGB"),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Filter"): NameObject("/FlateDecode"),
        }
    )
    picture._data = zlib.compress(red if grey else dots, 3)
    page = out.add_blank_page(*size)
    shown = DictionaryObject({NameObject("/P"): out._add_object(picture)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): shown})
    content = StreamObject()
    content._data = f"q {size[0]:.3f} 0 0 {size[1]:.3f} 0 0 cm /P Do Q".encode()
    page[NameObject("/Contents")] = ArrayObject([out._add_object(content)])
