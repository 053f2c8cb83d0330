"""Reports with made-up figures, for drawing: no database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from rollbook.reports.asked import Measure, Slice, When
from rollbook.reports.report import (
    Change,
    Number,
    Numbers,
    Person,
    Picture,
    Report,
    Section,
    Share,
    Table,
    Words,
    number,
    person,
    words,
)
from rollbook.web.charts import Chart, ChartKind, Point, Series

MADE = datetime(2026, 11, 24, 9, 20, tzinfo=UTC)
WHEN = When(date(2026, 9, 7), date(2026, 11, 20))
SESSIONS = Slice(Measure.ATTENDANCE, WHEN)
PUPILS = Slice(Measure.PERSISTENT, WHEN)
MAYA = UUID(int=7)


def a_report(*sections: Section, says: str = "Attendance is 92.1 %.", title: str = "Attendance by form") -> Report:
    return Report(
        kind="attendance-by",
        title=title,
        about="Mon 7 Sep to Fri 20 Nov 2026 · everybody",
        made_at=MADE,
        made_by="A. Osei",
        sections=sections,
        notes=("Leavers count to their last day.",),
        says=says,
        school="Oakfield School",
    )


FORMS = Table(
    "Attendance by form",
    (words("Form"), number("Pupils", people=True), number("Attendance"), number("Change"), words("Since", folds=True)),
    (
        ("7A", 28, Share(930, 1000, SESSIONS), Change(12, True), date(2026, 9, 7)),
        ("10D", 30, Share(373, 400, SESSIONS), Change(-20, False), None),
        ("9B", 1250, Share(0, 0, SESSIONS), None, None),
    ),
    foot=("All", 1308, Share(1303, 1400, SESSIONS), Change(0), None),
    says="10D lost most.",
    note="Forms that meet twice count once.",
)
FIGURES = Numbers(
    "This half term",
    (
        Number("Attendance", Share(1303, 1400, SESSIONS), "1,303 of 1,400 sessions", Change(-12, False)),
        Number("Unexplained", 42, "the oldest is of Mon 2 Nov"),
    ),
)
PICTURE = Picture(
    Chart(
        ChartKind.LINE,
        "Attendance by week",
        "It fell by two points.",
        (Series("School", (Point("7 Sep", 94.1), Point("14 Sep", None), Point("21 Sep", 92.1))),),
        "%",
        up="attendance",
    ),
    Table(
        "Attendance by week",
        (words("Week"), number("School")),
        (("7 Sep", Share(941, 1000)), ("14 Sep", None), ("21 Sep", Share(921, 1000))),
        says="It fell by two points.",
    ),
)
EVERYTHING = a_report(FIGURES, Words("In short", ("Illness explains most.",)), PICTURE, FORMS)


def pupils(count: int, columns: int = 3) -> Table:
    """A table with a line for each pupil."""
    return Table(
        "Pupils",
        (person(), *(number(f"Measure {n}") for n in range(1, columns))),
        tuple(
            (Person(f"Shah {n}, Maya", UUID(int=n + 1)), *(_cell(n, c) for c in range(1, columns)))
            for n in range(count)
        ),
    )


def _cell(row: int, column: int) -> Share | int:
    return Share(row % 380, 380, SESSIONS) if column % 2 else row * column
