"""The office's pages of leave: the list, the head's sitting, who is away, licences, questions of a journey."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from rollbook.audit.models import AccessEntry
from rollbook.cases.models import Case, CaseStep
from rollbook.processes.leave_request.models import JourneyCheck, LeavePolicy, Licence
from rollbook.processes.leave_request.queries.requests import requests
from rollbook.pupils.models import Pupil
from rollbook.registers.models import PlannedMark
from rollbook.rules.access import Role
from rollbook.schools.models import School
from tests.builders import A_MORNING, a_group, a_pupil, a_role, a_school, a_user, an_actor
from tests.comms.families import a_contact
from tests.leave.leave_room import a_request

pytestmark = pytest.mark.django_db


class Desk:
    """Two sisters, and whoever sits at the screen."""

    def __init__(self) -> None:
        self.school: School = a_school()
        group = a_group(self.school)
        self.tolu: Pupil = a_pupil(self.school, group=group)
        self.bisi: Pupil = a_pupil(self.school, group=group, forename="Bisi")
        self.mother = a_contact(self.school, self.tolu, self.bisi, lives_with=True)
        self.office = an_actor(self.school)

    def as_(self, role: Role) -> Client:
        user = a_user()
        a_role(user, self.school, role)
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def url(self, page: str = "") -> str:
        return f"/s/{self.school.slug}/leave/{page}"

    def get(self, role: Role, page: str = "") -> str:
        answer = self.as_(role).get(self.url(page))
        assert answer.status_code == 200, answer.status_code
        return str(answer.content.decode())


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(A_MORNING, tick=False):
        yield


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_the_list_has_each_request_where_it_stands(desk: Desk) -> None:
    a_request(desk.office, desk.tolu, desk.bisi)
    a_request(desk.office, desk.tolu, abroad=True, return_booked=False)
    page = desk.get(Role.ATTENDANCE_ADMINISTRATOR)
    for words in ("A holiday: Mon 21 Sep to Wed 23 Sep", "Bisi (9A)", "With the safeguarding lead", "6 sessions"):
        assert words in page
    assert "way back" not in page
    assert "Decide" not in page.split("<main")[1].split("To decide")[0]  # the office decides nothing
    assert AccessEntry.objects.filter(what="requests for leave").exists()


def sent(desk: Desk, **by_pupil: dict[str, str]) -> dict[str, Any]:
    typed: dict[str, Any] = {}
    for one in requests(desk.office):
        given = by_pupil.get(one.line.pupil.forename.lower(), {})
        around = {"seen": one.line.version, "choice": "", "ground": "exceptional", **given}
        typed |= {f"r{one.line.public_id}-{name}": value for name, value in around.items()}
    return typed


def test_the_head_decides_several_at_one_sitting_and_grants_one_day_of_three(desk: Desk) -> None:
    a_request(desk.office, desk.tolu, desk.bisi, purpose="family")
    head = desk.as_(Role.HEAD)
    page = head.get(desk.url("decide/")).content.decode()
    assert "The flights are cheaper that week." in page
    some = {"choice": "partly", "first": "2026-09-21", "last": "2026-09-21", "why": "The wedding is that Monday."}
    answer = head.post(
        desk.url("decide/"), sent(desk, tolu=some, bisi={"choice": "refused", "why": "Not her wedding."})
    )
    assert answer.status_code == 303
    assert list(PlannedMark.objects.values_list("pupil__legal_forename", "code", "first", "last")) == [
        ("Tolu", "C", date(2026, 9, 21), date(2026, 9, 21))
    ]
    assert CaseStep.objects.filter(step="decide").count() == 2
    page = desk.get(Role.ATTENDANCE_ADMINISTRATOR)
    assert "Granted in part" in page
    case = Case.objects.get(pupil=desk.bisi).public_id
    office = desk.as_(Role.ATTENDANCE_ADMINISTRATOR)
    assert office.post(desk.url(f"{case}/tell/")).status_code == 303


def test_what_a_rule_refuses_stays_at_the_sitting_and_the_others_are_decided(desk: Desk) -> None:
    a_request(desk.office, desk.tolu, desk.bisi, purpose="performance")
    head = desk.as_(Role.HEAD)
    wrong = {"choice": "granted", "why": "She sings well.", "ground": "performance"}
    answer = head.post(desk.url("decide/"), sent(desk, tolu=wrong, bisi={"choice": "refused", "why": "No licence."}))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Record the licence first" in page
    assert "She sings well." in page
    assert CaseStep.objects.filter(step="decide").count() == 1
    nothing = head.post(desk.url("decide/"), sent(desk))
    assert nothing.status_code == 303
    no_reason = head.post(desk.url("decide/"), sent(desk, tolu={"choice": "refused"}))
    assert "Give the reason" in no_reason.content.decode()


def test_only_who_decides_sees_the_sitting_and_only_the_lead_the_journeys(desk: Desk) -> None:
    (case,) = a_request(desk.office, desk.tolu, abroad=True, return_booked=False)
    for role, page in ((Role.ATTENDANCE_ADMINISTRATOR, "decide/"), (Role.HEAD, "journeys/"), (Role.TUTOR, "")):
        assert desk.as_(role).get(desk.url(page)).status_code == 403
    check = JourneyCheck.objects.get(case=case).public_id
    lead = desk.as_(Role.DSL)
    assert "No way back is booked" not in lead.get(desk.url("journeys/")).content.decode()
    assert "No way back is booked" in lead.get(desk.url(f"journeys/{check}/")).content.decode()
    assert AccessEntry.objects.filter(what="question of a journey").count() == 1
    assert lead.post(desk.url(f"journeys/{check}/"), {"found": "I spoke with her."}).status_code == 422
    answer = lead.post(desk.url(f"journeys/{check}/"), {"found": "I spoke with her.", "answer": "go-on"})
    assert answer.status_code == 303
    assert b"spoke" not in bytes(JourneyCheck.objects.get().found)
    assert "I spoke with her." in lead.get(desk.url(f"journeys/{check}/")).content.decode()


def test_the_office_writes_down_a_request_for_both_sisters_with_a_letter(desk: Desk) -> None:
    office = desk.as_(Role.ATTENDANCE_ADMINISTRATOR)
    found = office.post(desk.url(), {"q": "abio"}).content.decode()
    assert f"/leave/new/{desk.tolu.public_id}/" in found
    at = desk.url(f"new/{desk.tolu.public_id}/")
    assert "Ada Abiodun" in office.get(at).content.decode()
    typed: dict[str, Any] = {
        "also": [str(desk.bisi.public_id)], "asked_by": "0", "way": "email", "asked_on_0": "7/9/2026",
        "first_0": "21/9/2026", "part": "whole", "purpose": "bereavement", "reason": "Grandmother’s funeral.",
        "file": SimpleUploadedFile("order.pdf", b"%PDF-1.7\n" + b"0" * 99, "application/pdf"),
    }  # fmt: skip
    assert office.post(at, {**typed, "first_0": ""}).status_code == 422
    typed["file"] = SimpleUploadedFile("order.pdf", b"%PDF-1.7\n" + b"0" * 99, "application/pdf")
    assert office.post(at, typed).status_code == 303
    one, other = requests(desk.office)
    assert (one.facts.asked_by, one.facts.lives_with, one.sessions) == ("Ms Ada Abiodun", True, 2)
    assert one.facts.request == other.facts.request
    work = office.post(at, {**typed, "purpose": "work", "file": ""})
    assert work.status_code == 422
    assert "LEA-4" in work.content.decode()


def test_somebody_in_the_office_asks_the_lead_and_the_words_stand_nowhere_else(desk: Desk) -> None:
    (case,) = a_request(desk.office, desk.tolu)
    office = desk.as_(Role.ATTENDANCE_ADMINISTRATOR)
    assert office.post(desk.url(f"{case}/ask/"), {"asked": " "}).status_code == 422
    assert office.post(desk.url(f"{case}/ask/"), {"asked": "She cried when she told me."}).status_code == 303
    page = office.get(f"/s/{desk.school.slug}/cases/{case}/").content.decode()
    assert "With the safeguarding lead" in page
    assert "cried" not in page


def test_licences_are_kept_with_their_file_and_end(desk: Desk) -> None:
    office = desk.as_(Role.ATTENDANCE_ADMINISTRATOR)
    at = desk.url(f"licences/new/{desk.tolu.public_id}/")
    typed: dict[str, Any] = {
        "kind": "performance", "number": "BMDC/26/7", "authority": "Bradford", "first_0": "1/9/2026",
        "last_0": "30/9/2026", "hours": "10 to 16",
    }  # fmt: skip
    assert "ends before it begins" in office.post(at, {**typed, "last_0": "1/8/2026"}).content.decode()
    file = SimpleUploadedFile("licence.pdf", b"%PDF-1.7\n" + b"0" * 99, "application/pdf")
    assert office.post(at, {**typed, "file": file}).status_code == 303
    page = office.get(desk.url("licences/")).content.decode()
    for words in ("BMDC/26/7", "Bradford", "30 Sep 2026", "10 to 16", "Runs"):
        assert words in page
    licence = Licence.objects.get()
    assert licence.file is not None
    assert office.post(desk.url(f"licences/{licence.public_id}/end/")).status_code == 303
    assert "Ended" in office.get(desk.url("licences/")).content.decode()


def test_the_calendar_shows_who_is_away_and_who_has_asked(desk: Desk) -> None:
    a_request(desk.office, desk.tolu, desk.bisi, purpose="family")
    head = desk.as_(Role.HEAD)
    head.post(desk.url("decide/"), sent(desk, tolu={"choice": "granted", "why": "Her brother’s wedding."}))
    page = head.get(desk.url("away/?month=2026-09")).content.decode()
    assert page.count("Tolu Abiodun") == 3
    assert page.count(", asked") == 3
    assert "no school" in head.get(desk.url("away/?month=2026-12")).content.decode()
    assert head.get(desk.url("away/?month=nonsense")).status_code == 200


def test_the_school_sets_its_own_time_and_sentences(desk: Desk) -> None:
    office = desk.as_(Role.ATTENDANCE_ADMINISTRATOR)
    assert "they are not exceptional" in office.get(desk.url("set-up/")).content.decode()
    assert office.post(desk.url("set-up/"), {"answer_days": "30"}).status_code == 422
    typed = {"answer_days": "3", "granting": "Yes, because.", "refusing": "No.\n\nSorry."}
    assert office.post(desk.url("set-up/"), typed).status_code == 303
    assert LeavePolicy.objects.get().answer_days == 3
    a_request(desk.office, desk.tolu)
    (one,) = requests(desk.office)
    assert one.facts.answer_by == date(2026, 9, 10)
    assert "Sorry." in desk.get(Role.HEAD, "decide/")


def test_the_list_costs_the_same_statements_however_many_requests(
    desk: Desk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_request(desk.office, desk.tolu)
    head = an_actor(desk.school, Role.HEAD)
    with django_assert_num_queries(15):
        requests(head)
    a_request(desk.office, desk.tolu, desk.bisi, first=date(2026, 10, 5), last=date(2026, 10, 6))
    with django_assert_num_queries(15):
        assert len(requests(head)) == 3
