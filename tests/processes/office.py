"""An attendance office over weeks of chosen time: marks that stand, cases that are worked, and what Rollbook opens."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from rollbook.cases.actions import open_case, reassess, take_step
from rollbook.cases.queries import CaseLine, CasePage, case_page, cases_of, suggestions
from rollbook.registers.actions.amending import amend_mark
from rollbook.registers.models import Mark
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.marking import RegisterFacts
from rollbook.rules.sessions import Half, Session
from rollbook.staff.models import User
from tests.absence.morning import Morning, days_of_term
from tests.builders import a_user, an_actor

_HALF_AN_HOUR, _HALF_A_DAY = timedelta(minutes=30), timedelta(hours=3)


class Office(Morning):
    """A school of a few pupils; `at(day)` moves its clock, at 9:20 in the morning."""

    def __init__(self, size: int = 2, on: date = date(2026, 9, 7)) -> None:
        super().__init__(size, now=_morning(on))
        self.officer: User = a_user("A. Osei")

    def at(self, day: date) -> None:
        self.now = _morning(day)
        self.importer = an_actor(self.school, now=self.now, permissions=self.importer.permissions)

    def who(self, role: Role = Role.ATTENDANCE_ADMINISTRATOR) -> Actor:
        return an_actor(self.school, role, now=self.now, user=self.officer)

    def days(self, first: date, last: date, code: str, n: int = 0) -> None:
        """The n-th pupil has that code in both sessions of every school day."""
        self.marked_on({day: {n: code} for day in days_of_term(first, last)}, *Half)

    def reassess(self) -> None:
        reassess(an_actor(self.school, Role.SYSTEM, now=self.now))

    def open(self, process: str, n: int = 0, **more: object) -> uuid.UUID:
        return open_case(self.who(), process=process, pupil=self.pupils[n].pk, why="Known to the office", **more)  # type: ignore[arg-type]

    def cases(self, process: str, n: int = 0) -> tuple[CaseLine, ...]:
        found = cases_of(self.who(), self.pupils[n].pk)
        return tuple(line for line in found if line.process.key == process)

    def the_case(self, process: str, n: int = 0) -> CaseLine:
        (line,) = self.cases(process, n)
        return line

    def page(self, case: uuid.UUID) -> CasePage:
        return case_page(self.who(), case)

    def suggested(self, process: str) -> tuple[str, ...]:
        return tuple(line.says for line in suggestions(self.who()) if line.process.key == process)

    def take(self, case: uuid.UUID, step: str, choice: str = "", /, **answers: Any) -> int:
        """Take a step with these answers; `role` is whose, the attendance administrator's unless said."""
        role = answers.pop("role", Role.ATTENDANCE_ADMINISTRATOR)
        return take_step(self.who(role), case=case, step=step, choice=choice, answers=answers)

    def correct(self, day: date, code: str, n: int = 0, *, halves: tuple[Half, ...] = tuple(Half)) -> None:
        """Somebody learns more, and the marks of a past day are amended."""
        for half in halves:
            mark = Mark.objects.get(pupil=self.pupils[n], date=day, half=half)
            opens = datetime.combine(day, time(8 if half is Half.AM else 13, 40), UTC)
            facts = RegisterFacts(Session(day, half), True, opens, opens + _HALF_AN_HOUR, opens + _HALF_A_DAY)
            amend_mark(
                self.who(),
                pupil=str(self.pupils[n].public_id),
                facts=facts,
                code=code,
                reason="Told afterwards",
                seen=mark.version,
            )


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9, 20), UTC)
