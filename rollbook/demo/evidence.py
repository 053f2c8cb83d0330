"""A bundle of the training school, about a pupil of a penalty case, fixed once and left open (CASE-G)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import time

from rollbook.cases.queries import caseload
from rollbook.cases.queries.lines import CaseFilters
from rollbook.demo.happening import Happenings
from rollbook.evidence.actions import begin_bundle, make_bundle, say_witness
from rollbook.evidence.queries.choices import SHOWN_KINDS, ToldByHand
from rollbook.pupils.queries import contacts_of
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.statement import Witness
from rollbook.rules.year_row import year_of
from rollbook.schools.queries import calendar_of

WANTED = ("penalty_notice", "prosecution", "notice_to_improve")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One bundle, fixed, and left open for whoever learns to arrange it."""

    happenings: Happenings

    def act(self) -> None:
        manager = self.happenings.by(Role.ATTENDANCE_MANAGER, self.happenings.on, time(9, 10))
        cases = [line for line in caseload(manager, CaseFilters(state="")) if line.process.key in WANTED]
        if cases:
            self._bundle(manager, cases[0].pupil.public_id, cases[0].contact)

    def _bundle(self, manager: Actor, pupil: uuid.UUID, contact: int | None) -> None:
        people = contacts_of(manager, pupil)
        parent = next((one for one in people if one.id == contact), people[0] if people else None)
        if parent is None:
            return
        made, today = uuid.uuid4(), manager.today
        begin_bundle(
            manager,
            bundle=made,
            pupil=pupil,
            contact=parent.public_id,
            first=calendar_of(manager, year_of(today)).days[0],
            last=today,
        )
        witness = Witness(name=manager.name, occupation="Attendance manager", age="Over 18")
        say_witness(manager, bundle_id=made, told=ToldByHand(witness), kinds=SHOWN_KINDS, words=False)
        make_bundle(manager, made)
