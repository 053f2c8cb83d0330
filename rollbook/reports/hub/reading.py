"""What the shards say now; where one does not answer, what it last said, and when that was.

A shard that did not answer is left alone for a minute, so that nobody waits for it again and again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError, connection

from rollbook.reports.hub.joining import HERE, server_of
from rollbook.reports.hub.published import FIGURES, SCHOOLS, Published

LEFT_ALONE = 60  # seconds


@dataclass(frozen=True, slots=True)
class Shard:
    """A shard that has joined. `read_at` is the moment of what is shown of it; None where nothing is known."""

    name: str
    answers: bool = True
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SchoolThere:
    """A school that a shard keeps, as the shard publishes it."""

    shard: str
    urn: str
    name: str
    phase: str
    trust: str
    practice: bool
    chain_year: int
    chain_seq: int


Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """What the shards say of a trust: each shard with whether it answered, schools, and their rows of figures."""

    shards: tuple[Shard, ...] = ()
    schools: tuple[SchoolThere, ...] = ()
    figures: tuple[Row, ...] = ()


NOTHING = Found()


def shards() -> tuple[Shard, ...]:
    """The shards that have joined this hub, by name; none on SQLite: one statement."""
    if connection.vendor != "postgresql":
        return ()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.srvname FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw"
            " WHERE w.fdwname = 'postgres_fdw' AND s.srvname LIKE %s ORDER BY s.srvname",
            [server_of("").replace("_", r"\_") + "%"],
        )
        return tuple(Shard(name.removeprefix(server_of(""))) for (name,) in cursor.fetchall())


def read_trust(trust: str, year: int, now: datetime) -> Found:
    """What the shards say of a trust's schools and of one year: three statements when all of them answer.

    A shard that fails is asked no more for a minute; what was kept of it stands in for it, with its moment.
    """
    joined = shards()
    if not joined:
        return NOTHING
    asked = [shard.name for shard in joined if not cache.get(_silent(shard.name))]
    found = _live(asked, trust, year)
    kept = {row.name: row for row in _kept_shards()} if len(found) < len(joined) else {}
    told: list[Shard] = []
    for shard in joined:
        if shard.name in found:
            told.append(replace(shard, read_at=now))
            continue
        known = kept.get(shard.name)
        told.append(Shard(shard.name, answers=False, read_at=known.read_at if known else None))
        found[shard.name] = known.of(trust, year) if known else ([], [])
    schools = tuple(school for shard in told for school in found[shard.name][0])
    return Found(tuple(told), schools, tuple(row for shard in told for row in found[shard.name][1]))


def keep(now: datetime) -> tuple[Shard, ...]:
    """Keep what every shard says now, for the day on which it does not answer; which of them did."""
    told = []
    for shard in shards():
        try:
            schools, figures = (_rows(view, f"{HERE}.{shard.name}_{view.name}") for view in (SCHOOLS, FIGURES))
        except DatabaseError:
            cache.set(_silent(shard.name), True, LEFT_ALONE)
            told.append(Shard(shard.name, answers=False))
            continue
        cache.delete(_silent(shard.name))
        told.append(Shard(shard.name, read_at=now))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {HERE}.kept VALUES (%s, %s, %s, %s) ON CONFLICT (shard) DO UPDATE SET"  # noqa: S608
                " read_at = excluded.read_at, schools = excluded.schools, figures = excluded.figures",
                [shard.name, now, _json(schools), _json(figures)],
            )
    return tuple(told)


def joined_schools(name: str) -> tuple[SchoolThere, ...]:
    """The schools of one shard, from the shard itself: one statement, which fails where it does not answer."""
    return tuple(SchoolThere(**row) for row in _rows(SCHOOLS, f"{HERE}.{name}_schools"))


_Answer = tuple[list[SchoolThere], list[Row]]


def _live(names: Sequence[str], trust: str, year: int) -> dict[str, _Answer]:
    """All at once through the parents; where that fails, one after the other, to find who it was."""
    if not names:
        return {}
    try:
        return _of(names, trust, year)
    except DatabaseError:
        found: dict[str, _Answer] = {}
        for name in names:
            try:
                found |= _of([name], trust, year)
            except DatabaseError:
                cache.set(_silent(name), True, LEFT_ALONE)
        return found


def _of(names: Sequence[str], trust: str, year: int) -> dict[str, _Answer]:
    found: dict[str, _Answer] = {name: ([], []) for name in names}
    # The names stand in the statement itself, or PostgreSQL would open a connection to every shard.
    which = f"shard IN ({', '.join(repr(name) for name in names)}) AND trust = %s"
    for row in _rows(SCHOOLS, f"{HERE}.schools", f"{which} ORDER BY urn", [trust]):
        found[row["shard"]][0].append(SchoolThere(**row))
    for row in _rows(FIGURES, f"{HERE}.figures", f"{which} AND year = %s ORDER BY urn", [trust, year]):
        found[row["shard"]][1].append(row)
    return found


@dataclass(frozen=True, slots=True)
class _Kept:
    name: str
    read_at: datetime
    schools: list[Row]
    figures: list[Row]

    def of(self, trust: str, year: int) -> _Answer:
        schools = [SchoolThere(**row) for row in self.schools if row["trust"] == trust]
        return schools, [row for row in self.figures if row["trust"] == trust and row["year"] == year]


def _kept_shards() -> Iterator[_Kept]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT shard, read_at, schools, figures FROM {HERE}.kept ORDER BY shard")  # noqa: S608
        for name, read_at, schools, figures in cursor.fetchall():
            kept = _valued(SCHOOLS, json.loads(schools)), _valued(FIGURES, json.loads(figures))
            yield _Kept(name, read_at, *kept)


def _rows(view: Published, table: str, where: str = "", values: Sequence[str | int] = ()) -> list[Row]:
    names = [name for name, _ in view.columns]
    condition = f" WHERE {where}" if where else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(names)} FROM {table}{condition}", list(values))  # noqa: S608
        return _valued(view, [dict(zip(names, row, strict=True)) for row in cursor.fetchall()])


def _valued(view: Published, rows: Iterable[Row]) -> list[Row]:
    """Rows with moments, days and lists as values, whether they come from columns or from what was kept."""
    kinds = dict(view.columns)
    return [{name: _value(kinds[name], value) for name, value in row.items()} for row in rows]


def _value(kind: str, value: Any) -> Any:
    return _READ[kind](value) if kind in _READ and isinstance(value, str) else value


_READ: Mapping[str, Callable[[str], Any]] = {
    "jsonb": json.loads,
    "timestamptz": datetime.fromisoformat,
    "date": date.fromisoformat,
}


def _json(rows: Iterable[Row]) -> str:
    return json.dumps(list(rows), default=str)


def _silent(name: str) -> str:
    return f"rollbook-hub-silent-{name}"
