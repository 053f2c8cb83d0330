"""A name comes off the admission register, told as the office lives it (ADM-D, CASE-H, DEL-4, RET-2)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from rollbook.cases.actions import take_back_step
from rollbook.pupils.models import Enrolment
from rollbook.rules.access import Role
from rollbook.rules.enquiries import ENQUIRIES
from rollbook.rules.refused import NotAllowed, Refused
from rollbook.rules.sessions import Half
from tests.builders import a_pupil
from tests.processes.office import Office

pytestmark = pytest.mark.django_db
PROPOSED = {"proposed_by": "The mother rang", "suggested_by_school": False, "has_special_needs": False}
MOVED = {
    "registered_elsewhere": True,
    "elsewhere_from": date(2026, 11, 16),
    "order_names_us": False,
    "mobile_main_school": False,
    "dual_agreed": False,
    "destination": "Northgate School",
    "evidence": "E-mail of the new school, in the file",
}
TOLD = {"authority": "Bradford", "told_how": "Portal", "reference": "DEL-1"}


def roll(office: Office, n: int = 0) -> Enrolment:
    return Enrolment.objects.get(pupil=office.pupils[n])


def test_a_family_moves_and_the_name_comes_off_on_the_day_of_the_new_schools_roll() -> None:
    # T-58. Given a mother who says on 9 November that her daughter starts at Northgate a week later,
    office = Office(on=date(2026, 11, 9))
    case = office.open("deletion")
    office.take(case, "propose", "a", role=Role.ADMISSIONS, **PROPOSED)
    office.take(case, "talk", talked_with="Ms Shah", talk_said="Moves for work; nothing the school could change")
    # when the ground is to be evidenced before she has started there, then it is refused: she is on the roll here,
    with pytest.raises(Refused, match="starts at the other school on Monday 16 November 2026") as refused:
        office.take(case, "ground_a", **MOVED)
    assert refused.value.rule == "DEL-A"
    # nor can the name come off without a ground, or the authority be told of none.
    for step in ("notify", "delete"):
        with pytest.raises(Refused, match="cannot be done yet"):
            office.take(case, step, "told" if step == "notify" else "")
    # On the 16th the new school confirms; the authority is to be told that day,
    office.at(date(2026, 11, 16))
    office.take(case, "ground_a", **MOVED)
    line = office.the_case("deletion")
    assert (line.next_says, line.next_day) == ("Tell the authority", date(2026, 11, 16))
    rows = {row[0]: row[1] for row in office.page(case).panels[0].rows}
    assert rows["Stands at"] == "ground evidenced"
    with pytest.raises(Refused, match="Say which authority was told"):
        office.take(case, "notify", "told", authority="", told_how="")
    with pytest.raises(Refused, match="most senior class"):
        office.take(case, "notify", "not-needed", final_class=False)
    office.take(case, "notify", "told", **TOLD)
    # and only then the name comes off: never with a day further back, never ahead.
    for day, says in ((date(2026, 11, 12), "never back-dated"), (date(2026, 11, 17), "still to come")):
        with pytest.raises(Refused, match=says):
            office.take(case, "delete", last_day=day, leaving_reason="IM")
    assert roll(office).last_day is None
    office.take(case, "delete", last_day=date(2026, 11, 16), leaving_reason="IM", role=Role.ADMISSIONS)
    held = roll(office)
    assert (held.last_day, held.leaving_reason, held.removal_ground, held.destination) == (
        date(2026, 11, 16),
        "IM",
        "9(1)(a)",
        "Northgate School",
    )
    # A deletion is not undone: who comes back enters the register anew.
    with pytest.raises(Refused, match="entered anew"):
        take_back_step(office.who(), case=case, number=len(office.page(case).taken), why="Wrong pupil")
    assert roll(office).last_day == date(2026, 11, 16)


def searched(office: Office, *, all_of_it: bool) -> UUID:
    case = office.open("missing_education")
    office.take(case, "begin", began="away")
    for one in ENQUIRIES if all_of_it else ENQUIRIES[:-1]:
        office.take(case, one.key, **{one.key: "Nothing"})
    return case


def test_twenty_days_are_no_ground_before_school_and_authority_have_both_looked() -> None:
    # T-53. Given a pupil marked O for twenty school days, and the authority's checks not in,
    office = Office(on=date(2026, 10, 2))
    office.days(date(2026, 9, 7), date(2026, 10, 2), "O")
    office.reassess()
    search = searched(office, all_of_it=False)
    case = office.open("deletion")
    office.take(case, "propose", "i", **PROPOSED)
    failed = {"ill_or_prevented": False, "still_not_found": True, "evidence": "The log"}
    with pytest.raises(Refused, match="have from the authority what its checks found") as refused:
        office.take(case, "ground_i", **failed)
    assert refused.value.rule == "DEL-3"
    # when they are, the ground is met; but may the pupil be ill, it is not.
    office.take(search, "authority_checked", authority_checked="No trace")
    with pytest.raises(Refused, match="anxiety is illness"):
        office.take(case, "ground_i", **{**failed, "ill_or_prevented": True})
    office.take(case, "ground_i", **failed)
    office.take(case, "notify", "told", **TOLD)
    # When the pupil walks in before the name is off, the case says that the ground is gone, and the step is refused.
    office.at(date(2026, 10, 5))
    office.days(date(2026, 10, 5), date(2026, 10, 5), "U")
    office.reassess()
    (notice,) = office.page(case).notices
    assert notice.says.startswith("Ground 9(1)(i) is no longer met. 0 school days at present")
    with pytest.raises(Refused, match="20 are needed"):
        office.take(case, "delete", last_day=date(2026, 10, 5), leaving_reason="MI")
    office.take(case, "keep", kept_because="Came back on 5 October")
    assert roll(office).last_day is None


def test_what_only_the_roll_kept_open_ends_with_it() -> None:
    # Given a ten-day return and a search that are open, and the ground met,
    office = Office(on=date(2026, 10, 2))
    office.days(date(2026, 9, 7), date(2026, 10, 2), "O")
    office.reassess()
    searched(office, all_of_it=True)
    case = office.open("deletion")
    office.take(case, "propose", "i", **PROPOSED)
    office.take(case, "ground_i", ill_or_prevented=False, still_not_found=True, evidence="The log")
    office.take(case, "notify", "told", **TOLD)
    # when the name comes off,
    office.take(case, "delete", last_day=date(2026, 10, 2), leaving_reason="MI")
    # then both are closed with that, and nothing is opened about somebody who is gone.
    ended = {office.the_case(p).outcome for p in ("ten_day_return", "missing_education")}
    assert ended == {"The pupil left the school"}
    office.at(date(2026, 10, 5))
    office.reassess()
    assert len(office.cases("ten_day_return")) == 1


def test_an_excluded_pupil_stays_on_the_roll_until_nobody_can_ask_for_a_review() -> None:
    # Given a permanent exclusion that the board upheld, the parents told on Monday 30 November,
    office = Office(on=date(2026, 12, 1))
    case = office.open("deletion")
    office.take(case, "propose", "o", **PROPOSED)
    upheld = {"board_upheld": True, "decision_notified_on": date(2026, 11, 30), "evidence": "The board’s letter"}
    with pytest.raises(Refused, match="until Monday 4 January 2027") as refused:
        office.take(case, "ground_o", review="not-asked", **upheld)
    assert refused.value.rule == "EXC-13"
    # then on 5 January nobody can ask any more.
    office.at(date(2027, 1, 5))
    office.take(case, "ground_o", review="not-asked", **upheld)


def test_a_sixth_former_leaves_by_the_shorter_list() -> None:
    # Given a student of seventeen, then the grounds of compulsory age are not open, and the shorter list is.
    office = Office(on=date(2026, 11, 9))
    office.pupils.append(a_pupil(office.school, group=office.group, born=date(2009, 1, 1)))
    case = office.open("deletion", n=2)
    with pytest.raises(Refused, match=r"choose a ground of regulation 9\(3\)") as refused:
        office.take(case, "propose", "a", **PROPOSED)
    assert refused.value.rule == "DEL-2"
    office.take(case, "propose", "left", **PROPOSED)
    office.take(case, "ground_left", has_left=True, evidence="The student’s e-mail")
    office.take(case, "notify", "told", **TOLD)
    office.take(case, "delete", last_day=date(2026, 11, 9), leaving_reason="NE", destination="An apprenticeship")
    assert roll(office, 2).removal_ground == "9(3)"


def test_a_year_11_pupil_leaving_in_march_after_a_suspension_is_looked_at_twice() -> None:
    # OFF-1. Given a suspension in February of the examination year,
    office = Office(on=date(2027, 3, 8))
    office.pupils.append(a_pupil(office.school, group=office.group, born=date(2011, 1, 10)))
    office.marked_on({date(2027, 2, 24): {2: "E"}}, *Half)
    case = office.open("deletion", n=2)
    office.take(case, "propose", "g", **{**PROPOSED, "has_special_needs": True})
    says = " ".join(office.page(case).taken[-1].warned)
    for sign in ("Suspended in the last thirty days", "special educational needs", "between January and May"):
        assert sign in says
    # and the name comes off by nobody's hand who may not edit the roll.
    office.take(case, "ground_g", lives_too_far=True, is_boarder=False, expected_back=False, evidence="New address")
    office.take(case, "notify", "told", **TOLD)
    with pytest.raises(NotAllowed):
        office.take(case, "delete", role=Role.SENIOR_LEADER, last_day=date(2027, 3, 8), leaving_reason="OR")


def test_no_form_letter_goes_to_a_family_whose_child_has_died() -> None:
    # Given the death of a pupil, confirmed by the family,
    office = Office(on=date(2026, 11, 9))
    case = office.open("deletion")
    office.take(case, "propose", "k", **PROPOSED)
    office.take(case, "ground_k", has_died=True, evidence="The family told the head")
    office.take(case, "notify", "told", **TOLD)
    # then the step that writes to parents is refused, and the name comes off without it.
    with pytest.raises(Refused, match="No form letter"):
        office.take(case, "tell_parents")
    office.take(case, "delete", last_day=date(2026, 11, 9), leaving_reason="DD")
    assert roll(office).leaving_reason == "DD"
