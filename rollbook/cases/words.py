"""Where what is written in a case belongs, to which its encryption is bound; and reading it back."""

from __future__ import annotations

import json
from uuid import UUID

from rollbook.audit.keys import decrypt, encrypt


def kept(text: str, case: UUID, part: str) -> bytes:
    """Words of a case, encrypted for their place; none stay none."""
    return encrypt(text, place=f"case:{case}:{part}") if text else b""


def read(held: bytes | memoryview, case: UUID, part: str) -> str:
    return decrypt(held, place=f"case:{case}:{part}") if held else ""


def kept_lines(lines: tuple[str, ...], case: UUID, part: str) -> bytes:
    return kept(json.dumps(lines, ensure_ascii=False) if lines else "", case, part)


def read_lines(held: bytes | memoryview, case: UUID, part: str) -> tuple[str, ...]:
    return tuple(json.loads(read(held, case, part) or "[]"))
