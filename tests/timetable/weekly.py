"""A school with six periods, two teachers, teaching groups and lessons to be put into its week."""

from __future__ import annotations

from datetime import date

from rollbook.pupils.models import Group, GroupMembership, Pupil
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.schools.models import LessonTime, School
from rollbook.staff.models import User
from rollbook.timetable.models import Lesson
from tests.builders import A_MORNING, TERM_STARTS, a_role, a_school, a_user, an_actor

MONDAY = date(2026, 9, 7)
HOURS = {"P1": (550, 610), "P2": (610, 670), "P3": (690, 750), "P4": (790, 850), "P5": (850, 910), "Tut": (520, 550)}


def hours(school: School) -> None:
    """Six periods: tutor time from 8:40, P1 from 9:10, P4 from 13:10."""
    for name, (starts, ends) in HOURS.items():
        LessonTime.objects.create(school=school, name=name, starts=starts, ends=ends, valid_from=date(2020, 9, 1))


def a_set(school: School, name: str = "9x/Ma1", *, pupils: tuple[Pupil, ...] = (), nc_year: str = "9") -> Group:
    """A teaching group with these pupils in it."""
    group = Group.objects.create(school=school, kind=Group.Kind.TEACHING, year=2026, name=name, nc_year=nc_year)
    for pupil in pupils:
        GroupMembership.objects.create(school=school, group=group, pupil=pupil, first=TERM_STARTS)
    return group


def a_lesson(
    group: Group,
    period: str = "P1",
    *,
    weekday: int = 0,
    week: str = "",
    teacher: User | None = None,
    room: str = "S4",
    first: date = TERM_STARTS,
    last: date | None = None,
) -> Lesson:
    return Lesson.objects.create(
        school=group.school,
        group=group,
        weekday=weekday,
        week=week,
        period=period,
        teacher=teacher,
        room=room,
        subject="Maths",
        first=first,
        last=last,
    )


class Weekly:
    """Two teachers and an office, and one maths set of no pupils taught by the first."""

    def __init__(self) -> None:
        self.school = a_school()
        hours(self.school)
        self.teacher, self.other = a_user("Ms Kaur"), a_user("Mr Obi")
        for user in (self.teacher, self.other):
            a_role(user, self.school, Role.TEACHER)
        self.group = a_set(self.school)
        self.actor: Actor = an_actor(self.school, now=A_MORNING)

    def as_(self, user: User, role: Role = Role.TEACHER) -> Actor:
        return an_actor(self.school, role, user=user, now=self.actor.now)
