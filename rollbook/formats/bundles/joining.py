"""Many PDFs as one: every page numbered, with bookmarks, links from the index, and nothing that came along unseen."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

LINK = "bundle:"  # where a page of ours says “page 17 of the bundle”
_A4 = (595.276, 841.89)
_FOOT, _EDGE = 34.0, 17.0  # left free below an enclosed page, for its number; and around it
# What a page or a picture may carry that is not seen on it.
_UNSEEN = (
    "/AA", "/AF", "/Annots", "/Metadata", "/PieceInfo", "/StructParents", "/StructParent", "/Thumb", "/B", "/Trans",
    "/LastModified", "/Alternates", "/OPI", "/SeparationInfo", "/PressSteps", "/VP", "/ID",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A PDF of the bundle: its bookmark, what stands beside its page numbers, which pages (0 is the first; None: all).

    `enclosed`: it came from elsewhere, and is set smaller on our paper.
    """

    title: str
    label: str
    data: bytes
    pages: tuple[int, ...] | None = None
    enclosed: bool = False


def count_pages(data: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(data)).pages)


def join(pieces: Sequence[Piece], *, title: str, author: str, made_at: datetime) -> bytes:
    """One PDF of these pieces in their order; the same pieces and moment give the same pages."""
    from pypdf import PdfReader, PdfWriter

    out = PdfWriter()
    links: list[tuple[Any, list[Any]]] = []
    labels: list[str] = []
    for piece in pieces:
        begins = len(out.pages)
        reader = PdfReader(io.BytesIO(piece.data))
        for number in piece.pages if piece.pages is not None else range(len(reader.pages)):
            old = reader.pages[number]
            links.append((_taken(out, old, enclosed=piece.enclosed), _links_on(old)))
            labels.append(piece.label)
        if len(out.pages) > begins:
            out.add_outline_item(title=piece.title, page_number=begins)
    _number(out, labels)
    for page, found in links:
        _link(out, page, found)
    _strip(out)
    out.metadata = {
        "/Title": title,
        "/Author": author,
        "/Producer": "Rollbook",
        "/CreationDate": f"{made_at.astimezone(UTC):D:%Y%m%d%H%M%SZ}",
    }
    out.page_mode = "/UseOutlines"
    whole = io.BytesIO()
    out.write(whole)
    return whole.getvalue()


def _taken(out: Any, old: Any, *, enclosed: bool) -> Any:
    if enclosed:
        return _enclosed(out, old)
    return out.add_page(old, excluded_keys=("/Annots",))


def _enclosed(out: Any, old: Any) -> Any:
    """A page from elsewhere as a drawing on a sheet of A4, upright as it is seen, with room for its number."""
    from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, StreamObject

    left, bottom, right, top = (float(part) for part in old.cropbox)
    turned = int(old.rotation or 0) % 360
    wide, high = (top - bottom, right - left) if turned in (90, 270) else (right - left, top - bottom)
    paper = _A4 if high >= wide else _A4[::-1]
    scale = min((paper[0] - 2 * _EDGE) / max(wide, 1), (paper[1] - _EDGE - _FOOT) / max(high, 1), 1.0)
    page = out.add_blank_page(*paper)
    drawing = StreamObject()
    contents = old.get_contents()
    drawing._data = contents.get_data() if contents is not None else b""
    drawing.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(FloatObject(part) for part in (left, bottom, right, top)),
            NameObject("/Resources"): old.get("/Resources", DictionaryObject()).get_object().clone(out),
        }
    )
    if "/Group" in old:
        drawing[NameObject("/Group")] = old["/Group"].clone(out)
    kept = out._add_object(drawing.flate_encode())
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/E"): kept})}
    )
    x, y = (paper[0] - wide * scale) / 2, _FOOT + (paper[1] - _EDGE - _FOOT - high * scale) / 2
    upright = {
        0: (1, 0, 0, 1, -left, -bottom),
        90: (0, -1, 1, 0, -bottom, right),
        180: (-1, 0, 0, -1, right, top),
        270: (0, 1, -1, 0, top, -left),
    }[turned]
    matrix = " ".join(f"{part:.4f}" for part in upright)
    _draw(out, page, f"q {scale:.5f} 0 0 {scale:.5f} {x:.3f} {y:.3f} cm {matrix} cm /E Do Q")
    return page


def _draw(out: Any, page: Any, content: str) -> None:
    from pypdf.generic import ArrayObject, NameObject, StreamObject

    stream = StreamObject()
    stream._data = content.encode("latin-1", "replace")
    page[NameObject("/Contents")] = ArrayObject([out._add_object(stream)])


def _number(out: Any, labels: Sequence[str]) -> None:
    """“Exhibit 4” and “23 of 214” at the foot of every page, drawn last and outside whatever the page has set."""
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

    font = out._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica-Bold"),
                NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
            }
        )
    )
    before = StreamObject()
    before._data = b"q"
    begin = out._add_object(before)
    for number, (page, label) in enumerate(zip(out.pages, labels, strict=True), start=1):
        resources = page["/Resources"].get_object()
        fonts = resources.setdefault(NameObject("/Font"), DictionaryObject()).get_object()
        fonts[NameObject("/BundleNumber")] = font
        stamp = StreamObject()
        stamp._data = _stamp(float(page.mediabox.width), label, f"{number} of {len(labels)}")
        old = page["/Contents"].get_object() if "/Contents" in page else ArrayObject()
        parts = list(old) if isinstance(old, ArrayObject) else [page.raw_get("/Contents")]
        page[NameObject("/Contents")] = ArrayObject([begin, *parts, out._add_object(stamp)])


def _stamp(width: float, label: str, number: str) -> bytes:
    says = f"{label}   {number}" if label else number
    escaped = says.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    # About half an em for a sign of this face: near enough to stand at the right edge.
    left = width - 34 - len(says) * 4.9
    return b" Q q BT /BundleNumber 9 Tf 0 g 1 0 0 1 %.2f 15 Tm (%s) Tj ET Q" % (left, escaped)


def _links_on(old: Any) -> list[Any]:
    """The links of a page of ours that lead to a page of the bundle: where, and to which (1 is the first)."""
    found = []
    for one in old.get("/Annots", ()):
        link = one.get_object()
        action = link.get("/A", {})
        address = str(action.get_object().get("/URI", "") if action else "")
        if address.startswith(LINK) and address[len(LINK) :].isdecimal():
            found.append(([float(part) for part in link["/Rect"]], int(address[len(LINK) :]) - 1))
    return found


def _link(out: Any, page: Any, found: Iterable[tuple[Sequence[float], int]]) -> None:
    from pypdf.annotations import Link
    from pypdf.generic import Fit, RectangleObject

    for rect, target in found:
        if target < len(out.pages):
            made = Link(rect=RectangleObject(list(rect)), target_page_index=target, fit=Fit.fit(), border=[0, 0, 0])
            out.add_annotation(page, made)


def _strip(out: Any) -> None:
    """Take away what came along with pages and pictures and is not seen on them."""
    for one in out._objects:
        seen = one.get_object() if one is not None else None
        if isinstance(seen, Mapping):
            _without(seen, keep=("/Annots",) if seen.get("/Type") == "/Page" else ())


def _without(seen: Any, *, keep: Collection[str]) -> None:
    for name in _UNSEEN:
        if name in seen and name not in keep:
            del seen[name]
