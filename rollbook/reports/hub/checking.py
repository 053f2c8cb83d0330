"""Whether each shard is as it should be: it answers, sums where its rows are, and its figures are what the rows say."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import DatabaseError, connection

from rollbook.reports.hub.joining import HERE
from rollbook.reports.hub.reading import shards

# Below so many pupils PostgreSQL may rightly find their rows as cheap as their sums.
WORTH_SENDING = 1000

_SUMS = (
    "SELECT shard, urn, count(*) FILTER (WHERE possible > 0) AS pupils, sum(possible) AS possible,"
    " sum(attended) AS attended, sum(authorised) AS authorised, sum(unauthorised) AS unauthorised,"
    # PA-3, in whole numbers.
    " count(*) FILTER (WHERE possible > 0 AND (authorised + unauthorised) * 10 >= possible) AS persistent,"
    " count(*) FILTER (WHERE possible > 0 AND (authorised + unauthorised) * 2 >= possible) AS severe"
)

_FIGURES = (
    "SELECT f.urn, f.pupils, f.possible, f.attended, f.authorised, f.unauthorised, f.persistent, f.severe,"
    " f.chain_year = s.chain_year AND f.chain_seq = s.chain_seq FROM {here}.{shard}_figures f"
    " JOIN {here}.{shard}_schools s ON s.urn = f.urn WHERE f.year = %s"
)


@dataclass(frozen=True, slots=True)
class SchoolSums:
    """A school's year summed by its shard from the pupils' years, in one statement over all shards."""

    shard: str
    urn: str
    pupils: int
    possible: int
    attended: int
    authorised: int
    unauthorised: int
    persistent: int
    severe: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one shard: faults as sentences, and the statement that it is sent for a sum of a year."""

    shard: str
    schools: int
    faults: tuple[str, ...]
    sent: str


def sums_of(year: int) -> tuple[SchoolSums, ...]:
    """Every school of every shard, summed where it is kept; fails where a shard does not answer: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_statement("pupil_years", year))
        return tuple(SchoolSums(row[0], row[1], *(int(n or 0) for n in row[2:])) for row in cursor.fetchall())


def plan_of(year: int) -> str:
    """How PostgreSQL means to sum a year over all shards: where it is good, a sum stands in each Remote SQL."""
    return _explained(_statement("pupil_years", year))


def check(year: int) -> tuple[Verdict, ...]:
    """Each shard by itself, so that one which does not answer hides nothing of another."""
    return tuple(_checked(shard.name, year) for shard in shards())


def _checked(name: str, year: int) -> Verdict:
    table = f"{name}_pupil_years"
    try:
        plan = _explained(_statement(table, year))
        with connection.cursor() as cursor:
            cursor.execute(_statement(table, year))
            sums = cursor.fetchall()
            cursor.execute(_FIGURES.format(here=HERE, shard=name), [year])
            figures = {row[0]: row[1:] for row in cursor.fetchall()}
    except DatabaseError as wrong:
        return Verdict(name, 0, (f"does not answer ({type(wrong.__cause__ or wrong).__name__})",), "")
    many = sum(row[2] for row in sums) >= WORTH_SENDING
    faults = ["sends its rows instead of their sums"] if many and "sum(" not in _sent(plan) else []
    faults += [says for row in sums if (says := _differs(row[1], row[2:], figures.get(row[1])))]
    return Verdict(name, len(sums), tuple(faults), _sent(plan))


def _differs(urn: str, sums: tuple[int, ...], figures: tuple[int, ...] | None) -> str:
    """Only figures that were counted at the very save that stands now can be held against the rows."""
    if figures is None:
        return f"has no figures for the school with URN {urn} yet"
    same = tuple(int(n or 0) for n in sums) == tuple(figures[:-1])
    return f"counts other figures for the school with URN {urn} than its rows say" if figures[-1] and not same else ""


def _statement(table: str, year: int) -> str:
    return f"{_SUMS} FROM {HERE}.{table} WHERE year = {int(year)} GROUP BY shard, urn ORDER BY shard, urn"


def _explained(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (VERBOSE, COSTS OFF) {statement}")
        return "\n".join(line for (line,) in cursor.fetchall())


def _sent(plan: str) -> str:
    return next((line.strip() for line in plan.splitlines() if "Remote SQL:" in line), "").removeprefix("Remote SQL: ")
