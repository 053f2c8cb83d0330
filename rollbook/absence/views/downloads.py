"""Lists as files that any spreadsheet opens, with nothing in them that one would run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

# A cell that begins with one of these is taken for a formula by spreadsheets.
RUNS = ("=", "+", "-", "@", "\t", "\r")


def csv_file(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A CSV (UTF-8, with its mark for older spreadsheets) to be kept as `name`.csv."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer)
    writer.writerow(heads)
    writer.writerows([plain(cell) for cell in row] for row in rows)
    return answer


def plain(cell: object) -> str:
    """A cell as text that no spreadsheet runs as a formula."""
    text = str(cell)
    return f"'{text}" if text.startswith(RUNS) else text
