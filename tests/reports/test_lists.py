"""Lists: who stands on them, who may see which column, and how much is read for it (REP-H)."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AccessEntry
from rollbook.cases.actions import open_case
from rollbook.pupils.actions import set_need
from rollbook.pupils.actions.own_fields import make_own_field
from rollbook.pupils.actions.own_values import fill_own_field
from rollbook.reports.lists.columns import COLUMNS, columns_for
from rollbook.reports.lists.making import MadeList, make_list
from rollbook.reports.lists.ready import READY
from rollbook.reports.report import Person, Share, Table
from rollbook.rules.access import PERMISSIONS, Permission, Role
from rollbook.rules.actor import Actor
from rollbook.rules.lists import Condition, How, ListShape, Order, Rows, Who, sound
from rollbook.rules.own_fields import Audience, FieldKind, FieldShape
from rollbook.rules.refused import NotAllowed, Refused
from rollbook.rules.sessions import Half
from tests.absence.morning import FRIDAY, MONDAY, Morning
from tests.builders import a_pupil, a_school, an_actor

pytestmark = pytest.mark.django_db


def a_marked_morning(size: int = 4) -> Morning:
    """Ill on Friday and today; late by nothing said; present; one without a mark."""
    morning = Morning(size)
    morning.marked_on({FRIDAY: {0: "I", 1: "/", 2: "U"}, MONDAY: {0: "I", 1: "L", 2: "/"}}, Half.AM)
    return morning


def table(made: MadeList) -> Table:
    (found,) = made.report.tables()
    return found


def cells(made: MadeList) -> list[tuple[str, ...]]:
    """Every cell in words."""
    return [tuple(cell.name if isinstance(cell, Person) else str(cell) for cell in row) for row in table(made).rows]


def names(made: MadeList) -> list[str]:
    return [row[0] for row in cells(made)]


def a_list(actor: Actor, *columns: str, **more: object) -> MadeList:
    shape = ListShape(columns, **more)  # type: ignore[arg-type]  # as the test says
    return make_list(actor, shape, title="A list")


def test_a_list_has_a_row_for_each_pupil_and_says_whose_and_how_counted() -> None:
    morning = a_marked_morning()
    made = a_list(morning.actor(), "name", "form", "am", "attendance", "unauthorised", "persistent")
    assert cells(made) == [
        ("Name00, Pupil00", "9A", "I", "0.0 %", "0", "Yes"),
        ("Name01, Pupil01", "9A", "L", "100.0 %", "0", "No"),
        ("Name02, Pupil02", "9A", "/", "50.0 %", "1", "Yes"),
        ("Name03, Pupil03", "9A", "None", "None", "0", "No"),
    ]
    assert made.report.about == "Pupils on roll today"
    assert "(PA-1, PA-2)" in made.report.notes[0]
    assert table(made).foot == ("Together", None, None, Share(3, 6), 1, 2)
    assert AccessEntry.objects.filter(what="list", subject="list:4").count() == 1


def test_conditions_must_all_hold_and_the_order_is_as_asked() -> None:
    morning = a_marked_morning()
    ill = (Condition("am", How.ANY_OF, ("I", "L")), Condition("attendance", How.UNDER, ("90",)))
    assert names(a_list(morning.actor(), "name", conditions=ill)) == ["Name00, Pupil00"]
    by = (Order("attendance", down=True), Order("name", down=True))
    assert names(a_list(morning.actor(), "name", order=by)) == [
        "Name01, Pupil01",
        "Name02, Pupil02",
        "Name00, Pupil00",
        "Name03, Pupil03",
    ]
    nobody = a_list(morning.actor(), "name", conditions=(Condition("form", How.IS, ("9Z",)),))
    assert (table(nobody).rows, table(nobody).foot, nobody.rows) == ((), (), 0)


def test_a_row_for_each_contact_and_the_first_who_may_be_rung_on_a_row_for_each_pupil() -> None:
    morning = Morning(2)
    morning.contact(0, name="Kept", priority=1, no_contact=True)
    silent = morning.contact(1, name="Silent", number="07700 900144", priority=1)
    silent.phones.update(dead_since=MONDAY)
    morning.contact(0, 1, name="Priya", number="07700 900143", priority=2)
    columns = ("name", "contact-name", "contact-phone", "contact-lives-with")
    each = a_list(morning.actor(), *columns, rows=Rows.CONTACT)
    assert [row[1] for row in cells(each)] == ["Kept Shah", "Priya Shah", "Silent Shah", "Priya Shah"]
    assert table(each).title == "2 pupils"
    first = a_list(morning.actor(), *columns)
    assert [row[1:3] for row in cells(first)] == [("Priya Shah", "07700 900143")] * 2
    reception = a_list(morning.actor(Role.RECEPTION), *columns, rows=Rows.CONTACT)
    assert cells(reception)[0][1:3] == ("Kept Shah", "None")
    with pytest.raises(NotAllowed):
        a_list(morning.actor(Role.TEACHER), *columns, rows=Rows.CONTACT)


def test_a_column_that_is_not_for_the_reader_is_not_there() -> None:
    morning = Morning(2)
    morning.flag(0, "ehcp")
    morning.contact(0)
    teacher = an_actor(morning.school, Role.TUTOR, now=morning.now, user=morning.tutor)
    made = a_list(teacher, "name", "ehcp", "contact-name", "cases")
    assert [column.title for column in table(made).columns] == ["Name", "Contact"]
    assert made.hidden_says == "2 columns are not shown to you: not part of your role, or not kept in this school."
    assert a_list(morning.actor(), "name", "ehcp").hidden_says == ""
    for narrowed in (Condition("ehcp", How.IS, ("yes",)), Condition("own:nothing", How.FILLED)):
        with pytest.raises(Refused, match="narrowed by something that you may not see"):
            a_list(teacher, "name", conditions=(narrowed,))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
def test_every_column_is_offered_only_to_who_may_see_it(role: Role) -> None:
    actor = an_actor(a_school(), role)
    offered = columns_for(actor)
    for column in COLUMNS:
        assert (column.key in offered) == (not column.wants or bool(column.wants & PERMISSIONS[role]))


def test_who_sees_their_own_pupils_lists_them_and_nobody_else() -> None:
    morning = Morning(2)
    a_pupil(morning.school, surname="Elsewhere")
    tutor = an_actor(morning.school, Role.TUTOR, now=morning.now, user=morning.tutor)
    assert names(a_list(tutor, "name")) == ["Name00, Pupil00", "Name01, Pupil01"]
    assert names(a_list(an_actor(morning.school, Role.TEACHER), "name")) == []
    assert len(names(a_list(morning.actor(), "name"))) == 3
    assert names(a_list(an_actor(a_school()), "name")) == []


def test_own_fields_are_columns_like_others() -> None:
    morning = Morning(3)
    office = morning.actor()
    shapes = {
        "Locker": FieldShape("Locker", FieldKind.NUMBER),
        "Trip": FieldShape("Trip", FieldKind.DAY),
        "Placement": FieldShape("Placement", FieldKind.WORDS, Audience.FEW),
    }
    fields = {name: uuid.uuid4() for name in shapes}
    for name, shape in shapes.items():
        make_own_field(office, field=fields[name], shape=shape)
    first, second = morning.pupils[0].pk, morning.pupils[1].pk
    fill_own_field(office, field=fields["Locker"], values={first: "12", second: "9.5"})
    fill_own_field(office, field=fields["Trip"], values={first: "1/12/2026"})
    fill_own_field(office, field=fields["Placement"], values={first: "With the Shahs"})
    locker, trip, few = (f"own:{fields[name]}" for name in shapes)
    made = a_list(office, "name", locker, trip, few, order=(Order(locker),))
    assert cells(made) == [
        ("Name01, Pupil01", "9.5", "None", "None"),
        ("Name00, Pupil00", "12", "2026-12-01", "With the Shahs"),
        ("Name02, Pupil02", "None", "None", "None"),
    ]
    assert table(made).foot[1] == "21.5"
    soon = a_list(office, "name", conditions=(Condition(trip, How.FROM, ("today",)),))
    assert names(soon) == ["Name00, Pupil00"]
    tutor = an_actor(morning.school, Role.TUTOR, now=morning.now, user=morning.tutor)
    assert a_list(tutor, "name", few).hidden == 1
    assert AccessEntry.objects.filter(what="own fields", subject="list:1").count() == 1


def test_starters_and_leavers_are_lists_of_their_own() -> None:
    morning = Morning(1)
    a_pupil(morning.school, surname="Coming", first_day=date(2026, 11, 30))
    a_pupil(morning.school, surname="Gone", last_day=date(2026, 10, 2))
    for who, surname in ((Who.ON_ROLL, "Name00"), (Who.STARTERS, "Coming"), (Who.LEAVERS, "Gone")):
        assert names(a_list(morning.actor(), "surname", who=who)) == [surname]


def every_column(actor: Actor) -> MadeList:
    return a_list(actor, *columns_for(actor), period="half-term")


def test_however_many_pupils_and_columns_the_same_statements_are_asked() -> None:
    counts = []
    for size in (2, 9):
        morning = Morning(size)
        morning.contact(0, 1)
        morning.flag(0)
        morning.marked(dict.fromkeys(range(size), "L"))
        pupil = morning.pupils[0].public_id
        set_need(morning.actor(), need=uuid.uuid4(), pupil=pupil, kind="medication", says="Inhaler", first=MONDAY)
        field = uuid.uuid4()
        make_own_field(morning.actor(), field=field, shape=FieldShape("Few", FieldKind.WORDS, Audience.FEW))
        fill_own_field(morning.actor(), field=field, values={p.pk: "x" for p in morning.pupils})
        open_case(morning.actor(), process="attendance_concern", pupil=morning.pupils[0].pk, why="Below 90 %")
        office = morning.actor()
        with CaptureQueriesContext(connection) as asked:
            made = every_column(office)
        assert (made.rows, made.hidden) == (size, 0)
        assert cells(made)[0][-3:-1] == ("Attendance concern", "1")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 30


def test_only_what_a_column_asks_for_is_read() -> None:
    office = Morning(2).actor()
    with CaptureQueriesContext(connection) as asked:
        a_list(office, "name", "form", "year")
    assert len(asked) == 4


@pytest.mark.parametrize("ready", READY, ids=lambda ready: ready.key)
def test_a_ready_made_list_is_sound_and_opens_for_whoever_may_open_it(ready) -> None:  # type: ignore[no-untyped-def]
    morning = a_marked_morning(3)
    office = morning.actor()
    known = {key: column.holds for key, column in columns_for(office).items()}
    assert sound(ready.shape, known, frozenset({ready.shape.period})) == ready.shape
    assert make_list(office, ready.shape, title=ready.title).hidden == 0
    for role in PERMISSIONS:
        actor = an_actor(morning.school, role, now=morning.now)
        if ready.wants <= actor.permissions and actor.may(Permission.SEE_OWN_PUPILS):
            make_list(actor, ready.shape, title=ready.title)
