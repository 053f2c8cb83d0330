"""ZIP containers, opened only after their real size is known.

Spreadsheets and OneRoster packages are ZIP files; a small one can unfold into terabytes."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass

from rollbook.formats.refusals import FileRefused

MEGABYTE = 1024 * 1024
MOST_MEMBERS = 500
MOST_UNPACKED = 160 * MEGABYTE
RATIO_FROM = 4 * MEGABYTE
MOST_RATIO = 150
LONGEST_MEMBER_NAME = 240
LOCAL_HEADER = 30
STEP = MEGABYTE
ENCRYPTED = 0x1
ARCHIVE_ENDINGS = (".zip", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".xlsx", ".ods", ".jar")


@dataclass(frozen=True, slots=True)
class Archive:
    """The members of a ZIP file that was found safe to unfold, in the order of the file."""

    name: str
    members: tuple[tuple[str, bytes], ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.members)

    def find(self, name: str) -> bytes | None:
        return next((data for member, data in self.members if member == name), None)


def open_archive(name: str, data: bytes) -> Archive:
    """Unfold a ZIP file within its limits, or refuse it with the reason.

    Refused are: damage, passwords, more than 500 members, more than 160 MB unfolded, a ratio of
    more than 150 to 1, members that overlap, lie about their size, are archives themselves, or
    carry a path that leaves the folder.
    """
    infos = _directory(name, data)
    if len(infos) > MOST_MEMBERS:
        raise _bomb(name, f"holds {len(infos):,} files; at most {MOST_MEMBERS} are read")
    for info in infos:
        _check_member(name, info)
    _check_declared(name, infos, len(data))
    _check_overlap(name, infos)
    return Archive(name, _unfold(name, data, infos))


def _directory(name: str, data: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            return [info for info in container.infolist() if not info.is_dir()]
    except Exception as broken:  # zipfile raises many kinds of error on damaged input
        raise _damaged(name) from broken


def _check_member(name: str, info: zipfile.ZipInfo) -> None:
    if info.flag_bits & ENCRYPTED:
        raise FileRefused(f"“{name}” is protected by a password. Save it without one and send it again.")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FileRefused(f"“{name}” is packed in a way that is not read here. Save it again with Excel or Windows.")
    if _leaves_folder(info.filename) or len(info.filename) > LONGEST_MEMBER_NAME:
        raise FileRefused(f"“{name}” holds a file whose name points outside the package. It is not opened.")
    if info.filename.casefold().endswith(ARCHIVE_ENDINGS):
        raise _bomb(name, "holds another packed file inside; unpack that one and send it by itself")


def _leaves_folder(member: str) -> bool:
    parts = member.replace("\\", "/").split("/")
    return member.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\x00" in member


def _check_declared(name: str, infos: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(info.file_size for info in infos)
    if unpacked > MOST_UNPACKED:
        raise _bomb(name, f"unfolds to {unpacked // MEGABYTE:,} MB; at most {MOST_UNPACKED // MEGABYTE} MB are read")
    if unpacked > RATIO_FROM and unpacked > packed * MOST_RATIO:
        raise _bomb(name, f"unfolds to more than {MOST_RATIO} times its size")
    if len({info.filename for info in infos}) != len(infos):
        raise _bomb(name, "holds two files of the same name")


def _check_overlap(name: str, infos: list[zipfile.ZipInfo]) -> None:
    end = 0
    for info in sorted(infos, key=lambda member: member.header_offset):
        if info.header_offset < end:
            raise _bomb(name, "holds files laid over one another")
        end = info.header_offset + LOCAL_HEADER + info.compress_size


def _unfold(name: str, data: bytes, infos: list[zipfile.ZipInfo]) -> tuple[tuple[str, bytes], ...]:
    left = MOST_UNPACKED
    members = []
    for info in infos:
        content = _content(name, data, info, left)
        left -= len(content)
        members.append((info.filename, content))
    return tuple(members)


def _content(name: str, data: bytes, info: zipfile.ZipInfo, left: int) -> bytes:
    """The member's real content: the size it declares is checked, never trusted."""
    start = info.header_offset
    header = data[start : start + LOCAL_HEADER]
    if len(header) < LOCAL_HEADER or header[:4] != b"PK\x03\x04":
        raise _damaged(name)
    start += LOCAL_HEADER + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    packed = data[start : start + info.compress_size]
    limit = min(left, info.file_size)
    content = packed if info.compress_type == zipfile.ZIP_STORED else _inflate(name, packed, limit)
    if len(content) > limit:
        raise _bomb(name, "holds a file larger than it declares")
    if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
        raise _damaged(name)
    return content


def _inflate(name: str, packed: bytes, limit: int) -> bytes:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    chunks: list[bytes] = []
    size = 0
    try:
        while not unpacker.eof and size <= limit:
            chunk = unpacker.decompress(packed, min(STEP, limit + 1 - size))
            packed = unpacker.unconsumed_tail
            if not chunk:
                break
            size += len(chunk)
            chunks.append(chunk)
    except zlib.error as broken:
        raise _damaged(name) from broken
    return b"".join(chunks)


def _damaged(name: str) -> FileRefused:
    return FileRefused(f"“{name}” is damaged and cannot be opened. Export it again and send the new file.")


def _bomb(name: str, what: str) -> FileRefused:
    return FileRefused(f"“{name}” was not opened: it {what}. Save it again with only the list in it, or as CSV.")
