"""Marks as systems print them, back into the codes of the register."""

from __future__ import annotations

import re
from datetime import date

from rollbook.formats.values.cells import Unreadable
from rollbook.rules.codes import ever_known

FILLERS = frozenset("- !*@?.–—")
MARK = re.compile(r"[A-Za-z]\d{1,2}|.", re.DOTALL)
SUB_CODE = re.compile(r"([CIX])(0\d)")
SEPARATED = re.compile(r"[,;|]")
LOOKALIKES = str.maketrans({"⁄": "/", "∕": "/", "／": "/", "＼": "\\", "∖": "\\", "|": "|"})
SESSIONS_OF_DAY = 2
DAYS_OF_WEEK = 7
SUNDAY = 6


def read_code(typed: str) -> str | None:
    """The register's code for a printed mark; `None` where a filler says that there is none.

    Sub codes come back to their code (I01 and I02 to I, X01 to X); historic codes stay. Raises
    `Unreadable` for anything the registers have never known.
    """
    text = typed.strip().upper().translate(LOOKALIKES)
    if not text or set(text) <= FILLERS:
        return None
    if found := SUB_CODE.fullmatch(text):
        text = found[1]
    if text in ever_known():
        return text
    raise Unreadable(f"“{typed[:40]}” is not an attendance code. Correct it, or leave the cell empty for no mark.")


def is_sub_code(typed: str) -> bool:
    return SUB_CODE.fullmatch(typed.strip().upper()) is not None


def split_marks(text: str) -> tuple[str, ...]:
    """A string of marks into one text for each session, fillers among them.

    Commas, or blanks between whole codes or whole days, separate; otherwise every character is a
    session, except that a letter with digits after it is one code (C1, Y4, I01).
    """
    if SEPARATED.search(text):
        return tuple(piece.strip() for piece in SEPARATED.split(text.strip().rstrip(",;|")))
    words = text.split()
    if len(words) > 1 and all(_marks_in(word) == SESSIONS_OF_DAY for word in words):
        return tuple(mark for word in words for mark in MARK.findall(word))
    if len(words) > 1 and all(_marks_in(word) == 1 for word in words) and " ".join(words) == text.strip():
        return tuple(words)
    return tuple(MARK.findall(text.strip("\r\n\t")))


def check_week(start: date, count: int) -> None:
    """Refuse a string of marks that would run over the end of its week."""
    days = -(-count // SESSIONS_OF_DAY)
    left = DAYS_OF_WEEK if start.weekday() == SUNDAY and days == DAYS_OF_WEEK else DAYS_OF_WEEK - start.weekday()
    if days <= left:
        return
    said = f"{count} marks from {start:%A %d/%m/%Y} run past the Sunday"
    raise Unreadable(f"{said}. A week's string starts on Monday and has two marks a day: 10, or 14 with the weekend.")


def _marks_in(word: str) -> int:
    return len(MARK.findall(word))
