"""Where the words of a report belong; encrypted for their place, they can be read in no other (MED-4)."""

from __future__ import annotations

from uuid import UUID

from rollbook.audit.keys import blind_index, decrypt, encrypt
from rollbook.formats.values.phones import dialled


def sealed(text: str, report: UUID, what: str) -> bytes:
    """A text of a report as it is kept: `what` is words, said-by, number, why or rung. Nothing for nothing."""
    return encrypt(text, place=_place(report, what)) if text else b""


def opened(kept: bytes | memoryview, report: UUID, what: str) -> str:
    """The same text again."""
    return decrypt(kept, place=_place(report, what)) if kept else ""


def number_key(number: str) -> str:
    """By what reports from the same number or address are found again without reading it."""
    tidy = " ".join(number.split()).casefold()
    whole = next(iter(dialled(tidy)), tidy) if "@" not in tidy else tidy
    return blind_index(whole, place="absence.number") if whole else ""


def _place(report: UUID, what: str) -> str:
    return f"absence.report.{what}|{report}"
