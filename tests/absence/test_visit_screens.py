"""The screens of home visits: what they show, to whom, and what they do as plain forms."""

from __future__ import annotations

import json
import re
import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.absence.actions.visits_out import leave_for_visits
from rollbook.absence.issue import VisitIssue
from rollbook.absence.models import Doorstep, HomeVisit, VisitPolicy, VisitsOut
from rollbook.rules.access import Role
from rollbook.work.models import Task
from tests.absence.visiting import Visiting

pytestmark = pytest.mark.django_db


def text(answer) -> str:  # type: ignore[no-untyped-def]
    return re.sub(r"\s+", " ", answer.content.decode())


def test_asked_for_and_planned_in_the_office() -> None:
    day = Visiting()
    office = day.person()
    ask = office.url("absence:ask-visit", day.pupils[0].public_id)
    assert "Why" in text(office.get(ask))
    sent = office.post(ask, {"reason": "Not seen since Tuesday", "urgency": "today", "risks": "A large dog"})
    assert sent.status_code == 303
    board = text(office.get(office.url("absence:visits")))
    assert "Not seen since Tuesday" in board
    assert "large dog" not in board
    visit = HomeVisit.objects.get()
    given = {
        "visits": [str(visit.public_id)], "first": day.first.pk, "second": day.second.pk, "duty": day.duty.pk,
        "on_0": "16", "on_1": "11", "on_2": "2026", "at": "9:40", "minutes": "45",
    }  # fmt: skip
    plan = office.url("absence:plan-visits")
    wrong = office.post(plan, {**given, "second": day.first.pk})
    assert (wrong.status_code, "somebody else as the second" in text(wrong)) == (422, True)
    assert office.post(plan, given).status_code == 303
    assert VisitsOut.objects.get().leaves_at.hour == 9
    assert "Ms Rahman and Mr Cole" in text(office.get(office.url("absence:visits")))


def test_out_and_back_by_one_tap_and_who_waits_sees_the_clock() -> None:
    day = Visiting()
    out = day.planned(day.asked(0), minutes=30)
    phone = day.browser(day.first)
    act = phone.url("absence:out-act", visits_out=out)
    mine = phone.url("absence:my-visits")
    assert "We leave now" in text(phone.get(mine))
    assert phone.post(act, {"act": "left"}).status_code == 303
    assert "We are back" in text(phone.get(mine))
    waiting = day.browser(day.duty)
    assert "You wait for them" in text(waiting.get(waiting.url("absence:my-visits")))
    day.now = VisitsOut.objects.get().due_back_at
    late = day.browser(day.first)
    assert late.post(act, {"act": "back"}).status_code == 303
    assert VisitsOut.objects.get().back_by_name == "Ms Rahman"


def test_the_cards_of_a_route_are_letters_about_its_pupils() -> None:
    day = Visiting()
    day.home(0)
    day.contact(0)
    out = day.planned(day.asked(0))
    office = day.person()
    page = text(office.get(office.url("absence:visits-out", visits_out=out)))
    cards = re.search(r'href="([^"]*letters[^"]*)"', page)
    assert cards is not None
    assert str(day.pupils[0].public_id) in cards[1]
    assert office.get(cards[1].replace("&amp;", "&")).status_code == 200


def test_overdue_is_loud_on_the_board() -> None:
    day = Visiting()
    out = day.planned(day.asked(0), minutes=30)
    leave_for_visits(day.as_(day.first), out=out)
    day.now = day.now.replace(hour=10, minute=15)
    board = text(day.person().get(day.person().url("absence:visits")))
    assert "Overdue 25 minutes" in board
    assert "Mrs Quaye waits for them" in board


def a_door(day: Visiting, visit: uuid.UUID, **more: str) -> dict[str, str]:
    issue = VisitIssue(day.school.pk, day.first.pk, visit)
    return {
        "issue": issue.sign(), "answer": str(uuid.uuid4()), "who": "parent", issue.token(day.pupils[0].pk): "alone",
        "inside": "stayed", "card": "on", "next": "ring", **more,
    }  # fmt: skip


def test_the_door_answered_as_a_plain_form() -> None:
    day = Visiting()
    visit = day.asked(0)
    day.planned(visit)
    phone = day.browser(day.first)
    with time_machine.travel(day.now, tick=False):
        sent = a_door(day, visit)
        alone = a_door(day, visit, who="children", inside="inside")
    wrong = phone.post(phone.url("absence:door"), alone)
    assert wrong.status_code == 422
    assert "Nobody goes inside when only children are at home" in text(wrong)
    assert "Pupil00" in text(wrong)
    assert [phone.post(phone.url("absence:door"), sent).status_code for _ in range(2)] == [303, 303]
    door = Doorstep.objects.get()
    assert (door.who, door.card_left, door.children.get().alone) == ("parent", True, True)
    assert "Pupil00 seen and spoken to alone" in text(phone.get(phone.url("absence:my-visits")))
    note = phone.url("absence:door-note", home_visit=visit)
    assert phone.post(note, {"note": "Starts on Monday"}).status_code == 303
    office = day.person()
    page = text(office.get(office.url("absence:home-visit", home_visit=visit)))
    assert "Starts on Monday (Ms Rahman, 9:20)" in page


def test_the_door_answered_by_a_script_is_stored_once() -> None:
    day = Visiting()
    visit = day.asked(0)
    day.planned(visit)
    phone = day.browser(day.first)
    with time_machine.travel(day.now, tick=False):
        form = a_door(day, visit, who="children", next="dsl")
        taps = [{"token": k, "code": v} for k, v in form.items() if k not in ("issue", "answer")]
        body = {"issue": form["issue"], "save_id": form["answer"], "taken_at": day.now.isoformat(), "taps": taps}
        url = phone.url("absence:door")
        answers = [phone.client.post(url, json.dumps(body), content_type="application/json").json() for _ in range(2)]
        spoilt = phone.client.post(url, json.dumps({**body, "issue": "x"}), content_type="application/json")
        unread = phone.client.post(url, "{", content_type="application/json")
        inside = {**body, "save_id": str(uuid.uuid4()), "taps": [*taps, {"token": "inside", "code": "inside"}]}
        never = phone.client.post(url, json.dumps(inside), content_type="application/json")
    assert [{row["outcome"] for row in answer["rows"]} for answer in answers] == [{"stored"}, {"unchanged"}]
    assert (spoilt.status_code, unread.status_code, never.status_code) == (422, 422, 422)
    assert "Nobody goes inside" in never.json()["says"]
    assert Doorstep.objects.count() == 1
    assert Task.objects.get().role == Role.DSL


def test_no_address_and_no_name_of_a_child_stands_in_a_form() -> None:
    day = Visiting()
    day.home(0)
    day.planned(day.asked(0))
    page = day.browser(day.first).get(day.browser(day.first).url("absence:my-visits")).content.decode()
    hidden = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
    assert hidden
    assert not any("Mill" in one or "Pupil00" in one for one in hidden)
    assert "maps" not in page
    assert 'href="tel:' not in page, "no number is held"


def test_risks_open_for_those_allowed_only() -> None:
    day = Visiting()
    visit = day.asked(0, risks="A large dog")
    for user, status in ((day.first, 403), (day.second, 403), (day.duty, 200)):
        browser = day.browser(user)
        assert browser.get(browser.url("absence:visit-risks", home_visit=visit)).status_code == status
    lead = day.browser(day.duty)
    url = lead.url("absence:visit-risks", home_visit=visit)
    assert lead.post(url, {"risks": "Two dogs"}).status_code == 303
    day.planned(visit)
    phone = day.browser(day.first)
    assert "Two dogs" in text(phone.get(url))


def test_the_policy_is_dated_and_holds_on_the_board() -> None:
    day = Visiting()
    lead = day.person()
    url = lead.url("absence:visit-policy")
    given = {
        "from_day_0": "16", "from_day_1": "11", "from_day_2": "2026", "after_days": "2", "vulnerable_days": "1",
        "earliest": "9:30", "latest": "15:00", "minutes_out": "45", "words": "Wear your badge.",
    }  # fmt: skip
    assert lead.post(url, {**given, "vulnerable_days": "3"}).status_code == 422
    assert lead.post(url, given).status_code == 303
    assert VisitPolicy.objects.get().earliest == 570
    board = text(lead.get(lead.url("absence:visits")))
    assert "A visit is due after 2 school days without a word" in board
    assert "Wear your badge." in board


@pytest.mark.parametrize("homes", [1, 4])
def test_the_pages_cost_the_same_for_any_number_of_homes(homes: int) -> None:
    day = Visiting(8)
    for n in range(8):
        day.home(n)
        day.contact(n)
    day.planned(*[day.asked(n) for n in range(homes)])
    for n in range(homes):
        day.asked(n + 4)
    office, phone = day.person(), day.browser(day.first)
    counts = []
    for browser, name in ((office, "visits"), (phone, "my-visits")):
        with CaptureQueriesContext(connection) as told:
            assert browser.get(browser.url(f"absence:{name}")).status_code == 200
        counts.append(len(told))
    assert counts == [12, 15]
