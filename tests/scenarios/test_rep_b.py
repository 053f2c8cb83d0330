"""REP-B, as the attendance manager tells it: Monday's meeting of leaders, the tutors' fortnight, what is behind it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from rollbook.rules.access import Role
from rollbook.rules.sessions import Half
from tests.absence.morning import FRIDAY, THE_MONDAY_BEFORE, Morning, Visitor, days_of_term

pytestmark = pytest.mark.django_db
KINDS = (
    "weekly-information", "punctuality-and-attendance", "attendance-by", "weekdays", "codes-used", "lessons",
    "lateness", "unexplained", "registers-taken",
)  # fmt: skip


def text(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def a_half_term() -> Morning:
    """Four pupils for three weeks; in the last, Pupil00 is away throughout and Pupil01 late on two mornings."""
    morning = Morning(4)
    days = days_of_term(THE_MONDAY_BEFORE - timedelta(days=14), FRIDAY)
    last = [on for on in days if on >= THE_MONDAY_BEFORE]
    for half, here in ((Half.AM, "/"), (Half.PM, "\\")):
        morning.marked_on(
            {
                on: {
                    0: "I" if on in last else here,
                    1: "L" if on in last[:2] and half is Half.AM else here,
                    2: here,
                    3: here,
                }
                for on in days
            },
            half,
        )
    return morning


def report(visitor: Visitor, kind: str, query: str = "") -> Any:
    return visitor.get(visitor.url("reports:report", report_kind=kind) + query)


def test_the_week_on_one_page_for_the_leadership_meeting() -> None:
    morning = a_half_term()
    manager = morning.person(Role.ATTENDANCE_MANAGER)

    # On Monday morning it is last week that the meeting asks about, and nothing has to be chosen.
    page = text(report(manager, "weekly-information"))
    assert "Mon 9 Nov to Fri 13 Nov 2026" in page
    assert "Attendance this week is 75.0 %, 25.0 points down on the week before." in page
    assert "1 pupil of 4 missed a tenth or more of the year so far: 1 crossed the line this week" in page
    assert page.index("Whom to think of") < page.index("became persistently absent, away in all 10 sessions")

    # Somebody asks what 75.0 % is made of: it opens to the sessions.
    links = re.findall(r'href="([^"]*/reports/opened/\?[^"]*)"[^>]*>\s*75\.0', page)
    opened = text(manager.get(unescape(links[0])))
    assert "30" in opened
    assert "40" in opened

    # It is laid on the table as one sheet of paper.
    pdf = PdfReader(BytesIO(report(manager, "weekly-information", "?as=pdf").content))
    first = pdf.pages[0].extract_text()
    assert [title for title in ("Year by year", "Whom to think of", "Starters and leavers") if title not in first] == []


def test_the_tutors_fortnight() -> None:
    morning = a_half_term()
    page = text(report(morning.person(Role.TUTOR), "punctuality-and-attendance", "?period=last-week"))
    assert "Attendance is 75.0 %, down 25.0 points on as many school days before." in page
    assert "2 sessions began late (5.0 %)" in page


def test_trends_say_the_same_whichever_way_they_are_split() -> None:
    morning = a_half_term()
    manager = morning.person(Role.ATTENDANCE_MANAGER)
    days = f"?period=days&from={THE_MONDAY_BEFORE.isoformat()}&to={FRIDAY.isoformat()}"
    for kind, by in (("attendance-by", "form"), ("attendance-by", "weekday"), ("weekdays", ""), ("codes-used", "")):
        page = text(report(manager, kind, f"{days}&by={by}"))
        assert "75.0 %" in page or "25.0 %" in page, (kind, by)


@pytest.mark.parametrize("kind", KINDS)
def test_each_report_opens_as_a_page_on_paper_and_as_a_workbook(kind: str) -> None:
    morning = a_half_term()
    manager = morning.person(Role.ATTENDANCE_MANAGER)
    assert report(manager, kind).status_code == 200
    assert report(manager, kind, "?as=print").status_code == 200
    assert PdfReader(BytesIO(report(manager, kind, "?as=pdf").content)).pages
    book = CalamineWorkbook.from_filelike(BytesIO(report(manager, kind, "?as=xlsx").content))
    assert book.sheet_names
    assert report(manager, kind, "?as=csv").status_code == 200


def test_registers_are_for_those_who_may_see_the_lateness_of_staff() -> None:
    morning = a_half_term()
    assert report(morning.person(Role.TUTOR), "registers-taken").status_code == 403
    page = text(report(morning.person(Role.HEAD), "registers-taken", "?period=last-week"))
    assert "Mr Dhillon" in page
