"""A maths set of some pupils of 9A with a lesson in P1 and one in P4 on Monday 7 September 2026."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

from django.urls import reverse

from rollbook.pupils.models import Pupil
from rollbook.registers.actions import SaveOutcome, Tap
from rollbook.registers.actions.lessons import save_lesson
from rollbook.registers.models import LessonMark, SessionRule
from rollbook.registers.queries.lessons import LessonSheet, lesson_sheet
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.staff.models import User
from rollbook.timetable.models import Lesson
from tests.builders import TERM_STARTS, a_role, a_user, an_actor
from tests.registers.classroom import MONDAY, Classroom
from tests.timetable.weekly import a_lesson, a_set, hours

IN_P1 = datetime(2026, 9, 7, 8, 15, tzinfo=UTC)  # 9:15 in England, five minutes into P1
IN_P4 = datetime(2026, 9, 7, 12, 13, tzinfo=UTC)  # 13:13, three minutes into P4 and the afternoon's register
P4_LATE = IN_P4 + timedelta(minutes=22)  # 13:35, after the afternoon's register closed at 13:30


class LessonRoom(Classroom):
    """Ms Kaur teaches the set; she is named for no group, only for its lessons."""

    def __init__(self, size: int = 4) -> None:
        super().__init__(size)
        hours(self.school)
        self.teacher: User = a_user("Ms Kaur")
        a_role(self.teacher, self.school, Role.TEACHER)
        self.set = a_set(self.school, pupils=tuple(self.pupils))
        self.p1: Lesson = a_lesson(self.set, "P1", teacher=self.teacher)
        self.p4: Lesson = a_lesson(self.set, "P4", teacher=self.teacher)

    def who(self, now: datetime = IN_P1, user: User | None = None, role: Role = Role.TEACHER) -> Actor:
        return an_actor(self.school, role, user=user or self.teacher, now=now)

    def sheet(self, lesson: Lesson, now: datetime = IN_P1, **more: object) -> LessonSheet:
        return lesson_sheet(self.who(now, **more), lesson.public_id, MONDAY)  # type: ignore[arg-type]

    def take(
        self, lesson: Lesson, codes: str, now: datetime = IN_P1, *, actor: Actor | None = None, **more: object
    ) -> SaveOutcome:
        """Take the lesson: a code for each pupil in the order of the sheet, `.` for none."""
        actor = actor or self.who(now)
        found = lesson_sheet(actor, lesson.public_id, MONDAY)
        minutes, reason = more.pop("minutes", None), str(more.pop("reason", ""))
        taps = [
            Tap(row.token, code, seen=row.version, minutes=minutes if code in "LU" else None, reason=reason)  # type: ignore[arg-type]
            for row, code in zip(found.sheet.rows, codes, strict=False)
            if code != "."
        ]
        given = {"save_id": uuid.uuid4(), "finished": True, "is_school_day": True, **more}
        return save_lesson(actor, issue=found.issue, taps=taps, **given)  # type: ignore[arg-type]

    def marks(self, lesson: Lesson) -> str:
        """What the database holds for the lesson, in the order of the sheet."""
        held = dict(LessonMark.objects.filter(lesson=str(lesson.public_id)).values_list("pupil_id", "code"))
        return "".join(held.get(p.pk, ".") for p in self._listed())

    def session(self, half: int = 1) -> str:
        held = self.codes(MONDAY, half)
        return "".join(held.get(p.legal_surname, ".") for p in self._listed())

    def rule(self, period: str, half: int = 1, nc_year: str = "9", from_day: date = TERM_STARTS) -> SessionRule:
        version = SessionRule.objects.filter(school=self.school).count() + 1
        return SessionRule.objects.create(
            school=self.school, version=version, valid_from=from_day, half=half, nc_year=nc_year, period=period
        )

    def lesson_url(self, lesson: Lesson, name: str = "lesson") -> str:
        place = {"school": self.school.slug, "lesson": lesson.public_id, "on": MONDAY.isoformat()}
        return reverse(f"registers:{name}", kwargs=place)

    def _listed(self) -> list[Pupil]:
        return sorted(self.pupils, key=lambda p: (p.legal_surname, p.legal_forename))
