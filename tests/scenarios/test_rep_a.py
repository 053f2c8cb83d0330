"""REP-A, as a senior leader tells it: twenty past nine, the day on one sheet, and what changes while it is read."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from rollbook.audit.models import AccessEntry
from rollbook.rules.access import Role
from rollbook.rules.sessions import Half
from tests.absence.morning import FRIDAY, MONDAY, THE_MONDAY_BEFORE, Morning, Visitor, days_of_term

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def a_monday() -> Morning:
    """Eight pupils; Pupil01 missed two of the days before, Pupil02 has a social worker. The register of 9A is taken."""
    morning = Morning(8)
    days = days_of_term(THE_MONDAY_BEFORE - timedelta(days=14), FRIDAY)
    for half, here in ((Half.AM, "/"), (Half.PM, "\\")):
        morning.marked_on({on: {n: "I" if n == 1 and on in days[:4] else here for n in range(8)} for on in days}, half)
    morning.flag(2, "social-worker")
    morning.contact(2)
    morning.marked({0: "/", 1: "I", 2: "N", 3: "L", 4: "/", 5: "V", 6: "G", 7: "/"})
    return morning


def report(visitor: Visitor, query: str = "") -> Any:
    return visitor.get(visitor.url("reports:report", report_kind="daily-absence") + query)


def test_the_sheet_of_the_morning() -> None:
    morning = a_monday()
    leader = morning.person(Role.SENIOR_LEADER)

    # Nothing is chosen: it is today. The first sentence says how the day stands.
    page = text(report(leader))
    assert "Daily absence, Mon 16 Nov 2026" in page
    assert "3 of 8 pupils are absent for some or all of the day so far, 1 without a reason yet." in page

    # The pupil with a social worker stands first, before the one who is often away and the holiday.
    vulnerable, persistent, others = (
        page.index(title)
        for title in ("Vulnerable pupils who are not in", "Persistently absent, and", "Everybody else who is absent")
    )
    assert vulnerable < page.index("Name02, Pupil02") < persistent < page.index("Name01, Pupil01") < others
    assert others < page.index("Name06, Pupil06") < page.index("Name03, Pupil03")

    # Who read a list of vulnerable children is noted, without a name.
    noted = AccessEntry.objects.filter(what="report daily-absence")
    assert noted.count() == 1

    # The mother answers, the office enters the reason; the leader reads the sheet again.
    office = morning.person()
    office.post(morning.settle_url(2), {"sessions": [morning.row(2)], "code": "M", "reason": "Dentist until eleven"})
    assert morning.code(2) == "M"
    assert "3 of 8 pupils are absent for some or all of the day so far, each with a reason." in text(report(leader))


def test_it_goes_with_her_into_the_briefing() -> None:
    morning = a_monday()
    leader = morning.person(Role.SENIOR_LEADER)
    pdf = report(leader, "?as=pdf")
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages)
    assert pdf["Content-Type"] == "application/pdf"
    assert "Vulnerable pupils who are not in" in words
    book = CalamineWorkbook.from_filelike(BytesIO(report(leader, "?as=xlsx").content))
    cells = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    assert "Name02, Pupil02" in cells
    assert "Social worker" in cells


def test_a_tutor_sees_the_form_and_no_flags() -> None:
    morning = a_monday()
    page = text(report(morning.person(Role.TUTOR)))
    assert "Vulnerable pupils" not in page
    assert "Social worker" not in page
    assert "Counted are the pupils whom you may see, not the whole school." in page


def test_yesterday_and_a_sunday() -> None:
    morning = a_monday()
    leader = morning.person(Role.SENIOR_LEADER)
    friday = text(report(leader, f"?on={FRIDAY.isoformat()}"))
    assert "0 of 8 pupils are absent" in friday
    sunday = text(report(leader, f"?on={(MONDAY - timedelta(days=1)).isoformat()}"))
    assert "Daily absence, Fri 13 Nov 2026" in sunday
    assert "There was no school on Sun 15 Nov 2026" in sunday
    assert "still to come" in text(report(leader, f"?on={(MONDAY + timedelta(days=1)).isoformat()}"))
