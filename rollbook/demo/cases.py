"""Cases of the training school: two of every process, one just begun and one some steps on (CASE-A to CASE-J).

Each is worked as the office would, through the same verbs, from the examples that its process brings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from importlib import import_module
from uuid import UUID

from rollbook.absence.queries import WatchFilters, watch_list
from rollbook.cases.actions import open_case, reassess, take_step
from rollbook.cases.known import the_process
from rollbook.cases.queries import CasePage, case_page
from rollbook.demo.happening import Happenings
from rollbook.processes import PROCESSES
from rollbook.pupils.queries import PupilLine
from rollbook.pupils.queries.posting import ways_to_post
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.process import AnyProcess, Choice, Step
from rollbook.rules.refused import Refused

BEGAN_DAYS_AGO = (3, 24)
STEPS = 3
# Begun whole where they are asked for, or by themselves from the marks.
OF_THEIR_OWN = frozenset({"leave_request", "ten_day_return", "sickness_return", "new_pupil_return"})


@dataclass(frozen=True, slots=True)
class Caseload:
    """A small caseload about pupils who have been absent much, the attendance manager's and the head's."""

    happenings: Happenings

    def act(self) -> None:
        pupils = iter(watch_list(self._by(Role.HEAD, 0), WatchFilters()))
        for process in (the_process(key) for key in PROCESSES if key not in OF_THEIR_OWN):
            examples = import_module(f"rollbook.processes.{process.key}.examples").EXAMPLES
            for n, (facts, days) in enumerate(zip(examples, BEGAN_DAYS_AGO, strict=False)):
                line = next(pupils, None)
                if line is None:
                    return
                self._work(process, facts, line.pupil, days, steps=STEPS if n else 0)
        reassess(self._by(Role.ATTENDANCE_MANAGER, 0))

    def _work(self, process: AnyProcess, facts: object, pupil: PupilLine, days: int, *, steps: int) -> None:
        actor = self._by(Role.HEAD, days)
        contact = self._parent(actor, pupil) if process.per_contact else None
        if process.per_contact and contact is None:
            return
        try:
            case = open_case(
                actor, process=process.key, pupil=pupil.id, contact=contact, why=f"{process.name}: asked for."
            )
        except Refused:
            return  # one that was begun elsewhere in the training school
        for n in range(steps):
            if not self._take(self._by(Role.HEAD, days - 1 - 3 * n), case, facts):
                return

    def _take(self, actor: Actor, case: UUID, facts: object) -> bool:
        """The first step that can be taken with what the example knows."""
        page = case_page(actor, case)
        for step in _ahead(page):
            answers = {name: _plain(getattr(facts, name)) for name in step.asks}
            choice = _goes_on(step)
            try:
                take_step(
                    actor,
                    case=case,
                    step=step.key,
                    choice=choice.key if choice else "",
                    answers=answers,
                    note="Weighed with the head of year." if choice else "",
                )
            except Refused:
                continue
            return True
        return False

    def _parent(self, actor: Actor, pupil: PupilLine) -> int | None:
        posts = ways_to_post(actor, [pupil.id]).get(pupil.id, ())
        return next((post.contact_id for post in posts if post.is_home and post.may_be_told), None)

    def _by(self, role: Role, days: int) -> Actor:
        return self.happenings.by(role, self._school_day(days), time(8, 40) if not days else time(15, 20))

    def _school_day(self, days: int) -> date:
        wanted = self.happenings.on - timedelta(days=days)
        met = [day for day in self.happenings.fortnight.school.years[-1].school_days if day <= wanted]
        return met[-1] if met else self.happenings.on


def _ahead(page: CasePage) -> Iterator[Step[object]]:
    """What can be done next: the steps that must be, before those that may."""
    open_now = [one.state.step for one in page.open_steps if not one.state.taken]
    yield from (step for step in open_now if not step.optional)
    yield from (step for step in open_now if step.optional)


def _goes_on(step: Step[object]) -> Choice | None:
    """The first decision with which the case does not end; None where the step decides nothing."""
    return next((choice for choice in step.choices if not choice.ends), step.choices[0] if step.choices else None)


def _plain(value: object) -> object:
    return getattr(value, "value", value)
