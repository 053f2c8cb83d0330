"""What some bytes are, told by their beginning and never by their name alone."""

from __future__ import annotations

import io
import zipfile

import pytest

from rollbook.formats.kept_media import media_of, named_for, size_of
from rollbook.formats.refusals import FileRefused


def word(*more: str, size: int = 10) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in ("[Content_Types].xml", "word/document.xml", *more):
            packed.writestr(name, bytes(size))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "media"),
    [
        ("a.pdf", b"%PDF-1.4", "application/pdf"),
        ("called.txt", b"%PDF-1.4", "application/pdf"),
        ("a.JPG", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("IMG_1.HEIC", b"\x00\x00\x00\x18ftypheic", "image/heic"),
        ("voice.m4a", b"\x00\x00\x00\x18ftypM4A ", "audio/mp4"),
        ("voice.mp3", b"ID3\x03", "audio/mpeg"),
        ("voice.mp3", b"\xff\xfb\x90\x00", "audio/mpeg"),
        ("voice.wav", b"RIFF\x00\x00\x00\x00WAVE", "audio/wav"),
        ("voice.opus", b"OggS", "audio/ogg"),
        ("note.txt", "Zoë ist krank".encode(), "text/plain"),
        ("note", b"caf\xe9", "text/plain"),
        ("mail.eml", b"From: a@b.example\r\nSubject: Tolu\r\n\r\nIll.", "message/rfc822"),
        ("letter.docx", word(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_each_kind_is_known(name: str, data: bytes, media: str) -> None:
    assert media_of(name, data).type == media


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.docm", word("word/vbaProject.bin"), "holds macros"),
        ("a.docx", word(size=60 * 1024 * 1024), "unpacks to more"),
        ("a.xlsx", b"PK\x03\x04 nothing of Word", "not a kind"),
        ("mail.eml", b"no head at all", "not a kind"),
        ("film.m4v", b"\x00\x00\x00\x18ftypM4V ", "not a kind"),
    ],
)
def test_what_is_none_of_them_is_refused(name: str, data: bytes, says: str) -> None:
    with pytest.raises(FileRefused, match=says):
        media_of(name, data)


@pytest.mark.parametrize(
    ("name", "becomes"),
    [
        ("note.pdf", "note.pdf"),
        ("note.exe", "note.exe.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\scan.PDF", "scan.PDF"),
        ("gpj.\u202etxt", "gpj._txt.pdf"),
        ("...", "file.pdf"),
    ],
)
def test_a_name_ends_as_its_kind_does(name: str, becomes: str) -> None:
    assert named_for(name, media_of("a.pdf", b"%PDF-")) == becomes


@pytest.mark.parametrize(
    ("picture", "size"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x00\x00\x00\x20", (256, 32)),
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x20\x01\x00\x03", (256, 32)),
        (b"\xff\xd8\xff\xe0\x00\x00", (0, 0)),
        (b"\xff\xd8\xff\xe0\x00\x00ab\xff\xc0\x00\x11", (0, 0)),
        (b"", (0, 0)),
    ],
)
def test_the_size_of_a_picture_is_read_from_its_head(picture: bytes, size: tuple[int, int]) -> None:
    assert size_of(picture) == size
