"""Builders of the files that schools send: text, workbooks, packages."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape

import xlsxwriter

from rollbook.rules.upn import upn_for

ODS_MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)
Value = str | int | float | bool | date | None


def a_upn(serial: int) -> str:
    return upn_for(801, 2000 + serial // 1000, 2018, serial % 1000)


def csv_of(*rows: Sequence[str], separator: str = ",", encoding: str = "utf-8") -> bytes:
    def cell(text: str) -> str:
        doubled = text.replace('"', '""')
        return f'"{doubled}"' if any(mark in text for mark in (separator, '"', "\n")) else text

    return "".join(separator.join(map(cell, row)) + "\r\n" for row in rows).encode(encoding)


def xlsx_of(*rows: Sequence[Value], others: dict[str, Sequence[Sequence[Value]]] | None = None) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    as_date = book.add_format({"num_format": "dd/mm/yyyy"})
    for title, content in {**(others or {}), "Pupils": rows}.items():
        page = book.add_worksheet(title)
        for y, row in enumerate(content):
            for x, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(y, x, value, as_date)
                elif value is not None:
                    page.write(y, x, value)
    book.close()
    return out.getvalue()


def ods_of(*rows: Sequence[Value], tail: str = "") -> bytes:
    """A sheet as LibreOffice writes it, with the endless empty rows and columns after the last."""
    blank = '<table:table-cell table:number-columns-repeated="16000"/>'
    body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}{blank}</table:table-row>" for row in rows)
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        f'xmlns:office="{names}office:1.0" xmlns:table="{names}table:1.0" xmlns:text="{names}text:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="Pupils">{body}{tail}'
        f'<table:table-row table:number-rows-repeated="1048000">{blank}</table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    return zip_of({"mimetype": mimetype, "META-INF/manifest.xml": ODS_MANIFEST, "content.xml": content})


def _ods_cell(value: Value) -> str:
    if value is None:
        return "<table:table-cell/>"
    kind = 'office:value-type="string"'
    if isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value}"'
    elif isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def zip_of(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in files.items():
            container.writestr(name, content)
    return out.getvalue()


def zip_that_lies(name: str, content: bytes, declared: int) -> bytes:
    """A one-file ZIP whose directory declares a size that is not the real one."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    crc = zlib.crc32(content[:declared])
    sizes = struct.pack("<III", crc, len(packed), declared)
    path = name.encode()
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0x21) + sizes + struct.pack("<HH", len(path), 0) + path
    central = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0x21) + sizes
    central += struct.pack("<HHHHHII", len(path), 0, 0, 0, 0, 0, 0) + path
    start = len(local) + len(packed)
    return local + packed + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), start, 0)


def roster_of(**files: str) -> bytes:
    """A OneRoster package; file names may carry capitals as the keywords do."""
    return zip_of({f"{name}.csv": content for name, content in files.items()})
