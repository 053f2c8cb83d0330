"""The columnar engine beside what else could count the same marks: SQL over rows, polars over Parquet."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from django.db import connection, transaction

from rollbook.analytics.calendar import days_of
from rollbook.analytics.codes import ABSENT, ATTENDS, Means, runs
from rollbook.analytics.matrix import Matrix
from rollbook.analytics.summary import persistent_and_severe
from rollbook.config.bench.engine import TRUST, least, marks
from rollbook.config.bench.measuring import Bench, Floors, once
from rollbook.rules.year_row import SYMBOL_OF

ROWS_PUPILS = 6_000
TIMES_SQL, TIMES_POLARS = 100, 5

_FILLED = """
CREATE TEMPORARY TABLE bench_mark (LIKE registers_mark INCLUDING ALL);
CREATE TEMPORARY TABLE bench_given (pupil_id bigint, date date, half smallint, code varchar(3));
"""
_MOVED = """
INSERT INTO bench_mark (school_id, date, half, pupil_id, code, minutes, has_detail, version, entered_on)
SELECT 1, date, half, pupil_id, code, NULL, false, 1, date FROM bench_given
"""
_ASKED = """
SELECT pupil_id FROM bench_mark WHERE school_id = 1 AND date BETWEEN %s AND %s GROUP BY pupil_id
HAVING count(*) FILTER (WHERE code = ANY(%s)) > 0
   AND count(*) FILTER (WHERE code = ANY(%s)) * 10 >= count(*) FILTER (WHERE code = ANY(%s))
"""


def run_against_others(_: Floors) -> Iterator[Bench]:
    """Who is persistently absent, from the same marks; SQL on PostgreSQL alone."""
    if connection.vendor == "postgresql":
        yield _against_sql(marks(ROWS_PUPILS))
    with tempfile.TemporaryDirectory(prefix="rollbook-bench-") as place:
        yield from _against_polars(marks(TRUST), Path(place))


def _against_sql(matrix: Matrix) -> Bench:
    said = np.flatnonzero(persistent_and_severe(matrix)[0]).tolist()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_FILLED)
        _copy_in(cursor, matrix)
        cursor.execute(_MOVED)
        cursor.execute("ANALYZE bench_mark")
        days, absent = days_of(matrix).tolist(), _symbols(matrix, ABSENT)
        asked = [days[0], days[-1], absent + _symbols(matrix, ATTENDS), absent, absent + _symbols(matrix, ATTENDS)]

        def query() -> list[int]:
            cursor.execute(_ASKED, asked)
            return sorted(pupil for (pupil,) in cursor.fetchall())

        if query() != said:
            raise RuntimeError("SQL and the engine do not name the same pupils.")
        sql = min(once(query) for _ in range(3))
        transaction.set_rollback(True)
    (spent,) = least({"bytes": lambda: persistent_and_severe(matrix)}, 20).values()
    name = f"persistent among {len(matrix):,} pupils"
    return Bench(name, spent, f"SQL over {matrix.codes.size / 1e6:.1f} million rows", sql, at_most=1 / TIMES_SQL)


def _copy_in(cursor: object, matrix: Matrix) -> None:
    symbols = [SYMBOL_OF.get(byte, "") for byte in range(64)]
    keys = [f"{day}\t{slot % 2}" for day, slot in zip(days_of(matrix).tolist(), matrix.slots.tolist(), strict=True)]
    escaped = [symbol.replace("\\", "\\\\") for symbol in symbols]
    with cursor.copy("COPY bench_given FROM STDIN") as copy:  # type: ignore[attr-defined]  # psycopg's own cursor
        for pupil, row in enumerate(matrix.codes.tolist()):
            lines = [f"{pupil}\t{key}\t{escaped[byte]}\n" for key, byte in zip(keys, row, strict=True)]
            copy.write("".join(lines))


def _against_polars(matrix: Matrix, place: Path) -> Iterator[Bench]:
    """polars reads a row for each mark, the engine a year for each pupil: each the file that suits it."""
    try:
        import polars as pl
    except ImportError:
        return
    import pyarrow as pa
    import pyarrow.parquet as pq

    n, sessions = matrix.codes.shape
    rows, years = place / "rows.parquet", place / "years.parquet"
    pupils = np.repeat(np.arange(n, dtype=np.uint32), sessions)
    pl.DataFrame({"pupil": pupils, "code": matrix.codes.reshape(-1)}).write_parquet(rows)
    whole = pa.FixedSizeBinaryArray.from_buffers(pa.binary(sessions), n, [None, pa.py_buffer(matrix.codes)])
    pq.write_table(pa.table({"codes": whole}), years)
    absent, possible = _bytes(matrix, ABSENT), _bytes(matrix, ABSENT | ATTENDS)

    def by_polars() -> list[int]:
        counted = (
            pl.scan_parquet(rows)
            .group_by("pupil")
            .agg(
                pl.col("code").is_in(absent).sum().cast(pl.Int64).alias("absent"),
                pl.col("code").is_in(possible).sum().cast(pl.Int64).alias("possible"),
            )
        )
        met = (pl.col("possible") > 0) & (pl.col("absent") * 10 >= pl.col("possible"))
        found: list[int] = counted.filter(met).select("pupil").collect()["pupil"].sort().to_list()
        return found

    def from_file() -> list[int]:
        (chunk,) = pq.read_table(years)["codes"].combine_chunks().buffers()[1:]
        codes = np.frombuffer(chunk, dtype=np.uint8).reshape(n, sessions)
        found: list[int] = np.flatnonzero(persistent_and_severe(Matrix(matrix.year, codes, matrix.slots))[0]).tolist()
        return found

    if by_polars() != from_file():
        raise RuntimeError("polars and the engine do not name the same pupils.")
    works: dict[str, Callable[[], object]] = {"polars": by_polars, "file": from_file}
    spent = least(works | {"bytes": lambda: persistent_and_severe(matrix)}, 3)
    yield Bench("persistent, 100,000, in memory", spent["bytes"], "polars", spent["polars"], at_most=1 / TIMES_POLARS)
    yield Bench("persistent, 100,000, Parquet read", spent["file"], "polars", spent["polars"], at_most=1 / TIMES_POLARS)


def _bytes(matrix: Matrix, wanted: frozenset[Means]) -> list[int]:
    (run,) = runs(matrix.year, matrix.slots)
    return np.flatnonzero(np.isin(run.means, list(wanted))).tolist()


def _symbols(matrix: Matrix, wanted: frozenset[Means]) -> list[str]:
    return [SYMBOL_OF[byte] for byte in _bytes(matrix, wanted)]
