"""The planner is shown the tables, and takes the shortest way."""

from __future__ import annotations

import pytest
from django.db import connection

from rollbook.audit.planner import look_over_tables
from rollbook.jobs.registry import the_job
from rollbook.rules.actor import system_actor
from tests.absence.morning import Morning

pytestmark = pytest.mark.django_db


def seen_tables() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(DISTINCT tbl) FROM sqlite_stat1 WHERE tbl = 'pupils_groupmembership'")
        else:
            cursor.execute("SELECT count(*) FROM pg_stats WHERE tablename = 'pupils_groupmembership' LIMIT 1")
        return int(cursor.fetchone()[0])


def test_after_a_look_the_planner_knows_the_tables() -> None:
    Morning(20)
    look_over_tables()
    assert seen_tables() >= 1


def test_the_job_of_the_night_does_it_where_the_database_does_not() -> None:
    morning = Morning(4)
    the_job("registers.look_over_tables").work(system_actor(None, morning.now))
    assert connection.vendor != "sqlite" or seen_tables() == 1
