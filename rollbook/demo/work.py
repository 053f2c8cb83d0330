"""What people leave each other at the training school: tasks, a note, a question, lateness followed up."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, time, timedelta

from rollbook.absence.actions.lateness import set_detention
from rollbook.absence.queries.lateness import late_steps_due
from rollbook.demo.happening import Happenings
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.lateness import Act
from rollbook.work.actions import Asked, delegate, leave_note, log_question, make_task, read_note, record_told

_HOLIDAY_AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Handover:
    """Yesterday afternoon's hand-over and this morning's questions, as two who share the desk leave them."""

    happenings: Happenings

    def act(self) -> None:
        office, manager = Role.ATTENDANCE_ADMINISTRATOR.value, self._by(Role.ATTENDANCE_MANAGER, -1, 15, 40)
        today, note = self.happenings.on, uuid.uuid4()
        leave_note(manager, note=note, says="The coach firm rings about bus 7 before ten. Ask how long.", role=office)
        leave_note(manager, note=uuid.uuid4(), says="The new cards for the kiosk are in the top drawer.", role=office)
        desk = self._by(Role.ATTENDANCE_ADMINISTRATOR, 0, 8, 5)
        read_note(desk, note=note)
        make_task(manager, says="Print the lists for the flu vaccinations", due=today, role=office)
        make_task(manager, says="Send the half-term figures to the governors", due=self._in_the_holiday(), role=office)
        self._standing_in()
        self._asked(desk)
        self._late()

    def _standing_in(self) -> None:
        head_of_year = self._by(Role.HEAD_OF_YEAR, -1, 16, 5)
        to = self._by(Role.SENIOR_LEADER, -1, 16, 5).user_id
        until = self.happenings.on + timedelta(days=2)
        if to is not None and to != head_of_year.user_id:
            delegate(head_of_year, delegation=uuid.uuid4(), to=to, first=self.happenings.on, last=until)

    def _asked(self, desk: Actor) -> None:
        one = self._pupil(self.happenings.cast.at_the_dentist)
        question = Asked(
            "agency", "phone", "Ms Bello, virtual school", "Attendance this term, for Thursday's meeting.", one,
            due=self.happenings.on + timedelta(days=1),
        )  # fmt: skip
        log_question(desk, question=uuid.uuid4(), asked=question)
        break_time = Asked(
            "parent", "phone", "A parent new to the school", "When does the late bus go?", answer="16:35."
        )
        log_question(desk, question=uuid.uuid4(), asked=break_time)
        record_told(
            desk, told=uuid.uuid4(), pupil=one, way="letter", who="The family", says="Figures of the last half term.",
            statement=True,
        )  # fmt: skip

    def _late(self) -> None:
        """Somebody whose lateness calls for more than a letter stays behind this afternoon."""
        leader = self._by(Role.HEAD, 0, 8, 30)
        for due in [one for one in late_steps_due(leader) if one.step.act is Act.MEETING][:2]:
            pupil = str(due.pupil.public_id)
            set_detention(leader, detention=uuid.uuid4(), pupil=pupil, on=self.happenings.on, room="S4")

    def _in_the_holiday(self) -> date:
        """A day of the next holiday, on which a clock of calendar days runs out."""
        calendar, day = SchoolCalendar(self.happenings.fortnight.school.years[-1].school_days), self.happenings.on
        ahead = (day + timedelta(days=n) for n in range(1, _HOLIDAY_AHEAD.days))
        return next((on for on in ahead if on.weekday() < 5 and not calendar.is_school_day(on)), day)

    def _pupil(self, key: str) -> str:
        return str(self.happenings.fortnight.taken.pupils[key])

    def _by(self, role: Role, days: int, hour: int, minute: int) -> Actor:
        on = self.happenings.before if days else self.happenings.on
        return self.happenings.by(role, on, time(hour, minute))
