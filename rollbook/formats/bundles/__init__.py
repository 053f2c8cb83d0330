"""Files enclosed in a bundle, and the bundle itself: PDF and pictures in, one PDF with page numbers out.

What comes from elsewhere is never trusted: only its pages are taken, with what is drawn on them; scripts,
attachments, notes, earlier versions and what a file says of itself stay behind. A page from which
something is taken off becomes a picture, so that nothing can be found beneath the black.
"""

from rollbook.formats.bundles.blacking import Area, as_pictures
from rollbook.formats.bundles.joining import Piece, count_pages, join
from rollbook.formats.bundles.opening import MOST_PAGES, opened
from rollbook.formats.bundles.reading import PageText, page_picture, page_texts

__all__ = [
    "MOST_PAGES",
    "Area",
    "PageText",
    "Piece",
    "as_pictures",
    "count_pages",
    "join",
    "opened",
    "page_picture",
    "page_texts",
]
