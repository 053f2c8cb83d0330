"""What somebody wrote, and what their program put below it: the mail they answer, a signature, a notice by lawyers."""

from __future__ import annotations

import re

LONGEST = 20_000
_ANSWERS = re.compile(
    r"^(?:-{2,}\s*(?:original message|forwarded message)\s*-{2,}|_{10,}|begin forwarded message:"
    r"|(?:on|le|am)\b.{5,250}\b(?:wrote|a écrit|schrieb)\s*:?)\s*$",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"^(?:\*?from\*?|von|de):\s*\S", re.IGNORECASE)
_BLOCK_NEXT = re.compile(r"^\*?(?:sent|date|to|subject|cc)\*?:\s*\S", re.IGNORECASE)
_SIGNED = re.compile(
    r"^(?:--|—)\s*$|^sent from (?:my|outlook|yahoo|mail|samsung)\b.{0,80}$|^get outlook for\b.{0,60}$"
    r"|^(?:this|the) (?:e-?mail|message|information contained)\b.{0,200}\b(?:confidential|intended|privileged)\b",
    re.IGNORECASE,
)


def own_words(text: str) -> tuple[str, str]:
    """What the sender wrote and what was cut from it; where everything would be cut, nothing is."""
    lines = text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    own, rest = _without_answered(lines)
    kept, signature = _without_signature(own)
    written = "\n".join(kept).strip()
    if not written:
        return "\n".join(lines).strip(), ""
    return written, "\n".join([*signature, *rest]).strip()


def _without_answered(lines: list[str]) -> tuple[list[str], list[str]]:
    start = next((n for n in range(len(lines)) if _begins_answered(lines, n)), len(lines))
    if any(line.strip() for line in lines[:start]):
        return lines[:start], lines[start:]
    # They wrote below what they answer, or between its lines.
    own = [line for line in lines[start:] if not _is_quoted(line) and not _ANSWERS.match(line.strip())]
    quoted = [line for line in lines[start:] if _is_quoted(line)]
    return (own, quoted) if quoted else (lines, [])


def _begins_answered(lines: list[str], n: int) -> bool:
    line = lines[n].strip()
    if _is_quoted(line) or _ANSWERS.match(line):
        return True
    if n + 1 == len(lines):
        return False
    following = lines[n + 1].strip()
    if _BLOCK.match(line) and (
        _BLOCK_NEXT.match(following) or any(_BLOCK_NEXT.match(x.strip()) for x in lines[n + 1 : n + 4])
    ):
        return True
    # “On Monday … ⏎ … wrote:” as mail programs wrap it
    return line[:3].casefold() == "on " and bool(_ANSWERS.match(f"{line} {following}"))


def _without_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    for n, line in enumerate(lines):
        if _SIGNED.match(line.strip()) and any(above.strip() for above in lines[:n]):
            return lines[:n], lines[n:]
    return lines, []


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")
