"""The words of an HTML mail: nothing is fetched, no picture or style is looked at, and what is hidden stays unread."""

from __future__ import annotations

import re
from html.parser import HTMLParser

LONGEST = 200_000
_UNREAD = {"script", "style", "head", "title", "template", "noscript", "svg", "object", "iframe"}
_BLOCKS = {
    "p", "div", "table", "tr", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre",
    "section", "article", "header", "footer", "center", "hr",
}  # fmt: skip
_VOID = {"br", "img", "hr", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|mso-hide\s*:\s*all", re.I)


def words_of(page: str) -> str:
    """What a person would read on it; quoted mail is set off by “> ”, as in plain text."""
    reader = _Reader()
    reader.feed(page[:LONGEST])
    reader.close()
    return reader.words()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[int, str]] = []
        self.line: list[str] = []
        self.quoted = 0
        self.unread: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.unread or self._hidden(tag, attrs):
            if tag not in _VOID:
                self.unread.append(tag)
            return
        if tag == "br" or tag in _BLOCKS:
            self._end_line()
        if tag == "blockquote":
            self.quoted = min(self.quoted + 1, 9)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.unread and (tag == "br" or tag in _BLOCKS):
            self._end_line()

    def handle_endtag(self, tag: str) -> None:
        if self.unread:
            if tag in self.unread:
                while self.unread.pop() != tag:
                    pass
            return
        if tag in _BLOCKS:
            self._end_line()
        if tag in ("td", "th"):
            self.line.append(" ")
        if tag == "blockquote":
            self.quoted = max(0, self.quoted - 1)

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.line.append(data)

    def unknown_decl(self, data: str) -> None:
        """Says nothing: Word writes conditions of its own into mail."""

    def words(self) -> str:
        self._end_line()
        return "\n".join(f"{'> ' * quoted}{line}" if line else "" for quoted, line in self.lines).strip()

    def _hidden(self, tag: str, attrs: list[tuple[str, str | None]]) -> bool:
        given = dict(attrs)
        return tag in _UNREAD or "hidden" in given or bool(_HIDDEN.search(given.get("style") or ""))

    def _end_line(self) -> None:
        line = " ".join("".join(self.line).split())
        self.line = []
        if line or (self.lines and self.lines[-1][1]):
            self.lines.append((self.quoted, line))
