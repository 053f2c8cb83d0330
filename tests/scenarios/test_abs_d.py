"""ABS-D, told as the office lives it: nobody answers, and the school goes on looking by its own ladder."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rollbook.absence.jobs import reach_families
from rollbook.absence.models import ContactEntry, HomeVisit, Professional
from rollbook.rules.access import Role
from rollbook.rules.actor import system_actor
from tests.absence.morning import Morning, Visitor
from tests.absence.test_contact_round import CLOSES, a_ladder

pytestmark = pytest.mark.django_db


def a_monday() -> Morning:
    morning = Morning(2)
    a_ladder(morning, steps=[["ring", 1, 0], ["ring", 2, 5]])
    morning.contact(0, name="Grace", number="07700 900222")
    morning.contact(0, name="Asha", number="07700 900223", priority=2)
    morning.flag(0, "looked-after")
    morning.marked({0: "N", 1: "/"})
    return morning


def office_at(morning: Morning, minutes: float, role: Role = Role.ATTENDANCE_ADMINISTRATOR) -> Visitor:
    morning.now = CLOSES + timedelta(minutes=minutes)
    reach_families(system_actor(morning.school.pk, morning.now))
    return morning.person(role)


def rings(morning: Morning, office: Visitor, outcome: str) -> None:
    pupil = str(morning.pupils[0].public_id)
    office.post(office.url("absence:contact-act"), {"half": "am", "pupils": pupil, "outcome": outcome})


def the_list(office: Visitor) -> str:
    return str(office.get(office.url("absence:contact")).content.decode())


def test_nobody_answers_so_further_contacts_a_visit_and_the_police_each_stamped() -> None:
    morning = a_monday()
    # Given a child in care who is missing, and a grandmother and an aunt who do not answer,
    rings(morning, office_at(morning, 1), "no-answer")
    rings(morning, office_at(morning, 2), "no-answer")
    # when every step has been taken, then nobody can be reached, and the list says what is due when.
    shown = the_list(office_at(morning, 3))
    assert "Nobody can be reached" in shown
    assert "Ask for a home visit</b>, from 9:43" in shown
    # When the visit is asked for and the police have given a log number,
    office = office_at(morning, 34)
    url = office.url("absence:contact-pupil", morning.pupils[0].public_id)
    office.post(url, {"form": "escalation", "half": "am", "escalate": "visit", "note": "Third day, no answer"})
    refused = office.post(url, {"form": "escalation", "half": "am", "escalate": "police", "note": "They will look"})
    assert refused.status_code == 422
    office.post(url, {"form": "escalation", "half": "am", "escalate": "police", "note": "Log 233 of 16 November"})
    # then both are evidence, with who and when, and the visit is on the visits' board.
    assert HomeVisit.objects.count() == 1
    ways = list(ContactEntry.objects.filter(way__in=("visit", "police")).values_list("way", "by_name", "at"))
    assert ways == [("visit", "A. Osei", morning.now), ("police", "A. Osei", morning.now)]
    assert "Log 233 of 16 November" in office.get(url).content.decode()


def test_whoever_must_know_outside_the_school_is_told_at_once_and_not_at_the_end() -> None:
    morning = a_monday()
    # Given a child in care, when the lead looks at who else is told right after the close,
    lead = office_at(morning, 1, Role.DSL)
    url = lead.url("absence:contact-professionals")
    shown = lead.get(url).content.decode()
    # then it says who is missing on file,
    assert "Nobody is on file: social worker, virtual school, carer" in shown
    around = lead.url("absence:around", morning.pupils[0].public_id)
    lead.post(around, {"kind": "virtual-school", "name": "Duty desk", "number": "01632 960 812"})
    # and one press says that they were rung, before anybody has reached the family.
    given = {"half": "am", "pupils": str(morning.pupils[0].public_id), "who": str(Professional.objects.get().public_id)}
    lead.post(url, {**given, "way": "ring"})
    assert "9:11, A. Osei, by phone" in lead.get(url).content.decode()
    assert not ContactEntry.objects.filter(kind="outcome").exists()
