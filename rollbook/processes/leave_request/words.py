"""Where what is written of a journey belongs; encrypted for its place, it can be read in no other."""

from __future__ import annotations

from uuid import UUID

from rollbook.audit.keys import decrypt, encrypt


def kept(text: str, check: UUID, part: str) -> bytes:
    return encrypt(text, place=_place(check, part)) if text else b""


def read(held: bytes | memoryview, check: UUID, part: str) -> str:
    return decrypt(held, place=_place(check, part)) if held else ""


def _place(check: UUID, part: str) -> str:
    return f"leave.journey|{check}|{part}"
