"""The school closes at noon: families are ticked off at the gate, and nobody goes with somebody who may not."""

from __future__ import annotations

import re
import uuid
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AccessEntry
from rollbook.pupils.models import Contact, PupilContact
from rollbook.registers.actions.sudden import Sudden, close_suddenly
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.rules.sessions import Half
from rollbook.site.actions.collecting import collect, not_collected
from rollbook.site.models import Movement
from rollbook.site.queries.collecting import collecting
from tests.builders import an_actor
from tests.registers.classroom import MONDAY, Classroom
from tests.site.desk import Screen, acting, clock, mark

pytestmark = pytest.mark.django_db


def snow_at_noon(size: int = 3) -> Classroom:
    """Everybody came this morning; at noon the school closes."""
    room = Classroom(size)
    for n in range(size):
        mark(room, n, "/")
    office = an_actor(room.school, user=room.officer, now=clock("12:00"))
    close_suddenly(office, save_id=uuid.uuid4(), sudden=Sudden(MONDAY, (Half.PM,), "Snow"))
    return room


def contact(room: Classroom, name: str, *numbers: int, no_contact: bool = False) -> Contact:
    person = Contact.objects.create(school=room.school, forename=name, surname="Abiodun")
    for n in numbers:
        PupilContact.objects.create(
            school=room.school,
            pupil=room.pupils[n],
            contact=person,
            priority=1 + PupilContact.objects.filter(pupil=room.pupils[n]).count(),
            relationship="PAM",
            lives_with=not no_contact,
            no_contact=no_contact,
        )
    return person


def public(room: Classroom, *numbers: int) -> list[str]:
    return [str(room.pupils[n].public_id) for n in numbers]


def test_a_mother_takes_both_her_children_with_one_tick() -> None:
    room = snow_at_noon()
    mother = contact(room, "Ada", 0, 1)
    gate = acting(room, Role.TEACHER, "12:20")
    family = uuid.uuid4()
    assert collect(gate, family=family, pupils=public(room, 0, 1), with_whom=str(mother.public_id)) == 2
    assert collect(gate, family=family, pupils=public(room, 0, 1), with_whom=str(mother.public_id)) == 0
    found = collecting(gate)
    assert [p.pupil.surname for p in found.here] == ["Barker"]
    assert {(g.pupil.surname, g.collected_by, g.by_name) for g in found.gone} == {
        ("Abiodun", "Ada Abiodun (mother)", "R. Boateng"),
        ("Ahmed", "Ada Abiodun (mother)", "R. Boateng"),
    }
    assert AccessEntry.objects.filter(what="collectors").exists()


def test_nobody_goes_with_somebody_who_must_be_kept_away() -> None:
    room = snow_at_noon(1)
    contact(room, "Ada", 0)
    barred = contact(room, "Bode", 0, no_contact=True)
    with pytest.raises(Refused, match="not among those who may collect"):
        collect(
            acting(room, Role.TEACHER, "12:20"),
            family=uuid.uuid4(),
            pupils=public(room, 0),
            with_whom=str(barred.public_id),
        )
    with pytest.raises(Refused, match="not among those who may collect"):
        collect(acting(room, now="12:20"), family=uuid.uuid4(), pupils=public(room, 0), with_whom=str(uuid.uuid4()))
    page = unescape(Screen(room, Role.TEACHER, "12:21").see("collect", pupil=room.pupils[0].public_id))
    assert "Ada Abiodun" in page
    assert "Bode" not in page
    assert "Not everybody may collect" in page
    assert not Movement.objects.exists()


def test_a_tick_by_mistake_is_taken_back_and_the_child_is_here() -> None:
    room = snow_at_noon(1)
    gate = acting(room, Role.TEACHER, "12:20")
    collect(gate, family=uuid.uuid4(), pupils=public(room, 0), with_whom="alone")
    (gone,) = collecting(gate).gone
    assert gone.collected_by == "walked home alone, as the family agreed"
    not_collected(gate, movement=gone.movement)
    assert [p.pupil.surname for p in collecting(gate).here] == ["Abiodun"]


def test_who_has_not_been_collected_is_here_when_the_afternoon_is_y4() -> None:
    room = snow_at_noon(2)
    for n in range(2):
        mark(room, n, "Y4", half=1)
    found = collecting(acting(room, now="13:45"))
    assert {p.why for p in found.here} == {"here this morning, not signed out since the school closed"}


def test_the_list_is_there_only_while_the_school_closes() -> None:
    room = Classroom(1)
    with pytest.raises(NotFound, match="not closed suddenly today"):
        collecting(acting(room))
    with pytest.raises(NotFound):
        collect(acting(room), family=uuid.uuid4(), pupils=public(room, 0), with_whom="alone")
    with pytest.raises(NotAllowed):
        collect(
            an_actor(room.school, permissions=frozenset()),
            family=uuid.uuid4(),
            pupils=public(room, 0),
            with_whom="alone",
        )


def test_the_on_site_page_leads_to_the_list_while_the_closure_holds() -> None:
    door = 'collecting/"'
    assert door not in Screen(Classroom(1), now="11:00").see("on-site")
    assert door in Screen(snow_at_noon(), now="12:05").see("on-site")


def test_by_the_page_on_a_telephone() -> None:
    room = snow_at_noon(2)
    mother = contact(room, "Ada", 0, 1)
    teacher = Screen(room, Role.TEACHER, "12:20")
    assert "<b>2</b> still here" in teacher.see("collecting")
    form = teacher.see("collect", pupil=room.pupils[0].public_id)
    family = re.search(r'name="family" value="([^"]+)"', form)[1]  # type: ignore[index]
    missing = teacher.send("collect", {"family": family, "pupil": public(room, 0)}, pupil=room.pupils[0].public_id)
    assert missing.status_code == 422
    assert "Choose who collects" in missing.content.decode()
    done = {"family": family, "pupil": public(room, 0, 1), "with": str(mother.public_id)}
    assert teacher.send("collect", done, pupil=room.pupils[0].public_id).status_code == 303
    after = unescape(teacher.see("collecting"))
    assert "<b>0</b> still here" in after
    assert "Ada Abiodun (mother)" in after


def test_the_list_costs_as_much_for_thirty_as_for_three() -> None:
    seen = []
    for size in (3, 30):
        room = snow_at_noon(size)
        with CaptureQueriesContext(connection) as asked:
            collecting(acting(room, Role.TEACHER, "12:20"))
        seen.append(len(asked))
    assert seen[0] == seen[1] <= 16
