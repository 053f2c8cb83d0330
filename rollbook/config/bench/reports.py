"""Every report of the school through HTTP, the year's summary by itself, and a workbook of forty columns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.urls import reverse

from rollbook.config.bench.measuring import Bench, median
from rollbook.config.bench.school import forms_of, school_at
from rollbook.config.bench.visiting import NotAnswered, Visitor
from rollbook.reports.actions.lists import save_list
from rollbook.reports.kind import Ask
from rollbook.reports.kinds import KINDS, year_summary
from rollbook.reports.lists.columns import columns_for
from rollbook.rules.lists import ListShape

COLUMNS = 40
EMPTY = "an empty page"
SUMMARY_GOAL, REPORT_GOAL, WORKBOOK_GOAL = 200, 1000, 2000


def run_reports(now: datetime, visitor: Visitor, slug: str, page: float) -> Iterator[Bench]:
    """As an attendance administrator opens them: the slowest of all kinds stands for any report."""
    pupils = sum(form.size for form in forms_of(school_at(now)))
    spent = {kind.key: _spent(visitor, slug, kind.key) for kind in KINDS if Ask.PUPIL not in kind.asks}
    opened = {key: taken for key, taken in spent.items() if taken is not None}
    summary = opened[year_summary.KIND.key]
    yield Bench(f"year summary of {pupils} pupils, HTTP", summary, EMPTY, page, SUMMARY_GOAL)
    slowest = max(opened, key=lambda key: opened[key])
    name = f"the slowest of {len(opened)} reports ({slowest}), HTTP"
    yield Bench(name, opened[slowest], EMPTY, page, REPORT_GOAL)
    address = f"{reverse('lists:saved', kwargs={'school': slug, 'saved_list': _wide(now)})}?as=xlsx"
    workbook = median(lambda: visitor.get(address), 6)
    yield Bench(f"workbook of {pupils} pupils × {COLUMNS} columns, HTTP", workbook, EMPTY, page, WORKBOOK_GOAL)


def _spent(visitor: Visitor, slug: str, kind: str) -> float | None:
    """Milliseconds of one kind; None for one that is not this reader's."""
    address = reverse("reports:report", kwargs={"school": slug, "report_kind": kind})
    try:
        visitor.get(address)
    except NotAnswered:
        return None
    return median(partial(visitor.get, address), 8)


def _wide(now: datetime) -> object:
    """A list of the first forty columns, kept for everybody."""
    actor = school_at(now)
    columns = tuple(columns_for(actor))[:COLUMNS]
    return save_list(actor, name="Forty columns", shape=ListShape(columns), shared="school")
