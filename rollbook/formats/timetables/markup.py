"""XML from a stranger, opened without harm: no document type, no entities, a bounded size.

Entities are what makes a small file grow without end or read other files; timetables need none.
"""

from __future__ import annotations

import codecs
import re
import xml.etree.ElementTree as ET  # what it is weak against is refused before it reads

from rollbook.formats.refusals import FileRefused

LARGEST_FILE = 40 * 1024 * 1024
MOST_ELEMENTS = 400_000
DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
ENCODINGS = re.compile(r"^(utf[-_]?8|utf[-_]?16(le|be)?|windows-125\d|cp125\d|iso-?8859-\d{1,2}|us-ascii|ascii)$", re.I)
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def open_markup(name: str, data: bytes) -> ET.Element:
    """The root of an XML file; FileRefused for one that is broken, dangerous or too large."""
    if len(data) > LARGEST_FILE:
        raise FileRefused(f"“{name}” is larger than {LARGEST_FILE // 1024 // 1024} MB, which no timetable is.")
    text = DECLARATION.sub("", _decoded(name, data), count=1)
    if re.search(r"<!\s*(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise FileRefused(
            f"“{name}” declares a document type of its own, which can hide harmful instructions. "
            "Export the timetable again from aSc Timetables."
        )
    if text.count("<") > MOST_ELEMENTS:
        raise FileRefused(f"“{name}” holds more than {MOST_ELEMENTS:,} entries, which no timetable has.")
    try:
        return ET.fromstring(text)  # noqa: S314  # no document type and no entity is left in it
    except (ET.ParseError, ValueError) as broken:
        raise FileRefused(f"“{name}” is not a whole XML file; it may be cut short. Export it again.") from broken


def _decoded(name: str, data: bytes) -> str:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _read(name, data[len(bom) :], encoding)
    found = DECLARED.match(data)
    encoding = found[1].decode("ascii") if found else "utf-8"
    if not ENCODINGS.match(encoding):
        raise FileRefused(f"“{name}” is written in an alphabet not known here ({encoding}). Export it as UTF-8.")
    return _read(name, data, encoding)


def _read(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as broken:
        raise FileRefused(f"“{name}” has letters that are not {encoding}, as it says. Export it again.") from broken
