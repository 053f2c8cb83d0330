"""The one door to PDFium, which draws pages and reads their words: it does one thing at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_one_at_a_time = threading.RLock()  # the library keeps state of its own, and a web server has threads


@contextmanager
def document(data: bytes) -> Iterator[Any]:
    """A PDF as PDFium sees it (`pypdfium2.PdfDocument`), closed afterwards."""
    import pypdfium2

    with _one_at_a_time:
        found = pypdfium2.PdfDocument(data)
        try:
            yield found
        finally:
            found.close()


def words_of(textpage: Any) -> str:
    """The words of a page, fast; a place in it is not always the sign's number."""
    return str(textpage.get_text_range())


def letters_of(textpage: Any) -> str:
    """Every sign of a page as its own place in the string, so that a place in it is the sign's number."""
    from pypdfium2 import raw

    return "".join(chr(raw.FPDFText_GetUnicode(textpage, n) or 32) for n in range(textpage.count_chars()))
