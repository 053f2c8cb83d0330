"""Where what the parents' form keeps belongs; encrypted for its place, it can be read in no other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from uuid import UUID

from rollbook.audit.keys import blind_index, decrypt, encrypt
from rollbook.formats.values.phones import dialled


def sealed_words(text: str, visit: UUID, what: str) -> bytes:
    """A text of a visit as it is kept: `what` is address, said, or a file's name."""
    return encrypt(text, place=_place(visit, what))


def opened_words(kept: bytes | memoryview, visit: UUID, what: str) -> str:
    return decrypt(kept, place=_place(visit, what)) if kept else ""


def sealed_answers(answers: Mapping[str, object], visit: UUID) -> bytes:
    return sealed_words(json.dumps(answers), visit, "said")


def opened_answers(kept: bytes | memoryview, visit: UUID) -> dict[str, object]:
    text = opened_words(kept, visit, "said")
    return dict(json.loads(text)) if text else {}


def as_reached(typed: str) -> tuple[str, str]:
    """A number or address as it was typed: its channel (text, email) and how it is reached; two empties for neither."""
    tidy = " ".join(typed.split())
    if "@" in tidy:
        return "email", tidy.casefold()
    number = next(iter(dialled(tidy)), "")
    return ("text", number) if number else ("", "")


def visit_key(text: str, what: str) -> str:
    """By what visits from the same number or network are counted without reading it."""
    return blind_index(text, place=f"absence.parents.{what}")


def code_key(code: str, visit: UUID) -> str:
    """What is kept of a code: enough to know it again, and of no use anywhere else."""
    return blind_index(hashlib.sha256(code.encode()).hexdigest(), place=_place(visit, "code"))


def evidence_place(visit: UUID, file: UUID) -> str:
    return _place(visit, f"file|{file}")


def _place(visit: UUID, what: str) -> str:
    return f"absence.parents|{visit}|{what}"
