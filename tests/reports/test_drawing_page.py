"""A report as parts of a page: shares that open, tables that sort and fold, paper that is plain."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.http import QueryDict

from rollbook.reports.drawing.page import AT_ONCE, Links, body
from rollbook.reports.report import Change, Number, Numbers, Person, Report, Share, Table, number, person, words
from tests.reports.drawn import EVERYTHING, FORMS, MAYA, PICTURE, SESSIONS, a_report, pupils

pytestmark = pytest.mark.pure
LINKS = Links(share=lambda what: f"/opened?{what.query}", person=lambda pupil: f"/pupils/{pupil}")
YEARS = Table("Years", (words("Year"), number("Pupils")), (("Year 10", 3), ("Year 9", None), ("Year 7", 20)))


def page(report: Report, address: str = "", links: Links = LINKS) -> str:
    return body(report, links=links, query=QueryDict(address))


def first_cells(html: str) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*>(.*?)</th>', html.partition("<tfoot>")[0])


def test_every_section_is_there_in_order_with_the_moment_and_the_notes() -> None:
    html = page(EVERYTHING)
    places = [
        html.index(part)
        for part in (
            *("Attendance is 92.1 %.", "This half term", "Illness explains most.", "It fell by two points."),
            *("Show as table", "10D lost most.", "Forms that meet twice count once.", "How this was counted"),
            *("Leavers count to their last day.", "Read at Tue 24 Nov 2026, 9:20 by A. Osei."),
        )
    ]
    assert places == sorted(places)


def test_a_share_opens_where_it_may_and_nothing_does_on_paper() -> None:
    assert f'<a href="/opened?{SESSIONS.query.replace("&", "&amp;")}">93.0\u00a0%</a>' in page(EVERYTHING)
    assert "/opened" not in page(EVERYTHING, links=Links())
    paper = body(EVERYTHING, links=LINKS)
    assert "<a " not in paper
    assert "93.0\u00a0%" in paper


def test_a_person_is_a_link_and_a_name_is_never_markup() -> None:
    odd = Table("T", (person(), words("Note")), ((Person('<img src=x onerror="a">', MAYA), "<script>"),))
    html = page(a_report(odd, title="<i>"))
    assert f'<a href="/pupils/{MAYA}"><bdi>&lt;img src=x onerror=&quot;a&quot;&gt;</bdi></a>' in html
    assert "<script>" not in html


def test_how_a_figure_moved_is_said_in_words() -> None:
    html = page(a_report(Table("T", (words("Form"), number("Change")), (("7A", Change(-10, True)),))))
    assert 'class="rb-moved rb-moved--better"' in html
    assert '<span aria-hidden="true">−1.0</span><span class="rb-hidden">1.0 point less, better</span>' in html
    moved = Numbers("", (Number("Absence", Share(1, 10), moved=Change(0)),))
    assert ">no change<" in page(a_report(moved))


def test_a_column_sorts_by_what_it_is_and_nothing_stays_last() -> None:
    report = a_report(YEARS)
    assert first_cells(page(report)) == ["Year 10", "Year 9", "Year 7"]
    assert first_cells(page(report, "sort=1.1")) == ["Year 7", "Year 9", "Year 10"]
    assert first_cells(page(report, "sort=-1.2")) == ["Year 7", "Year 10", "Year 9"]
    assert first_cells(page(report, "sort=1.2")) == ["Year 10", "Year 7", "Year 9"]


def test_shares_sort_by_their_size_and_the_foot_stays_the_foot() -> None:
    html = page(a_report(FORMS), "sort=1.3")
    assert first_cells(html) == ["7A", "10D", "9B"], "93.0 before 93.25, and no percentage is last"
    assert html.index("<tfoot>") > html.index("9B")


def test_a_heading_turns_the_order_round_and_keeps_what_was_asked() -> None:
    html = page(a_report(YEARS), "from=2026-09-07&sort=-1.2")
    assert 'aria-sort="descending"><a class="rb-sort" href="?from=2026-09-07&amp;sort=1.2#table-1">Pupils' in html
    assert 'aria-sort="none"><a class="rb-sort" href="?from=2026-09-07&amp;sort=1.1#table-1">Year' in html
    assert "sort=-1.2#table-1" in page(a_report(YEARS)), "numbers begin with the greatest"


@pytest.mark.parametrize("odd", ["", "x", "1", "1.", "1.0", "1.9", "2.1", "-", "1.²", "1." + "9" * 5000, "--1.1"])
def test_an_odd_order_is_no_order(odd: str) -> None:
    shown = first_cells(page(a_report(YEARS), f"sort={odd}"))
    assert sorted(shown) == ["Year 10", "Year 7", "Year 9"]


def test_only_the_table_that_was_asked_is_sorted() -> None:
    twice = a_report(YEARS, replace(YEARS, title="Again"))
    assert first_cells(page(twice, "sort=2.1")) == ["Year 10", "Year 9", "Year 7", "Year 7", "Year 9", "Year 10"]


def test_a_long_table_is_folded_until_it_is_asked_for() -> None:
    report = a_report(pupils(200))
    html = page(report)
    assert len(first_cells(html)) == AT_ONCE
    assert '<a href="?all=1#table-1">Show all 200 rows</a>' in html
    assert len(first_cells(page(report, "all=1"))) == 200
    assert len(first_cells(body(report))) == 200, "paper has all of it"
    assert len(first_cells(page(a_report(pupils(AT_ONCE + 9))))) == AT_ONCE + 9, "a few more are not hidden"


def test_the_greatest_of_a_folded_table_are_of_all_its_rows() -> None:
    assert "Shah 199," in first_cells(page(a_report(pupils(200)), "sort=-1.3"))[0]


def test_the_data_of_a_picture_stands_behind_it_and_stays_open_once_touched() -> None:
    report = a_report(PICTURE)
    assert '<details class="govuk-details">' in page(report)
    assert '<details class="govuk-details" open>' in page(report, "sort=1.2")
    paper = body(report)
    assert "<details" not in paper
    assert "94.1\u00a0%" in paper
    assert paper.count("<svg") == 1
    assert page(report).count("<svg") == 2, "one for a desk, one for a telephone"


def test_an_empty_table_says_why_and_an_empty_report_too() -> None:
    html = page(a_report(replace(FORMS, rows=(), foot=(), empty="There is no mark in these days.")))
    assert "There is no mark in these days." in html
    assert "<table" not in html
    assert "There is nothing in this report." in page(a_report())


def test_a_table_scrolls_in_a_box_of_its_own_that_has_a_name() -> None:
    html = page(a_report(FORMS))
    assert 'role="region" tabindex="0" aria-label="Attendance by form, scrolls"' in html
    assert "tabindex" not in body(a_report(FORMS))
