"""The form of a local authority as a file: a PDF, a Word document, or CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from datetime import datetime

from rollbook.processes.particulars import Fields
from rollbook.rules.authorities import Authority, AuthorityForm
from rollbook.web.printing import pdf

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_file(kind: str, authority: Authority, form: AuthorityForm, fields: Fields, made_at: datetime) -> bytes:
    """The filled form as a file of that kind."""
    return _MAKERS[kind](authority, form, fields, made_at)


def _as_pdf(authority: Authority, form: AuthorityForm, fields: Fields, made_at: datetime) -> bytes:
    data = {
        "title": form.title,
        "authority": authority.name,
        "address": list(authority.address),
        "fields": [[label, value or "not known"] for label, value in fields],
        "checklist": list(form.checklist),
    }
    return pdf("processes/typst/form.typ", data, made_at=made_at)


def _as_docx(authority: Authority, form: AuthorityForm, fields: Fields, made_at: datetime) -> bytes:
    from docx import Document

    document = Document()
    document.core_properties.title, document.core_properties.author = form.title, ""
    document.core_properties.created = document.core_properties.modified = made_at.replace(tzinfo=None)
    document.add_heading(form.title, level=1)
    for line in (authority.name, *authority.address):
        document.add_paragraph(line, style="No Spacing")
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for label, value in fields:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    if form.checklist:
        document.add_heading("Enclosed", level=2)
    for line in form.checklist:
        document.add_paragraph(f"☐ {line}")
    document.add_paragraph("Signed: ______________________    Date: ______________")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _as_csv(authority: Authority, form: AuthorityForm, fields: Fields, made_at: datetime) -> bytes:
    """One row of labels and one of values, as a portal takes it; a value is never read as a formula."""
    made = io.StringIO()
    rows = csv.writer(made)
    rows.writerow([label for label, _ in fields])
    rows.writerow([f"'{value}" if value.startswith(_FORMULA) else value for _, value in fields])
    return made.getvalue().encode("utf-8-sig")


_MAKERS: Mapping[str, Callable[[Authority, AuthorityForm, Fields, datetime], bytes]] = {
    "pdf": _as_pdf,
    "docx": _as_docx,
    "csv": _as_csv,
}
