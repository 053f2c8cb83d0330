"""The screens of first-day contact (ABS-B, ABS-D): the list of the morning and what stands beside it."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.absence.actions import hold_contact, record_outcome
from rollbook.absence.actions.professionals import set_professional
from rollbook.absence.jobs import reach_families
from rollbook.absence.models import ChildLadder, ContactEntry, ContactHold, ContactLadder, ContactRound, Professional
from rollbook.comms.models import Message
from rollbook.comms.practice import PracticeTexts
from rollbook.rules.access import Role
from rollbook.rules.sessions import Half
from rollbook.site.models import Search
from tests.absence.morning import MONDAY, Morning, Visitor
from tests.absence.test_contact_round import CLOSES, a_ladder, a_morning, clock, office
from tests.comms.families import hand_over_at

pytestmark = pytest.mark.django_db


@pytest.fixture(name="gateway")
def _gateway():  # type: ignore[no-untyped-def]
    with PracticeTexts() as gateway:
        yield gateway


def act(person: Visitor, morning: Morning, n: int, **said: str):  # type: ignore[no-untyped-def]
    given = {"half": "am", "pupils": str(morning.pupils[n].public_id), **said}
    return person.post(person.url("absence:contact-act"), given)


def test_the_list_shows_families_by_risk_with_each_try_and_what_comes_next(gateway: PracticeTexts) -> None:
    morning = a_morning(gateway)
    reach_families(clock(morning, 0))
    hand_over_at(morning.school, CLOSES + timedelta(minutes=1))
    person = morning.person()
    page = person.get(person.url("absence:contact")).content.decode()
    assert page.index("Pupil02 Name02") < page.index("Pupil00 Name00")
    assert "Grace Shah: text sent 9:10" in page
    assert "Next: ring Grace Shah" in page
    assert "Barred Shah: there must be no contact" in page
    assert "Begun 9:10 by Rollbook." in page


def test_one_press_says_what_came_of_a_call_for_all_brothers_and_sisters(gateway: PracticeTexts) -> None:
    morning = a_morning(gateway)
    person = morning.person()
    both = f"{morning.pupils[0].public_id},{morning.pupils[1].public_id}"
    done = person.post(
        person.url("absence:contact-act"), {"half": "am", "pupils": both, "outcome": "aware", "key": "family-ab12"}
    )
    assert done.status_code == 303
    assert done["Location"].endswith("?half=am#family-ab12")
    assert ContactEntry.objects.filter(outcome="aware").count() == 2
    page = person.get(person.url("absence:contact")).content.decode()
    assert "Reached: a reason is still needed" in page
    act(person, morning, 2, outcome="unaware")
    assert Search.objects.get().pupil_id == morning.pupils[2].pk
    assert "Missing child" in person.get(person.url("absence:contact")).content.decode()


def test_start_send_search_and_what_cannot_be_done(gateway: PracticeTexts) -> None:
    morning = a_morning(gateway, starts="pressed")
    person = morning.person()
    assert "Start now" in person.get(person.url("absence:contact")).content.decode()
    assert act(person, morning, 0, start="1").status_code == 303
    assert ContactRound.objects.count() == 1
    act(person, morning, 2, send="1")
    assert Message.objects.count() == 1
    act(person, morning, 2, search="1")
    assert Search.objects.count() == 1
    assert act(person, morning, 2).status_code == 422
    assert act(person, morning, 2, outcome="perhaps").status_code == 422
    assert act(person, morning, 4, send="1").status_code == 422
    bad = person.post(
        person.url("absence:contact-act"), {"half": "am", "pupils": str(uuid.uuid4()), "outcome": "aware"}
    )
    assert bad.status_code == 404
    assert person.get(person.url("absence:contact") + "?half=noon").status_code == 422


def test_only_the_lead_holds_contact_and_the_office_reads_only_whom_to_ask(gateway: PracticeTexts) -> None:
    morning = a_morning(gateway)
    office_, lead = morning.person(), morning.person(Role.DSL)
    pupil = morning.pupils[2].public_id
    url = lead.url("absence:contact-pupil", pupil)
    assert "Hold contact" not in office_.get(url).content.decode()
    empty = lead.post(url, {"form": "hold", "half": "am", "why": ""})
    assert empty.status_code == 422
    assert lead.post(url, {"form": "hold", "half": "am", "why": "Named in a referral"}).status_code == 303
    hold = ContactHold.objects.get()
    assert "Named in a referral" in lead.get(url).content.decode()
    seen = office_.get(url).content.decode()
    assert "held by the safeguarding lead" in seen
    assert "referral" not in seen
    assert "Contact held" in office_.get(office_.url("absence:contact")).content.decode()
    back = lead.url("absence:contact-back", pupil)
    assert office_.post(back, {"hold": str(hold.public_id), "half": "am"}).status_code == 403
    assert lead.post(back, {"hold": str(hold.public_id), "half": "am"}).status_code == 303
    assert office_.get(office_.url("absence:contact")).content.decode().count("Contact held") == 0


def test_a_childs_page_tells_all_that_was_done_and_takes_a_mistake_back(gateway: PracticeTexts) -> None:
    morning = a_morning(gateway)
    person = morning.person()
    url = person.url("absence:contact-pupil", morning.pupils[2].public_id)
    person.post(url, {"form": "outcome", "half": "am", "outcome": "unreachable", "note": "Rang three numbers"})
    page = person.get(url).content.decode()
    assert "Rang three numbers" in page
    assert "Ask for a home visit" in page
    bad = person.post(url, {"form": "escalation", "half": "am", "escalate": "police", "note": "rang them"})
    assert bad.status_code == 422
    assert "police log number" in bad.content.decode()
    person.post(url, {"form": "escalation", "half": "am", "escalate": "police", "note": "Log 77"})
    assert ContactEntry.objects.filter(way="police").exists()
    entry = ContactEntry.objects.get(outcome="unreachable")
    back = person.url("absence:contact-back", morning.pupils[2].public_id)
    assert person.post(back, {"entry": str(entry.public_id), "half": "am"}).status_code == 303
    assert ContactEntry.objects.filter(kind="taken-back").count() == 1
    assert person.post(back, {"entry": "nothing", "half": "am"}).status_code == 404


def test_the_sweep_is_ticked_on_one_page_and_who_is_found_is_not_written_about(gateway: PracticeTexts) -> None:
    morning = a_morning(gateway, starts="swept")
    person = morning.person()
    url = person.url("absence:contact-sweep")
    assert "Medical room" in person.get(url).content.decode()
    for place in ("Medical room", "Late buses"):
        assert person.post(url, {"half": "am", "place": place}).status_code == 303
    person.post(url, {"half": "am", "pupils": str(morning.pupils[2].public_id), "where": "Medical room"})
    assert "Found: put the mark right" in person.get(url).content.decode()
    reach_families(clock(morning, 12))
    assert Message.objects.count() == 1
    assert person.post(url, {"half": "am", "place": "The roof"}).status_code == 422


def test_who_else_is_told_is_a_list_with_one_act_each() -> None:
    morning = Morning(2)
    morning.flag(0, "child-protection")
    morning.marked({0: "N", 1: "N"})
    lead = morning.person(Role.DSL)
    url = lead.url("absence:contact-professionals")
    assert "Nobody is on file: social worker" in lead.get(url).content.decode()
    around = lead.url("absence:around", morning.pupils[0].public_id)
    assert lead.post(around, {"kind": "social-worker", "name": "Jo Ward"}).status_code == 422
    assert lead.post(around, {"kind": "social-worker", "name": "Jo Ward", "email": "no address"}).status_code == 422
    assert lead.post(around, {"kind": "social-worker", "name": "Jo Ward", "number": "020 7946 0000"}).status_code == 303
    who = str(Professional.objects.get().public_id)
    given = {"half": "am", "pupils": str(morning.pupils[0].public_id), "who": who}
    assert lead.post(url, {**given, "way": "email"}).status_code == 422
    assert lead.post(url, {**given, "way": "ring"}).status_code == 303
    assert "by phone" in lead.get(url).content.decode()
    assert lead.post(around, {"end": who}).status_code == 303
    assert morning.person(Role.TUTOR).get(url).status_code == 403


def test_dead_numbers_are_listed_with_the_contact_to_mend(gateway: PracticeTexts) -> None:
    morning = a_morning(gateway)
    reach_families(clock(morning, 0))
    Message.objects.filter(about__pupil=morning.pupils[2]).update(
        state="failed", why="The number does not exist", changed_at=morning.now
    )
    person = morning.person()
    page = person.get(person.url("absence:contact-dead")).content.decode()
    assert "Grace Shah" in page
    assert "07700 900222" in page
    assert person.url("home:contacts", morning.pupils[2].public_id) in page


def test_the_ladder_is_set_up_from_a_day_on() -> None:
    morning = Morning(1)
    person = morning.person()
    url = person.url("absence:contact-ladder")
    assert "nothing goes by itself" in person.get(url).content.decode()
    given = {
        "starts": "itself", "opens": "8:00", "ends": "18:00", "from_day": "16 11 2026", "from_day_0": "16",
        "from_day_1": "11", "from_day_2": "2026", "places": "Medical room\nExams", "after_0": "0", "after_1": "30",
        "channel_0": "text", "whom_0": "1", "wait_0": "0", "channel_1": "ring", "whom_1": "1", "wait_1": "10",
    }  # fmt: skip
    bad = person.post(url, {**given, "channel_1": ""})
    assert bad.status_code == 422
    assert "call by a person" in bad.content.decode()
    assert person.post(url, given).status_code == 303
    ladder = ContactLadder.objects.get()
    assert (ladder.steps, ladder.places) == ([["text", 1, 0], ["ring", 1, 10]], ["Medical room", "Exams"])
    assert ladder.unreachable == [[0, "contacts"], [30, "visit"]]
    assert "by itself, when the registers close" in person.get(url).content.decode()
    assert person.url("absence:contact-ladder") in person.get(person.url("schools:set-up")).content.decode()


def test_a_childs_own_ladder_is_set_from_its_contacts() -> None:
    morning = Morning(1)
    gran = morning.contact(0, name="Asha")
    person = morning.person()
    url = person.url("absence:own-ladder", morning.pupils[0].public_id)
    assert person.post(url, {"first": str(gran.pk), "never": ["text"], "why": "Nights"}).status_code == 303
    row = ChildLadder.objects.get()
    assert (row.first, row.never) == ([gran.pk], ["text"])
    assert "Nights" in person.get(url).content.decode()
    everything = person.post(url, {"never": ["text", "email", "voice", "ring"]})
    assert "Something must be left" in everything.content.decode()
    contacts = person.get(person.url("home:contacts", morning.pupils[0].public_id)).content.decode()
    assert url in contacts


def test_the_list_of_forty_costs_as_many_statements_as_that_of_four(gateway: PracticeTexts) -> None:
    counts = []
    for size in (4, 40):
        morning = Morning(size)
        a_ladder(morning)
        for n in range(size):
            morning.contact(n, number=f"07700 9{n:05}")
        morning.marked(dict.fromkeys(range(size), "N"))
        for n in range(3):
            record_outcome(office(morning, 5), pupil=morning.pupils[n].pk, on=MONDAY, half=Half.AM, outcome="no-answer")
        hold_contact(office(morning, 5, Role.DSL), pupil=morning.pupils[3].pk, why="x")
        set_professional(morning.actor(), pupil=morning.pupils[0].pk, kind="carer", name="A", number="1")
        person = morning.person()
        person.get(person.url("absence:contact"))
        with CaptureQueriesContext(connection) as run:
            person.get(person.url("absence:contact"))
        counts.append(len(run))
    assert counts[0] == counts[1] <= 46
