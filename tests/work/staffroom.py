"""A school's staff as hand-over needs them: two who share the office, a tutor, a head, a safeguarding lead."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.schools.models import School
from rollbook.staff.models import User
from rollbook.work.actions import Asked, delegate, leave_note, log_question, make_task
from tests.builders import a_role, a_user, an_actor
from tests.registers.classroom import AT_THE_DOOR, At, Classroom


class Staffroom(Classroom):
    """Form 9A, and who works around it; each asked to act at a moment."""

    def __init__(self, size: int = 3) -> None:
        super().__init__(size)
        self.people: dict[Role, User] = {Role.ATTENDANCE_ADMINISTRATOR: self.officer, Role.TUTOR: self.tutor}

    def person(self, role: Role, name: str) -> User:
        user = a_user(name)
        a_role(user, self.school, role)
        self.people[role] = user
        return user

    def acting(self, user: User, role: Role, now: datetime = AT_THE_DOOR) -> Actor:
        return an_actor(self.school, role, user=user, now=now)

    def screen(self, user: User, now: datetime = AT_THE_DOOR) -> At:
        return At(user, now)

    def work(self, name: str, **place: object) -> str:
        return reverse(f"work:{name}", kwargs={"school": self.school.slug, **place})


def some_work(school: School, user: User, pupil: str) -> dict[str, uuid.UUID]:
    """One task, note, delegation and question about a pupil, for one person who is there today."""
    actor = an_actor(school, user=user, now=timezone.now())
    colleague = a_user("C. Colleague")
    a_role(colleague, school)
    made = {name: uuid.uuid4() for name in ("note", "delegation", "question")}
    task = make_task(actor, says="Ring the nurse", due=actor.today, owner=user.pk)
    leave_note(actor, note=made["note"], says="Bus 7 is late", to=user.pk)
    delegate(actor, delegation=made["delegation"], to=colleague.pk, first=actor.today, last=actor.today)
    log_question(actor, question=made["question"], asked=Asked("parent", "phone", "", "When?", pupil, due=actor.today))
    return {**made, "task": task}
