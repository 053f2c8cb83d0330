"""Support before the law: a contract, a plan of small steps, agencies, a return (CASE-D)."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest

from rollbook.processes.returns import fields_of_return
from rollbook.rules.refused import Refused
from tests.comms.letter_room import a_home
from tests.processes.office import Office

pytestmark = pytest.mark.django_db


def test_a_contract_is_offered_agreed_reviewed_and_kept() -> None:
    """LEG-1"""
    office = Office(on=date(2026, 10, 5))
    mother = a_home(office.school, office.pupils[0])
    # Given the office offers a contract to one parent, freely,
    case = office.open("attendance_contract", contact=mother.pk)
    office.take(case, "offer", difficulty="Nobody gets him up at six", pupil_says="Breakfast club, with Lina")
    # who does not answer at first, and then wants to meet.
    with pytest.raises(Refused, match="Give the reason"):
        office.take(case, "answer", "silent")
    office.at(date(2026, 10, 12))
    assert office.the_case("attendance_contract").next_says == "Record what the parent answered"
    office.take(case, "answer", "yes")
    # A contract that ends before it begins is refused,
    terms = {
        "met_on": date(2026, 10, 12),
        "who_came": "Mother, pupil, head of year",
        "family_does": ("Grandfather rings at 7:15",),
        "school_does": ("Breakfast club from Tuesday", "A text to mother by 9:00"),
        "aim": "In by 8:40 on every day",
        "first": date(2026, 10, 13),
    }
    with pytest.raises(Refused, match="ends before it begins"):
        office.take(case, "agree", **terms, last=date(2026, 10, 1))
    office.take(case, "agree", **terms, last=date(2026, 12, 18))
    office.take(case, "sign", signed_on=date(2026, 10, 12))
    # and four school weeks later, half-term not counted, it is looked at.
    assert office.the_case("attendance_contract").next_day == date(2026, 11, 9)
    office.days(date(2026, 9, 7), date(2026, 10, 9), "O")
    office.days(date(2026, 10, 13), date(2026, 11, 6), "I")
    page = office.page(case)
    assert [panel.title for panel in page.panels] == ["What was agreed", "Before and since"]
    assert "50 of 50 sessions missed" in page.panels[1].says
    office.at(date(2026, 11, 9))
    office.take(case, "review", "goes-on", kept="Breakfast club every day", last=date(2026, 12, 18))
    office.at(date(2026, 12, 7))
    office.take(case, "review", "kept", kept="All of it", last=date(2026, 12, 18))
    assert office.the_case("attendance_contract").outcome == "Kept"


def test_a_parent_who_wants_no_contract_breaks_nothing() -> None:
    office = Office(on=date(2026, 10, 5))
    mother = a_home(office.school, office.pupils[0])
    case = office.open("attendance_contract", contact=mother.pk)
    office.take(case, "offer", difficulty="The bus", pupil_says="")
    office.take(case, "answer", "no")
    assert office.the_case("attendance_contract").outcome == "Declined by the parent"


def test_a_plan_of_small_steps_has_fewer_sessions_only_with_agreement_and_an_end() -> None:
    """PTT-1, MED-4"""
    office = Office(on=date(2026, 11, 2))
    case = office.open("ebsa_plan")
    office.take(
        case,
        "understand",
        pupil_says="The corridor before lesson one",
        family_says="Sunday evenings are hard",
        keeps_away=("Crowded corridors",),
        draws=("Art",),
    )
    plan = {
        "equality": "Considered with the SENCo",
        "trusted": "Ms Farah",
        "steps": ("Art on Tuesdays",),
        "adjusted": ("Comes in by the library",),
        "agencies": (),
        "fewer_sessions": True,
    }
    with pytest.raises(Refused, match="need the agreement of a parent") as refused:
        office.take(case, "plan", **plan, parent_agrees=False, fewer_until=None)
    assert refused.value.rule == "PTT-1"
    with pytest.raises(Refused, match="has an end"):
        office.take(case, "plan", **plan, parent_agrees=True, fewer_until=None)
    office.take(case, "plan", **plan, parent_agrees=True, fewer_until=date(2026, 12, 4))
    office.take(case, "send")
    # The plan is looked at after two school weeks, again after two more, and its end does not pass unnoticed.
    assert office.the_case("ebsa_plan").next_day == date(2026, 11, 16)
    office.at(date(2026, 11, 16))
    more = {"review_says": "Art went well", "steps": ("Art", "Lesson two"), "adjusted": ("By the library",)}
    part = {"fewer_sessions": True, "parent_agrees": True, "fewer_until": date(2026, 12, 4)}
    office.take(case, "review", "goes-on", **more, **part)
    office.at(date(2026, 12, 1))
    assert office.the_case("ebsa_plan").next_says == "Review it with the pupil"
    office.at(date(2026, 12, 4))
    office.take(
        case,
        "review",
        "back",
        **{**more, "review_says": "In on every day"},
        fewer_sessions=False,
        parent_agrees=None,
        fewer_until=None,
    )
    assert office.the_case("ebsa_plan").outcome == "Back in full"


def test_no_agency_is_told_before_the_family_has_agreed() -> None:
    """DAY-4"""
    office = Office(on=date(2026, 11, 2))
    case = office.open("early_help")
    office.take(case, "talk", worry="Mother is ill", strengths="An aunt lives near", pupil_says="")
    consent = {"consent_by": "Mother", "consent_on": date(2026, 11, 2), "consent_how": "Signed at home"}
    with pytest.raises(Refused, match="has not agreed yet"):
        fields_of_return(office.who(), case)
    office.take(case, "consent", "later", **consent)
    with pytest.raises(Refused, match="cannot be done yet"):
        office.take(case, "refer", lead="Family support", agencies=("Health",))
    office.take(case, "consent", "yes", **consent)
    assert dict(fields_of_return(office.who(), case))["Consent by"] == "Mother"
    office.take(case, "refer", lead="Family support worker", agencies=("School", "District nurse"))
    office.take(case, "plan", plan=("Nurse at 8:00, from Monday",))
    assert office.the_case("early_help").next_day == date(2026, 12, 14)
    office.at(date(2026, 12, 14))
    office.take(case, "review", "met", review_says="In on every morning", plan=("Nurse at 8:00",))
    assert office.the_case("early_help").outcome == "Its aims were met"


def test_who_was_suspended_comes_back_whether_or_not_anybody_meets() -> None:
    office = Office(on=date(2026, 11, 9))
    case = office.open("reintegration")
    back = {"after": "suspension", "returns_on": date(2026, 11, 11), "staff_know": "At the front", "missed": ""}
    office.take(case, "prepare", **back)
    assert "whether or not the parents come" in office.page(case).taken[0].warned[0]
    office.at(date(2026, 11, 11))
    office.take(case, "first_day", "came")
    assert office.the_case("reintegration").next_says in ("Meet the family", "Look at how it goes")
    office.at(date(2026, 11, 25))
    office.take(case, "review", "goes-on", review_says="Two good weeks")
    office.at(date(2026, 12, 16))
    office.take(case, "review", "holds", review_says="It holds")
    assert office.the_case("reintegration").outcome == "It holds"


def test_a_step_that_is_a_meeting_calls_it_once_and_the_case_shows_it() -> None:
    office = Office(on=date(2026, 11, 2))
    case = office.open("ebsa_plan")
    office.take(case, "understand", pupil_says="The corridor", family_says="", keeps_away=("Crowds",), draws=("Art",))
    desk = office.person()
    shown = desk.get(desk.url("cases:case", case=case)).content.decode()
    called = re.search(r'href="([^"]+/meetings/new/[^"]+)"', shown)
    assert called is not None
    address = html.unescape(called[1])
    assert f"source=case%3A{case}%3Aplan" in address
    typed = {
        "kind": "ebsa:",
        "on_0": "9",
        "on_1": "11",
        "on_2": "2026",
        "at": "15:30",
        "minutes": "45",
        "place": "Library",
    }
    answer = desk.post(address, {**typed, "staff": []})
    assert answer.status_code == 303, answer.content.decode()
    shown = desk.get(desk.url("cases:case", case=case)).content.decode()
    assert "Mon 9 Nov 2026, 15:30" in shown
