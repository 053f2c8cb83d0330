"""REP-C, as the attendance manager tells it: the governors' evening, the agencies' letter, a leaver's reference."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from rollbook.audit.models import AccessEntry
from rollbook.cases.actions import open_case, take_step
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON
from tests.absence.morning import Visitor
from tests.builders import a_role, a_user, an_actor
from tests.reports.marked import MarkedSchool

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 9, 7), date(2026, 9, 18)
MONDAY_MORNING = datetime(2026, 9, 21, 8, tzinfo=LONDON)
DAYS = "period=days&from=7/9/2026&to=18/9/2026"


class Autumn(MarkedSchool):
    """Two weeks of twenty pupils: six in Year 10 looked after, who missed a day a week; three with a medical need."""

    def __init__(self) -> None:
        super().__init__()
        self.pupils.clear()
        for n in range(20):
            self.joins(f"P{n:02}", f"Surname{n:02}", self.form_10a if n < 8 else self.form_9a, first=FIRST)
        for monday in (FIRST, FIRST + timedelta(days=7)):
            self.week(monday)
            for n in range(6):
                self.day(f"P{n:02}", monday, "II")
        for n in range(6):
            self.has(f"P{n:02}", "looked-after")
        for n in range(3):
            self.has(f"P{n + 10:02}", "medical")
        self.day("P19", LAST, "UN", minutes=50)
        self.keep()

    def manager(self) -> Visitor:
        user = a_user("A. Osei")
        a_role(user, self.school, Role.ATTENDANCE_MANAGER)
        return Visitor(self.school, user, MONDAY_MORNING)

    def report(self, visitor: Visitor, kind: str, query: str = DAYS) -> Any:
        return visitor.get(f"{visitor.url('reports:report', report_kind=kind)}?{query}")


def text(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def in_the_workbook(data: bytes) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() if row]


def test_the_governors_evening() -> None:
    autumn = Autumn()
    office = an_actor(autumn.school, now=datetime(2026, 9, 9, 9, tzinfo=LONDON))
    case = open_case(office, process="new_pupil_return", pupil=autumn.pupils["P00"].pk, why="New this week")
    sent = {"entered_on": FIRST, "authority": "Leeds", "sent_how": "Portal"}
    take_step(office, case=case, step="make_return", answers=sent)
    manager = autumn.manager()

    # On the evening before the meeting the manager opens the report: what it says is said in sentences.
    page = text(autumn.report(manager, "governors"))
    assert "pupils attended 93.5 % of the sessions that they could attend" in page
    assert "35.0 % of pupils have missed a tenth of their sessions or more this year" in page
    assert "Every return to the local authority that fell due was made in time." in page
    assert "1 session still awaits a reason." in page

    # It leaves the school: nobody is named, and the three with a medical need are not shown.
    assert "Surname" not in page
    cells = in_the_workbook(autumn.report(manager, "governors", f"{DAYS}&as=xlsx").content)
    medical = next(row for row in cells if row[0] == "Medical need")
    assert set(medical[1:6]) == {"c"}
    looked_after = next(row for row in cells if row[0] == "Looked after")
    assert looked_after[1] == 6

    # The clerk gets it as a PDF, with England beside it, its year and its source.
    pdf = PdfReader(BytesIO(autumn.report(manager, "governors", f"{DAYS}&as=pdf").content))
    said = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)
    assert "Report to governors of Oakfield School".lower() in said.lower()
    assert "Explore Education Statistics" in said
    assert "Surname" not in said


def test_what_the_virtual_school_asks_for() -> None:
    autumn = Autumn()
    manager = autumn.manager()
    page = text(autumn.report(manager, "agency-statistics"))
    assert "Looked after: attendance 80.0 %; everybody 93.5 %." in page
    packed = autumn.report(manager, "agency-statistics", f"{DAYS}&as=csv").content
    with ZipFile(BytesIO(packed)) as found:
        csv = " ".join(found.read(name).decode("utf-8-sig") for name in found.namelist())
    assert "Looked after,6," in csv
    assert "Surname" not in csv

    # Social care has nobody here: it is said, and not shown as a nought of something.
    assert "No pupil of these days is known with: child protection plan" in page


def test_a_reference_for_a_leaver() -> None:
    autumn = Autumn()
    manager, pupil = autumn.manager(), autumn.pupils["P00"].public_id
    page = text(autumn.report(manager, "leaver-reference", f"pupil={pupil}"))
    assert "P00 Surname00, born on 14 March 2013, was a pupil of Oakfield School" in page
    assert "80.0 %" in page

    # Four days of illness are absences with a reason; which, a reference does not say.
    assert "llness" not in page
    assert AccessEntry.objects.filter(subject=f"pupil:{pupil}").exists()

    # A tutor writes none: documents about a pupil are printed by the office and by leaders.
    tutor = Visitor(autumn.school, autumn.tutor, MONDAY_MORNING)
    assert autumn.report(tutor, "leaver-reference", f"pupil={pupil}").status_code == 403


def test_three_years_for_self_evaluation() -> None:
    autumn = Autumn()
    page = text(autumn.report(autumn.manager(), "self-evaluation", ""))
    assert "The widest gap is of looked after" in page
    assert "There is one year to look at yet: no trend can be told." in page
