"""aSc Timetables XML: lessons, and the cards that put them on days and periods, joined by their ids."""

from __future__ import annotations

import xml.etree.ElementTree as ET  # only elements that `markup` has opened
from collections.abc import Iterator
from dataclasses import dataclass

from rollbook.formats.problems import Problems
from rollbook.formats.refusals import FileRefused
from rollbook.formats.timetables.markup import open_markup
from rollbook.formats.timetables.rows import LONGEST_PERIOD, LessonRow, TimetableFile, finished

MOST_BITS = 20
MOST_PERIODS_IN_A_CARD = 10
_SCHOOL_WEEK = 7


@dataclass(frozen=True, slots=True)
class _Tables:
    """What cards and lessons refer to, by id; names are the short ones where the file has them."""

    subjects: dict[str, str]
    teachers: dict[str, str]
    rooms: dict[str, str]
    classes: dict[str, str]
    groups: dict[str, str]
    periods: dict[str, str]
    week_names: dict[str, str]
    days: dict[str, int]
    lessons: dict[str, ET.Element]


def lessons_of(name: str, data: bytes) -> TimetableFile:
    """The lessons of the file: one for each class, day and period that a card covers."""
    root = open_markup(name, data)
    cards = list(root.iter("card"))
    if root.tag != "timetable" or not cards:
        raise FileRefused(f"“{name}” is XML but no timetable with cards. Export it from aSc Timetables as XML.")
    tables, problems = _tables(root), Problems()
    lessons = (row for n, card in enumerate(cards, 1) for row in _of_card(n, card, tables, problems))
    return finished(name, "asc", lessons, problems)


def _tables(root: ET.Element) -> _Tables:
    classes = _names(root, "class")
    return _Tables(
        subjects=_names(root, "subject"),
        teachers=_names(root, "teacher"),
        rooms=_names(root, "classroom"),
        classes=classes,
        groups={_id(g): _group_name(g, classes) for g in root.iter("group")},
        periods={
            _get(p, "period") or _get(p, "name"): _get(p, "short") or _get(p, "name") for p in root.iter("period")
        },
        week_names={_get(w, "weeks"): _get(w, "short") for w in root.iter("weeksdef")},
        days={_get(d, "day"): n for n, d in enumerate(root.iter("day"))},
        lessons={_id(lesson): lesson for lesson in root.iter("lesson")},
    )


def _of_card(number: int, card: ET.Element, tables: _Tables, problems: Problems) -> Iterator[LessonRow]:
    lesson = tables.lessons.get(_get(card, "lessonid"))
    if lesson is None:
        problems.error(number, "card", _get(card, "lessonid"), "The card belongs to no lesson of the file.")
        return
    groups = _groups(lesson, tables)
    if not groups:
        problems.warn(number, "card", _get(card, "lessonid"), "The lesson names no class, so it has no register.")
        return
    places, periods = _days(card, tables), _periods(card, lesson, tables)
    if not places or not periods:
        says = "The card names no day or no period of the school's day."
        problems.error(number, "card", f"{_get(card, 'days')} {_get(card, 'period')}".strip(), says)
        return
    weeks = _weeks(card, tables)
    if "0" in _get(card, "terms") and "1" in _get(card, "terms"):
        problems.warn(number, "terms", _get(card, "terms"), "The card is for some terms only; it is read for all.")
    rooms = _ids(card, "classroomid") or _ids(lesson, "classroomid")
    named = LessonRow(
        row=number,
        week="",
        weekday=0,
        period="",
        group="",
        subject=_first([_get(lesson, "subjectid")], tables.subjects),
        teacher=_first(_ids(lesson, "teacherid"), tables.teachers),
        room=_first(rooms, tables.rooms),
    )
    for week, weekday in ((of_day or week, day) for of_day, day in places for week in weeks):
        for period in periods:
            for group in groups:
                yield LessonRow(number, week, weekday, period, group, named.subject, named.teacher, named.room)


def _groups(lesson: ET.Element, tables: _Tables) -> list[str]:
    """The classes or parts of classes of a lesson, in their order, each once."""
    parts = [tables.groups[g] for g in _ids(lesson, "groupid") if tables.groups.get(g)]
    whole = [tables.classes[c] for c in _ids(lesson, "classid") if tables.classes.get(c)]
    return list(dict.fromkeys(parts or whole))


def _days(card: ET.Element, tables: _Tables) -> list[tuple[str, int]]:
    """Week letter and weekday for each bit of the card's days; older files give the day by its number."""
    mask = _get(card, "days")
    if mask:
        bits = [n for n, bit in enumerate(mask[:MOST_BITS]) if bit == "1"]
        if len(mask) <= _SCHOOL_WEEK:
            return [("", n) for n in bits]
        return [(chr(ord("A") + n // 5), n % 5) for n in bits]
    day = tables.days.get(_get(card, "day"))
    return [("", day)] if day is not None and day < _SCHOOL_WEEK else []


def _weeks(card: ET.Element, tables: _Tables) -> list[str]:
    """The letters of the card's weeks; one empty where it is every week."""
    mask = _get(card, "weeks")[:MOST_BITS]
    if "0" not in mask or "1" not in mask:
        return [""]
    short = tables.week_names.get(mask, "").upper()
    if mask.count("1") == 1 and len(short) == 1 and short.isalpha() and short.isascii():
        return [short]
    return [chr(ord("A") + n) for n, bit in enumerate(mask) if bit == "1"]


def _periods(card: ET.Element, lesson: ET.Element, tables: _Tables) -> list[str]:
    """The periods a card covers: more than one where it is a double lesson."""
    first, many = _get(card, "period"), _get(lesson, "periodspercard")
    if not first or len(first) > LONGEST_PERIOD:
        return []
    length = min(int(many), MOST_PERIODS_IN_A_CARD) if _is_whole(many) and int(many) > 1 else 1
    order = list(tables.periods)
    if first in order:
        found = order[order.index(first) : order.index(first) + length]
        return [(tables.periods[key] or key)[:LONGEST_PERIOD] for key in found]
    return [str(int(first) + n) for n in range(length)] if _is_whole(first) else [first]


def _names(root: ET.Element, tag: str) -> dict[str, str]:
    return {_id(e): _get(e, "short") or _get(e, "name") for e in root.iter(tag)}


def _number(period: ET.Element) -> str:
    return _get(period, "period") or _get(period, "name")


def _group_name(group: ET.Element, classes: dict[str, str]) -> str:
    whole = classes.get(_get(group, "classid"), "")
    if _get(group, "entireclass") == "1" or not _get(group, "name"):
        return whole
    return f"{whole} {_get(group, 'name')}".strip()


def _first(ids: list[str], names: dict[str, str]) -> str:
    return next((names[i] for i in ids if names.get(i)), "")


def _ids(element: ET.Element, name: str) -> list[str]:
    """The ids of a list attribute (`teacherids`), or of its older form with one (`teacherid`)."""
    listed = _get(element, f"{name}s") or _get(element, name)
    return [part.strip() for part in listed.split(",") if part.strip()]


def _id(element: ET.Element) -> str:
    return _get(element, "id")


def _get(element: ET.Element, name: str) -> str:
    return " ".join((element.get(name) or "").split())


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 6
