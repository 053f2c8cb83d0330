"""Who is returned to the authority in the training school: a pupil away for eleven days, and new pupils.

Each by the same verbs as the office: marks put right, cases opened by themselves, steps taken (CASE-H).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from rollbook.absence.queries.standings import standings
from rollbook.cases.actions import reassess, take_step
from rollbook.cases.queries import cases_of
from rollbook.demo.happening import Happenings
from rollbook.processes.new_pupil_return.actions import open_new_pupil_returns
from rollbook.pupils.queries.identifying import public_ids_of
from rollbook.registers.actions import Correction, amend_many
from rollbook.registers.queries import marks_of_pupil
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.marking import Entry, RegisterFacts
from rollbook.rules.sessions import Half, Session
from rollbook.rules.standing import Standing
from rollbook.schools.queries import register_day

AWAY_FOR = 11
ABSENT = frozenset({"I", "G", "N", "O"})
NOT_SEEN = frozenset({"G", "N", "O"})
RETURN = {
    "authority": "Calderbridge",
    "sent_how": "The authority’s portal",
    "reference": "TDR-1182",
    "known_so_far": "Mother’s number is not in use; a neighbour saw the family pack a car.",
}


@dataclass(frozen=True, slots=True)
class Returns:
    """The ten-day return of one pupil, made yesterday; and the returns of whoever has just come."""

    happenings: Happenings

    def act(self) -> None:
        open_new_pupil_returns(self._by(Role.ATTENDANCE_ADMINISTRATOR, self.happenings.before, time(8, 35)))
        away = self._most_absent()
        if away is None:
            return
        self._put_right(away)
        office = self._by(Role.ATTENDANCE_MANAGER, self.happenings.before, time(15, 40))
        reassess(office, pupils=[away])
        for line in cases_of(office, away):
            if line.process.key == "ten_day_return":
                take_step(office, case=line.public_id, step="make_return", answers=RETURN)

    def _most_absent(self) -> int | None:
        """The pupil who was in school least in these days, and about whom nothing else is told."""
        head = self._by(Role.HEAD, self.happenings.before, time(15))
        found = standings(head)
        those = [pupil for pupil, one in found.items() if one.is_compulsory and self._absences(one)]
        ordered = sorted(those, key=lambda pupil: (-self._absences(found[pupil]), pupil))
        return next((pupil for pupil in ordered[:20] if not cases_of(head, pupil)), None)

    def _absences(self, standing: Standing) -> int:
        return sum(standing.code_at(session) in ABSENT for session in self._sessions())

    def _put_right(self, pupil: int) -> None:
        """What was taken for illness, or for somebody else, was an absence without a reason."""
        office = self._by(Role.ATTENDANCE_MANAGER, self.happenings.before, time(15, 30))
        wanted = self._sessions()
        marks = {mark.session: mark for mark in marks_of_pupil(office, pupil, wanted[0].on, wanted[-1].on)}
        public = public_ids_of(office, [pupil])[pupil]
        corrections = []
        for session in wanted:
            mark = marks.get(session)
            if mark is not None and mark.code not in NOT_SEEN:
                day = register_day(office, session.on, session.half)
                facts = RegisterFacts(session, day.is_school_day, day.opens, day.closes, day.ends)
                why = "Not seen by anybody that day: the surgery and the tutor have said so"
                corrections.append(Correction(Entry(pupil=public, code="O", seen=mark.version, reason=why), facts))
        amend_many(office, corrections=corrections)

    def _sessions(self) -> list[Session]:
        days = [day for day in self.happenings.fortnight.school.years[-1].school_days if day <= self.happenings.before]
        return [Session(day, half) for day in days[-AWAY_FOR:] for half in Half]

    def _by(self, role: Role, on: date, at: time) -> Actor:
        return self.happenings.by(role, on, at)
