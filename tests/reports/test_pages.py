"""The pages of reports: choices in the address, percentages that open, what each person may read."""

from __future__ import annotations

import re
import uuid
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AccessEntry
from rollbook.pupils.models import Group, GroupMembership
from rollbook.reports.kinds import KINDS
from rollbook.rules.access import Role
from rollbook.rules.sessions import Half
from tests.absence.morning import FRIDAY, MONDAY, Morning, days_of_term
from tests.builders import TERM_STARTS, a_group, a_pupil

pytestmark = pytest.mark.django_db


def a_term(size: int = 4) -> Morning:
    """Everybody in until Friday 13 November, but the first pupil away on five Mondays."""
    morning = Morning(size)
    days = days_of_term(TERM_STARTS, FRIDAY)
    mondays = {on for on in days if on.weekday() == 0} - {MONDAY}
    away = set(sorted(mondays)[-5:])
    for half, here in ((Half.AM, "/"), (Half.PM, "\\")):
        morning.marked_on({on: {n: "I" if n == 0 and on in away else here for n in range(size)} for on in days}, half)
    return morning


def shares(html: str) -> dict[str, str]:
    """The percentages of a page that open, by their address."""
    found = re.findall(r'<a href="([^"]*/reports/opened/\?[^"]*)"[^>]*>([^<]*)</a>', html)
    return {unescape(url): unescape(says).strip().replace("\xa0", " ") for url, says in found}


def test_every_percentage_opens_to_the_same_figure() -> None:
    morning = a_term()
    person = morning.person(Role.HEAD)
    page = person.get(person.url("reports:report", report_kind="attendance-by") + "?period=term&by=form")
    found = shares(page.content.decode())
    assert len(found) >= 12
    for url, says in found.items():
        opened = person.get(url)
        assert opened.status_code == 200
        assert f": {says}</h1>" in unescape(opened.content.decode()).replace("\n", "")


def test_an_opened_figure_says_what_was_counted_and_what_was_left_out() -> None:
    """PA-1, PA-2: X is no possible session; five Mondays are ten sessions of illness."""
    morning = a_term()
    morning.marked({1: "X"}, on=MONDAY)
    person = morning.person(Role.HEAD)
    url = person.url("reports:opened") + f"?measure=absence&from=2026-09-01&to={MONDAY.isoformat()}"
    html = unescape(person.get(url).content.decode())
    assert "10 sessions counted" in html
    assert "1 mark is in neither number" in html
    assert html.index("<b>Counted</b>") < html.index("In the total only") < html.index("Left out")
    assert AccessEntry.objects.filter(what="pupils behind a figure").exists()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "measure=absence",
        "measure=wealth&from=2026-09-01&to=2026-09-30",
        "measure=absence&from=2026-09-30&to=2026-09-01",
        "measure=absence&from=1026-09-30&to=2026-09-01",
        "measure=absence&from=2026-09-01&to=2026-09-30&weekday=9",
        "measure=absence&from=2026-09-01&to=2026-09-30&half=am",
        "measure=absence&from=2026-09-01&to=2026-09-30&g=9A",
        "measure=absence&from=2026-09-01&to=2026-09-30&with=rich",
    ],
)
def test_an_address_that_was_cut_is_refused_with_a_sentence(query: str) -> None:
    person = Morning(1).person(Role.HEAD)
    answer = person.get(f"{person.url('reports:opened')}?{query}")
    assert answer.status_code in (403, 409, 422)
    assert "Open the report again" in answer.content.decode()


def test_a_group_of_another_school_counts_nobody() -> None:
    morning, other = a_term(), Morning(2)
    person = morning.person(Role.HEAD)
    url = f"{person.url('reports:opened')}?measure=attendance&from=2026-09-01&to=2026-11-20&g={other.group.public_id}"
    assert "No pupil has a possible session" in person.get(url).content.decode()


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("period=days&from=40/13&to=1/11", "Enter a real date"),
        ("period=days&from=12/11&to=1/11", "The last day is before the first"),
        ("period=days&from=1/3/2019&to=1/11", "reaches back 3 school years"),
        ("period=days&from=1/2/2027&to=1/3/2027", "still to come"),
        ("period=whenever", "Days"),
        ("y=99", "Year"),
    ],
)
def test_a_wrong_choice_is_named_where_it_was_made(query: str, says: str) -> None:
    person = Morning(1).person(Role.HEAD)
    answer = person.get(f"{person.url('reports:report', report_kind='attendance-by')}?{query}")
    assert answer.status_code == 422
    html = answer.content.decode()
    assert says in html
    assert "Error:" in html


def test_typed_days_begin_with_the_usual_ones() -> None:
    person = a_term().person(Role.HEAD)
    html = person.get(f"{person.url('reports:report', report_kind='attendance-by')}?period=days").content.decode()
    assert 'name="from"' in html
    assert "2026" in html


def test_a_head_of_year_reads_of_their_own_year_alone() -> None:
    morning = a_term()
    other = a_group(morning.school, "8A", nc_year="8")
    a_pupil(morning.school, group=other, forename="Zed", surname="Elsewhere")
    person = morning.person(Role.TUTOR)
    html = person.get(
        f"{person.url('reports:report', report_kind='attendance-by')}?by=form&period=term"
    ).content.decode()
    assert "9A" in html
    assert "Year 8" not in html
    assert ">8A<" not in html
    opened = person.get(f"{person.url('reports:opened')}?measure=attendance&from=2026-09-01&to=2026-11-16")
    assert "Elsewhere" not in opened.content.decode()


def test_who_may_read_no_reports_reads_none() -> None:
    person = Morning(1).person(Role.RECEPTION)
    assert person.get(person.url("reports:list")).status_code == 403
    assert person.get(person.url("reports:report", report_kind="attendance-by")).status_code == 403
    assert person.get(person.url("reports:opened")).status_code == 403


def test_a_report_that_is_not_there_is_not_found() -> None:
    person = Morning(1).person(Role.HEAD)
    assert person.get(person.url("reports:report", report_kind="nothing-like-it")).status_code == 404


def test_the_page_of_reports_shows_what_one_may_open() -> None:
    person = Morning(1).person(Role.HEAD)
    html = unescape(person.get(person.url("reports:list")).content.decode())
    for kind in KINDS:
        assert kind.title in html, kind.key


def test_a_school_without_a_mark_has_an_empty_report_and_no_percentage() -> None:
    person = Morning(2).person(Role.HEAD)
    for form in ("", "&as=print"):
        answer = person.get(f"{person.url('reports:report', report_kind='attendance-by')}?period=term{form}")
        assert answer.status_code == 200
        assert "There is no mark in these days" in answer.content.decode()


def test_the_statements_of_a_report_do_not_grow_with_the_school() -> None:
    small, large = (a_term(size).person(Role.HEAD) for size in (2, 6))
    counted = []
    for person in (small, large):
        url = f"{person.url('reports:report', report_kind='attendance-by')}?by=form&period=term"
        person.get(url)
        with CaptureQueriesContext(connection) as asked:
            person.get(url)
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 22


def test_a_leaver_counts_to_their_last_day_in_the_form_they_left() -> None:
    """PA-1: with the marks until then, and in the form of then, though they are in none today."""
    morning = a_term(3)
    left = date(2026, 10, 9)
    pupil = morning.pupils[0]
    pupil.enrolments.update(last_day=left)
    GroupMembership.objects.filter(pupil=pupil).update(last=left)
    person = morning.person(Role.HEAD)
    html = person.get(
        f"{person.url('reports:report', report_kind='attendance-by')}?by=form&period=term"
    ).content.decode()
    assert re.search(r"9A.*?<td[^>]*>\s*3\s*</td>", html, re.DOTALL)
    assert Group.objects.filter(school=morning.school).count() == 1


def test_a_pupils_own_slice_opens_to_nothing_for_who_may_not_see_them() -> None:
    morning = a_term()
    other = a_group(morning.school, "8A", nc_year="8")
    stranger = a_pupil(morning.school, group=other)
    person = morning.person(Role.TUTOR)
    asked = f"measure=absence&from=2026-09-01&to=2026-11-16&pupil={stranger.public_id}"
    html = person.get(f"{person.url('reports:opened')}?{asked}").content.decode()
    assert "No pupil has a possible session" in html
    assert str(uuid.UUID(int=0)) not in html
