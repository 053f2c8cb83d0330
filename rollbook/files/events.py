"""What is announced of kept files: ids and sizes, never names."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class FileKept(Event):
    """A file was taken in; `kind` is what for."""

    verb: ClassVar[str] = "kept a file"
    file: uuid.UUID
    kind: str
    media: str
    size: int

    @property
    def subject(self) -> str:
        return f"file:{self.file}"


@dataclass(frozen=True, slots=True)
class StraysCleared(Event):
    """Bytes that no row speaks of, left by an act that was broken off, were deleted."""

    verb: ClassVar[str] = "deleted files that nothing speaks of"
    count: int
