"""The absence screens: who opens them, what they say and do, and how many statements a page takes."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rollbook.absence.views.downloads import plain
from rollbook.audit.models import AccessEntry
from rollbook.pupils.models import Enrolment
from rollbook.rules.access import Role
from rollbook.rules.sessions import Half
from tests.absence.morning import FRIDAY, MONDAY, THE_MONDAY_BEFORE, Morning, days_of_term

pytestmark = pytest.mark.django_db
LISTS = ["absence:list", "absence:unexplained", "home:watch", "absence:ten"]
TWO_WEEKS_AGO = MONDAY - timedelta(days=14)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_opens_for_those_who_may_watch_and_for_nobody_else(name: str) -> None:
    morning = Morning()
    office = morning.person()
    assert Client().get(office.url(name)).status_code == 302
    assert morning.person(Role.TEACHER).get(office.url(name)).status_code == 403
    assert Morning().person().get(office.url(name)).status_code == 404
    answer = office.get(office.url(name))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")


@pytest.mark.parametrize(("name", "most"), [("absence:list", 15), ("home:watch", 24), ("absence:ten", 9)])
def test_a_list_takes_as_many_statements_for_sixty_as_for_three(name: str, most: int) -> None:
    counts = []
    for size in (3, 60):
        morning = Morning(size)
        morning.marked_on(
            {day: dict.fromkeys(range(size), "N") for day in days_of_term(TWO_WEEKS_AGO)}, Half.AM, Half.PM
        )
        person = morning.person()
        with CaptureQueriesContext(connection) as told:
            assert person.get(person.url(name)).status_code == 200
        counts.append(len(told))
    assert counts[0] == counts[1] == most


def test_the_watch_list_prints_one_decimal_and_opens_to_its_sessions() -> None:
    morning = Morning()
    days = days_of_term(TWO_WEEKS_AGO)
    morning.marked_on({day: {0: "I" if day == FRIDAY else "/", 1: "/"} for day in days}, Half.AM)
    office = morning.person()
    said = office.get(office.url("home:watch")).content.decode()
    assert "Name00, Pupil00" in said
    assert "10.0 %" in said
    assert "1 of 10" in said
    assert "Name01" not in said, "nobody who was always here is on it"
    opened = office.get(office.url("absence:sessions", morning.pupils[0].public_id, line="persistent")).content.decode()
    assert "Fri 13 Nov am" in opened
    assert "PA-3" in opened


def test_a_watch_list_is_narrowed_by_its_form_and_says_so() -> None:
    morning = Morning()
    morning.marked_on({day: {0: "I"} for day in days_of_term(TWO_WEEKS_AGO)}, Half.AM)
    office = morning.person()
    url = office.url("home:watch")
    assert "Name00" in office.get(f"{url}?band=severe&group=9A").content.decode()
    narrowed = office.get(f"{url}?band=severe&year=9&group=9A").content.decode()
    assert "Remove filter" in narrowed
    assert "Name00" not in office.get(f"{url}?band=at-risk").content.decode()


def test_ten_in_ten_must_be_considered_and_is_never_automatic() -> None:
    morning = Morning()
    morning.marked_on({day: {0: "O"} for day in days_of_term(TWO_WEEKS_AGO)}, Half.AM, Half.PM)
    office = morning.person()
    said = office.get(office.url("absence:ten")).content.decode()
    assert "Must be considered" in said
    assert "it is never automatic (PEN-1, PEN-3)" in said
    assert "<b>20</b> of 10" in said


def test_who_has_left_is_on_no_list() -> None:
    morning = Morning()
    morning.marked_on({day: {0: "O"} for day in days_of_term(TWO_WEEKS_AGO)}, Half.AM, Half.PM)
    Enrolment.objects.filter(pupil=morning.pupils[0]).update(last_day=FRIDAY)
    office = morning.person()
    for name in ("absence:ten", "home:watch"):
        assert "Name00" not in office.get(office.url(name)).content.decode()


def test_a_file_of_the_list_runs_nothing() -> None:
    morning = Morning()
    morning.pupils[0].legal_surname = "=HYPERLINK(1)"
    morning.pupils[0].save()
    morning.marked_on({FRIDAY: {0: "N"}}, Half.AM)
    office = morning.person()
    answer = office.get(f"{office.url('absence:list')}?as=csv")
    heads, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert heads[0] == "Surname"
    assert row[0] == "'=HYPERLINK(1)"
    assert [plain(cell) for cell in ("-1", "@a", "+44", "12.5")] == ["'-1", "'@a", "'+44", "12.5"]


def test_the_list_settles_each_row_with_its_own_reason() -> None:
    morning = Morning()
    morning.marked_on({THE_MONDAY_BEFORE: {0: "N", 1: "N", 2: "N"}}, Half.AM)
    office = morning.person()
    sent = {
        "r0-row": morning.row(0, THE_MONDAY_BEFORE), "r0-code": "i", "r0-reason": "Father rang on Monday",
        "r1-row": morning.row(1, THE_MONDAY_BEFORE), "r1-code": "O", "r1-reason": "Nobody answered",
        "r2-row": morning.row(2, THE_MONDAY_BEFORE), "r2-code": "", "r2-reason": "",
    }  # fmt: skip
    assert office.post(office.url("absence:list"), sent).status_code == 303
    assert [morning.code(n, THE_MONDAY_BEFORE) for n in range(3)] == ["I", "O", "N"]


def test_a_row_without_reason_or_with_a_wrong_code_says_so_and_keeps_what_was_typed() -> None:
    morning = Morning()
    morning.marked_on({THE_MONDAY_BEFORE: {0: "N", 1: "N"}}, Half.AM)
    office = morning.person()
    first = {"r0-row": morning.row(0, THE_MONDAY_BEFORE), "r0-code": "I", "r0-reason": ""}
    answer = office.post(office.url("absence:list"), first)
    assert answer.status_code == 422
    assert "Write the reason" in answer.content.decode()
    wrong = {"r0-row": morning.row(0, THE_MONDAY_BEFORE), "r0-code": "QQ", "r0-reason": "Typed by hand"}
    answer = office.post(office.url("absence:list"), wrong)
    assert "is not a code of the attendance register" in answer.content.decode()
    assert "Typed by hand" in answer.content.decode()
    assert morning.code(0, THE_MONDAY_BEFORE) == "N"


def test_who_may_not_amend_sees_the_clocks_but_no_form() -> None:
    morning = Morning()
    morning.marked_on({THE_MONDAY_BEFORE: {0: "N"}}, Half.AM)
    leader = morning.person(Role.SENIOR_LEADER)
    said = leader.get(leader.url("absence:list")).content.decode()
    assert "Last day" in said
    assert "r0-code" not in said
    assert leader.post(leader.url("absence:list"), {}).status_code == 403
    assert leader.get(morning.settle_url(0, THE_MONDAY_BEFORE)).status_code == 403


def test_a_code_is_set_for_brother_and_sister_at_once() -> None:
    morning = Morning()
    morning.contact(0, 1)
    morning.marked({0: "N", 1: "N", 2: "N"})
    office = morning.person()
    said = office.get(morning.settle_url(0)).content.decode()
    assert "Pupil01 (9A)" in said
    sent = {"sessions": [morning.row(0), morning.row(1)], "code": "I", "reason": "Mother rang 9:20: both sick"}
    answer = office.post(morning.settle_url(0), sent)
    assert (answer.status_code, answer["Location"]) == (303, office.url("home:today"))
    assert [morning.code(n) for n in range(3)] == ["I", "I", "N"]


def test_a_part_of_the_page_is_answered_with_a_word_that_can_be_undone() -> None:
    morning = Morning()
    morning.marked({0: "N"})
    office = morning.person()
    assert "<html" not in office.get(morning.settle_url(0), **{"HX-Request": "true"}).content.decode()
    sent = {"sessions": [morning.row(0)], "code": "M", "reason": "Dentist"}
    answer = office.post(morning.settle_url(0), sent, **{"HX-Request": "true"})
    said = answer.content.decode()
    assert "Pupil00 Name00: N is now M, Mon 16 Nov am." in said
    undo = said.split('action="')[1].split('"')[0]
    assert office.post(undo, {}).status_code == 303
    assert morning.code(0) == "N"
    assert office.post(undo, {}).status_code == 404, "once only"


def test_a_form_that_lacks_something_comes_back_with_its_error() -> None:
    morning = Morning()
    morning.marked({0: "N"})
    office = morning.person()
    answer = office.post(morning.settle_url(0), {"sessions": [morning.row(0)], "code": "I", "reason": ""})
    assert answer.status_code == 422
    assert "Reason is missing" in answer.content.decode()
    answer = office.post(morning.settle_url(0), {"sessions": [morning.row(0)], "code": "B", "reason": "At the farm"})
    assert "needs a note" in answer.content.decode()
    assert morning.code(0) == "N"


def test_another_schools_pupil_cannot_be_settled() -> None:
    ours, theirs = Morning(), Morning()
    theirs.marked({0: "N"})
    url = theirs.settle_url(0).replace(theirs.school.slug, ours.school.slug)
    assert ours.person().get(url).status_code == 404


def test_who_opened_the_list_with_its_numbers_to_ring_is_noted() -> None:
    morning = Morning()
    office = morning.person()
    office.get(office.url("absence:list"))
    noted = [(entry.what, entry.subject) for entry in AccessEntry.objects.all()]
    assert noted == [("absences without a reason", f"school:{morning.school.pk}")]
