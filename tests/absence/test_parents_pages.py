"""The form for parents as a browser sees it: the same bytes for every number, and nothing personal in an address."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from rollbook.absence.actions.parents import send_code
from rollbook.absence.models import ParentVisit, Report
from rollbook.formats.qr import qr_drawing
from rollbook.rules.access import Role
from rollbook.rules.actor import system_actor
from tests.absence.test_parents import MOBILE, Family
from tests.builders import A_MORNING, a_role, a_user

pytestmark = pytest.mark.django_db
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+')


class Parent:
    """A parent's browser, at a moment."""

    def __init__(self, family: Family, minutes: float = 0) -> None:
        self.family, self.minutes = family, minutes
        self.client = Client()

    @property
    def now(self) -> datetime:
        return A_MORNING + timedelta(minutes=self.minutes)

    def url(self, page: str = "") -> str:
        return f"/p/{self.family.school.slug}/absent/" + (f"{page}/" if page else "")

    def get(self, page: str = "") -> Any:
        with time_machine.travel(self.now, tick=False):
            return self.client.get(self.url(page))

    def post(self, page: str = "", **typed: Any) -> Any:
        with time_machine.travel(self.now, tick=False):
            return self.client.post(self.url(page), typed)

    def go(self, page: str, **typed: object) -> str:
        """Answer a page; which one is next."""
        answer = self.post(page, **typed)
        assert answer.status_code == 303, answer.content.decode()
        return str(answer["Location"]).removeprefix(self.url()).strip("/")

    def signs_in(self, reached_at: str = MOBILE) -> None:
        assert self.go("", reached_at=reached_at) == "code"
        visit = ParentVisit.objects.order_by("-id")[0]
        send_code(system_actor(self.family.school.pk, self.now), visit=visit.public_id)
        assert self.go("code", code=self.family.code()) == "children"

    def tokens(self) -> list[str]:
        return re.findall(r'name="children_chosen" value="(\w+)"', self.get("children").content.decode())


@pytest.fixture
def family() -> Family:
    return Family()


def as_bytes(answer: HttpResponse) -> bytes:
    heads = sorted((k, v) for k, v in answer.headers.items() if k != "Content-Length")
    return repr((answer.status_code, heads)).encode() + TOKEN.sub(rb"\1", answer.content)


def test_every_answer_is_the_same_to_the_byte_whether_the_number_is_known_or_not(family: Family) -> None:
    seen: dict[str, list[bytes]] = {}
    for number in (MOBILE, "07700 900999"):
        parent = Parent(family)
        seen[number] = [as_bytes(parent.get())]
        seen[number].append(as_bytes(parent.post(reached_at=number)))
        visit = ParentVisit.objects.order_by("-id")[0]
        send_code(system_actor(family.school.pk, A_MORNING), visit=visit.public_id)
        seen[number].append(as_bytes(parent.get("code")))
        for _ in range(6):
            seen[number].append(as_bytes(parent.post("code", code="12345x")))
        seen[number].append(as_bytes(parent.get("children")))
        seen[number].append(as_bytes(parent.post(reached_at=number)))
        seen[number].append(as_bytes(parent.post(reached_at=number)))
        seen[number].append(as_bytes(parent.post(reached_at=number)))
    # What was typed stands in its box again; nothing else may differ.
    known, unknown = ([one.replace(number.encode(), b"typed") for one in told] for number, told in seen.items())
    assert known == unknown
    assert known[-1].startswith(b"(429")
    assert b"If the school holds this mobile number, a code is on its way to it." in known[2]


def test_a_parent_reports_two_children_and_gets_a_reference(family: Family) -> None:
    parent = Parent(family)
    parent.signs_in()
    page = parent.get("children").content.decode()
    assert "Tolu" in page
    assert "Bisi" in page
    assert "Abiodun" not in page
    assert parent.go("children", children_chosen=parent.tokens()) == "days"
    assert parent.go("days", when="today") == "half"
    assert parent.go("half", half="AM") == "back"
    assert parent.go("back", back_0="", back_1="", back_2="") == "why"
    assert parent.go("why", kind="ill", words="Both have a temperature.") == "evidence"
    photo = SimpleUploadedFile("letter.jpg", b"\xff\xd8\xff\xe0" + b"0" * 400, "image/jpeg")
    assert parent.go("evidence", act="add", file=photo) == "evidence"
    assert "letter.jpg" in parent.get("evidence").content.decode()
    assert parent.go("evidence", act="go") == "check"
    page = parent.get("check").content.decode()
    for words in (
        "Tolu, Bisi",
        "Monday 7 September 2026",
        "The morning",
        "Ill. Both have a temperature.",
        "letter.jpg",
    ):
        assert words in page
    assert parent.go("check") == "sent"
    assert parent.go("check") == "sent"
    assert Report.objects.count() == 1
    page = parent.get("sent").content.decode()
    assert re.search(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", page)
    assert "Tolu" not in page
    for page_name in ("children", "days", "check", "code"):
        assert parent.get(page_name).status_code == 303


def test_going_back_changes_an_answer_and_returns_to_the_check(family: Family) -> None:
    parent = Parent(family)
    parent.signs_in()
    tolu, _ = parent.tokens()
    parent.go("children", children_chosen=tolu)
    parent.go("days", when="today")
    parent.go("half", half="whole")
    parent.go("back")
    parent.go("why", kind="appointment")
    parent.go("evidence", act="go")
    assert parent.go("why", kind="other", words="A funeral.") == "check"
    assert parent.go("days", when="other", first_0="9", first_1="9", first_2="2026", last_0="11/9/2026") == "back"
    assert parent.get("half").status_code == 303  # several days are whole days
    assert parent.go("back", back_0="14/9") == "check"
    assert "Wednesday 9 September 2026 to Friday 11 September 2026" in parent.get("check").content.decode()
    parent.go("check")
    report = Report.objects.get()
    assert (report.halves, str(report.expected_back)) == ("01", "2026-09-14")


def test_a_page_further_on_sends_back_to_the_first_question_without_an_answer(family: Family) -> None:
    parent = Parent(family)
    for page in ("code", "children", "why", "check", "sent"):
        assert parent.get(page)["Location"] == parent.url()
    parent.signs_in()
    for page in ("days", "why", "check"):
        assert parent.get(page)["Location"] == parent.url("children")
    assert parent.get("anything").status_code == 404


def test_a_holiday_is_told_how_leave_is_asked_for_and_nothing_is_sent(family: Family) -> None:
    parent = Parent(family)
    parent.signs_in()
    parent.go("children", children_chosen=parent.tokens())
    parent.go("days", when="next")
    parent.go("half", half="whole")
    parent.go("back")
    assert parent.go("why", kind="leave", words="A week in Spain") == "leave"
    page = parent.get("leave").content.decode()
    assert "decided by the headteacher" in page
    assert "Nothing was sent" in page
    assert parent.get("check")["Location"] == parent.url("why")
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter a mobile number"),
        ("01632 960123", "A text cannot reach a landline"),
        ("12345", "Enter a mobile number"),
        ("ada@home", "Enter a mobile number"),
        ("x" * 300, "is too long"),
    ],
)
def test_what_cannot_be_reached_is_said_from_its_shape_alone(family: Family, typed: str, sentence: str) -> None:
    answer = Parent(family).post(reached_at=typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ParentVisit.objects.exists()


@pytest.mark.parametrize(
    ("page", "typed", "sentence"),
    [
        ("children", {}, "Choose who will not be in school"),
        ("children", {"children_chosen": "not-theirs"}, "is not in the list"),
        ("days", {}, "Choose which days"),
        ("days", {"when": "other"}, "Enter the first day"),
        ("days", {"when": "other", "first_0": "31/2"}, "Enter a real date"),
        ("days", {"when": "other", "first_0": "9/9", "last_0": "8/9"}, "The last day is before the first day"),
        ("half", {}, "Choose all day, the morning or the afternoon"),
        ("back", {"back_0": "1/9"}, "That is before the absence is over"),
        ("why", {"kind": "other"}, "Say in a few words what it is"),
        ("evidence", {"act": "add"}, "Choose a photograph or a PDF first"),
    ],
)
def test_bad_input_is_said_beside_its_question(family: Family, page: str, typed: dict[str, str], sentence: str) -> None:
    parent = Parent(family)
    parent.signs_in()
    answers: list[tuple[str, dict[str, object]]] = [
        ("children", {"children_chosen": parent.tokens()}),
        ("days", {"when": "today"}),
        ("half", {"half": "whole"}),
        ("back", {}),
        ("why", {"kind": "ill"}),
    ]
    for name, said in answers:
        if name == page:
            break
        parent.go(name, **said)
    answer = parent.post(page, **typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_code_that_is_over_says_so_and_offers_another(family: Family) -> None:
    parent = Parent(family)
    parent.go("", reached_at=MOBILE)
    parent.minutes = 11
    page = parent.post("code", code="123456").content.decode()
    assert "That code is not right, or it is over. Ask for another one." in page
    assert "Ask for another code" in page


def test_nothing_personal_is_in_an_address_a_cookie_or_a_cache(family: Family) -> None:
    parent = Parent(family)
    parent.signs_in()
    tolu, _ = parent.tokens()
    answer = parent.post("children", children_chosen=tolu)
    assert "no-store" in answer["Cache-Control"]
    told = str(answer["Location"]) + str(parent.client.cookies)
    for secret in ("7700", "Tolu", str(family.tolu.public_id), str(family.contact.public_id)):
        assert secret not in told
    with time_machine.travel(parent.now, tick=False):
        stored = dict(parent.client.session)
    assert set(stored) == {"parents-form"}
    assert "7700" not in str(stored)


def test_the_sign_in_is_another_after_the_code(family: Family) -> None:
    parent = Parent(family)
    parent.go("", reached_at=MOBILE)
    before = parent.client.cookies["rollbook"].value
    parent.signs_in()
    assert parent.client.cookies["rollbook"].value != before


def test_another_schools_form_knows_nothing_of_it(family: Family) -> None:
    parent, other = Parent(family), Family()
    parent.signs_in()
    parent.family = other
    assert parent.get("children")["Location"] == parent.url()


def test_a_question_costs_the_same_statements_however_many_children(
    family: Family, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    parent = Parent(family)
    parent.signs_in()
    parent.get("children")
    with django_assert_num_queries(6):  # session, school, visit, number, bonds, pupils
        parent.get("children")


def test_the_office_switches_it_on_and_hands_out_its_address(family: Family) -> None:
    head = a_user()
    a_role(head, family.school, Role.HEAD)
    client = Client()
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    at = f"/s/{family.school.slug}/absence/parent-form/"
    public = f"/p/{family.school.slug}/absent/"
    assert public in client.get(at).content.decode()
    slip = client.get(f"{at}slip/").content.decode()
    assert f"QR code of http://testserver{public}" in slip
    assert slip.count(qr_drawing(f"http://testserver{public}").path) == 4
    assert client.post(at, {"is_on": "", "leave_words": ""}).status_code == 303
    assert "Off: whoever opens this address" in client.get(at).content.decode()
    off = Client().get(public)
    nowhere = Client().get("/p/no-such-school/absent/")
    assert (off.status_code, off.content) == (404, nowhere.content)
    assert client.post(at, {"is_on": "on", "leave_words": "Ask Mrs Shah."}).status_code == 303
    assert Client().get(public).status_code == 200
    parent = Parent(family)
    assert "Ask Mrs Shah." in parent.get("leave").content.decode()


@pytest.mark.parametrize(
    ("days", "says"), [(0, "Tomorrow, Tuesday 8"), (4, "Monday 14"), (5, "Monday 14"), (6, "Tomorrow, Monday 14")]
)
def test_the_day_after_is_never_at_a_weekend(family: Family, days: int, says: str) -> None:
    parent = Parent(family, minutes=days * 24 * 60)
    parent.signs_in()
    parent.go("children", children_chosen=parent.tokens())
    assert f"{says} September 2026" in parent.get("days").content.decode()
