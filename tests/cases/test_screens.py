"""The screens of cases: a caseload, a case, a step with its refusal beside the field, and giving cases away."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rollbook.audit.models import AccessEntry
from rollbook.cases.actions import open_case, take_step
from rollbook.cases.models import Suggestion
from rollbook.cases.queries import CaseFilters, case_page, caseload
from rollbook.cases.words import kept
from rollbook.rules.access import Role
from tests.builders import a_role, a_user
from tests.cases.plans import PLAN, a_case
from tests.registers.classroom import At, Classroom

pytestmark = pytest.mark.django_db


def url(room: Classroom, name: str, **place: object) -> str:
    return reverse(f"cases:{name}", kwargs={"school": room.school.slug, **place})


def test_the_caseload_shows_what_is_suggested_and_what_is_open(room: Classroom) -> None:
    a_case(room.school, room.pupils[0])
    page = At(room.officer).get(url(room, "list")).content.decode()
    assert "1 unauthorised" in page
    assert "Meet the family" in page
    assert "Look here" in page
    assert AccessEntry.objects.filter(what="list: cases").exists() or AccessEntry.objects.filter(what="cases").exists()


def test_a_case_shows_its_next_step_and_that_it_was_opened_is_noted(room: Classroom) -> None:
    case = a_case(room.school, room.pupils[0])["case"]
    page = At(room.officer).get(url(room, "case", case=case)).content.decode()
    for words in ("The family has moved.", "Meet the family", "by Mon 14 Sep", "Mornings are hard", "Nothing yet"):
        assert (words in page) is (words != "Nothing yet"), words
    assert AccessEntry.objects.filter(what="case", subject=f"case:{case}").count() == 1


def test_a_step_is_recorded_and_a_refusal_keeps_what_was_typed(room: Classroom) -> None:
    case = open_case(room.actor, process=PLAN.key, pupil=room.pupils[0].pk, why="Asked")
    at = At(room.officer)
    answer = at.post(url(room, "step", case=case, step="write"), {"seen": 0, "why": "", "note": "Rang twice"})
    assert answer.status_code == 422
    assert "Answer “What is the difficulty?”" in answer.content.decode()
    assert "Rang twice" in answer.content.decode()
    answer = at.post(url(room, "step", case=case, step="write"), {"seen": 0, "why": "Mornings", "note": "Rang"})
    assert answer.status_code == 303
    refused = at.post(url(room, "step", case=case, step="meet"), {"seen": 1, "way": "home"})
    assert "Tell the family before you meet. (DAY-4)" in refused.content.decode()
    stale = at.post(url(room, "step", case=case, step="meet"), {"seen": 0, "way": "home"})
    assert "has gone on since you opened it" in stale.content.decode()


def test_a_case_is_opened_from_a_pupil_and_closed_with_a_reason(room: Classroom) -> None:
    at, pupil = At(room.officer), room.pupils[1].public_id
    assert "Support plan" in at.get(url(room, "new", pupil=pupil)).content.decode()
    opened = at.post(url(room, "open", pupil=pupil, process=PLAN.key), {"why": "Two Mondays"})
    (line,) = caseload(room.actor)
    assert opened.headers["Location"] == url(room, "case", case=line.public_id)
    closed = at.post(
        url(room, "close", case=line.public_id), {"outcome": "not-needed", "why": "A mistake", "seen": line.version}
    )
    assert closed.status_code == 303
    assert caseload(room.actor, CaseFilters(state="closed"))[0].outcome == "No longer needed"
    at.post(url(room, "reopen", case=line.public_id), {"why": "It is needed after all"})
    assert caseload(room.actor)[0].is_open


def test_notes_files_corrections_rests_and_notices(room: Classroom) -> None:
    made = a_case(room.school, room.pupils[0])
    at, case = At(room.officer), made["case"]
    at.post(url(room, "note", case=case), {"says": "Grandmother helps"})
    at.post(url(room, "notice", case=case, notice=made["notice"]), {"why": "Still the same school"})
    at.post(url(room, "rest", case=case), {"why": "Hospital", "seen": 1})
    at.post(url(room, "resume", case=case), {})
    at.post(
        url(room, "facts", case=case),
        {"why": "Misheard", "seen": 3, "way": "home", "told_on_0": "7", "told_on_1": "9", "told_on_2": "2026"}
        | {"why": "Misheard"},
    )
    shown = case_page(room.actor, case)
    assert next(note.says for note in shown.notes) == "Grandmother helps"
    assert shown.notices[0].settled_why == "Still the same school"
    assert shown.line.is_open
    assert not shown.line.resting


def test_many_cases_are_given_away_at_once(room: Classroom) -> None:
    cases = [open_case(room.actor, process=PLAN.key, pupil=p.pk, why="Asked") for p in room.pupils[:3]]
    manager = a_user("Ms Grant")
    a_role(manager, room.school, Role.ATTENDANCE_MANAGER)
    at = At(room.officer)
    none = at.post(url(room, "give"), {"to": f"user:{manager.pk}"})
    assert "No case is chosen" in none.content.decode()
    at.post(url(room, "give"), {"to": f"user:{manager.pk}", "case": [str(c) for c in cases]})
    assert {line.owner for line in caseload(room.actor)} == {"Ms Grant"}


def test_a_suggestion_is_opened_or_dismissed_once(room: Classroom) -> None:
    made = a_case(room.school, room.pupils[0])
    at = At(room.officer)
    kept = at.post(url(room, "suggestion-dismiss", suggestion=made["suggestion"]), {"why": "Known to us"})
    assert kept.status_code == 303
    assert at.post(url(room, "suggestion-dismiss", suggestion=made["suggestion"]), {"why": "Again"}).status_code == 404


def test_a_step_is_taken_back_on_its_page(room: Classroom) -> None:
    case = a_case(room.school, room.pupils[0])["case"]
    take_step(room.actor, case=case, step="meet", answers={"way": "home"})
    at = At(room.officer)
    assert (
        at.post(url(room, "take-back", case=case, number=2), {"why": "They did not come", "seen": 2}).status_code == 303
    )
    assert case_page(room.actor, case).taken[-1].back_why == "They did not come"


def test_a_tutor_opens_no_cases(room: Classroom) -> None:
    assert At(room.tutor).get(url(room, "list")).status_code == 403


def test_the_statements_of_the_pages_are_few_and_do_not_grow(room: Classroom, django_assert_max_num_queries) -> None:
    case = a_case(room.school, room.pupils[0])["case"]
    at = At(room.officer)
    at.get(url(room, "list"))
    with django_assert_max_num_queries(16):
        at.get(url(room, "list"))
    with django_assert_max_num_queries(30):
        at.get(url(room, "case", case=case))


def test_six_suggestions_are_shown_until_all_are_asked_for(room: Classroom) -> None:
    for pupil in room.pupils[:8]:
        row = Suggestion(
            school=room.school, process=PLAN.key, pupil=pupil, key="first", rule="PEN-1", at=room.actor.now
        )
        row.says = kept("1 unauthorised", row.public_id, "suggestion")
        row.save()
    at = At(room.officer)
    assert at.get(url(room, "list")).content.decode().count("1 unauthorised") == 6
    assert "Show all 8" in at.get(url(room, "list")).content.decode()
    assert at.get(url(room, "list") + "?suggested=all").content.decode().count("1 unauthorised") == 8
