"""Penalty notices of the training school, each at another point of its road (CASE-F).

One waits for payment, one for its authority after a correction undid its ten, one for what a notice to improve brings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from rollbook.absence.queries.standings import standings
from rollbook.cases.actions import open_case, take_step
from rollbook.cases.queries import cases_of
from rollbook.demo.happening import Happenings
from rollbook.pupils.queries.identifying import public_ids_of
from rollbook.pupils.queries.posting import ways_to_post
from rollbook.registers.actions import amend_mark
from rollbook.registers.queries import marks_of_pupil
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.marking import RegisterFacts
from rollbook.rules.penalty_occasions import penalty_trigger
from rollbook.rules.refused import Refused
from rollbook.rules.standing import Standing
from rollbook.schools.queries import register_day

KEY, IMPROVE = "penalty_notice", "notice_to_improve"
WEIGHED = {
    "offence": "absence",
    "why_parent": "Has day-to-day care, and has met us twice.",
    "support": "not-worked",
    "support_says": "Breakfast club since September, and two meetings with the head of year.",
    "best_tool": True,
    "other_is_better": False,
}
IN_ORDER = {
    "equality": True,
    "has_needs": False,
    "equality_says": "No need is on record, and none was named in the meetings.",
    "asked_elsewhere": True,
}
SENT = {"authority": "Calderbridge", "sent_how": "The authority’s portal"}
POSTED_FOR = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Penalties:
    """Three of the pupils with ten in ten weeks, worked as the office would, through the same verbs."""

    happenings: Happenings

    def act(self) -> None:
        for n, work in enumerate((self._waits_for_payment, self._undone_since, self._may_improve)):
            began = (34, 12, 24)[n]
            found = next(self._pupils(began, few=work == self._undone_since), None)
            if found is not None:
                work(*found, began)

    def _waits_for_payment(self, pupil: int, parent: int, standing: Standing, began: int) -> None:
        case = self._requested(pupil, parent, standing, began)
        if case is None:
            return
        issued = self._by(Role.ATTENDANCE_MANAGER, began - 14).today
        answers = {
            "reference": "PN-20417",
            "issued_on": issued,
            "served_by": "post",
            "received_on": issued + POSTED_FOR,
        }
        self._take(case, "answer", began - 19, "issued", answers)

    def _undone_since(self, pupil: int, parent: int, standing: Standing, began: int) -> None:
        """A letter comes after the request, and sessions become authorised: the case says so when it is asked again."""
        if self._requested(pupil, parent, standing, began) is None:
            return
        counted = standing.window.sessions
        office = self._by(Role.ATTENDANCE_ADMINISTRATOR, 2)
        versions = {m.session: m.version for m in marks_of_pupil(office, pupil, counted[0].on, counted[-1].on)}
        public = public_ids_of(office, [pupil])[pupil]
        for session in counted[-(len(counted) - standing.window.needed + 1) :]:
            day = register_day(office, session.on, session.half)
            facts = RegisterFacts(session, day.is_school_day, day.opens, day.closes, day.ends)
            amend_mark(
                office, pupil=public, facts=facts, code="I", reason="Doctor’s letter seen", seen=versions[session]
            )

    def _may_improve(self, pupil: int, parent: int, standing: Standing, began: int) -> None:
        case = self._considered(pupil, parent, standing, began)
        if case is None:
            return
        self._take(case, "improve", began - 3, "give")
        (notice,) = [
            line.public_id
            for line in cases_of(self._by(Role.HEAD, 0), pupil)
            if line.process.key == IMPROVE and line.is_open
        ]
        answers = {
            "support_given": WEIGHED["support_says"],
            "support_there": "Breakfast club goes on; the form tutor rings on Sunday evenings.",
            "helper": "Mr Pritchard, attendance manager, through the school office",
            "enough": "No unauthorised absence, morning or afternoon, in the whole period.",
            "allowed": 0,
            "early": True,
        }
        self._take(notice, "give", began - 4, "six", answers)

    def _requested(self, pupil: int, parent: int, standing: Standing, began: int) -> UUID | None:
        case = self._considered(pupil, parent, standing, began)
        if case is not None:
            self._take(case, "improve", began - 3, "no-effect")
            self._take(case, "request", began - 4, answers=SENT)
        return case

    def _considered(self, pupil: int, parent: int, standing: Standing, began: int) -> UUID | None:
        trigger = penalty_trigger(standing)
        if trigger is None:
            return None
        case = open_case(
            self._by(Role.ATTENDANCE_MANAGER, began),
            process=KEY,
            pupil=pupil,
            contact=parent,
            why=trigger.says,
            rule=trigger.rule,
            source=f"{KEY}:{pupil}:{trigger.key}:{parent}",
        )
        days = {"offence_from": trigger.sessions[0].on, "offence_to": trigger.sessions[-1].on}
        try:
            self._take(case, "consider", began - 1, "go-on", WEIGHED | days, role=Role.HEAD)
            self._take(case, "checks", began - 2, answers=IN_ORDER)
        except Refused:
            return None  # an absence still without a reason, say: the case waits where it is
        return case

    def _take(
        self,
        case: UUID,
        step: str,
        days: int,
        choice: str = "",
        answers: Mapping[str, object] | None = None,
        *,
        role: Role = Role.ATTENDANCE_MANAGER,
    ) -> None:
        take_step(
            self._by(role, days),
            case=case,
            step=step,
            choice=choice,
            answers=answers,
            note="Weighed with the head of year.",
        )

    def _pupils(self, began: int, *, few: bool) -> Iterator[tuple[int, int, Standing]]:
        """Those with ten in ten weeks on that day, without such a case; with hardly more than ten where `few`."""
        actor = self._by(Role.HEAD, began)
        found = standings(actor)
        wanted = sorted((s for s in found.items() if penalty_trigger(s[1])), key=lambda s: len(s[1].window.sessions))
        posts = ways_to_post(actor, [pupil for pupil, _ in wanted])
        for pupil, standing in wanted if few else reversed(wanted):
            parent = next((p.contact_id for p in posts.get(pupil, ()) if p.is_home and p.may_be_told), None)
            if parent is not None and not standing.no_reason and not cases_of(actor, pupil):
                yield pupil, parent, standing

    def _by(self, role: Role, days: int) -> Actor:
        days = max(days, 0)
        return self.happenings.by(role, self._school_day(days), time(8, 40) if not days else time(15, 25))

    def _school_day(self, days: int) -> date:
        wanted = self.happenings.on - timedelta(days=days)
        met = [day for day in self.happenings.fortnight.school.years[-1].school_days if day <= wanted]
        return met[-1] if met else self.happenings.on
