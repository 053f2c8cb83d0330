"""ABS-B, told as the office lives it: the registers have closed, and every family is reached by the right person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from rollbook.absence.jobs import reach_families
from rollbook.absence.models import ContactEntry
from rollbook.absence.queries.contact_history import history_of
from rollbook.comms.actions import Told, take_replies
from rollbook.comms.practice import PracticeTexts
from rollbook.rules.access import Role
from rollbook.rules.actor import system_actor
from rollbook.site.models import Search
from tests.absence.morning import MONDAY, Morning, Visitor
from tests.absence.test_contact_round import CLOSES, a_ladder
from tests.comms.families import hand_over_at, texts_through

pytestmark = pytest.mark.django_db


class Day:
    """A Monday at the office: the minute job runs, the outbox hands over, and people act."""

    def __init__(self, gateway: PracticeTexts) -> None:
        self.gateway = gateway
        self.morning = Morning(6)
        texts_through(self.morning.school, gateway)
        a_ladder(self.morning, steps=[["text", 1, 0], ["text", 2, 10], ["ring", 1, 10]])
        self.morning.contact(0, 1, name="Priya", number="07700 900142")
        self.morning.contact(2, name="Grace", number="07700 900222")
        self.morning.contact(3, name="Ravi", number="07700 900333", no_contact=True)
        self.morning.contact(3, name="Nell", number="07700 900334", priority=2)
        self.morning.contact(4, name="Otto", number="07700 900444")
        self.morning.contact(4, name="Ida", number="07700 900445", priority=2)
        self.morning.flag(2, "child-protection")
        self.morning.marked({0: "N", 1: "N", 2: "N", 3: "N", 4: "N", 5: "/"})

    def at(self, minutes: float) -> Visitor:
        """It is so many minutes after the close: jobs have run, and the office looks."""
        moment = CLOSES + timedelta(minutes=minutes)
        reach_families(system_actor(self.morning.school.pk, moment))
        hand_over_at(self.morning.school, moment)
        self.morning.now = moment
        return self.morning.person()

    def list(self, office: Visitor) -> str:
        return str(office.get(office.url("absence:contact")).content.decode())

    def went_to(self) -> list[str]:
        return [t["to"][-3:] for t in self.gateway.taken]

    def says(self, office: Visitor, n: int, outcome: str) -> None:
        pupil = str(self.morning.pupils[n].public_id)
        office.post(office.url("absence:contact-act"), {"half": "am", "pupils": pupil, "outcome": outcome})


@pytest.fixture(name="day")
def _day() -> Iterator[Day]:
    with PracticeTexts() as gateway:
        yield Day(gateway)


def test_two_minutes_after_the_registers_close_every_family_has_a_text(day: Day) -> None:
    # Given the registers that close at 9:10, when two minutes have passed,
    for minute in (0, 1, 2):
        office = day.at(minute)
    # then one text each has gone: the child with the plan first, siblings in one, nobody who is barred.
    assert day.went_to() == ["222", "142", "334", "444"]
    shown = day.list(office)
    assert "Ravi Shah: there must be no contact" in shown
    assert "Begun 9:10 by Rollbook." in shown


def test_nobody_answers_and_the_next_contact_is_tried_until_somebody_does(day: Day) -> None:
    # Given that Otto's father does not answer, when ten minutes have passed,
    day.at(0)
    day.at(1)
    day.at(10)
    day.at(11)
    # then his second contact has a text,
    assert day.went_to()[4:] == ["445"]
    # and when she replies,
    system = system_actor(day.morning.school.pk, CLOSES + timedelta(minutes=12))
    reply = Told(ref="r1", sender="+447700900445", words="He is with me, tooth ache", at=system.now)
    take_replies(system, provider="text-gateway", told=[reply])
    # then nobody is rung about him any more, while the others are to be rung.
    day.at(21)
    shown = day.list(day.at(22))
    assert ContactEntry.objects.filter(pupil=day.morning.pupils[4], way="ring").count() == 0
    assert ContactEntry.objects.filter(pupil=day.morning.pupils[2], way="ring").count() == 1
    assert "To be rung" in shown
    assert "Reached: a reason is still needed" in shown


def test_a_mother_knows_and_a_father_believes_that_the_child_is_in(day: Day) -> None:
    # Given the texts are out, when the office rings two families,
    office = day.at(3)
    day.says(office, 4, "aware")
    day.says(office, 2, "unaware")
    # then the first still needs a reason, and the second is a missing child at once.
    shown = day.list(day.at(4))
    assert "Family knows; reason still needed" in shown
    assert Search.objects.get().pupil_id == day.morning.pupils[2].pk
    # And neither is written to again.
    went = len(day.went_to())
    day.at(10)
    day.at(11)
    assert {"445", "222"}.isdisjoint(day.went_to()[went:])


def test_the_safeguarding_lead_holds_contact_and_the_office_sees_only_whom_to_ask(day: Day) -> None:
    # Given the lead holds contact about a child before the registers close,
    lead = day.morning.person(Role.DSL)
    url = lead.url("absence:contact-pupil", day.morning.pupils[2].public_id)
    lead.post(url, {"form": "hold", "half": "am", "why": "Disclosure this morning"})
    # when the round begins, nothing goes to that family, and the list says whom to ask.
    for minute in (0, 1, 12):
        office = day.at(minute)
    assert "222" not in day.went_to()
    shown = day.list(office)
    assert "Held by the safeguarding lead, ask A. Osei" in shown
    assert "Disclosure" not in shown


def test_everything_stands_on_the_pupils_one_line_of_history(day: Day) -> None:
    # Given a text and a call, when the pupil's history is asked,
    day.at(0)
    office = day.at(1)
    url = office.url("absence:contact-pupil", day.morning.pupils[4].public_id)
    office.post(url, {"form": "outcome", "half": "am", "outcome": "aware", "note": "Dentist"})
    pupil = day.morning.pupils[4].pk
    told = history_of(day.morning.actor(), pupil, MONDAY, MONDAY)
    # then both stand there, the words only for those who may read reasons.
    assert [one.says for one in told] == [
        "Text, step 1, Monday 16 November morning",
        "Family knows; reason still needed, Monday 16 November morning",
    ]
    assert told[1].words == "Dentist"
    assert history_of(day.morning.actor(Role.RECEPTION), pupil, MONDAY, MONDAY) == ()
