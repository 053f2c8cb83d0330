"""Untis GPU001: one line a lesson, without headings (lesson, class, teacher, subject, room, day, period)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rollbook.formats.problems import Problems
from rollbook.formats.refusals import FileRefused
from rollbook.formats.timetables.rows import LONGEST_PERIOD, LessonRow, TimetableFile, finished

WIDTH = 7
SCHOOL_DAYS = 5
_LOOKED_AT = 20
_WEEKS = "ABCD"


def looks_like_untis(records: Sequence[Sequence[str]]) -> bool:
    """Whether the first lines are lesson numbers with a day and a period, and no headings."""
    filled = [record for record in records[:_LOOKED_AT] if any(cell.strip() for cell in record)]
    return bool(filled) and sum(map(_is_lesson, filled)) * 2 > len(filled)


def lessons_of(name: str, records: Sequence[Sequence[str]]) -> TimetableFile:
    """The lessons of the file; days above 7 mean that it counts the days of two weeks or more on."""
    problems = Problems()
    rows = [(n, [cell.strip() for cell in record]) for n, record in enumerate(records, 1) if any(record)]
    days = [int(cells[5]) for _, cells in rows if len(cells) >= WIDTH and _is_whole(cells[5])]
    if not days:
        raise FileRefused(f"“{name}” has no lesson with a day and a period. Export GPU001 (lessons placed) from Untis.")
    longest = max(days)
    return finished(name, "untis", _read(rows, longest > SCHOOL_DAYS + 2, problems), problems)


def _read(rows: Sequence[tuple[int, list[str]]], many_weeks: bool, problems: Problems) -> Iterator[LessonRow]:
    for number, cells in rows:
        if len(cells) < WIDTH:
            problems.error(number, "", ";".join(cells), f"The line has {len(cells)} fields, not {WIDTH} or more.")
            continue
        _, group, teacher, subject, room, day, period = cells[:WIDTH]
        if not group:
            # Supervision and staff meetings stand in the file without a class.
            problems.warn(number, "class", subject or teacher, "It names no class, so there is no register for it.")
            continue
        place = _place(day, many_weeks)
        if place is None:
            problems.error(number, "day", day, "The day is not a weekday number (1 is Monday).")
            continue
        if not period or len(period) > LONGEST_PERIOD:
            problems.error(number, "period", period, "The line names no period.")
            continue
        yield LessonRow(number, place[0], place[1], period, group, subject, _known(teacher), room)


def _place(day: str, many_weeks: bool) -> tuple[str, int] | None:
    if not _is_whole(day) or int(day) < 1:
        return None
    week, weekday = divmod(int(day) - 1, SCHOOL_DAYS) if many_weeks else (0, int(day) - 1)
    if week >= len(_WEEKS) or weekday > SCHOOL_DAYS + 1:
        return None
    return (_WEEKS[week] if many_weeks else ""), weekday


def _known(teacher: str) -> str:
    """Untis writes a question mark, alone or before a number, for a teacher not decided yet."""
    return "" if teacher.startswith("?") else teacher


def _is_lesson(record: Sequence[str]) -> bool:
    cells = [cell.strip() for cell in record]
    return len(cells) >= WIDTH and _is_whole(cells[0]) and _is_whole(cells[5]) and _is_whole(cells[6])


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 8
