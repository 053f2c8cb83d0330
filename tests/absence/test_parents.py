"""The form for parents below its pages: codes, tries, whose children, one report however often it is sent (ABS-A)."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.absence.actions.parents import (
    AskedTooOften,
    add_evidence,
    ask_for_code,
    drop_evidence,
    forget_visits,
    note_answers,
    send_code,
    send_report,
    set_parent_form,
    try_code,
)
from rollbook.absence.models import ParentEvidence, ParentVisit, Report
from rollbook.absence.queries.parents import Answers, Visit, children_of, parents_door, visit_of
from rollbook.audit.keys import decrypt
from rollbook.audit.models import AuditEntry
from rollbook.comms.models import Message
from rollbook.comms.words import words_place
from rollbook.formats.refusals import FileRefused
from rollbook.pupils.models import ContactPhone, Enrolment, Pupil, PupilContact
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor, system_actor
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.schools.models import School
from tests.builders import A_MORNING, TERM_STARTS, a_pupil, a_school, an_actor
from tests.comms.families import a_contact

pytestmark = pytest.mark.django_db
MOBILE = "07700 900123"
MONDAY = date(2026, 9, 7)


class Family:
    """Two sisters, their mother, and a school whose form is on."""

    def __init__(self, **link: Any) -> None:
        self.school: School = a_school()
        self.tolu: Pupil = a_pupil(self.school, born=date(2012, 1, 1))
        self.bisi: Pupil = a_pupil(self.school, forename="Bisi")
        self.contact = a_contact(self.school, self.tolu, self.bisi, **link)
        set_parent_form(an_actor(self.school, Role.HEAD), is_on=True, leave_words="")

    def parent(self, minutes: float = 0) -> Actor:
        door = parents_door(self.school.slug, A_MORNING + timedelta(minutes=minutes))
        assert door is not None
        return door.actor

    def asks(self, reached_at: str = MOBILE, network: str = "192.0.2.1", minutes: float = 0) -> uuid.UUID:
        visit = ask_for_code(self.parent(minutes), reached_at=reached_at, network=network)
        send_code(system_actor(self.school.pk, A_MORNING + timedelta(minutes=minutes)), visit=visit)
        return visit

    def code(self) -> str:
        message = Message.objects.filter(school=self.school).order_by("-id")[0]
        found = re.search(r"\b\d{6}\b", decrypt(message.words, place=words_place(message.public_id)))
        assert found
        return found[0]

    def in_(self, minutes: float = 0, **asked: str) -> Visit:
        visit = self.asks(minutes=minutes, **asked)
        assert try_code(self.parent(minutes), visit=visit, code=self.code())
        return self.visit(visit, minutes)

    def visit(self, visit: uuid.UUID, minutes: float = 0) -> Visit:
        found = visit_of(self.parent(minutes), visit)
        assert found is not None
        return found

    def answers(self, visit: Visit, *pupils: Pupil, minutes: float = 0, **more: object) -> None:
        said = Answers(
            children=tuple(p.pk for p in pupils) or (self.tolu.pk,),
            first=MONDAY, last=MONDAY, kind="ill", words="She has a temperature.",
        )  # fmt: skip
        note_answers(self.parent(minutes), visit=visit.public_id, answers=replace(said, **more))  # type: ignore[arg-type]


@pytest.fixture
def family() -> Family:
    return Family()


@pytest.mark.parametrize(
    "typed", ["07700 900123", "07700900123", "+44 7700 900123", "0044 7700 900 123", "+44 (0)7700 900123", "7700900123"]
)
@pytest.mark.parametrize("held", ["+447700900123", "07700 900123"])
def test_a_number_is_known_in_every_shape(family: Family, typed: str, held: str) -> None:
    ContactPhone.objects.update(number=held)
    family.asks(typed)
    assert re.fullmatch(r"\d{6}", family.code())


def test_an_address_is_known_whatever_its_capitals(family: Family) -> None:
    visit = family.in_(reached_at="ADA@Example.org")
    assert visit.channel == "email"
    assert [child.forename for child in children_of(family.parent(), visit)] == ["Tolu", "Bisi"]


def test_a_code_opens_the_contacts_own_children_by_forename(family: Family) -> None:
    stranger = a_pupil(family.school, forename="Kit")
    a_contact(family.school, stranger, mobile="+447700900999", email="")
    visit = family.in_()
    children = children_of(family.parent(), visit)
    assert [child.forename for child in children] == ["Tolu", "Bisi"]
    assert str(family.tolu.public_id) not in str(children)


@pytest.mark.parametrize("link", [{"no_contact": True}, {"court_order": True}, {"may_be_told": False}])
def test_who_must_not_be_told_gets_no_code(link: dict[str, bool]) -> None:
    family = Family(**link)
    family.asks()
    assert not Message.objects.exists()


def test_a_number_nobody_has_gets_no_code_and_no_try_is_right(family: Family) -> None:
    visit = family.asks("07700 900999")
    assert not Message.objects.exists()
    for typed in ("", "000000", "0" * 64, "123456"):
        assert not try_code(family.parent(), visit=visit, code=typed)


def test_who_has_left_is_nobodys_child_here(family: Family) -> None:
    Enrolment.objects.filter(pupil=family.tolu).update(first_day=TERM_STARTS - timedelta(days=90), last_day=TERM_STARTS)
    assert [c.forename for c in children_of(family.parent(), family.in_())] == ["Bisi"]
    Enrolment.objects.update(last_day=TERM_STARTS)
    before = Message.objects.count()
    family.asks(minutes=1)
    assert Message.objects.count() == before


def test_a_number_that_two_share_opens_what_either_may_and_nothing_that_one_must_not(family: Family) -> None:
    other = a_pupil(family.school, forename="Kit", surname="Shah", born=date(2014, 1, 1))
    father = a_contact(family.school, family.tolu, other, email="")
    assert [c.forename for c in children_of(family.parent(), family.in_())] == ["Tolu", "Bisi", "Kit"]
    PupilContact.objects.filter(contact=father, pupil=family.tolu).update(no_contact=True)
    assert [c.forename for c in children_of(family.parent(1), family.in_(1))] == ["Bisi", "Kit"]


def test_a_dead_number_gets_no_code(family: Family) -> None:
    ContactPhone.objects.update(dead_since=MONDAY)
    family.asks()
    assert not Message.objects.exists()


def test_a_code_goes_once_however_often_the_job_is_done(family: Family) -> None:
    visit = family.asks()
    assert not send_code(system_actor(family.school.pk, A_MORNING), visit=visit)
    assert Message.objects.count() == 1
    assert Message.objects.get().held_until == A_MORNING
    row = ParentVisit.objects.get()
    assert family.code() not in row.code_key
    assert "7700" not in str([entry.detail for entry in AuditEntry.objects.all()])


def test_a_code_is_over_after_ten_minutes(family: Family) -> None:
    visit = family.asks()
    assert not try_code(family.parent(10), visit=visit, code=family.code())
    assert try_code(family.parent(9.9), visit=visit, code=f" {family.code()[:3]} {family.code()[3:]} ")


def test_five_wrong_tries_end_a_code(family: Family) -> None:
    visit = family.asks()
    wrong = "000000" if family.code() != "000000" else "111111"
    for left in (4, 3, 2, 1, 0):
        assert not try_code(family.parent(), visit=visit, code=wrong)
        assert family.visit(visit).tries_left == left
    assert not try_code(family.parent(), visit=visit, code=family.code())
    assert not family.visit(visit).is_proven


def test_a_number_asks_three_times_in_a_quarter_of_an_hour_known_or_not(family: Family) -> None:
    for number in (MOBILE, "07700 900999"):
        for minute in (0, 1, 2):
            family.asks(number, minutes=minute)
        with pytest.raises(AskedTooOften):
            family.asks(number.replace("0770", "+44 770"), minutes=14)
        family.asks(number, minutes=15.5)
    for minute in range(16, 16 * 7, 16):
        family.asks(MOBILE, minutes=minute)
    with pytest.raises(AskedTooOften):
        family.asks(MOBILE, minutes=16 * 7)


def test_a_network_that_types_many_wrong_codes_asks_for_no_more(family: Family) -> None:
    for n in range(6):
        visit = family.asks(f"07700 9002{n:02}")
        for _ in range(5):
            try_code(family.parent(), visit=visit, code="123456")
    with pytest.raises(AskedTooOften):
        family.asks("07700 900300")
    family.asks("07700 900300", network="192.0.2.2")


def test_known_and_unknown_cost_the_same_statements(family: Family) -> None:
    def told(number: str) -> tuple[list[str], list[str]]:
        with CaptureQueriesContext(connection) as asking:
            visit = ask_for_code(family.parent(), reached_at=number, network="192.0.2.1")
        send_code(system_actor(family.school.pk, A_MORNING), visit=visit)
        with CaptureQueriesContext(connection) as trying:
            try_code(family.parent(), visit=visit, code="wrong1")
        return _shapes(asking), _shapes(trying)

    assert told(MOBILE) == told("07700 900999")


def _shapes(queries: CaptureQueriesContext) -> list[str]:
    return [re.sub(r"'[^']*'|\b\d+\b|x'\w*'|s\d+_x\d+", "?", query["sql"]) for query in queries.captured_queries]


def test_a_report_is_made_once_and_what_the_form_held_is_gone(family: Family) -> None:
    visit = family.in_()
    family.answers(visit, family.tolu, family.bisi, half="AM", back=MONDAY + timedelta(days=1))
    add_evidence(family.parent(), visit=visit.public_id, name="note.pdf", data=b"%PDF-1.7\n" + b"0" * 50)
    row = ParentVisit.objects.get()
    assert b"temperature" not in bytes(row.said)
    first = send_report(family.parent(), visit=visit.public_id)
    assert send_report(family.parent(2), visit=visit.public_id) == first
    report = Report.objects.get()
    assert (report.way, report.first, report.last, report.halves) == ("form", MONDAY, MONDAY, "0")
    assert (report.contact_id, report.expected_back) == (family.contact.pk, MONDAY + timedelta(days=1))
    assert sorted(report.pupils.values_list("pupil_id", flat=True)) == sorted([family.tolu.pk, family.bisi.pk])
    assert report.files.count() == 1
    assert not ParentEvidence.objects.exists()
    assert ParentVisit.objects.get().said == b""


def test_nobody_reports_for_a_child_that_is_not_theirs_or_before_the_code_is_right(family: Family) -> None:
    stranger = a_pupil(family.school, forename="Kit")
    visit = family.in_()
    with pytest.raises(NotFound):
        family.answers(visit, stranger)
    waiting = family.visit(family.asks(minutes=1), 1)
    with pytest.raises(Refused):
        family.answers(waiting, family.tolu, minutes=1)
    with pytest.raises(Refused):
        send_report(family.parent(1), visit=waiting.public_id)
    assert children_of(family.parent(1), waiting) == ()


def test_who_is_kept_away_meanwhile_can_send_nothing(family: Family) -> None:
    visit = family.in_()
    family.answers(visit)
    PupilContact.objects.update(no_contact=True)
    with pytest.raises(Refused):
        send_report(family.parent(), visit=visit.public_id)


def test_a_visit_is_over_after_an_hour_and_forgotten_after_two_days(family: Family) -> None:
    visit = family.in_()
    family.answers(visit)
    with pytest.raises(Refused):
        send_report(family.parent(60), visit=visit.public_id)
    assert forget_visits(system_actor(family.school.pk, A_MORNING + timedelta(days=1))) == 0
    assert forget_visits(system_actor(family.school.pk, A_MORNING + timedelta(days=2, minutes=1))) == 1
    assert not ParentVisit.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.exe", b"MZ\x90\x00\x03\x00\x00\x00" + b"\0" * 90, "not a kind of file that can be kept"),
        ("a.txt", b"Tolu was ill.", "not a photograph or a PDF"),
        ("a.pdf", b"", "is empty"),
        ("a.pdf", b"%PDF-1.7" + b"0" * 8 * 1024 * 1024, "larger than 8 MB"),
    ],
)
def test_evidence_is_a_photograph_or_a_pdf(family: Family, name: str, data: bytes, says: str) -> None:
    visit = family.in_()
    with pytest.raises(FileRefused, match=says):
        add_evidence(family.parent(), visit=visit.public_id, name=name, data=data)


def test_three_files_are_enough_and_can_be_taken_away(family: Family) -> None:
    visit = family.in_()
    for n in range(3):
        add_evidence(family.parent(), visit=visit.public_id, name=f"{n}.pdf", data=b"%PDF-1.7\n")
    with pytest.raises(FileRefused, match="3 files are enough"):
        add_evidence(family.parent(), visit=visit.public_id, name="4.pdf", data=b"%PDF-1.7\n")
    drop_evidence(family.parent(), visit=visit.public_id)
    assert not ParentEvidence.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (MONDAY, MONDAY - timedelta(days=1), "The last day is before the first day"),
        (MONDAY - timedelta(days=15), MONDAY, "more than two weeks ago"),
        (MONDAY, MONDAY + timedelta(days=91), "more than three months ahead"),
    ],
)
def test_days_that_cannot_be_meant_are_refused(family: Family, first: date, last: date, says: str) -> None:
    visit = family.in_()
    with pytest.raises(Refused, match=says):
        family.answers(visit, first=first, last=last)


def test_a_form_that_is_off_is_not_there_and_only_set_up_switches_it(family: Family) -> None:
    set_parent_form(an_actor(family.school, Role.HEAD), is_on=False, leave_words="")
    assert parents_door(family.school.slug, A_MORNING) is None
    assert parents_door("no-such-school", A_MORNING) is None
    with pytest.raises(NotAllowed):
        set_parent_form(an_actor(family.school, Role.TEACHER), is_on=True, leave_words="")


def test_another_schools_visit_is_not_there(family: Family) -> None:
    visit = family.asks()
    other = Family()
    assert visit_of(other.parent(), visit) is None
    with pytest.raises(NotFound):
        try_code(other.parent(), visit=visit, code=family.code())
