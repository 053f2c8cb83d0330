"""A colleague asks for help and hears what came of it; a family is passed on (CASE-H, CASE-J)."""

from __future__ import annotations

from datetime import date

import pytest

from rollbook.absence.models import HomeVisit
from rollbook.cases.actions import take_step
from rollbook.processes.returns import fields_of_return
from rollbook.rules.access import Permission, Role, permissions_of
from rollbook.rules.refused import NotAllowed, Refused
from tests.builders import an_actor
from tests.comms.letter_room import a_home
from tests.processes.office import Office

pytestmark = pytest.mark.django_db
ASKED = {
    "asked": "family",
    "referred_by": "Mr Dhillon, form tutor",
    "because": "Late on nine mornings",
    "tried": "Two calls home",
    "family_knows": False,
}


def test_a_referral_is_given_sent_back_taken_on_worked_and_reported_back() -> None:
    # Given a tutor who asks for help,
    office = Office(on=date(2026, 11, 2))
    case = office.open("internal_referral")
    office.take(case, "refer", **ASKED)
    assert office.the_case("internal_referral").next_day == date(2026, 11, 3)
    # it is given to somebody who sends it back, and then to somebody who takes it on,
    office.take(case, "allocate", given_to="Ms Farah")
    with pytest.raises(Refused, match="Give the reason"):
        office.take(case, "accept", "back")
    take_step(office.who(), case=case, step="accept", choice="back", note="On leave until Friday")
    office.take(case, "allocate", given_to="Ms Grant")
    assert office.page(case).open_steps[0].key == "allocate"
    office.take(case, "accept", "yes")
    assert "The family does not know yet" in office.page(case).taken[-1].warned[0]
    # is worked, and the tutor hears what came of it: nothing ends before that.
    office.at(date(2026, 11, 9))
    office.take(case, "work", worked="Breakfast club from Monday")
    assert office.the_case("internal_referral").next_says == "Tell whoever asked"
    told = {"reported_on": date(2026, 11, 16), "reported_says": "Breakfast club; look again at half-term"}
    office.at(date(2026, 11, 16))
    office.take(case, "report", "helped", **told)
    assert office.the_case("internal_referral").outcome == "It helped"
    # Another referral about the same pupil may be open beside it.
    assert office.open("internal_referral") != office.open("internal_referral")


def test_an_education_welfare_referral_says_what_was_tried_and_is_asked_after() -> None:
    office = Office(on=date(2026, 11, 2))
    a_home(office.school, office.pupils[0], at="3 Mill Lane\nShipley")
    case = office.open("welfare_referral")
    office.take(
        case,
        "prepare",
        because="Forty sessions missed",
        support="Contract of 9 October: not kept",
        wanted="A visit by an officer",
        family_told_on=date(2026, 11, 2),
    )
    assert "No support is on record as a case" in office.page(case).taken[0].warned[0]
    office.take(case, "send", authority="Attendance and Inclusion", sent_how="Secure e-mail", sent_by="A. Osei")
    fields = dict(fields_of_return(office.who(), case))
    assert fields["Support by the school, and what came of it"] == "Contract of 9 October: not kept"
    assert "3 Mill Lane" in "".join(fields.values())
    # Nobody answers: the clock asks, five school days later, and again.
    assert office.the_case("welfare_referral").next_day == date(2026, 11, 9)
    office.at(date(2026, 11, 10))
    office.take(case, "chase")
    office.take(case, "acknowledged", officer="J. Marsh", reference="AT-2291")
    office.take(case, "heard", authority_says="First visit on 23 November")
    assert office.the_case("welfare_referral").next_day == date(2026, 12, 8)
    office.at(date(2026, 12, 8))
    office.take(case, "heard", authority_says="Mother has a new shift; mornings are covered")
    office.take(case, "end", "improved")
    assert office.the_case("welfare_referral").outcome == "Attendance improved"


def test_a_request_for_a_home_visit_becomes_one_visit_and_is_told_back() -> None:
    """VIS-1, VIS-2"""
    office = Office(on=date(2026, 11, 2))
    case = office.open("home_visit_request")
    office.take(case, "ask", reason="Five days without a word", asked_by="Mr Dhillon", urgency="today", known="")
    with pytest.raises(NotAllowed):
        take_step(_without_planning(office), case=case, step="decide", choice="go")
    office.take(case, "decide", "go")
    assert HomeVisit.objects.filter(school=office.school, source=f"case:{case}").count() == 1
    office.take(case, "visited", found="Child seen and spoken to alone, well", follows=("New number",))
    office.take(case, "told", "done", follows=("New number",))
    assert office.the_case("home_visit_request").outcome == "Visited"


def _without_planning(office: Office):
    """Somebody who may work cases and not plan visits."""
    may = permissions_of(frozenset({Role.ATTENDANCE_ADMINISTRATOR})) - {Permission.PLAN_VISITS}
    return an_actor(office.school, Role.ATTENDANCE_ADMINISTRATOR, now=office.now, user=office.officer, permissions=may)
