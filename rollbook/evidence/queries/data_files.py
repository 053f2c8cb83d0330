"""The facts of a bundle as tables, so that nobody types them off the pages: one ZIP with its CSV files."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rollbook.evidence.paper import IndexLine, told_row
from rollbook.evidence.queries.bundles import BundlePage
from rollbook.evidence.queries.own import Register, told_lines
from rollbook.formats.plain_zip import pack
from rollbook.formats.values.guarded import csv_file
from rollbook.registers.views import paperwork
from rollbook.rules.actor import Actor
from rollbook.rules.blacking import Needle, blacked

_TOLD = ("When", "What", "In one sentence", "By")
_INDEX = ("Exhibit", "What it is", "About", "First page", "Last page")


def data_of(
    actor: Actor, of: BundlePage, register: Register, lines: Sequence[IndexLine], needles: Collection[Needle]
) -> bytes:
    """Sessions, chronology and index as CSV, without the words that were taken off; the same facts, the same bytes."""
    made = register.certificate
    tables: dict[str, tuple[Sequence[str], Sequence[Sequence[str]]]] = {
        "sessions.csv": (paperwork.CSV_COLUMNS, paperwork.certificate_rows(made)),
        "chronology.csv": (_TOLD, [told_row(one) for one in told_lines(actor, of)]),
        "index.csv": (_INDEX, [(one.label, one.title, one.about, str(one.first), str(one.last)) for one in lines]),
    }
    return pack(
        {
            name: csv_file(head, ([blacked(cell, needles) for cell in row] for row in rows))
            for name, (head, rows) in tables.items()
        }
    )
