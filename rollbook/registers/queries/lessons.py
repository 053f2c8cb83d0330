"""A lesson's register as it lies before whoever takes it, and the day's lessons as they stand."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import inf

from django.db.models import Count

from rollbook.audit.prepared import Prepared, given
from rollbook.pupils.queries.groups import GroupLine
from rollbook.pupils.queries.lines import PupilLine
from rollbook.pupils.queries.members import members_of
from rollbook.pupils.queries.taught import lesson_roster
from rollbook.registers.issue import Issue, LessonIssue
from rollbook.registers.models import LessonMark, Mark
from rollbook.registers.queries.board import RegisterState
from rollbook.registers.queries.planned import PlannedLine, plans_on
from rollbook.registers.queries.rules import RuleLine, named_by, rules_on
from rollbook.registers.queries.sheet import Sheet, SheetRow
from rollbook.registers.queries.where_now import where_now
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import Half
from rollbook.schools.queries import RegisterDay, SessionTimes, policy_on, times_of
from rollbook.timetable.queries import LessonOn, lesson_on, lessons_named, lessons_on, may_take_lesson

_SEES = (Permission.TAKE_ANY_REGISTER, Permission.SEE_BOARD, Permission.SEE_RECORD)


@dataclass(frozen=True, slots=True)
class LessonSheet:
    """A lesson's register, issued to one person; `takes` says whether they may take it.

    `rule` takes the session's mark from this lesson; `earlier` is what stands of each pupil's day
    before it, by row token, e.g. “AM /, P1 L”, after the room they are in while the lesson goes on.
    What is planned for the session shows here as on its own register (REG-F).
    """

    lesson: LessonOn
    sheet: Sheet
    issue: LessonIssue
    takes: bool
    rule: RuleLine | None
    earlier: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LessonRow:
    """One lesson on the day's list: how many of its pupils are marked, and where its register stands."""

    lesson: LessonOn
    state: RegisterState
    size: int
    marked: int
    rule: RuleLine | None


def lesson_sheet(actor: Actor, public_id: uuid.UUID, on: date) -> LessonSheet:
    """The register of a lesson on a date: a fixed number of statements, whatever its size.

    Raises NotFound for a lesson that this person neither takes nor may see.
    """
    lesson = lesson_on(actor, public_id, on)
    takes = may_take_lesson(actor, lesson)
    if not takes and not any(actor.may(p) for p in _SEES):
        raise NotFound("There is no such lesson on that day, or you do not take its register.")
    rule = named_by(rules_on(actor, on), lesson.period, lesson.nc_year)
    day, window = _day(actor, lesson, rule)
    issue = LessonIssue(_issue(actor, lesson, day), lesson.key, rule.version if rule else 0, window)
    pupils = tuple(p for p in lesson_roster(actor, lesson.group_id, on) if _expected(p, on))
    marks = {m.pupil_id: m for m in LessonMark.objects.filter(school_id=actor.school, date=on, lesson=lesson.key)}
    plans = plans_on(actor, on, day.half, [p.id for p in pupils])
    rows = tuple(_row(issue.register, p, marks.get(p.id), plans.get(p.id)) for p in pupils)
    sheet = Sheet(_group(lesson, len(pupils)), day, issue.register, rows)
    return LessonSheet(lesson, sheet, issue, takes, rule, _earlier(actor, lesson, issue.register, pupils))


def lesson_list(actor: Actor, on: date, *, own: bool) -> tuple[LessonRow, ...]:
    """A day's lessons with their registers, of this person or of the whole school: five statements."""
    lessons = lessons_on(actor, on, teacher=actor.user_id or 0) if own else lessons_on(actor, on)
    members = members_of(actor, {lesson.group_id for lesson in lessons}, on)
    rules = rules_on(actor, on)
    rows = LessonMark.objects.filter(school_id=actor.school, date=on).order_by().values_list("lesson")
    keys = dict(rows.annotate(marked=Count("pupil_id")))
    return tuple(_listed(actor, lesson, len(members.get(lesson.group_id, ())), keys, rules) for lesson in lessons)


def half_of(times: SessionTimes, lesson: LessonOn) -> Half:
    """The half in which a lesson lies: the afternoon once the morning session has ended."""
    if lesson.starts is None:
        return Half.AM
    try:
        return Half.AM if lesson.starts < times.for_(Half.AM, lesson.nc_year, lesson.site_id).ends else Half.PM
    except Refused:
        return Half.AM if lesson.starts.astimezone(LONDON).hour < 12 else Half.PM


def _day(
    actor: Actor, lesson: LessonOn, rule: RuleLine | None
) -> tuple[RegisterDay, tuple[datetime, datetime, datetime] | None]:
    """The lesson's own hours as its register's day, and the times of the session whose mark comes from it."""
    if lesson.starts is None or lesson.ends is None:
        raise Refused(f"The school's day has no hours for {lesson.period}. Set them under Set-up, Times.")
    times = times_of(actor, lesson.on)
    half = rule.half if rule else half_of(times, lesson)
    day = RegisterDay(
        on=lesson.on,
        half=half,
        is_school_day=True,
        opens=lesson.starts,
        closes=lesson.ends,
        ends=lesson.ends,
        policy_version=_policy(actor, lesson.on),
    )
    if rule is None:
        return day, None
    window = times.for_(half, lesson.nc_year, lesson.site_id)
    return day, (window.opens, window.closes, window.ends)


def _policy(actor: Actor, on: date) -> int:
    try:
        return policy_on(actor, on).version
    except Refused:
        return 0


def _issue(actor: Actor, lesson: LessonOn, day: RegisterDay) -> Issue:
    return Issue(
        school_id=actor.school,
        user_id=actor.user_id or 0,
        group_id=lesson.group_id,
        on=day.on,
        half=int(day.half),
        opens=day.opens,
        closes=day.closes,
        ends=day.ends,
        policy_version=day.policy_version,
    )


def _group(lesson: LessonOn, size: int) -> GroupLine:
    return GroupLine(
        id=lesson.group_id,
        public_id=lesson.group_public_id,
        kind="teaching",
        year=lesson.on.year,
        name=lesson.group,
        nc_year=lesson.nc_year,
        room=lesson.room,
        site_id=lesson.site_id,
        size=size,
    )


def _row(issue: Issue, pupil: PupilLine, mark: LessonMark | None, planned: PlannedLine | None) -> SheetRow:
    return SheetRow(
        token=issue.token(str(pupil.public_id)),
        pupil=pupil,
        code=mark.code if mark else "",
        minutes=mark.minutes if mark else None,
        version=mark.version if mark else 0,
        has_detail=mark.has_detail if mark else False,
        planned=planned,
    )


def _expected(pupil: PupilLine, on: date) -> bool:
    if pupil.first_day is None or pupil.boarder:
        return False
    return pupil.first_day <= on and (pupil.last_day is None or on <= pupil.last_day)


def _earlier(actor: Actor, lesson: LessonOn, issue: Issue, pupils: Iterable[PupilLine]) -> Mapping[str, str]:
    """Where they are now and what stands of the day besides this lesson, by row token: at most five statements."""
    ids = [pupil.id for pupil in pupils]
    rooms = where_now(actor, ids) if _goes_on(actor, lesson) else {}
    found: dict[int, list[tuple[float, str]]] = {}
    of_day = {"school": actor.school, "on": lesson.on, "pupils": ids}
    for pupil, half, code in _SESSIONS.rows(**of_day):
        found.setdefault(pupil, []).append((-1 if half == Half.AM else inf, f"{Half(half).name} {code}"))
    others = [row for row in _LESSONS.rows(**of_day) if row[1] != lesson.key]
    named = lessons_named(actor, lesson.on, {uuid.UUID(key) for _, key, _ in others})
    order = {other.key: (n, other.period) for n, other in enumerate(named)}
    for pupil, key, code in others:
        if key in order:
            found.setdefault(pupil, []).append((order[key][0], f"{order[key][1]} {code}"))
    for pupil, says in rooms.items():
        found.setdefault(pupil, []).append((-2, says))
    return {issue.token(str(p.public_id)): ", ".join(text for _, text in sorted(found.get(p.id, ()))) for p in pupils}


_SESSIONS = Prepared(
    lambda: Mark.objects.filter(
        school_id=given("school"), date=given("on", "day"), pupil_id__in=given("pupils", many=True)
    ).values_list("pupil_id", "half", "code")
)
_LESSONS = Prepared(
    lambda: LessonMark.objects.filter(
        school_id=given("school"), date=given("on", "day"), pupil_id__in=given("pupils", many=True)
    ).values_list("pupil_id", "lesson", "code")
)


def _goes_on(actor: Actor, lesson: LessonOn) -> bool:
    return bool(lesson.starts and lesson.ends and lesson.starts <= actor.now < lesson.ends)


def _listed(actor: Actor, lesson: LessonOn, size: int, keys: Mapping[str, int], rules: Iterable[RuleLine]) -> LessonRow:
    marked = min(keys.get(lesson.key, 0), size)
    rule = named_by(rules, lesson.period, lesson.nc_year)
    return LessonRow(lesson, _state(actor.now, lesson, size, marked), size, marked, rule)


def _state(now: datetime, lesson: LessonOn, size: int, marked: int) -> RegisterState:
    if size and marked >= size:
        return RegisterState.TAKEN
    if lesson.starts is None or lesson.ends is None or now < lesson.starts:
        return RegisterState.NOT_OPEN
    if now < lesson.ends:
        return RegisterState.OPEN
    return RegisterState.PARTLY if marked else RegisterState.MISSING
