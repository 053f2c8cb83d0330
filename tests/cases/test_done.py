"""What was done in many pupils' cases, for lists that say what has been done."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.cases.actions import open_case, take_step
from rollbook.cases.queries.done import done_about
from rollbook.rules.access import Role
from tests.absence.morning import Morning
from tests.builders import TERM_STARTS, an_actor
from tests.cases.plans import PLAN

pytestmark = pytest.mark.django_db


def test_a_case_and_its_steps_are_told_to_those_who_see_cases_in_two_statements() -> None:
    counts = []
    for size in (1, 4):
        morning = Morning(size)
        actor = an_actor(morning.school)
        for pupil in morning.pupils:
            case = open_case(actor, process=PLAN.key, pupil=pupil.pk, why="Asked by the tutor")
            take_step(actor, case=case, step="write", answers={"why": "Mornings are hard", "told_on": actor.today})
        keys = [pupil.pk for pupil in morning.pupils]
        with CaptureQueriesContext(connection) as told:
            found = done_about(actor, keys, TERM_STARTS, actor.today)
        counts.append(len(told))
        assert set(found) == set(keys)
        step, opened = found[keys[0]]
        assert opened.says.endswith(": opened")
        assert (step.kind, step.words) == ("case", "")
        assert done_about(an_actor(morning.school, Role.TEACHER), keys, TERM_STARTS, actor.today) == {}
    assert counts == [2, 2]
