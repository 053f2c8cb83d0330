"""A year's partition is made whole or not at all, and no mark is lost on the way (PostgreSQL)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from rollbook.audit.partitions import make_year_partition

MARKS = "house_marks"


@pytest.fixture
def marks(transactional_db: None) -> Any:
    """A table of marks with two of the year from August 2030 in its DEFAULT partition, and one of the next."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE TABLE {MARKS} (date date PRIMARY KEY, code text) PARTITION BY RANGE (date)")
            cursor.execute(f"CREATE TABLE {MARKS}_rest PARTITION OF {MARKS} DEFAULT")
        else:
            cursor.execute(f"CREATE TABLE {MARKS} (date date PRIMARY KEY, code text)")
        cursor.execute(f"INSERT INTO {MARKS} VALUES ('2030-09-02', '/'), ('2031-07-31', 'L'), ('2031-08-01', 'N')")
        yield
        cursor.execute(f"DROP TABLE {MARKS}")
        cursor.execute(f"DROP TABLE IF EXISTS {MARKS}_2030")


def standing(table: str = MARKS) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_a_year_s_marks_move_into_its_partition_once(marks: None) -> None:
    make_year_partition(MARKS, 2030)
    make_year_partition(MARKS, 2030)
    assert standing() == 3
    if connection.vendor == "postgresql":
        assert (standing(f"{MARKS}_2030"), standing(f"{MARKS}_rest")) == (2, 1)


@pytest.mark.parametrize("step", ["INSERT", "DELETE", "ALTER TABLE"])
def test_a_stop_on_the_way_leaves_every_mark_where_it_was(marks: None, step: str) -> None:
    class Stopped(Exception):
        """The machine is switched off here."""

    def stop(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(step):
            raise Stopped
        return execute(sql, params, many, context)

    if connection.vendor == "postgresql":
        with pytest.raises(Stopped), connection.execute_wrapper(stop):
            make_year_partition(MARKS, 2030)
    assert standing() == 3
    make_year_partition(MARKS, 2030)
    assert standing() == 3
    if connection.vendor == "postgresql":
        assert standing(f"{MARKS}_2030") == 2


def test_a_year_that_an_earlier_stop_cut_off_comes_back(marks: None) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE {MARKS}_2030 (LIKE {MARKS} INCLUDING ALL)")
            cursor.execute(f"INSERT INTO {MARKS}_2030 SELECT * FROM {MARKS} WHERE date < '2031-08-01'")
            cursor.execute(f"DELETE FROM {MARKS} WHERE date < '2031-08-01'")
    make_year_partition(MARKS, 2030)
    assert standing() == 3
