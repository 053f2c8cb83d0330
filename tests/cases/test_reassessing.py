"""When marks change every trigger is asked again: suggested once, raised once, and nothing undone by itself."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.cases.actions import dismiss_suggestion, open_suggestion, reassess, settle_notice
from rollbook.cases.models import Case, Suggestion
from rollbook.cases.queries import case_page, caseload, suggestions
from rollbook.registers.actions import amend_mark
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.marking import RegisterFacts
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session
from rollbook.schools.actions import add_closure
from tests.absence.morning import FRIDAY, MONDAY, Morning
from tests.cases.plans import PLAN

pytestmark = pytest.mark.django_db


def absent(morning: Morning, *pupils: int) -> None:
    morning.marked_on({FRIDAY: dict.fromkeys(pupils, "O")}, Half.AM)


def mine(actor: Actor):
    return [one for one in suggestions(actor) if one.process is PLAN]


def test_what_a_trigger_finds_is_suggested_once() -> None:
    morning = Morning()
    absent(morning, 0, 1)
    actor = morning.actor()
    assert reassess(actor).suggested >= 2
    assert reassess(actor).suggested == 0
    assert [(one.pupil.forename, one.says, one.rule) for one in mine(actor)] == [
        ("Pupil00", "1 unauthorised", "PEN-1"),
        ("Pupil01", "1 unauthorised", "PEN-1"),
    ]


def test_it_becomes_a_case_or_is_dismissed_and_does_not_come_back() -> None:
    morning = Morning()
    absent(morning, 0, 1)
    actor = morning.actor()
    reassess(actor)
    first, second = mine(actor)
    case = open_suggestion(actor, suggestion=first.public_id)
    with pytest.raises(Refused, match="Say why no case is opened"):
        dismiss_suggestion(actor, suggestion=second.public_id, why=" ")
    dismiss_suggestion(actor, suggestion=second.public_id, why="In hospital; the note came today")
    reassess(actor)
    assert mine(actor) == []
    assert [line.why for line in caseload(actor) if line.public_id == case] == ["1 unauthorised"]
    assert Suggestion.objects.get(public_id=second.public_id).answered_by_name == actor.name


def test_a_correction_that_takes_the_ground_away_is_raised_once_and_never_hidden() -> None:
    """PEN-14"""
    morning = Morning()
    absent(morning, 0)
    actor = morning.actor()
    reassess(actor)
    case = open_suggestion(actor, suggestion=mine(actor)[0].public_id)
    reassess(actor)
    assert case_page(actor, case).notices == ()
    nine, half_past = (datetime.combine(FRIDAY, time(9, minute), LONDON) for minute in (0, 30))
    amend_mark(
        actor,
        pupil=str(morning.pupils[0].public_id),
        facts=RegisterFacts(Session(FRIDAY, Half.AM), is_school_day=True, opens=nine, closes=half_past),
        code="I",
        reason="The note of the doctor came",
        seen=1,
    )
    assert reassess(actor).raised == 1
    assert reassess(actor).raised == 0
    page = case_page(actor, case)
    assert [notice.says for notice in page.notices] == ["The absence that began this was authorised since."]
    assert page.line.is_open, "a person decides what follows"
    settle_notice(actor, case=case, notice=page.notices[0].public_id, why="The plan goes on; she asked for it")
    assert reassess(actor).raised == 0


def test_a_closure_declared_afterwards_moves_the_clocks() -> None:
    morning = Morning()
    absent(morning, 0)
    actor = morning.actor()
    reassess(actor)
    case = open_suggestion(actor, suggestion=mine(actor)[0].public_id)
    before = case_page(actor, case).line.next_day
    later = MONDAY + timedelta(days=1)
    add_closure(actor, kind="inset", first=later, last=later, name="INSET day")
    reassess(actor)
    assert case_page(actor, case).line.next_day == before + timedelta(days=1)


def test_the_statements_do_not_grow_with_the_school() -> None:
    counts = []
    for size in (3, 12):
        morning = Morning(size)
        absent(morning, *range(size))
        actor = morning.actor()
        reassess(actor)
        for line in mine(actor):
            open_suggestion(actor, suggestion=line.public_id)
        with CaptureQueriesContext(connection) as asked:
            reassess(actor)
        counts.append(len(asked))
        assert Case.objects.filter(school_id=actor.school).count() == size
    assert counts[0] == counts[1]
    assert counts[0] <= 27
