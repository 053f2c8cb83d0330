"""What a reference says of a leaver's attendance, and what it never says (REP-C)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AccessEntry
from rollbook.reports.asked import Asked, Whose
from rollbook.reports.kinds import leaver_reference as kind
from rollbook.reports.report import Words
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound
from tests.absence.morning import Visitor
from tests.builders import a_pupil, a_role, a_school, a_user, an_actor
from tests.reports.marked import FRIDAY, FRIDAY_NOON, MONDAY, MarkedSchool, asked, number, rows, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def marked() -> MarkedSchool:
    marked = MarkedSchool()
    marked.joins("Lea", "Ley", marked.form_9a, last=FRIDAY)
    marked.week()
    marked.day("Lea", MONDAY, "IM")
    marked.day("Lea", date(2026, 9, 15), "GG")
    marked.day("Lea", date(2026, 9, 16), "LU", minutes=40)
    marked.keep()
    return marked


def of(marked: MarkedSchool, name: str = "Lea") -> Asked:
    return replace(asked(), whose=Whose(pupil=marked.pupils[name].public_id))


def test_figures_stand_by_term_and_leave_alone_is_taken_apart(marked: MarkedSchool) -> None:
    report = kind.make(marked.head(), of(marked))
    assert rows(table(report, "Attendance by term")) == [["Autumn term 2026/27", "5/10", "10", "2", "3", "1", "1"]]
    assert rows(table(report, "Absence without leave or reason")) == [
        ["Holiday that the school had not agreed", "2"],
        ["Arrived after the register had closed", "1"],
    ]
    assert (number(report, "Attendance"), number(report, "Late")) == ("5/10", "2")
    assert report.about == "Lea Ley, on the roll from 1 September 2026 to 18 September 2026"


def test_nothing_tells_of_health_faith_or_family(marked: MarkedSchool) -> None:
    report = kind.make(marked.head(), of(marked))
    said = [word for s in report.sections if isinstance(s, Words) for word in s.paragraphs]
    said += [str(cell) for found in report.tables() for row in found.rows for cell in row]
    assert not any(word in " ".join(said).lower() for word in ("ill", "medical", "dental", "religious", "excluded"))


def test_opening_it_is_noted(marked: MarkedSchool) -> None:
    user = a_user("H. Head")
    a_role(user, marked.school, Role.HEAD)
    visitor, pupil = Visitor(marked.school, user, FRIDAY_NOON), marked.pupils["Lea"].public_id
    page = visitor.get(f"{visitor.url('reports:report', report_kind='leaver-reference')}?pupil={pupil}")
    assert "Holiday that the school had not agreed" in page.content.decode()
    assert AccessEntry.objects.get().subject == f"pupil:{pupil}"


def test_without_a_pupil_it_asks_for_one(marked: MarkedSchool) -> None:
    report = kind.make(marked.head(), asked())
    assert isinstance(report.sections[0], Words)


def test_a_pupil_without_a_mark_has_an_empty_table(marked: MarkedSchool) -> None:
    marked.joins("Nil", "Nought", marked.form_9a)
    found = table(kind.make(marked.head(), of(marked, "Nil")), "Attendance by term")
    assert found.rows == ()
    assert found.empty


def test_nobody_writes_one_of_a_pupil_whom_they_may_not_see(marked: MarkedSchool) -> None:
    other = a_pupil(a_school())
    with pytest.raises(NotFound):
        kind.make(marked.head(), replace(asked(), whose=Whose(pupil=other.public_id)))
    with pytest.raises(NotAllowed):
        kind.make(an_actor(marked.school, Role.TUTOR, now=FRIDAY_NOON, user=marked.tutor), of(marked))


def test_the_statements_are_counted(marked: MarkedSchool) -> None:
    head = marked.head()
    with CaptureQueriesContext(connection) as told:
        kind.make(head, of(marked))
    assert len(told) == 8
