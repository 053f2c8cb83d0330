"""What the parts of one page ask is read once, and outside a page every question is asked anew."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.absence.queries import crossed_since, without_reason
from rollbook.audit.once import once, read_once
from rollbook.pupils.queries import pupil_lines
from rollbook.registers.queries import marks_on, year_lines
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half
from rollbook.rules.year_row import year_of
from tests.absence.morning import MONDAY, Morning

pytestmark = pytest.mark.django_db


def test_the_same_question_is_asked_once_within_and_anew_outside() -> None:
    asked: list[int] = []

    @once
    def ask(actor: Actor, number: int) -> int:
        asked.append(number)
        return number

    actor = Morning(1).actor()
    with read_once():
        assert [ask(actor, 1), ask(actor, 1), ask(actor, 2)] == [1, 1, 2]
        with read_once():
            ask(actor, 1)
    assert asked == [1, 2]
    ask(actor, 1)
    assert asked == [1, 2, 1]


def test_two_actors_never_share_an_answer() -> None:
    morning, other = Morning(2), Morning(1)
    morning.marked({0: "N", 1: "/"})
    with read_once():
        assert len(marks_on(morning.actor(), MONDAY, Half.AM)) == 2
        assert len(marks_on(other.actor(), MONDAY, Half.AM)) == 0


def test_what_is_kept_answers_for_some_of_it() -> None:
    morning = Morning(4)
    morning.marked({0: "N", 1: "/", 2: "L", 3: "N"})
    actor, ids = morning.actor(), [pupil.pk for pupil in morning.pupils]
    year = year_of(MONDAY)
    apart = (
        marks_on(actor, MONDAY, Half.AM, ids[:2]),
        pupil_lines(actor, ids[1:], MONDAY),
        year_lines(actor, [year], ids[:1]),
    )
    with read_once():
        marks_on(actor, MONDAY, Half.AM)
        pupil_lines(actor, [*ids, 0], MONDAY)
        year_lines(actor, [year - 1, year])
        with CaptureQueriesContext(connection) as told:
            together = (
                marks_on(actor, MONDAY, Half.AM, ids[:2]),
                pupil_lines(actor, [*ids[1:], 0], MONDAY),
                year_lines(actor, [year], ids[:1]),
            )
    assert len(told) == 0
    assert together == apart


def test_lists_say_the_same_read_once_or_apart() -> None:
    morning = Morning(5)
    morning.contact(0, 1)
    morning.marked(dict.fromkeys(range(5), "N"))
    actor = morning.actor()
    apart = (without_reason(actor, MONDAY, Half.AM), crossed_since(actor, MONDAY - timedelta(days=3)))
    with read_once():
        assert (without_reason(actor, MONDAY, Half.AM), crossed_since(actor, MONDAY - timedelta(days=3))) == apart
