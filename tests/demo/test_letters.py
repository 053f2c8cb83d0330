"""The training school’s letters: statements that were posted, on its own paper."""

from __future__ import annotations

import pytest

from rollbook.comms.queries.letters import letter_runs
from rollbook.demo.letters import write_some_letters
from rollbook.rules.sessions import Half
from tests.absence.morning import FRIDAY, THE_MONDAY_BEFORE, Morning

pytestmark = pytest.mark.django_db


def test_statements_of_last_week_were_posted() -> None:
    morning = Morning()
    for n in range(3):
        contact = morning.contact(n, name=f"Priya{n}")
        contact.address_lines = f"{n} Elm Row"
        contact.save()
    morning.marked_on({THE_MONDAY_BEFORE: {0: "/", 1: "/", 2: "I"}, FRIDAY: {0: "/", 1: "L", 2: "/"}}, Half.AM)

    write_some_letters(morning.actor())

    (run,) = letter_runs(morning.actor())
    assert (run.state, run.count, run.template) == ("posted", 3, "Attendance statement")
