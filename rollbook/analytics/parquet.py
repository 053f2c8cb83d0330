"""A school's year as one Parquet file, `<year>/<urn>.parquet`: written whole or not at all, never read by halves.

The columns are told in docs/parquet.md. Every page carries a checksum, and so does the heading.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rollbook.analytics.school_year import (
    DATES,
    FLAGS,
    TEXTS,
    TOTALS,
    UNKNOWN,
    ChainHead,
    Heading,
    SchoolYear,
    Texts,
    days_as_text,
    days_of_text,
)
from rollbook.rules.refused import Refused
from rollbook.rules.year_row import SLOTS, SYMBOL_OF

FORMAT = 1
KEY = b"rollbook"
_SAME = ("urn", "la", "phase")  # columns that say the same for every pupil of a file
SCHEMA = pa.schema(
    [
        *(pa.field(name, pa.string(), nullable=False) for name in _SAME),
        pa.field("year", pa.int16(), nullable=False),
        *(pa.field(name, pa.string(), nullable=False) for name in TEXTS),
        *(pa.field(name, pa.bool_()) for name in FLAGS),
        *(pa.field(name, pa.date32()) for name in DATES),
        *(pa.field(name, pa.int16(), nullable=False) for name in TOTALS),
        pa.field("codes", pa.binary(SLOTS), nullable=False),
    ]
)
_BROKEN = (pa.ArrowException, OSError, ValueError, IndexError)
EVERYTHING = (*TEXTS, *FLAGS, *DATES, *TOTALS, "codes")


class BadFile(Refused):
    """A file of the store that cannot be counted: which one, and why."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"“{'/'.join(path.parts[-2:])}” {why}")
        self.path = str(path)
        self.why = why

    def __reduce__(self) -> tuple[Any, ...]:
        return BadFile, (Path(self.path), self.why)


class NotSeen(Refused):
    """A file that is known of, but not to be had here; never one to be skipped."""


def place_of(folder: Path, year: int, urn: str) -> Path:
    return folder / str(year) / f"{urn}.parquet"


def files_in(folder: Path, year: int | None = None) -> tuple[Path, ...]:
    """Every Parquet file of a store, or of one of its years, in order."""
    return tuple(sorted(folder.rglob("*.parquet") if year is None else (folder / str(year)).rglob("*.parquet")))


def years_in(folder: Path) -> tuple[int, ...]:
    """The years that a store has a folder for, the first one first."""
    return tuple(sorted(int(p.name) for p in folder.iterdir() if p.is_dir() and p.name.isdecimal()))


def write(folder: Path, school_year: SchoolYear) -> Path:
    """Put a whole school-year in its place, in one move; whoever reads meanwhile finds the one before."""
    place = place_of(folder, school_year.heading.year, school_year.heading.urn)
    table = _table(school_year)
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=f".{place.stem}.", suffix=".part", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            _put(out, table, school_year.heading)
            out.flush()
            os.fsync(out.fileno())
        os.replace(beside, place)
    except BaseException:
        os.unlink(beside)
        raise
    return place


def _put(out: BinaryIO, table: pa.Table, about: Heading) -> None:
    words = [*_SAME, "year", *TEXTS[1:]]
    with pq.ParquetWriter(
        out, SCHEMA, compression="zstd", compression_level=1, use_dictionary=words, write_statistics=False,
        write_page_checksum=True, store_schema=False,
    ) as writer:  # fmt: skip
        writer.write_table(table)
        writer.add_key_value_metadata({KEY: _said(about, table.num_rows)})


def heading(path: Path) -> Heading:
    """What a file says of itself, without reading its pupils; BadFile where it is not one of ours."""
    with _opened(path) as file:
        return _heading(path, file)


def read(path: Path, columns: tuple[str, ...] = EVERYTHING) -> SchoolYear:
    """A school-year with these columns; BadFile, which names the file, where anything at all is wrong with it."""
    with _opened(path) as file:
        about = _heading(path, file)
        try:
            table = file.read(columns=[*columns, "year"], use_threads=False).combine_chunks()
            table.validate(full=True)
        except _BROKEN as wrong:
            raise BadFile(path, f"is damaged: {_first_line(wrong)}. Export that school-year again.") from wrong
        if table.num_rows != file.metadata.num_rows:
            raise BadFile(path, "is damaged: some of its pupils are missing. Export that school-year again.")
    return _school_year(path, about, table, columns)


def _opened(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path, page_checksum_verification=True)
    except FileNotFoundError:
        raise NotSeen(f"“{path}” is not there. Can this machine see the folder?") from None
    except PermissionError:
        raise NotSeen(f"“{path}” may not be read by this account.") from None
    except _BROKEN as wrong:
        raise BadFile(
            path, f"is no whole Parquet file: {_first_line(wrong)}. Export that school-year again."
        ) from wrong


def _heading(path: Path, file: pq.ParquetFile) -> Heading:
    said = (file.metadata.metadata or {}).get(KEY)
    if said is None:
        raise BadFile(path, "is a Parquet file, but not one that Rollbook wrote. Take it out of the folder.")
    try:
        kept = json.loads(said)
        digest = kept.pop("digest")
        version = kept["format"]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadFile(path, "is damaged: its heading cannot be read. Export that school-year again.") from None
    if version != FORMAT:
        raise BadFile(path, f"is of format {version}; this Rollbook reads format {FORMAT}. Export it again.")
    if digest != _digest(kept) or kept["rows"] != file.metadata.num_rows:
        raise BadFile(path, "is damaged: its heading is not as it was written. Export that school-year again.")
    if not _has_our_columns(file):
        raise BadFile(path, f"has other columns than format {FORMAT} has. Export that school-year again.")
    about = _heading_of(kept)
    if place_of(Path(), about.year, about.urn).parts != path.absolute().parts[-2:]:
        raise BadFile(
            path, f"holds the year {about.year} of school {about.urn}: it belongs at {about.year}/{about.urn}.parquet."
        )
    return about


def _has_our_columns(file: pq.ParquetFile) -> bool:
    try:
        return bool(file.schema_arrow.remove_metadata().equals(SCHEMA))
    except _BROKEN:
        return False


def _heading_of(kept: dict[str, Any]) -> Heading:
    chain = kept["chain"]
    return Heading(
        year=kept["year"],
        urn=kept["school"]["urn"],
        name=kept["school"]["name"],
        la=kept["school"]["la"],
        phase=kept["school"]["phase"],
        made_at=kept["made_at"],
        school_days=days_of_text(kept["year"], kept["school_days"]),
        chain=ChainHead(**chain) if chain else None,
        roll=kept["roll"],
        count_no_reason=kept["count_no_reason"],
    )


def _said(about: Heading, rows: int) -> bytes:
    chain = about.chain
    kept = {
        "format": FORMAT,
        "year": about.year,
        "school": {"urn": about.urn, "name": about.name, "la": about.la, "phase": about.phase},
        "made_at": about.made_at,
        "chain": {"year": chain.year, "seq": chain.seq, "hash": chain.hash} if chain else None,
        "roll": about.roll,
        "rows": rows,
        "count_no_reason": about.count_no_reason,
        "school_days": days_as_text(about.year, about.school_days),
    }
    return json.dumps({**kept, "digest": _digest(kept)}, ensure_ascii=False).encode()


def _digest(kept: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _table(of: SchoolYear) -> pa.Table:
    about, n = of.heading, of.pupils
    if of.codes is None or of.totals is None:
        raise ValueError("a school-year is written whole")
    same = {"urn": about.urn, "la": about.la, "phase": about.phase}
    columns: dict[str, Any] = {name: pa.array([value] * n, pa.string()) for name, value in same.items()}
    columns["year"] = pa.array(np.full(n, about.year, np.int16))
    for name in TEXTS:
        texts = of.texts[name]
        columns[name] = pa.array(texts.words, pa.string()).take(pa.array(texts.which))
    columns |= {name: pa.array(of.flags[name] == 1, mask=of.flags[name] == UNKNOWN) for name in FLAGS}
    columns |= {name: pa.array(of.dates[name].astype("datetime64[D]"), pa.date32()) for name in DATES}
    columns |= {name: pa.array(of.totals[:, at].astype(np.int16)) for at, name in enumerate(TOTALS)}
    bytes_ = pa.py_buffer(np.ascontiguousarray(of.codes, np.uint8))
    columns["codes"] = pa.FixedSizeBinaryArray.from_buffers(pa.binary(SLOTS), n, [None, bytes_])
    return pa.table([columns[name] for name in SCHEMA.names], schema=SCHEMA)


def _school_year(path: Path, about: Heading, table: pa.Table, columns: tuple[str, ...]) -> SchoolYear:
    if pc.count_distinct(table["year"]).as_py() > 1 or (len(table) and table["year"][0].as_py() != about.year):
        raise BadFile(path, f"has pupils of other years than {about.year}. Export that school-year again.")
    codes = _codes(path, table["codes"]) if "codes" in columns else None
    wanted = [name for name in TOTALS if name in columns]
    totals = np.stack([table[name].to_numpy() for name in wanted], axis=1).astype(np.int32) if wanted else None
    return SchoolYear(
        heading=about,
        pupils=len(table),
        codes=codes,
        totals=totals,
        texts={name: _texts(table[name]) for name in TEXTS if name in columns},
        flags={name: _flag(table[name]) for name in FLAGS if name in columns},
        dates={name: table[name].to_numpy().astype("datetime64[D]") for name in DATES if name in columns},
    )


def _codes(path: Path, column: pa.ChunkedArray) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """The matrix, as it lies in memory: nothing is copied."""
    if column.num_chunks == 0:
        return np.zeros((0, SLOTS), np.uint8)
    one = column.chunk(0)
    flat = np.frombuffer(one.buffers()[1], np.uint8, count=len(one) * SLOTS, offset=one.offset * SLOTS)
    if len(flat) and flat.max() > max(SYMBOL_OF):
        raise BadFile(
            path, f"holds a code numbered {flat.max()}, which this Rollbook does not know. Is it a newer one’s?"
        )
    return flat.reshape(-1, SLOTS)


def _texts(column: pa.ChunkedArray) -> Texts:
    if column.num_chunks == 0:
        return Texts.of([])
    one = column.chunk(0).dictionary_encode()
    return Texts(tuple(one.dictionary.to_pylist()), one.indices.to_numpy().astype(np.int32))


def _flag(column: pa.ChunkedArray) -> np.ndarray[Any, np.dtype[np.int8]]:
    return np.asarray(pc.fill_null(column.cast(pa.int8()), UNKNOWN).to_numpy(), np.int8)


def _first_line(wrong: Exception) -> str:
    return (str(wrong).splitlines() or [type(wrong).__name__])[0].rstrip(". ")[:120]
