"""REP-H, as the attendance administrator tells it: a field of our own, a list from any field, an answer in passing."""

from __future__ import annotations

import csv
import io
import uuid

import pytest

from rollbook.absence.actions.given_out import give_figures
from rollbook.absence.queries.looked_after import looked_after
from rollbook.audit.models import AccessEntry, AuditEntry
from rollbook.pupils.actions.own_fields import make_own_field
from rollbook.pupils.actions.own_values import fill_own_field, set_own_value
from rollbook.pupils.queries.own_fields import own_field
from rollbook.pupils.queries.own_pasted import read_pasted_values
from rollbook.reports.actions.lists import save_list
from rollbook.reports.lists.making import make_list
from rollbook.reports.lists.ready import ready_list
from rollbook.rules.access import Role
from rollbook.rules.lists import Condition, How, ListShape, Order
from rollbook.rules.own_fields import FieldKind, FieldShape
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half
from rollbook.schools.models import School, Trust
from tests.absence.morning import FRIDAY, MONDAY, Morning, Visitor
from tests.builders import a_role, a_school, a_user

pytestmark = pytest.mark.django_db
BUS = FieldShape("Bus pass runs out", FieldKind.DAY, help="As printed on the pass.")


@pytest.fixture
def morning() -> Morning:
    """Form 9A on Monday: the second is looked after and was late on Friday, the third has a plan and is ill today."""
    morning = Morning(4)
    morning.contact(0, 1, name="Priya")
    morning.flag(1, "looked-after")
    morning.flag(2, "ehcp")
    morning.marked_on({FRIDAY: {0: "/", 1: "L", 2: "I", 3: "/"}}, Half.AM, Half.PM)
    morning.marked({0: "/", 1: "/", 2: "I", 3: "/"})
    return morning


def test_a_field_of_our_own_is_filled_from_the_bus_companys_sheet_and_becomes_a_list(morning: Morning) -> None:
    office, field = morning.actor(), uuid.uuid4()
    make_own_field(office, field=field, shape=BUS)
    sheet = (
        "Name00, Pupil00\t20/11/2026\nName01, Pupil01\t12/13/2026\nName02, Pupil02\t31/3/2027\nSomebody Else\t1/1/2027"
    )
    read = read_pasted_values(office, own_field(office, field), sheet)
    assert [(row.pupil.surname, row.becomes) for row in read.rows] == [
        ("Name00", "Fri 20 Nov 2026"),
        ("Name02", "Wed 31 Mar 2027"),
    ]
    assert [bad.why.split(".")[0] for bad in read.bad] == [
        "“12/13/2026” is not a day",
        "Nobody on roll is meant by this",
    ]
    assert fill_own_field(office, field=field, values=read.typed) == 2
    set_own_value(office, field=field, pupil=morning.pupils[1].public_id, says="13/12/2026")

    soon = ListShape(
        ("name", "form", f"own:{field}", "contact-phone"),
        (Condition(f"own:{field}", How.BEFORE, ("today+30",)),),
        (Order(f"own:{field}"),),
    )
    made = make_list(office, soon, title="Passes that run out")
    (table,) = made.report.tables()
    assert [row[0].name for row in table.rows] == ["Name00, Pupil00", "Name01, Pupil01"]  # type: ignore[union-attr]
    assert table.title == "2 pupils"


def test_the_list_is_shared_and_each_reader_has_the_columns_that_are_theirs(morning: Morning) -> None:
    shape = ListShape(("name", "form", "ehcp", "attendance", "contact-name"))
    saved = save_list(morning.actor(), name="Plans and attendance", shape=shape, shared="school")
    head, tutor = morning.person(Role.HEAD), morning.person(Role.TUTOR)
    where = head.url("lists:saved", saved_list=saved)
    rows = [*csv.reader(io.StringIO(head.get(f"{where}?as=csv").content.decode("utf-8-sig")))]
    assert any("EHC plan" in row for row in rows)
    theirs = tutor.get(f"{where}?as=csv").content.decode("utf-8-sig")
    assert "EHC plan" not in theirs
    assert "1 column is not shown to you" in tutor.get(where).content.decode()


def test_the_trust_has_the_definition_and_no_school_the_others_pupils(morning: Morning) -> None:
    trust = Trust.objects.create(name="Northway", slug="northway")
    School.objects.filter(pk=morning.school.pk).update(trust=trust)
    there, colleague = a_school("Brookside", trust=trust.pk), a_user("P. Moss")
    a_role(colleague, there)
    shape = ListShape(("name", "form", "attendance"), (Condition("attendance", How.UNDER, ("100",)),))
    saved = save_list(morning.actor(), name="Under 100 %", shape=shape, shared="trust")
    visitor = Visitor(there, colleague, morning.now)
    page = visitor.get(visitor.url("lists:saved", saved_list=saved)).content.decode()
    assert "Under 100 %" in page
    assert "Name02" not in page
    named = ListShape(("name",), (Condition("surname", How.IS, ("Name02",)),))
    with pytest.raises(Refused, match="words that could be a pupil’s"):
        save_list(morning.actor(), name="Her", shape=named, shared="trust")


def test_a_colleague_at_the_door_is_answered_in_passing(morning: Morning) -> None:
    office = morning.person()
    found = office.post(office.url("home:search"), {"q": "name00"}).content.decode()
    assert "AM /" in found
    assert "07700 900142" in found
    absent = ready_list("absent-today")
    assert absent is not None
    (table,) = make_list(morning.actor(), absent.shape, title=absent.title).report.tables()
    assert [str(row[2]) for row in table.rows] == ["I"]


def test_the_service_that_rings_for_looked_after_children_gets_its_figures(morning: Morning) -> None:
    office = morning.actor()
    (friday,) = looked_after(office, FRIDAY)
    (today,) = looked_after(office, MONDAY)
    assert (friday.am, friday.pm) == ("present, late", "present, late")
    assert (today.am, today.pm, today.attendance) == ("present", "no mark yet", "100.0")
    assert (today.totals.possible, today.late) == (3, 2)
    call = uuid.uuid4()
    give_figures(office, call=call, on=FRIDAY, caller="Dana Moss, Welfare Ring", pupils=[str(friday.pupil.public_id)])
    assert AccessEntry.objects.filter(what="figures given out").count() == 1
    page = morning.person().get(f"{morning.person().url('absence:looked-after')}?on={FRIDAY.isoformat()}")
    assert "Dana Moss, Welfare Ring" in page.content.decode()
    assert AuditEntry.objects.filter(verb="absence.FiguresGivenOut").count() == 1
    assert friday.pupil.public_id == morning.pupils[1].public_id
