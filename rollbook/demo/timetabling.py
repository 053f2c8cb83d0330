"""The secondary fortnight: five bands of subjects turn through the years, so that nobody is wanted twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import time

from rollbook.demo.values import Group, GroupKind, Lesson, StaffMember

# Name, start and end of each period; the afternoon registers at the start of P4.
PERIODS: tuple[tuple[str, time, time], ...] = (
    ("Tutor", time(8, 40), time(9, 10)),
    ("P1", time(9, 10), time(10, 10)),
    ("P2", time(10, 10), time(11, 10)),
    ("P3", time(11, 30), time(12, 30)),
    ("P4", time(13, 10), time(14, 10)),
    ("P5", time(14, 10), time(15, 10)),
)
_TAUGHT = ("P1", "P2", "P3", "P4", "P5")
_SETS = ("English", "Mathematics", "Science")
# What a form has in the week's five periods of its two other bands; a pair takes turns by the week.
_FORMS = (
    (("History",), ("Geography",), ("Religious studies", "Citizenship"), ("History",), ("Geography",)),
    (("French",), ("Art", "Music"), ("PE",), ("French",), ("Computing", "Drama")),
)
_ROOMS = "EMSHL"
_BANDS = len(_ROOMS)
_WEEKS = "AB"


def teacher_of(staff: Sequence[StaffMember], band: int, year_group: int, number: int) -> StaffMember:
    """Who teaches a band to a set or form: one of the band's own teachers, never twice in one year group."""
    department = staff[band::_BANDS]
    return department[(year_group * 3 + number) % len(department)]


def timetable_of(groups: Iterable[Group], year: str, staff: Sequence[StaffMember]) -> tuple[Lesson, ...]:
    """Every lesson of the fortnight: in each period each year group has another band than the others."""
    present = [group for group in groups if group.academic_year == year and group.year_group is not None]
    sets: dict[tuple[int, int], list[Group]] = {}
    for group in present:
        if group.kind is GroupKind.TEACHING:
            sets.setdefault((group.year_group or 0, _SETS.index(_subject(group))), []).append(group)
        elif group.kind is GroupKind.REGISTRATION:
            for band in (3, 4):
                sets.setdefault((group.year_group or 0, band), []).append(group)
    lessons: list[Lesson] = []
    for year_group in sorted({year_group for year_group, _ in sets}):
        times_met = [0] * _BANDS
        for weekday in range(5):
            for at, period in enumerate(_TAUGHT):
                band = (weekday + at + year_group) % _BANDS
                for number, group in enumerate(sets[year_group, band]):
                    person = teacher_of(staff, band, year_group, number)
                    room = f"{_ROOMS[band]}{number + 1}"
                    lessons += _in_weeks(group, weekday, period, band, times_met[band], person.key, room)
                times_met[band] += 1
    return tuple(lessons)


def _in_weeks(group: Group, weekday: int, period: str, band: int, met: int, person: str, room: str) -> list[Lesson]:
    if band < len(_SETS):
        return [Lesson(group.key, weekday, "", period, _SETS[band], person, room)]
    subjects = _FORMS[band - len(_SETS)][met]
    weeks = _WEEKS if len(subjects) > 1 else ("",)
    return [
        Lesson(group.key, weekday, week, period, subject, person, "Gym" if subject == "PE" else room)
        for week, subject in zip(weeks, subjects, strict=True)
    ]


def _subject(group: Group) -> str:
    return group.key.split(":")[4]
