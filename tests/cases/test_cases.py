"""A case from its opening to its outcome: steps in their order, decisions with reasons, and nothing hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rollbook.audit.models import AuditEntry
from rollbook.cases.actions import (
    add_note,
    close_case,
    correct_facts,
    give_cases,
    open_case,
    reopen_case,
    rest_case,
    resume_case,
    take_back_step,
    take_step,
)
from rollbook.cases.models import Case, CaseStep
from rollbook.cases.queries import CaseFilters, case_page, caseload, cases_of, clocks_until, history_of
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from tests.builders import a_role, a_school, a_user, an_actor
from tests.cases.plans import PLAN, Facts, Way
from tests.registers.classroom import MONDAY, Classroom

pytestmark = pytest.mark.django_db

WHY = "Mornings are hard since the move"


def opened(room: Classroom, n: int = 0, **more: object):
    return open_case(room.actor, process=PLAN.key, pupil=room.pupils[n].pk, why="Asked by the tutor", **more)  # type: ignore[arg-type]


def test_a_case_is_opened_with_its_first_clock(room: Classroom) -> None:
    case = opened(room)
    (line,) = caseload(room.actor)
    assert (line.public_id, line.next_says, line.next_day) == (case, "Write the plan", date(2026, 9, 9))
    assert (line.why, line.owner) == ("Asked by the tutor", "Attendance administrator")
    assert AuditEntry.objects.filter(verb="cases.CaseOpened", subject=f"case:{case}").count() == 1


def test_the_same_source_opens_one_case_and_a_second_of_its_kind_is_refused(room: Classroom) -> None:
    first = opened(room, source="letter:7")
    assert opened(room, source="letter:7") == first
    with pytest.raises(Refused, match="is open for this pupil already"):
        opened(room)
    opened(room, 1)


def test_what_is_written_is_not_readable_in_the_tables(room: Classroom) -> None:
    case = opened(room)
    take_step(room.actor, case=case, step="write", answers={"why": WHY, "told_on": MONDAY}, note="Mum was glad")
    add_note(room.actor, case=case, says="Grandmother brings him on Tuesdays")
    row, step = Case.objects.get(), CaseStep.objects.get()
    held = b"".join(bytes(x) for x in (row.why, row.facts, step.note, step.facts))
    assert b"Mornings" not in held
    assert b"Mum" not in held
    page = case_page(room.actor, case)
    assert page.facts == Facts(WHY, None, MONDAY)
    assert [(t.says, t.note) for t in page.taken] == [("Write the plan", "Mum was glad")]
    assert page.notes[0].says == "Grandmother brings him on Tuesdays"
    assert page.panels[0].says == WHY


def test_steps_are_taken_in_their_order(room: Classroom) -> None:
    case = opened(room)
    with pytest.raises(Refused, match=r"“Meet the family” cannot be done yet. First: write the plan"):
        take_step(room.actor, case=case, step="meet")
    with pytest.raises(Refused, match=r"“What is the difficulty.” is not answered"):
        take_step(room.actor, case=case, step="write")
    take_step(room.actor, case=case, step="write", answers={"why": WHY})
    with pytest.raises(Refused) as forbidden:
        take_step(room.actor, case=case, step="meet", answers={"way": "home"})
    assert forbidden.value.rule == "DAY-4"
    assert CaseStep.objects.count() == 1, "what was refused left nothing behind"
    correct_facts(room.actor, case=case, answers={"told_on": MONDAY}, why="Rang on Monday, forgot to say so.")
    take_step(room.actor, case=case, step="meet", answers={"way": "home"})
    page = case_page(room.actor, case)
    assert page.facts.way is Way.HOME
    assert "Before: When was the family told?: not known" in page.notes[0].says
    assert [step.key for step in page.open_steps] == ["review"]
    assert page.open_steps[0].state.running.due == date(2026, 10, 19)


def test_two_people_who_take_the_same_step_do_not_take_it_twice(room: Classroom) -> None:
    case = opened(room)
    seen = case_page(room.actor, case).line.version
    take_step(room.actor, case=case, step="write", answers={"why": WHY}, seen=seen)
    late = replace(room.actor, name="Mr Dhillon")
    with pytest.raises(Refused, match=r"the last step is “Write the plan”, taken by A. Osei"):
        take_step(late, case=case, step="write", answers={"why": "Other words"}, seen=seen)
    assert case_page(room.actor, case).facts.why == WHY


def test_a_decision_has_its_reason_and_ends_the_case(room: Classroom) -> None:
    case = met(room)
    with pytest.raises(Refused, match="Say how it was decided: go on, end the plan"):
        take_step(room.actor, case=case, step="review")
    take_step(room.actor, case=case, step="review", choice="go-on")
    with pytest.raises(Refused, match=r"Give the reason for “end the plan”"):
        take_step(room.actor, case=case, step="review", choice="end")
    take_step(room.actor, case=case, step="review", choice="end", note="Three full weeks")
    (line,) = caseload(room.actor, CaseFilters(state="closed"))
    assert (line.outcome, line.next_day) == ("Attendance improved", None)
    with pytest.raises(Refused, match="This case is closed"):
        take_step(room.actor, case=case, step="review", choice="go-on")


def test_the_last_step_is_taken_back_with_a_reason_and_the_facts_are_those_before_it(room: Classroom) -> None:
    case = met(room)
    take_step(room.actor, case=case, step="review", choice="end", note="Three full weeks")
    with pytest.raises(Refused, match="Only the last step"):
        take_back_step(room.actor, case=case, number=1, why="Wrong child")
    with pytest.raises(Refused, match="Say why"):
        take_back_step(room.actor, case=case, number=3, why=" ")
    take_back_step(room.actor, case=case, number=3, why="Wrong child")
    assert caseload(room.actor)[0].is_open
    take_back_step(room.actor, case=case, number=2, why="They did not come")
    page = case_page(room.actor, case)
    assert page.facts.way is None
    assert [(t.number, t.stands, t.back_why) for t in page.taken] == [
        (1, True, ""),
        (2, False, "They did not come"),
        (3, False, "Wrong child"),
    ]
    take_step(room.actor, case=case, step="meet", answers={"way": "school"})
    assert case_page(room.actor, case).taken[-1].number == 4


def test_nothing_closes_without_an_outcome_and_a_reason(room: Classroom) -> None:
    case = opened(room)
    with pytest.raises(Refused, match="Say how the case ends: no longer needed"):
        close_case(room.actor, case=case, outcome="improved", why="It did")
    with pytest.raises(Refused, match="Say why the case ends here"):
        close_case(room.actor, case=case, outcome="not-needed", why="")
    close_case(room.actor, case=case, outcome="not-needed", why="He moved house")
    assert caseload(room.actor) == ()
    reopen_case(room.actor, case=case, why="He did not move after all")
    page = case_page(room.actor, case)
    assert page.line.is_open
    assert "no longer needed" in page.notes[0].says


def test_a_rest_stops_the_schools_clock_and_not_the_laws(room: Classroom) -> None:
    case = opened(room)
    take_step(room.actor, case=case, step="write", answers={"why": WHY, "told_on": MONDAY})
    assert case_page(room.actor, case).line.next_day == date(2026, 9, 14)
    rest_case(room.actor, case=case, why="The family is in hospital")
    assert caseload(room.actor)[0].resting
    assert clocks_until(room.actor, date(2026, 12, 1)) == ()
    later = replace(room.actor, now=room.actor.now + timedelta(days=3))
    resume_case(later, case=case)
    assert case_page(later, case).line.next_day == date(2026, 9, 16)  # Tuesday and Wednesday did not count


def test_cases_are_given_away_together_or_not_at_all(room: Classroom) -> None:
    cases = [opened(room, n) for n in range(3)]
    manager, teacher = a_user("Ms Grant"), a_user("Mr Teach")
    a_role(manager, room.school, Role.ATTENDANCE_MANAGER)
    a_role(teacher, room.school, Role.TEACHER)
    assert give_cases(room.actor, cases=cases, owner=manager.pk) == 3
    assert {line.owner for line in caseload(room.actor)} == {"Ms Grant"}
    with pytest.raises(Refused, match="does not work cases"):
        give_cases(room.actor, cases=cases, owner=teacher.pk)
    assert give_cases(room.actor, cases=cases[:1], role=Role.DSL) == 1
    assert len(caseload(an_actor(room.school, user=manager), CaseFilters(owner="me"))) == 2


def test_a_head_of_year_sees_the_cases_of_the_year_and_another_school_none(room: Classroom) -> None:
    case = opened(room)
    head = replace(an_actor(room.school, Role.HEAD_OF_YEAR), nc_years=frozenset({"9"}))
    assert len(caseload(head)) == 1
    assert caseload(replace(head, nc_years=frozenset({"10"}))) == ()
    with pytest.raises(NotAllowed):
        caseload(an_actor(room.school, Role.TUTOR))
    with pytest.raises(NotFound):
        case_page(an_actor(a_school()), case)
    with pytest.raises(NotFound):
        take_step(an_actor(a_school()), case=case, step="write")


def test_the_history_tells_of_a_case_to_those_who_may_see_it(room: Classroom) -> None:
    case = met(room)
    pupil = room.pupils[0].pk
    told = [one.says for one in history_of(room.actor, pupil, MONDAY, MONDAY)]
    assert told == ["Support plan: opened", "Support plan: write the plan", "Support plan: meet the family"]
    assert history_of(an_actor(room.school, Role.TUTOR), pupil, MONDAY, MONDAY) == ()
    assert [line.public_id for line in cases_of(room.actor, pupil)] == [case]


def test_the_statements_of_a_caseload_do_not_grow_with_it(room: Classroom, django_assert_num_queries) -> None:
    opened(room)
    with django_assert_num_queries(2):
        caseload(room.actor)
    for n in range(1, 10):
        opened(room, n)
    with django_assert_num_queries(2):
        assert len(caseload(room.actor)) == 10


def met(room: Classroom):
    case = opened(room)
    take_step(room.actor, case=case, step="write", answers={"why": WHY, "told_on": MONDAY})
    take_step(room.actor, case=case, step="meet", answers={"way": "home"})
    return case
