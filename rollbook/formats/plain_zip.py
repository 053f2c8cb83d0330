"""A ZIP file in which every byte counts: nothing compressed, no dates, the same members give the same bytes.

Any tool can open it; Rollbook reads it back only if it is exactly what these members are packed to.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

_LOCAL = struct.Struct("<4s5H3L2H")
_LOCAL_MARK = b"PK\x03\x04"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_MINE_ALONE = 0o600 << 16


@dataclass(frozen=True, slots=True)
class Packed:
    """The members that were found; `exact` is false where a byte beside them is not as it was packed."""

    members: Mapping[str, bytes]
    exact: bool


def pack(members: Mapping[str, bytes]) -> bytes:
    """Members by name, in their order, as one plain ZIP file."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as container:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, _LONG_AGO)
            info.create_system = 3
            info.external_attr = _MINE_ALONE
            container.writestr(info, data)
    return kept.getvalue()


def unpack(data: bytes) -> Packed:
    """Read members by their own headers, also from a damaged file, so that what was altered can be named.

    Nothing unfolds, so a file is never larger inside than outside.
    """
    members: dict[str, bytes] = {}
    at = 0
    while data[at : at + 4] == _LOCAL_MARK and at + _LOCAL.size <= len(data):
        *_, size, name_length, more = _LOCAL.unpack_from(data, at)
        begins = at + _LOCAL.size + name_length + more
        members[data[at + _LOCAL.size :][:name_length].decode("utf-8", "replace")] = data[begins : begins + size]
        at = begins + size
    return Packed(members, bool(members) and _packs_to(members, data))


def _packs_to(members: Mapping[str, bytes], data: bytes) -> bool:
    try:
        return pack(members) == data
    except (ValueError, OSError):
        return False
