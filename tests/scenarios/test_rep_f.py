"""REP-F, as the attendance manager tells it: one report on screen, on paper, as files, and by e-mail every Friday."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from rollbook.comms.practice import PracticeMail
from rollbook.reports.jobs import send_due
from rollbook.reports.kinds import KINDS
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON, system_actor
from rollbook.staff.models import User
from tests.absence.morning import Visitor
from tests.builders import a_role, a_user
from tests.comms.families import hand_over_at, mail_through
from tests.reports.marked import MarkedSchool

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2026, 9, 18, 15, 45, tzinfo=LONDON)
TWO_WEEKS = "period=fortnight&by=form"


@pytest.fixture
def marked() -> MarkedSchool:
    marked = MarkedSchool()
    for monday in (date(2026, 9, 7), date(2026, 9, 14)):
        marked.week(monday)
    marked.day("Ann", date(2026, 9, 14), "II")
    marked.keep()
    return marked


def somebody(marked: MarkedSchool, role: Role, name: str, *, at: datetime = FRIDAY) -> Visitor:
    user = a_user(name)
    User.objects.filter(pk=user.pk).update(email=f"{user.username}@oakfield.example")
    a_role(user, marked.school, role)
    return Visitor(marked.school, User.objects.get(pk=user.pk), at)


def report(visitor: Visitor, kind: str, query: str) -> Any:
    return visitor.get(f"{visitor.url('reports:report', report_kind=kind)}?{query}")


def text(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def test_the_same_figures_on_screen_on_paper_and_in_every_file(marked: MarkedSchool) -> None:
    """9A: 58 of 60, 9B and 10A all of 20 each, 98 of 100 together."""
    office = somebody(marked, Role.ATTENDANCE_MANAGER, "A. Osei")
    said = "Attendance is 98.0 %. It is lowest in 9A (96.7 %)"

    # On screen: the sentence, the picture with its table, and each percentage a way into what was counted.
    page = text(report(office, "attendance-by", TWO_WEEKS))
    assert said in page
    assert "<svg" in page
    assert "/reports/opened/?measure=attendance&" in page

    # On paper: the same sentence, and when it was read.
    paper = text(report(office, "attendance-by", f"{TWO_WEEKS}&as=print"))
    assert said in paper
    assert "Fri 18 Sep 2026" in paper

    # As a PDF, a workbook and a CSV: the same numbers, as numbers.
    pdf = PdfReader(BytesIO(report(office, "attendance-by", f"{TWO_WEEKS}&as=pdf").content))
    assert said.replace(" ", "") in "".join("".join(page.extract_text().split()) for page in pdf.pages)
    book = CalamineWorkbook.from_filelike(BytesIO(report(office, "attendance-by", f"{TWO_WEEKS}&as=xlsx").content))
    cells = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    assert any(row[:2] == ["9A", 3] and pytest.approx(58 / 60, abs=0.001) in row for row in cells if row)
    lines = list(
        csv.reader(StringIO(report(office, "attendance-by", f"{TWO_WEEKS}&as=csv").content.decode("utf-8-sig")))
    )
    assert any(line[:2] == ["9A", "3"] for line in lines)


@pytest.mark.parametrize("kind", [kind.key for kind in KINDS])
def test_every_report_opens_in_every_form(marked: MarkedSchool, kind: str) -> None:
    office = somebody(marked, Role.HEAD, "H. Okonkwo")
    query = f"pupil={marked.pupils['Ann'].public_id}" if kind == "leaver-reference" else ""
    assert report(office, kind, query).status_code == 200
    starts = {"pdf": b"%PDF", "xlsx": b"PK", "print": b"<!doctype html>"}
    for form, start in starts.items():
        answer = report(office, kind, f"{query}&as={form}")
        assert answer.content.lstrip().startswith(start), (kind, form)
    assert report(office, kind, f"{query}&as=csv").content


def test_a_report_goes_to_the_head_by_e_mail_every_friday(marked: MarkedSchool) -> None:
    monday = datetime(2026, 9, 14, 9, tzinfo=LONDON)
    office, head = (
        somebody(marked, Role.ATTENDANCE_MANAGER, "A. Osei", at=monday),
        somebody(marked, Role.HEAD, "Mrs Head"),
    )
    with PracticeMail() as server:
        mail_through(marked.school, server)

        # On Monday it is kept under a name and arranged for Fridays at half past three.
        page = office.url("reports:save", report_kind="attendance-by")
        kept = office.post(page, {"query": TWO_WEEKS, "name": "Forms, two weeks", "shared": "school"})
        saved = kept.headers["Location"].rstrip("/").rsplit("/", 1)[-1]
        sending: dict[str, object] = {"every": "week", "weekday": "5", "at": "15:30", "readers": [str(head.user.pk)]}
        office.post(office.url("reports:schedule", saved=saved), sending)

        # Not on Thursday; on Friday once, over a real conversation with a mail server.
        for when in (FRIDAY - timedelta(days=1), FRIDAY, FRIDAY + timedelta(minutes=20)):
            send_due(system_actor(marked.school.pk, when))
            hand_over_at(marked.school, when + timedelta(minutes=2))
        (mail,) = server.taken

    assert mail["To"] == f"{head.user.email}"
    assert mail["Subject"] == "Forms, two weeks, Friday 18 September 2026"
    assert "Attendance is 98.0 %." in " ".join(body(mail).split())
    (enclosed,) = attachments(mail)
    assert enclosed.get_content_type() == "application/pdf"
    pdf = PdfReader(BytesIO(enclosed.get_payload(decode=True)))
    assert "Archer" not in "".join(page.extract_text() for page in pdf.pages)


def test_a_report_that_names_pupils_goes_as_a_link_alone(marked: MarkedSchool) -> None:
    monday = datetime(2026, 9, 14, 9, tzinfo=LONDON)
    office, head = (
        somebody(marked, Role.ATTENDANCE_MANAGER, "A. Osei", at=monday),
        somebody(marked, Role.HEAD, "Mrs Head"),
    )
    with PracticeMail() as server:
        mail_through(marked.school, server)
        page = office.url("reports:save", report_kind="persistent")
        kept = office.post(page, {"query": "compared-with=sent", "name": "Over the line", "shared": "school"})
        saved = kept.headers["Location"].rstrip("/").rsplit("/", 1)[-1]
        sending: dict[str, object] = {"every": "week", "weekday": "5", "at": "15:30", "readers": [str(head.user.pk)]}
        office.post(office.url("reports:schedule", saved=saved), sending)
        for when in (FRIDAY, FRIDAY + timedelta(days=7)):
            send_due(system_actor(marked.school.pk, when))
            hand_over_at(marked.school, when + timedelta(minutes=2))
        first, second = server.taken

    assert "Archer" not in body(first)
    assert attachments(first) == []
    assert "Names are not sent by e-mail." in body(first)
    # The second time it says what moved since the first.
    assert "compared with the end of Fri 18 Sep" in body(second)


def body(mail: EmailMessage) -> str:
    found = mail.get_body(("plain",))
    assert found is not None
    return str(found.get_content())


def attachments(mail: EmailMessage) -> list[Any]:
    return list(mail.iter_attachments())
