"""Requests for leave in the training school: waiting, held, to be told, granted, and two that are over (CASE-E)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise

from rollbook.absence.queries.standings import standings
from rollbook.cases.queries import case_line
from rollbook.demo.happening import Happenings
from rollbook.processes.leave_request.actions.asking import Asked, ask_for_leave
from rollbook.processes.leave_request.actions.deciding import Decision, decide, tell
from rollbook.processes.leave_request.actions.licences import Permitted, keep_licence
from rollbook.pupils.queries.lines import siblings_of
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session
from rollbook.rules.standing import Standing

LOOKED_BACK, AHEAD = 10, 14
WHY = "Considered with the head of year; the family was heard."


@dataclass(frozen=True, slots=True)
class Leave:
    """A fortnight of requests, each asked, decided and told at its own time."""

    happenings: Happenings

    def act(self) -> None:
        stand = standings(self._by(Role.HEAD, 0))
        days = self._days()
        if len(days) < LOOKED_BACK or len(stand) < AHEAD:
            return
        pupils = (key for key in sorted(stand) if stand[key].is_compulsory and not stand[key].is_persistent)
        self._waiting(pupils, sorted(siblings_of(self._by(Role.HEAD, 0), list(stand)).items()))
        self._ahead(pupils)
        self._over(stand, days)

    def _waiting(self, pupils: Iterator[int], families: list[tuple[int, tuple[object, ...]]]) -> None:
        first = self._monday(2)
        if families:
            pupil, siblings = families[0]
            both = (pupil, siblings[0].id)  # type: ignore[attr-defined]  # a PupilLine
            said = {"purpose": "holiday", "reason": "The flights are half the price that week.", "abroad": True}
            more = {"place": "Spain", "travels_with": "Both parents", "return_booked": True, "way": "form"}
            self._ask(2, both, first, first + timedelta(days=4), **said, **more)
        wedding = "My sister marries on the Friday, and the children carry the rings."
        self._ask(
            1, (next(pupils),), first + timedelta(days=2), first + timedelta(days=4), purpose="family", reason=wedding
        )
        festival = {
            "purpose": "religious",
            "set_apart": first + timedelta(days=1),
            "reason": "We celebrate with family.",
        }
        self._ask(1, (next(pupils),), first, first + timedelta(days=2), **festival)
        journey = {"purpose": "family", "abroad": True, "return_booked": False, "reason": "An aunt has invited us."}
        self._ask(1, (next(pupils),), self._monday(3), self._monday(3) + timedelta(days=18), **journey)

    def _ahead(self, pupils: Iterator[int]) -> None:
        first = self._monday(1)
        funeral = {"purpose": "bereavement", "reason": "Grandfather’s funeral, two hundred miles away."}
        self._decided(2, next(pupils), first, first + timedelta(days=1), "granted", told=True, **funeral)
        holiday = {"purpose": "holiday", "reason": "We won the trip."}
        self._decided(1, next(pupils), first, first + timedelta(days=4), "refused", told=False, **holiday)
        singer = next(pupils)
        licence = Permitted(
            "performance", "L/2214", "The city council", first, first + timedelta(days=25), "10:00–16:30"
        )
        keep_licence(self._by(Role.ATTENDANCE_ADMINISTRATOR, 3), pupil=singer, licence=licence)
        stage = {"purpose": "performance", "reason": "A part in the theatre’s Christmas play."}
        self._decided(2, singer, first + timedelta(days=2), first + timedelta(days=2), "granted", told=True, **stage)

    def _over(self, stand: Mapping[int, Standing], days: list[date]) -> None:
        """Refused, then ill; and refused, and away all the same."""
        for code, purpose in (("I", "holiday"), ("G", "holiday")):
            found = next(_run(stand, days, code), None)
            if found is not None:
                pupil, first, last = found
                said = {"purpose": purpose, "reason": "A few days by the sea."}
                self._decided(LOOKED_BACK + 4, pupil, first, last, "refused", told=True, **said)

    def _decided(
        self, days_ago: int, pupil: int, first: date, last: date, how: str, *, told: bool, **said: object
    ) -> None:
        for case in self._ask(days_ago, (pupil,), first, last, **said):
            head = self._by(Role.HEAD, days_ago, 16)
            version = case_line(head, case).version
            decide(head, decision=Decision(case, version, how, WHY, "We have considered what you wrote."))
            if told:
                self._tell(days_ago, case, how)

    def _tell(self, days_ago: int, case: uuid.UUID, how: str) -> None:
        try:
            tell(self._by(Role.ATTENDANCE_MANAGER, days_ago, 17), case=case, how=how)
        except Refused:
            return  # nobody of this pupil may be written to: the office has still to find out how

    def _ask(
        self, days_ago: int, pupils: tuple[int, ...], first: date, last: date, **said: object
    ) -> tuple[uuid.UUID, ...]:
        office = self._by(Role.ATTENDANCE_ADMINISTRATOR, days_ago)
        told = {"asked_by": "A parent", "way": "email", "asked_on": office.today, "lives_with": True, **said}
        asked = Asked(pupils, {**told, "first": first, "last": last})
        return ask_for_leave(office, request=uuid.uuid4(), asked=asked)

    def _by(self, role: Role, days_ago: int, hour: int = 9) -> Actor:
        day = self.happenings.on - timedelta(days=days_ago)
        return self.happenings.by(role, day, time(8, 45) if not days_ago else time(hour, 10))

    def _days(self) -> list[date]:
        met = self.happenings.fortnight.school.years[-1].school_days
        return [day for day in met if day < self.happenings.on][-LOOKED_BACK:]

    def _monday(self, weeks: int) -> date:
        on = self.happenings.on
        return on - timedelta(days=on.weekday()) + timedelta(days=7 * weeks)


def _run(stand: Mapping[int, Standing], days: list[date], code: str) -> Iterator[tuple[int, date, date]]:
    """Pupils with two whole school days of one code on end, and those days."""
    for pupil, standing in sorted(stand.items()):
        for first, last in pairwise(days):
            if all(standing.code_at(Session(day, half)) == code for day in (first, last) for half in Half):
                yield pupil, first, last
                break
