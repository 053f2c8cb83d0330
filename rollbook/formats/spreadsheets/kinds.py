"""What a file really is, by its first bytes, compared with what its name says."""

from __future__ import annotations

from rollbook.formats.archives import Archive, open_archive
from rollbook.formats.refusals import FileRefused

LARGEST_FILE = 40 * 1024 * 1024
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"

OTHER_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a word-processor document"),
    (b"\x1f\x8b", "a packed (gzip) file"),
    (b"7z\xbc\xaf", "a packed (7z) file"),
    (b"Rar!", "a packed (rar) file"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<table", "a web page"),
    (b"<?xml", "an XML file"),
    (b"<ctfile", "a Common Transfer File (XML)"),
)
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EXPECTED = {".xlsx": "xlsx", ".xlsm": "xlsx", ".ods": "ods", ".csv": "csv", ".tsv": "csv", ".txt": "csv"}
CALLED = {"xlsx": "an Excel workbook", "ods": "an OpenDocument spreadsheet", "csv": "plain text"}
ENDING = {"xlsx": ".xlsx", "ods": ".ods", "csv": ".csv"}


def kind_of_table(name: str, data: bytes) -> tuple[str, Archive | None]:
    """Tell csv, xlsx or ods by content; refuse anything else, and a name that says otherwise."""
    if not data.strip(b" \r\n\t\x00\xef\xbb\xbf\xff\xfe"):
        raise FileRefused(f"“{name}” is empty. Export it again and send the new file.")
    if len(data) > LARGEST_FILE:
        raise FileRefused(f"“{name}” is larger than {LARGEST_FILE // 1024 // 1024} MB. Split it, for example by year.")
    _refuse_other_kinds(name, data)
    kind, archive = _kind(name, data)
    _refuse_misnamed(name, kind)
    return kind, archive


def ending(name: str) -> str:
    """The ending of a file name in small letters, with its dot; empty when it has none."""
    stem, dot, last = name.rpartition(".")
    return f".{last.casefold()}" if dot and stem else ""


def _refuse_other_kinds(name: str, data: bytes) -> None:
    if data.startswith(OLD_EXCEL):
        raise FileRefused(
            f"“{name}” is an Excel file of the old kind (.xls) or one with a password. "
            "Open it in Excel, save it as “Excel Workbook (.xlsx)” without a password, and send that."
        )
    start = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    found = next((what for magic, what in OTHER_KINDS if data.startswith(magic)), None)
    found = found or next((what for magic, what in MARKUP if start.startswith(magic)), None)
    if found:
        raise FileRefused(f"“{name}” is {found}, not a spreadsheet. Export the list as CSV, Excel (.xlsx) or ODS.")


def _kind(name: str, data: bytes) -> tuple[str, Archive | None]:
    if not data.startswith(b"PK"):
        return "csv", None
    archive = open_archive(name, data)
    if any(member.endswith(".bin") and "workbook" in member for member in archive.names):
        raise FileRefused(f"“{name}” is a binary Excel workbook (.xlsb). Save it as “Excel Workbook (.xlsx)”.")
    if archive.find("xl/workbook.xml") is not None:
        return "xlsx", archive
    if (archive.find("mimetype") or b"").strip() == ODS_TYPE and archive.find("content.xml") is not None:
        return "ods", archive
    raise FileRefused(
        f"“{name}” is a packed (ZIP) file without a spreadsheet in it. Unpack it and send the list itself."
    )


def _refuse_misnamed(name: str, kind: str) -> None:
    said = ending(name)
    if said == ".xls" and kind == "csv":
        raise FileRefused(f"“{name}” is plain text with Excel's ending. Rename it to end in .csv and send it again.")
    expected = EXPECTED.get(said)
    if expected is None or expected == kind:
        return
    raise FileRefused(
        f"“{name}” is not what its name says: it ends in {said} but is {CALLED[kind]} inside. "
        f"If that is the right file, rename it to end in {ENDING[kind]} and send it again."
    )
