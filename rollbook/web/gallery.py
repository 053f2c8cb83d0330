"""What the gallery shows: every component in every state, with made-up values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.core.paginator import Paginator

from rollbook.web.charts import Chart, ChartKind, Mark, Point, Series
from rollbook.web.components.layout import Figure, Flag, Happening, Identity, Step, Tab
from rollbook.web.components.tables import Chip
from rollbook.web.dates import DateParts, TypedDateField
from rollbook.web.marks import EMPTY_BOX, MarkBox, MarkKind, Strip, YearCell, YearGrid, YearWeek
from rollbook.web.navigation import SchoolDoor

PRESENT = MarkBox("/", MarkKind.PRESENT, "Present")
AFTERNOON = MarkBox("\\", MarkKind.PRESENT, "Present")
LATE = MarkBox("L", MarkKind.LATE, "Late", minutes=7)
ILL = MarkBox("I", MarkKind.ABSENT, "Illness")
DENTIST = MarkBox("M", MarkKind.ABSENT, "Medical or dental appointment")
UNEXPLAINED = MarkBox("N", MarkKind.UNKNOWN, "No reason yet")
UNAUTHORISED = MarkBox("O", MarkKind.UNAUTHORISED, "Unauthorised absence")
VISIT = MarkBox("V", MarkKind.ELSEWHERE, "Educational visit")
NOT_REQUIRED = MarkBox("X", MarkKind.NOT_COUNTED, "Not required to attend")


@dataclass(frozen=True, slots=True)
class _School:
    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class _Entry:
    label: str
    icon: str
    count: int | None = None
    counts: str = ""
    current: bool = False
    url: str = "#rail"


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    role: str


_SCHOOL = _School("Oakfield School", "oakfield")
_PERSON = _Person("A. Osei", "Attendance administrator")


class GalleryForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="Legal first name", help_text="As on the birth certificate.")
    note = forms.CharField(label="What was said on the telephone", widget=forms.Textarea)
    year = forms.ChoiceField(label="Year group", choices=[("", "Choose"), ("7", "Year 7"), ("8", "Year 8")])
    half = forms.ChoiceField(
        label="Session", widget=forms.RadioSelect, choices=[("AM", "Morning"), ("PM", "Afternoon")]
    )
    flags = forms.MultipleChoiceField(
        label="Flags",
        widget=forms.CheckboxSelectMultiple,
        choices=[("cp", "Social worker"), ("lac", "Looked after"), ("med", "Medical need")],
        help_text="Those who may see them are named in the staff list.",
    )
    start = TypedDateField(
        label="Starting day",
        widget=DateParts,
        around=date(2026, 11, 24),
        help_text="For example 23 11 2026, or 23/11 in the first box.",
    )
    told = forms.BooleanField(label="The parent has been told")
    export = forms.FileField(label="Pupil export", help_text="CSV, XLSX or ODS, up to 5 MB.")
    phone = forms.CharField(label="Telephone", disabled=True, required=False, initial="07700 900142")


def everything() -> dict[str, object]:
    """The context of the gallery page."""
    return {
        "school": _SCHOOL,
        "schools": (
            SchoolDoor("Oakfield School", "#oakfield", True),
            SchoolDoor("Brookside Primary School", "#brookside", False),
        ),
        "actor": _PERSON,
        "search_url": "#search",
        "nav": _rail(),
        "page": {"title": "Components", "sub": "Every piece of the screens in every state, with made-up people."},
        "marks": (PRESENT, LATE, ILL, UNEXPLAINED, UNAUTHORISED, VISIT, NOT_REQUIRED, EMPTY_BOX),
        "pending": MarkBox("N", MarkKind.UNKNOWN, "No reason yet", pending=True),
        "conflict": MarkBox("I", MarkKind.ABSENT, "Illness", conflict=True),
        "changed": MarkBox("M", MarkKind.ABSENT, "Medical or dental appointment", changed=True),
        "pupil": Identity(
            name="Maya Lindqvist-Shah",
            group="8B",
            year="Year 8",
            also=("Born 3 Mar 2014", "Main registration"),
            flags=(Flag("Social worker", "stop"), Flag("Medical need", "warn"), Flag("Young carer", "info")),
            contact="Priya Shah (mother) 07700 900142",
        ),
        "tabs": (
            Tab("Overview", "#overview", current=True),
            Tab("Attendance", "#attendance"),
            Tab("Contacts", "#contacts", count=4),
            Tab("File", "#file"),
        ),
        "register": _register(),
        "strip_plain": Strip((_week(), _week()), "Last two weeks"),
        "strip": _strip(),
        "grid": _year(),
        "form": GalleryForm(auto_id="id_%s"),
        "wrong": _wrong(),
        "steps": (
            Step("Offer of a place accepted", "Done", "#step1"),
            Step("Common transfer file", "Expected Mon 30 Nov", "#step2", "From Brookside Primary School.", "warn"),
            Step("First day", "Not yet possible"),
        ),
        "happenings": (
            Happening("Register taken", "Tue 24 Nov, 8:51", "Mr Dhillon"),
            Happening("Mark amended from N to I", "Tue 24 Nov, 9:30", "A. Osei", "Mother rang: sick since the night."),
        ),
        "figures": (
            Figure("Attendance this year", "91.4 %", "106 of 116 sessions", "#sessions"),
            Figure("Authorised absence", "10 sessions", "8 illness, 2 medical"),
            Figure("Unauthorised", "0 sessions", "none in ten school weeks"),
        ),
        "charts": _charts(),
        "spark": Chart(ChartKind.SPARK, "Oakfield School", "fell to 92.1 %", _series(), "%"),
        "chips": (Chip("Year 8", "?flag=sw"), Chip("Social worker", "?year=8")),
        "listed": Paginator([*range(312)], 30).page(4),
    }


def sheet() -> dict[str, object]:
    """The context of the made-up sheet of paper."""
    return {
        "page": {"title": "Register of 9A, morning", "printed": "Tue 24 Nov 2026, 8:30"},
        "school": {"name": "Oakfield School"},
        "register": _register(),
    }


def _rail() -> tuple[_Entry, ...]:
    return (
        _Entry("Today", "today", current=True),
        _Entry("Registers", "registers", count=3, counts="registers to be taken"),
        _Entry("Pupils", "pupils"),
        _Entry("Absence", "absence", count=23, counts="without a reason"),
        _Entry("Import", "upload"),
        _Entry("Staff", "staff"),
        _Entry("Set-up", "setup"),
    )


def _register() -> tuple[tuple[str, str, MarkBox, str], ...]:
    return (
        ("Abiodun", "Tolu", PRESENT, ""),
        ("Castellano", "Ben", UNEXPLAINED, "no message"),
        ("D’Souza", "Aria", LATE, ""),
        ("Haddad", "Layla", EMPTY_BOX, "sibling absent (7C)"),
        ("Khan", "Zara", DENTIST, "orthodontist to 10:30, agreed"),
        ("Mbeki", "Sizwe", VISIT, "geography trip"),
    )


def _week(*odd: MarkBox) -> tuple[MarkBox, ...]:
    plain = (PRESENT, AFTERNOON) * 5
    return plain[: 10 - len(odd)] + odd


def _strip() -> Strip:
    return Strip((_week(ILL, ILL), _week(UNEXPLAINED, UNAUTHORISED, LATE), _week()), "Last three weeks")


_Odd = dict[int, MarkBox | None]
_ODD: dict[int, _Odd] = {
    0: {0: None, 1: None},
    2: {4: ILL, 5: ILL, 6: ILL, 7: ILL},
    4: {0: LATE, 9: VISIT},
    9: {2: UNAUTHORISED, 3: UNAUTHORISED},
    11: {2: UNEXPLAINED, **dict.fromkeys(range(3, 10), EMPTY_BOX)},
}


def _year() -> YearGrid:
    monday = date(2026, 9, 7)
    weeks = tuple(_year_week(monday + timedelta(weeks=n), n) for n in range(12))
    return YearGrid("Autumn term 2026 of Maya Lindqvist-Shah", weeks)


def _year_week(monday: date, n: int) -> YearWeek:
    label = f"{monday.day} {monday:%b}"
    if n == 7:
        return YearWeek(label, note="Half-term")
    return YearWeek(label, tuple(_year_cell(monday, i, _ODD.get(n, {})) for i in range(10)))


def _year_cell(monday: date, i: int, odd: _Odd) -> YearCell:
    day, half = monday + timedelta(days=i // 2), ("morning", "afternoon")[i % 2]
    mark = odd.get(i, (PRESENT, AFTERNOON)[i % 2])
    return YearCell(f"{day:%a} {day.day} {day:%b}, {half}", mark, f"#{day.isoformat()}-{half}" if mark else "")


_WEEKS = ("7 Sep", "14 Sep", "21 Sep", "28 Sep", "5 Oct", "12 Oct", "19 Oct", "2 Nov", "9 Nov", "16 Nov")


def _points(*values: float | None) -> tuple[Point, ...]:
    return tuple(Point(week, value) for week, value in zip(_WEEKS, values, strict=True))


def _series() -> tuple[Series, ...]:
    return (
        Series("This year", _points(94.8, 94.1, 93.9, 93.0, None, 92.9, 91.2, 93.1, 92.4, 92.1)),
        Series("Last year", _points(95.2, 94.9, 94.4, 94.1, 93.6, 93.0, 92.8, 93.5, 92.9, 92.6)),
    )


def _charts() -> tuple[Chart, ...]:
    forms = (("7A", 95.1), ("7B, the form with the longest name of all", 93.2), ("10D", 88.4), ("11C", 91.0))
    groups = ("Free school meals", "SEN support", "All pupils")
    school = Series("School", tuple(Point(at, v) for at, v in zip(groups, (28.1, 22.0, 12.5), strict=True)))
    england = Series("England", tuple(Point(at, v) for at, v in zip(groups, (36.2, 29.3, 18.7), strict=True)))
    reasons = (
        Series("Illness", _points(210, 230, 280, 310, 300, 290, 250, 200, 330, 310)),
        Series("Other authorised", _points(60, 62, 55, 70, 66, 71, 80, 30, 66, 60)),
        Series("Unauthorised", _points(40, 45, 39, 60, 66, 70, 77, 31, 50, 66)),
    )
    return (
        Chart(
            ChartKind.LINE,
            "Attendance by week",
            "Attendance fell from 94.8 % to 92.1 % since September; the gap is a week without marks.",
            _series(),
            "%",
            "week beginning",
            "attendance",
            (Mark("England", 91.4),),
        ),
        Chart(
            ChartKind.BAR,
            "Attendance by form",
            "10D is four points below the school.",
            (Series("Form", tuple(Point(at, value) for at, value in forms)),),
            "%",
            up="attendance",
            marks=(Mark("School", 92.4),),
        ),
        Chart(
            ChartKind.BAR,
            "Persistent absence by group",
            "Every group is below England.",
            (school, england),
            "%",
            up="pupils who missed 10 % or more",
        ),
        Chart(
            ChartKind.STACKED,
            "Why sessions were missed",
            "Illness is two thirds of it, and grew.",
            reasons,
            along="week beginning",
            up="sessions",
        ),
    )


def _wrong() -> GalleryForm:
    posted = {"name": "", "note": "", "year": "", "start_0": "31", "start_1": "2", "start_2": "2026"}
    return GalleryForm(posted, auto_id="wrong_%s", prefix="wrong")
