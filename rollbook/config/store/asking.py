"""A statistic asked of a store, and its table as text, JSON or CSV."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from rollbook.analytics.over_files import Asked, run
from rollbook.analytics.saying import Table, say
from rollbook.analytics.statistics import Tally


def answer(asked: Asked, *, workers: int, scheduler: str | None, small: bool) -> tuple[Table, Tally]:
    """Count here or on a cluster, and say it."""
    if scheduler is None:
        found = run(asked, workers)
    else:
        from rollbook.analytics.cluster import run_on

        found = run_on(asked, scheduler)
    return say(asked.name, asked.year, asked.by, found, small=small), found


def as_json(table: Table, found: Tally) -> str:
    """One object: title, columns, rows, notes, how many schools, and the files that were skipped with why."""
    skipped = [{"file": file, "why": why} for file, why in found.skipped]
    return json.dumps({**asdict(table), "schools": found.schools, "skipped": skipped}, ensure_ascii=False)


def as_csv(table: Table) -> str:
    """The columns and the rows; notes are said elsewhere."""
    from rollbook.formats.values.guarded import csv_file

    rows = [["" if cell is None else str(cell) for cell in row] for row in table.rows]
    return csv_file(table.columns, rows).decode("utf-8-sig").rstrip("\r\n")


def as_text(table: Table) -> str:
    """The title, the table in columns, and the notes."""
    shown = [tuple(_shown(cell) for cell in row) for row in (table.columns, *table.rows)]
    wide = [max(len(row[n]) for row in shown) for n in range(len(table.columns))]
    left = _left(table.rows, len(table.columns))
    lines = [
        "  ".join(cell.ljust(w) if is_left else cell.rjust(w) for cell, w, is_left in zip(row, wide, left, strict=True))
        for row in shown
    ]
    return "\n".join([table.title, "", *(line.rstrip() for line in lines), "", *table.notes])


def _shown(cell: object) -> str:
    return f"{cell:,}" if isinstance(cell, int) else "–" if cell is None else str(cell)


def _left(rows: Sequence[tuple[object, ...]], columns: int) -> list[bool]:
    """Which columns hold words: the first, and whatever is neither a number nor a percentage."""
    words = [any(isinstance(row[n], str) and len(str(row[n])) > 5 for row in rows) for n in range(columns)]
    return [n == 0 or word for n, word in enumerate(words)]
