"""The form by which parents ask for leave: the same door and code, nothing revealed, a case for each child."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from rollbook.absence.actions.parents import set_parent_form
from rollbook.absence.models import ParentVisit, Report
from rollbook.cases.models import Case, CaseFile
from rollbook.processes.leave_request.queries.requests import Stage, requests
from rollbook.pupils.models import PupilContact
from rollbook.rules.access import Role
from tests.absence.test_parents import MOBILE, Family
from tests.absence.test_parents_pages import Parent, as_bytes
from tests.builders import an_actor

pytestmark = pytest.mark.django_db


class AskingParent(Parent):
    """A parent's browser at the form for leave."""

    def url(self, page: str = "") -> str:
        return f"/p/{self.family.school.slug}/leave/" + (f"{page}/" if page else "")

    def days(self, first: str = "23/11/2026", last: str = "25/11/2026") -> str:
        return self.go("days", first_0=first, last_0=last)


@pytest.fixture
def family() -> Family:
    family = Family()
    PupilContact.objects.update(lives_with=True)
    set_parent_form(an_actor(family.school, Role.HEAD), is_on=True, leave_words="", leave_is_on=True)
    return family


def asked_for(family: Family) -> list[Any]:
    return list(requests(an_actor(family.school, Role.HEAD)))


def test_a_mother_asks_for_two_children_in_one_request(family: Family) -> None:
    parent = AskingParent(family)
    parent.signs_in()
    assert parent.go("children", children_chosen=parent.tokens()) == "days"
    assert parent.days() == "what"
    assert parent.go("what", purpose="family") == "reason"
    assert parent.go("reason", words="My brother marries on the Tuesday, and both carry the rings.") == "abroad"
    assert parent.go("abroad", abroad="no") == "evidence"
    letter = SimpleUploadedFile("invitation.pdf", b"%PDF-1.7\n" + b"0" * 300, "application/pdf")
    assert parent.go("evidence", act="add", file=letter) == "evidence"
    assert parent.go("evidence", act="go") == "check"
    page = parent.get("check").content.decode()
    for words in ("Tolu, Bisi", "Monday 23 November 2026 to Wednesday 25", "A family occasion", "invitation.pdf"):
        assert words in page
    assert [parent.go("check"), parent.go("check")] == ["sent", "sent"]
    assert "Your reference is" in parent.get("sent").content.decode()
    assert "Tolu" not in parent.get("sent").content.decode()
    one, other = asked_for(family)
    assert {one.line.pupil.forename, other.line.pupil.forename} == {"Tolu", "Bisi"}
    assert one.facts.request == other.facts.request
    assert (one.facts.asked_by, one.facts.lives_with, one.stage) == ("Ms Ada Abiodun", True, Stage.DECIDE)
    assert one.family[0].endswith("not decided")
    assert CaseFile.objects.count() == 2
    assert not Report.objects.exists()
    assert ParentVisit.objects.get().said == b""


def test_what_is_asked_follows_from_what_it_is_for(family: Family) -> None:
    parent = AskingParent(family)
    parent.signs_in()
    parent.go("children", children_chosen=parent.tokens()[:1])
    assert parent.days(last="") == "half"
    assert parent.go("half", half="PM") == "what"
    assert parent.go("what", purpose="religious") == "festival"
    answer = parent.post("festival", set_apart_0="27/11/2026")
    assert answer.status_code == 422
    assert "not one of the days that you asked for" in answer.content.decode()
    assert parent.go("festival", set_apart_0="") == "reason"
    assert parent.go("what", purpose="exam-study") == "exam"
    assert parent.go("exam", exam="GCSE mathematics") == "reason"
    assert parent.go("what", purpose="performance") == "licence"
    assert parent.go("licence", licence="", licensed_by="") == "reason"
    assert parent.go("reason", words="She sings at the theatre.") == "abroad"
    assert parent.go("abroad", abroad="yes") == "journey"
    assert (
        parent.go("journey", place="Paris", travels_with="me", return_booked="yes", back_0="24/11/2026") == "evidence"
    )
    assert parent.go("abroad", abroad="no") == "evidence"  # and what was said of the journey is gone
    assert "Paris" not in parent.get("check").content.decode()


def test_a_one_way_journey_is_with_the_safeguarding_lead_and_the_parent_is_told_nothing_of_it(family: Family) -> None:
    parent = AskingParent(family)
    parent.signs_in()
    parent.go("children", children_chosen=parent.tokens()[:1])
    parent.days("01/12/2026", "18/12/2026")
    parent.go("what", purpose="family")
    parent.go("reason", words="We visit my mother.")
    parent.go("abroad", abroad="yes")
    parent.go("journey", place="Abroad", travels_with="", return_booked="no", back_0="")
    parent.go("evidence", act="go")
    assert parent.go("check") == "sent"
    assert "safeguarding" not in parent.get("sent").content.decode()
    (request,) = asked_for(family)
    assert request.stage is Stage.HELD


def test_a_late_request_is_taken_and_said_to_be_late(family: Family) -> None:
    parent = AskingParent(family)
    parent.signs_in()
    parent.go("children", children_chosen=parent.tokens()[:1])
    parent.days("03/09/2026", "04/09/2026")
    parent.go("what", purpose="holiday")
    parent.go("reason", words="The flight was moved.")
    parent.go("abroad", abroad="no")
    parent.go("evidence", act="go")
    assert "Leave cannot be granted for days that have begun" in parent.get("check").content.decode()
    assert parent.go("check") == "sent"
    (request,) = asked_for(family)
    assert request.is_late


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("25/11/2026", "23/11/2026", "before the first day"),
        ("03/07/2026", "", "more than a month ago"),
        ("01/02/2028", "", "more than a year ahead"),
        ("", "", "Enter the first day away"),
    ],
)
def test_days_that_cannot_be_meant_are_refused_where_they_are_typed(
    family: Family, first: str, last: str, says: str
) -> None:
    parent = AskingParent(family)
    parent.signs_in()
    parent.go("children", children_chosen=parent.tokens()[:1])
    answer = parent.post("days", first_0=first, last_0=last)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_nobody_learns_whose_number_is_known(family: Family) -> None:
    told = []
    for number in (MOBILE, "07700 900999"):
        parent = AskingParent(family)
        pages = [parent.get(), parent.post(reached_at=number), parent.get("code"), parent.post("code", code="12345x")]
        told.append([as_bytes(page).replace(number.encode(), b"typed") for page in pages])
    assert told[0] == told[1]


def test_questions_come_in_their_order_and_nothing_is_sent_before_the_last(family: Family) -> None:
    parent = AskingParent(family)
    assert parent.get("reason")["Location"] == parent.url()
    parent.signs_in()
    assert parent.get("reason")["Location"] == parent.url("children")
    assert parent.post("check")["Location"] == parent.url("children")
    assert parent.get("no-such-question").status_code == 404
    assert not Case.objects.exists()


def test_the_form_is_there_only_where_it_is_on_and_apart_from_the_one_for_absences(family: Family) -> None:
    head = an_actor(family.school, Role.HEAD)
    absent = Client().get(f"/p/{family.school.slug}/absent/leave/").content.decode()
    assert f"/p/{family.school.slug}/leave/" in absent
    set_parent_form(head, is_on=True, leave_words="", leave_is_on=False)
    assert AskingParent(family).get().status_code == 404
    assert "Ask for leave" not in Client().get(f"/p/{family.school.slug}/absent/leave/").content.decode()
    set_parent_form(head, is_on=False, leave_words="", leave_is_on=True)
    assert AskingParent(family).get().status_code == 200
    assert Client().get(f"/p/{family.school.slug}/absent/").status_code == 404


def test_a_question_costs_the_same_statements_however_many_children(
    family: Family, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    parent = AskingParent(family)
    parent.signs_in()
    parent.get("children")
    with django_assert_num_queries(6):  # session, school, visit, number, bonds, pupils
        parent.get("children")
