"""REG-M, as the office tells it: two sites with their own times, and snow on one of them."""

from __future__ import annotations

import uuid
from datetime import time

import pytest

from rollbook.registers.actions.bulk import Cell, enter_cells
from rollbook.registers.actions.closures import Closing, close_for
from rollbook.registers.models import Mark
from rollbook.registers.queries.affected import reached
from rollbook.rules.actor import Actor
from rollbook.rules.marking import Outcome
from rollbook.rules.sessions import Half, Session
from rollbook.schools import actions as schools
from rollbook.schools.models import Site
from rollbook.schools.queries import sites
from tests.builders import a_group, a_pupil, an_actor
from tests.registers.classroom import MONDAY, Classroom
from tests.site.desk import clock

pytestmark = pytest.mark.django_db
MORNING = Session(MONDAY, Half.AM)


class TwoSites(Classroom):
    """9A on the main site at 8:40; 7B walks over to the annexe, whose register opens at 9:00."""

    def __init__(self) -> None:
        super().__init__(1)
        self.annexe = Site.objects.create(school=self.school, name="Annexe")
        schools.set_session_times(
            self.at("8:00"),
            half=Half.AM,
            from_day=MONDAY,
            opens=time(9, 0),
            closes=time(9, 30),
            ends=time(12, 20),
            site_id=self.annexe.pk,
        )
        group = a_group(self.school, "7B", nc_year="7")
        group.site = self.annexe
        group.save()
        self.there = a_pupil(self.school, group=group, surname="Okafor")

    def at(self, now: str) -> Actor:
        return an_actor(self.school, user=self.officer, now=clock(now))

    def came(self, now: str) -> dict[str, str]:
        """Both come in at the same moment and are entered as late; what became of it."""
        both = [Cell(str(p.public_id), MORNING, "L") for p in (*self.pupils, self.there)]
        done = enter_cells(self.at(now), save_id=uuid.uuid4(), cells=both, replace=False)
        names = {str(p.public_id): p.legal_surname for p in (*self.pupils, self.there)}
        return {names[r.decision.pupil]: r.outcome.value for r in done.rows}


def test_the_same_moment_is_late_on_one_site_and_in_time_on_the_other() -> None:
    """Ten past nine: minutes are counted from each site's own register, also for those who walked over."""
    room = TwoSites()
    assert room.came("9:05") == {"Abiodun": Outcome.STORED, "Okafor": Outcome.STORED}
    assert dict(Mark.objects.values_list("pupil__legal_surname", "minutes")) == {"Abiodun": 25, "Okafor": 5}


def test_a_burst_pipe_closes_the_annexe_and_the_main_site_goes_on() -> None:
    """COD-18: part of the school is Y3 for its pupils, never # or Y4."""
    room = TwoSites()
    office = room.at("9:40")
    places = reached(office, MONDAY, {s.id: s.name for s in sites(office)})
    annexe = next(p for p in places if p.name == "Annexe")
    close_for(office, save_id=uuid.uuid4(), closing=Closing("Y3", (MORNING,), annexe.pupils))
    assert dict(Mark.objects.values_list("pupil__legal_surname", "code")) == {"Okafor": "Y3"}
