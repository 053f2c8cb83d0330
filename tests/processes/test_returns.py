"""What goes to the local authority from a case: the fields of its return (RET-2 to RET-4, CME-1, EHE-1)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AccessEntry
from rollbook.cases.actions import open_case
from rollbook.processes.returns import fields_of_return, makes_a_return
from rollbook.pupils.models import PupilAddress
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound
from tests.builders import an_actor
from tests.cases.plans import PLAN
from tests.processes.office import Office

pytestmark = pytest.mark.django_db
TENTH = date(2026, 9, 18)
PROPOSED = {"proposed_by": "The mother", "suggested_by_school": False, "has_special_needs": False}


def office_with_a_family() -> Office:
    office = Office(on=TENTH)
    office.contact(0, name="Priya", parental_responsibility=True)
    office.contact(0, name="Dev", number="07700 900777", parental_responsibility=True, lives_with=False, priority=2)
    PupilAddress.objects.create(
        school=office.school, pupil=office.pupils[0], lines="3 Mill Lane\nShipley", postcode="BD18 1AA", first=TENTH
    )
    office.days(date(2026, 9, 7), TENTH, "O")
    return office


def test_the_ten_day_return_holds_pupil_address_parents_and_each_day_with_its_codes() -> None:
    """RET-3"""
    office = office_with_a_family()
    office.reassess()
    fields = dict(fields_of_return(office.who(), office.the_case("ten_day_return").public_id))
    assert fields["Full name"] == "Pupil00 Name00"
    assert fields["Address"] == "3 Mill Lane, Shipley, BD18 1AA"
    assert (fields["Parent 1"], fields["Parent 1: telephone"]) == ("Priya Shah (Mother)", "07700 900142")
    assert fields["Parent 2: lives with the pupil"] == "No"
    assert (fields["First day of the absence"], fields["School days in a row"]) == ("07/09/2026", "10")
    assert fields["Days and codes"].startswith("07/09/2026 O/O; 08/09/2026 O/O")


def test_the_notice_of_a_deletion_holds_those_with_whom_the_pupil_lives_and_the_ground() -> None:
    """RET-2"""
    office = office_with_a_family()
    case = office.open("deletion")
    office.take(case, "propose", "k", **PROPOSED)
    fields = dict(fields_of_return(office.who(), case))
    assert fields["Ground of regulation 9"] == "9(1)(k) The pupil has died"
    assert fields["Parent 1"] == "Priya Shah (Mother)"
    assert "Parent 2" not in fields


def test_a_sickness_return_does_not_say_what_the_illness_is() -> None:
    """RET-4, MED-4"""
    office = office_with_a_family()
    case = office.open("sickness_return")
    office.take(case, "expect", expected_until=date(2026, 10, 30), believed_because="hospital")
    fields = dict(fields_of_return(office.who(), case))
    assert fields["Why the school believes it"] == "A letter of a hospital or clinic"
    assert fields["Expected to last until"] == "30/10/2026"
    assert fields["School days of illness by then"] == "30"


@pytest.mark.parametrize("process", ["missing_education", "missing_out", "home_education"])
def test_a_case_of_which_nothing_is_known_yet_gives_its_fields_all_the_same(process: str) -> None:
    office = office_with_a_family()
    fields = fields_of_return(office.who(), office.open(process))
    labels = [label for label, _ in fields]
    assert len(labels) == len(set(labels))
    assert dict(fields)["Full name"] == "Pupil00 Name00"


def test_an_enquiry_goes_with_who_made_it_and_what_came_of_it() -> None:
    """DEL-3"""
    office = office_with_a_family()
    case = office.open("missing_education")
    office.take(case, "begin", began="away", last_seen=date(2026, 9, 4))
    office.take(case, "home_visited", home_visited="Nobody there")
    fields = dict(fields_of_return(office.who(), case))
    assert fields["Visit the last known address"] == "18 September 2026, A. Osei: Nobody there"
    assert fields["Ring every contact"] == "not yet"


def test_a_return_is_opened_by_those_alone_who_may_see_contacts_and_is_noted() -> None:
    office = office_with_a_family()
    case = office.open("deletion")
    before = AccessEntry.objects.count()
    fields_of_return(office.who(), case)
    opened = AccessEntry.objects.order_by("-id")[: AccessEntry.objects.count() - before]
    assert {"return", "contacts"} <= {entry.what for entry in opened}
    with pytest.raises(NotAllowed):
        fields_of_return(an_actor(office.school, Role.TEACHER, now=office.now), case)
    other = Office(on=TENTH)
    with pytest.raises(NotFound):
        fields_of_return(other.who(), case)


def test_how_many_statements_a_return_takes() -> None:
    office = office_with_a_family()
    case = office.open("deletion")
    actor = office.who()
    with CaptureQueriesContext(connection) as told:
        fields_of_return(actor, case)
    assert len(told) <= 45


def test_a_process_that_says_nothing_of_a_return_gives_the_pupil_and_what_is_known() -> None:
    office = office_with_a_family()
    assert makes_a_return("deletion")
    assert not makes_a_return("test_plan")
    case = open_case(office.who(), process=PLAN.key, pupil=office.pupils[0].pk, why="Asked", facts={"why": "Mornings"})
    fields = dict(fields_of_return(office.who(), case))
    assert fields["What is the difficulty?"] == "Mornings"
    assert "Parent 1" not in fields


def test_the_page_and_the_paper_show_every_field_and_what_is_not_held() -> None:
    office = office_with_a_family()
    case = office.open("deletion")
    desk = office.person()
    shown = desk.get(desk.url("processes:return", sending=case))
    said = shown.content.decode()
    assert shown.status_code == 200
    assert "3 Mill Lane, Shipley, BD18 1AA" in said
    assert "UPN" in said.split("Not held")[1][:400]
    paper = desk.get(desk.url("processes:return-print", sending=case)).content.decode()
    assert "Signed:" in paper
    assert desk.get(desk.url("cases:case", case=case)).content.decode().count("For the local authority") == 1
