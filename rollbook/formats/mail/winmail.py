"""Outlook's own parcel, `winmail.dat` (TNEF): the files and the plain words in it."""

from __future__ import annotations

import struct

from rollbook.formats.mail.values import Attached

SIGNATURE = b"\x78\x9f\x3e\x22"
MOST_FILES = 20
_BODY, _RENDERED, _TITLE, _DATA = 0x0002800C, 0x00069002, 0x00018010, 0x0006800F


def opened(data: bytes) -> tuple[str, tuple[Attached, ...]] | None:
    """The words and the files of a parcel; None where these bytes are none."""
    if not data.startswith(SIGNATURE):
        return None
    at, words, name, content = 6, "", "", b""
    files: list[Attached] = []
    while at + 9 <= len(data) and len(files) < MOST_FILES:
        tag, length = struct.unpack_from("<II", data, at + 1)
        value = data[at + 9 : at + 9 + length]
        if len(value) < length:
            break
        if tag == _BODY:
            words = value.rstrip(b"\0").decode("cp1252", "replace")
        elif tag == _RENDERED:
            _put(files, name, content)
            name, content = "", b""
        elif tag == _TITLE:
            name = value.rstrip(b"\0").decode("cp1252", "replace")
        elif tag == _DATA:
            content = value
        at += 9 + length + 2  # and a checksum
    _put(files, name, content)
    return words, tuple(files)


def _put(files: list[Attached], name: str, content: bytes) -> None:
    if content:
        files.append(Attached(name or "file", "application/octet-stream", content))
