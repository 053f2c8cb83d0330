"""A parent means to educate a child at home, told as the office lives it (CASE-H, EHE-1 to EHE-3)."""

from __future__ import annotations

from datetime import date

import pytest

from rollbook.pupils.models import Enrolment
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half
from tests.processes.office import Office

pytestmark = pytest.mark.django_db
NOTICE = {
    "said_by": "Ms Shah",
    "received_on": date(2026, 11, 3),
    "stated_day": date(2026, 11, 30),
    "reasons": "",
    "suggested_by_school": False,
    "has_special_needs": False,
    "placed_by_authority": False,
    "under_enquiry": False,
}
TOLD = {"authority": "Bradford", "told_how": "Portal"}


def test_a_letter_of_3_november_takes_effect_when_30_november_has_passed() -> None:
    # T-56. Given a letter that states Monday 30 November,
    office = Office(on=date(2026, 11, 3))
    case = office.open("home_education")
    office.take(case, "notice", "written", **NOTICE)
    # then the authority is to be told the same day,
    line = office.the_case("home_education")
    assert (line.next_says, line.next_day) == ("Tell the authority at once", date(2026, 11, 3))
    office.take(case, "tell_authority", **TOLD)
    office.take(case, "offer_meeting", meeting_offered_for=date(2026, 11, 12))
    office.at(date(2026, 11, 12))
    office.take(case, "meet", meeting_said="Mother came; she stays with her decision")
    # the pupil is on the roll and marked until that day is over,
    office.at(date(2026, 11, 30))
    office.marked_on({date(2026, 11, 30): {0: "O"}}, *Half)
    with pytest.raises(Refused, match="stated Monday 30 November 2026") as refused:
        office.take(case, "leave")
    assert refused.value.rule == "EHE-1"
    assert office.the_case("home_education").next_day == date(2026, 12, 1)
    # and on 1 December the deletion begins, on ground (f), with what is known already.
    office.at(date(2026, 12, 1))
    office.take(case, "leave")
    assert office.the_case("home_education").outcome == "Leaves to be educated at home; the deletion has begun"
    deletion = office.the_case("deletion").public_id
    office.take(
        deletion,
        "propose",
        "f",
        proposed_by="Written notice",
        suggested_by_school=False,
        has_special_needs=False,
    )
    office.take(deletion, "ground_f", order_names_us=False, evidence="The letter, in the pupil’s file")
    office.take(deletion, "notify", "told", **TOLD)
    office.take(deletion, "delete", last_day=date(2026, 11, 30), leaving_reason="EL")
    held = Enrolment.objects.get(pupil=office.pupils[0])
    assert (held.last_day, held.leaving_reason, held.removal_ground) == (date(2026, 11, 30), "EL", "9(1)(f)")
    assert held.destination == "Educated at home"


def test_what_is_only_said_is_told_to_the_authority_and_changes_nothing_on_the_roll() -> None:
    # T-57. Given a father who says so on the telephone, and a pupil whom the authority placed in the school,
    office = Office(on=date(2026, 11, 3))
    case = office.open("home_education")
    office.take(case, "notice", "said", **{**NOTICE, "stated_day": None, "placed_by_authority": True})
    office.take(case, "tell_authority", **TOLD)
    # then nothing can begin on his word,
    with pytest.raises(Refused, match="cannot be done yet"):
        office.take(case, "leave")
    # and when the letter comes, not without the authority's consent.
    with pytest.raises(Refused, match="A notice states a day"):
        office.take(case, "notice", "written", **{**NOTICE, "stated_day": None, "placed_by_authority": True})
    office.take(case, "notice", "written", **{**NOTICE, "stated_day": date(2026, 11, 6), "placed_by_authority": True})
    office.take(case, "tell_authority", **TOLD)
    office.at(date(2026, 11, 9))
    with pytest.raises(Refused, match="only with the authority’s consent") as refused:
        office.take(case, "leave")
    assert refused.value.rule == "EHE-2"
    office.take(case, "consent", consent_on=date(2026, 11, 9), consent_reference="SEN-4")
    office.take(case, "leave")
    assert len(office.cases("deletion")) == 1


def test_signs_of_off_rolling_are_shown_and_an_open_enquiry_does_not_block_yet() -> None:
    # Given a pupil suspended last week, with special needs, whose mother was told that it might be better,
    office = Office(on=date(2026, 11, 3))
    office.marked_on({date(2026, 10, 20): {0: "E"}}, *Half)
    case = office.open("home_education")
    worrying = {**NOTICE, "suggested_by_school": True, "has_special_needs": True, "under_enquiry": True}
    office.take(case, "notice", "written", **worrying)
    # then what a leader must look at stands with the step,
    warned = office.page(case).taken[-1].warned
    assert len(warned) == 3
    assert warned[0].startswith("Off-rolling check: Somebody at school suggested it.")
    # and the panel says that consent of section 37 is not in force (EHE-3).
    rows = {row[0]: row[1] for row in office.page(case).panels[0].rows}
    assert "section 37 of the Act of 2026 is not in force" in rows["Whose consent is needed"]


def test_a_parent_takes_it_back() -> None:
    # Given a notice, when the mother changes her mind, then the pupil stays and no deletion begins.
    office = Office(on=date(2026, 11, 3))
    case = office.open("home_education")
    office.take(case, "notice", "written", **NOTICE)
    office.take(case, "stays", stays_because="A later start in the mornings was agreed")
    assert office.the_case("home_education").outcome == "Stays at school"
    assert office.cases("deletion") == ()
