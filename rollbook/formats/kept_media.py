"""What kind of file some bytes are, told by their content; the name is only compared with it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from rollbook.formats.refusals import FileRefused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LARGEST_UNPACKED = 100 * 1024 * 1024
_KINDS = "PDF, JPEG, PNG, HEIC, Word (.docx), plain text, e-mail (.eml) or sound (MP3, M4A, WAV, OGG)"
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_SOUND = {b"M4A ", b"M4B ", b"mp42", b"isom", b"3gp4", b"3gp5"}
# The segments of a JPEG that say its size.
_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_MAIL_HEAD = re.compile(rb"^(?:[!-9;-~]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){2}")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Media:
    """A kind of file that the office keeps: what it is called on the wire, and how its names end."""

    type: str
    endings: tuple[str, ...]
    is_picture: bool = False


PDF = Media("application/pdf", (".pdf",))
JPEG = Media("image/jpeg", (".jpg", ".jpeg"), is_picture=True)
PNG = Media("image/png", (".png",), is_picture=True)
HEIC = Media("image/heic", (".heic", ".heif"))
WORD = Media(DOCX, (".docx",))
TEXT = Media("text/plain", (".txt", ".text", ".log", ".csv"))
MAIL = Media("message/rfc822", (".eml",))
MP3 = Media("audio/mpeg", (".mp3",))
M4A = Media("audio/mp4", (".m4a", ".mp4a", ".m4b"))
WAV = Media("audio/wav", (".wav",))
OGG = Media("audio/ogg", (".ogg", ".oga", ".opus"))


def media_of(name: str, data: bytes) -> Media:
    """The kind of a file by its first bytes.

    Raises FileRefused, with a sentence, for an empty file, for one of a kind that is not kept, and
    for a Word document with macros or that unpacks to more than it should.
    """
    if not data:
        raise FileRefused(f"“{shortened(name)}” is empty. Choose it again.")
    found = _by_first_bytes(name, data) or _text(name, data)
    if found is None:
        raise FileRefused(f"“{shortened(name)}” is not a kind of file that can be kept. Send it as {_KINDS}.")
    if found is WORD:
        _check_word(name, data)
    return found


def size_of(picture: bytes) -> tuple[int, int]:
    """How many dots a PNG or JPEG is wide and high; 0 and 0 where that cannot be read."""
    if picture.startswith(b"\x89PNG\r\n\x1a\n") and len(picture) >= 24:
        return int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")
    at = 2
    while picture[:2] == b"\xff\xd8" and at + 9 <= len(picture) and picture[at] == 0xFF:
        if picture[at + 1] in _FRAMES:
            return int.from_bytes(picture[at + 7 : at + 9], "big"), int.from_bytes(picture[at + 5 : at + 7], "big")
        at += 2 + int.from_bytes(picture[at + 2 : at + 4], "big")
    return 0, 0


def named_for(name: str, media: Media) -> str:
    """A file's name without folders or signs that a disk does not take, ending as its kind does."""
    bare = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]', "_", PurePath(name.replace("\\", "/")).name)
    bare = bare.strip(" .")[-150:] or "file"
    return bare if bare.lower().endswith(media.endings) else f"{bare}{media.endings[0]}"


def shortened(name: str) -> str:
    """A name as it can stand in a sentence."""
    return name if len(name) <= 80 else f"{name[:60]}…{name[-15:]}"


def _by_first_bytes(name: str, data: bytes) -> Media | None:
    if b"%PDF-" in data[:1024]:
        return PDF
    for begins, media in (
        (b"\xff\xd8\xff", JPEG),
        (b"\x89PNG\r\n\x1a\n", PNG),
        (b"OggS", OGG),
        (b"ID3", MP3),
    ):
        if data.startswith(begins):
            return media
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return WAV
    if data[4:8] == b"ftyp":
        return _boxed(name, data[8:12])
    if data[0] == 0xFF and data[1:2] and data[1] in (0xFB, 0xF3, 0xF2, 0xFA):
        return MP3
    return WORD if data.startswith(b"PK\x03\x04") and _is_word(data) else None


def _boxed(name: str, brand: bytes) -> Media | None:
    """A picture of a telephone, or its voice note; other brands are films."""
    if brand in _HEIC:
        return HEIC
    return M4A if brand in _SOUND and name.lower().endswith(M4A.endings) else None


def _text(name: str, data: bytes) -> Media | None:
    """Text that is called so; a page or a script that only looks like text is not kept."""
    ending = PurePath(name).suffix.lower()
    if ending in MAIL.endings:
        return MAIL if _MAIL_HEAD.match(data.lstrip(b"\r\n")) else None
    if ending not in ("", *TEXT.endings):
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return None if _CONTROL.search(text) else TEXT


def _is_word(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return "word/document.xml" in packed.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def _check_word(name: str, data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise FileRefused(f"“{shortened(name)}” holds macros. Save it as a Word document without them (.docx).")
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise FileRefused(f"“{shortened(name)}” unpacks to more than a Word document should. It was not kept.")
