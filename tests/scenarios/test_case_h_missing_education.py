"""A child whom nobody can find, told as the office lives it (CASE-H, CME-1, DEL-3, ADM-3)."""

from __future__ import annotations

from datetime import date

import pytest

from rollbook.cases.actions import open_suggestion
from rollbook.cases.queries import case_page, suggestions
from rollbook.pupils.models import Enrolment
from rollbook.rules.access import Role
from rollbook.rules.enquiries import BY_SCHOOL, ENQUIRIES
from rollbook.rules.refused import NotAllowed, Refused
from rollbook.rules.sessions import Half
from tests.absence.morning import days_of_term
from tests.builders import an_actor
from tests.processes.office import Office

pytestmark = pytest.mark.django_db
KNOWN = {
    "began": "away",
    "last_seen": date(2026, 9, 4),
    "last_seen_where": "In lesson 5",
    "said_to_be": "A neighbour: Luton",
    "worries": "",
}
REFERRAL = {"authority": "Bradford", "referred_how": "Referral form", "reference": "CME-1"}


def open_what_is_suggested(office: Office) -> None:
    for line in suggestions(office.who()):
        if line.process.key == "missing_education":
            open_suggestion(office.who(), suggestion=line.public_id)


def test_school_and_authority_look_together_and_every_enquiry_is_written_down() -> None:
    # Given a pupil not seen for ten school days,
    office = Office(on=date(2026, 9, 18))
    office.days(date(2026, 9, 2), date(2026, 9, 4), "L")
    office.days(date(2026, 9, 7), date(2026, 9, 18), "O")
    office.reassess()
    # then Rollbook suggests the search to a person, and the office opens it.
    assert office.suggested("missing_education") == (
        "Not seen on 10 school days in a row since Monday 7 September 2026",
    )
    open_what_is_suggested(office)
    case = office.the_case("missing_education").public_id
    office.take(case, "begin", **KNOWN)
    # When it is referred the same day, it is said what has not been tried,
    office.take(case, "contacts_rung", contacts_rung="Both parents and the grandmother: not in use")
    office.take(case, "refer", **REFERRAL)
    (warned,) = office.page(case).taken[-1].warned
    assert "visit the last known address" in warned
    # and nobody can say that the search failed before all of it was made, and by both.
    for one in BY_SCHOOL:
        with pytest.raises(Refused, match="have not made every enquiry"):
            office.take(case, "not_found")
        office.take(case, one.key, **{one.key: f"{one.says}: nothing"})
    # The authority is asked on the fifth school day, and every five after it,
    assert office.the_case("missing_education").next_day == date(2026, 9, 25)
    office.at(date(2026, 9, 25))
    office.take(case, "chase", authority_says="Luton is asked")
    assert office.the_case("missing_education").next_day == date(2026, 10, 2)
    office.at(date(2026, 10, 2))
    office.take(case, "authority_checked", authority_checked="Council tax ended; no GP; Luton knows nothing")
    # and the log says who asked what, when, and what came of it.
    (panel,) = office.page(case).panels
    assert panel.says == "Every enquiry has been made."
    assert len(panel.rows) == len(ENQUIRIES)
    assert panel.rows[0][1:3] == ("18 September 2026; 18 September 2026", "A. Osei")
    assert panel.rows[-1][2] == "Authority (recorded by A. Osei)"
    office.take(case, "not_found")
    assert office.the_case("missing_education").outcome == "Not found by school and authority together"


def test_nobody_comes_on_the_agreed_starting_day() -> None:
    # T-61. Given a place accepted, and Monday 5 October agreed as the first day,
    office = Office(on=date(2026, 10, 9))
    Enrolment.objects.filter(pupil=office.pupils[0]).update(first_day=date(2026, 10, 5))
    # when nobody comes all week, the pupil is on the roll all the same, N and then O,
    office.marked_on({day: {0: "N"} for day in days_of_term(date(2026, 10, 5), date(2026, 10, 8))}, *Half)
    office.reassess()
    assert office.suggested("missing_education") == ()
    office.marked_on({date(2026, 10, 9): {0: "N"}}, *Half)
    office.reassess()
    # then the search is suggested on the fifth school day, before the ten of the return.
    assert office.suggested("missing_education") == (
        "Has not come since the starting day: 5 school days from Monday 5 October 2026",
    )


def test_the_family_is_found_at_another_school() -> None:
    # Given a search,
    office = Office(on=date(2026, 9, 18))
    case = office.open("missing_education")
    office.take(case, "begin", **{**KNOWN, "began": "leaver"})
    # when the authority finds the pupil, then the case ends with where, and the roll is untouched (DEL-A is for that).
    office.take(case, "found", "elsewhere", found_where="Northgate School, Leeds; its office confirmed it")
    assert office.the_case("missing_education").outcome == "Found: registered at another school"
    assert Enrolment.objects.get(pupil=office.pupils[0]).last_day is None


def test_a_search_is_not_for_every_eye() -> None:
    # Given a search, then a class teacher finds neither the case nor what is suggested.
    office = Office(on=date(2026, 9, 18))
    case = office.open("missing_education")
    teacher = an_actor(office.school, Role.TEACHER, now=office.now)
    assert suggestions(teacher) == ()
    with pytest.raises(NotAllowed):
        case_page(teacher, case)
