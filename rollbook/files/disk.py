"""The bytes of kept files: encrypted, written once, one file for each, below `ROLLBOOK_HOME/files`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from rollbook.audit.keys import decrypt_bytes, encrypt_bytes
from rollbook.rules.refused import Refused


def write(school: int, file: UUID, data: bytes) -> None:
    """Write a file's bytes, on the disk before this returns; a name that is taken is our mistake."""
    path = _path(school, file)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(encrypt_bytes(data, place=_place(file)))
        out.flush()
        os.fsync(out.fileno())


def read(school: int, file: UUID) -> bytes:
    try:
        sealed = _path(school, file).read_bytes()
    except FileNotFoundError:
        raise Refused(
            "The file is not on the disk where it was kept. Ask the person who looks after this Rollbook: "
            "it can be put back from the backup."
        ) from None
    return decrypt_bytes(sealed, place=_place(file))


def forget(school: int, file: UUID) -> None:
    _path(school, file).unlink(missing_ok=True)


def written_before(school: int, moment: float) -> Iterator[UUID]:
    """Every file of a school that was written before a moment (seconds of the clock on the wall)."""
    for path in sorted(_home(school).rglob("*.kept")):
        if path.stat().st_mtime < moment:
            yield UUID(path.stem)


def _home(school: int) -> Path:
    return Path(settings.MEDIA_ROOT) / str(school)


def _path(school: int, file: UUID) -> Path:
    return _home(school) / file.hex[:2] / f"{file}.kept"


def _place(file: UUID) -> str:
    return f"files.data|{file}"
