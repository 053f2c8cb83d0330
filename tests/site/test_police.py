"""Messages from the police: written once, read by the safeguarding lead alone, encrypted, every opening noted."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AccessEntry, AuditEntry
from rollbook.rules.access import PERMISSIONS, Permission, Role
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.site.actions import close_police_message, open_police_message, pass_on_police_message
from rollbook.site.models import PoliceMessage
from rollbook.site.queries import police_messages, police_waiting, said_in
from tests.builders import a_school, a_user, an_actor
from tests.registers.classroom import Classroom
from tests.site.desk import Screen, acting, clock

pytestmark = pytest.mark.django_db
SAID = "PC 4411, incident 212: called to the home at 2 in the morning; the child was upstairs."


def a_message(room: Classroom, n: int = 0) -> uuid.UUID:
    made, pupil = uuid.uuid4(), str(room.pupils[n].public_id)
    pass_on_police_message(acting(room, now="7:50"), message_id=made, pupil=pupil, said=SAID)
    return made


def test_only_the_safeguarding_lead_and_the_head_may_read() -> None:
    may = {role for role, held in PERMISSIONS.items() if Permission.SEE_POLICE_MESSAGES in held}
    assert may == {Role.DSL, Role.HEAD, Role.SYSTEM}


def test_it_waits_for_the_lead_and_each_opening_is_noted() -> None:
    room = Classroom(1)
    made, lead = a_message(room), acting(room, Role.DSL, "8:00", "D. Lead")
    assert police_waiting(lead) == 1
    for _ in range(2):
        open_police_message(lead, message_id=made)
    line, said, done = said_in(lead, made)
    assert (line.taken_by, line.opened_by, said, done) == ("R. Boateng", "D. Lead", SAID, "")
    assert police_waiting(lead) == 0
    looked = AccessEntry.objects.filter(what="message from the police")
    assert [e.subject for e in looked] == [f"pupil:{room.pupils[0].public_id}"] * 2
    close_police_message(lead, message_id=made, done="Spoke to Tolu; social worker told")
    assert said_in(lead, made)[2] == "Spoke to Tolu; social worker told"
    with pytest.raises(Refused, match=r"closed by D\. Lead"):
        close_police_message(lead, message_id=made, done="again")


def test_nothing_is_readable_in_the_table_or_the_trail() -> None:
    room = Classroom(1)
    made = a_message(room)
    assert b"upstairs" not in bytes(PoliceMessage.objects.get().said)
    told = AuditEntry.objects.get(verb="site.PoliceMessagePassedOn")
    assert told.subject == f"police-message:{made}"
    assert str(room.pupils[0].public_id) not in str(told.detail)


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.ATTENDANCE_ADMINISTRATOR, Role.TUTOR, Role.SENCO, Role.AUDITOR])
def test_whoever_else_there_is_reads_nothing(role: Role) -> None:
    room = Classroom(1)
    made, other = a_message(room), acting(room, role, "8:00", "O. Ther")
    assert police_waiting(other) == 0
    for ask in (lambda: police_messages(other), lambda: said_in(other, made)):
        with pytest.raises(NotAllowed):
            ask()
    with pytest.raises(NotAllowed):
        open_police_message(other, message_id=made)


def test_the_same_message_sent_twice_is_one_and_an_empty_one_is_refused() -> None:
    room = Classroom(1)
    made, pupil = a_message(room), str(room.pupils[0].public_id)
    pass_on_police_message(acting(room), message_id=made, pupil=pupil, said=SAID)
    assert PoliceMessage.objects.count() == 1
    with pytest.raises(Refused, match="what the police said"):
        pass_on_police_message(acting(room), message_id=uuid.uuid4(), pupil=pupil, said="")


def test_another_schools_message_is_not_there() -> None:
    room = Classroom(1)
    made = a_message(room)
    stranger = an_actor(a_school(), Role.DSL, now=clock("8:00"))
    assert police_messages(stranger) == ()
    with pytest.raises(NotFound):
        said_in(stranger, made)
    with pytest.raises(NotFound):
        open_police_message(stranger, message_id=made)


@pytest.mark.parametrize("size", [1, 6])
def test_the_list_takes_two_statements(size: int) -> None:
    room = Classroom(size)
    for n in range(size):
        a_message(room, n)
    lead = acting(room, Role.DSL, "8:00")
    with CaptureQueriesContext(connection) as counted:
        assert len(police_messages(lead)) == size
    assert len(counted) == 2


def test_from_the_call_to_its_end_on_screen() -> None:
    room = Classroom(1)
    desk, pupil, made = Screen(room, now="7:50"), room.pupils[0].public_id, uuid.uuid4()
    assert "Abiodun, Tolu" in desk.send("police", {"q": "ab"}).content.decode()
    assert desk.send("pass-on", {"message": made, "said": ""}, pupil=pupil).status_code == 422
    assert desk.send("pass-on", {"message": made, "said": SAID}, pupil=pupil).status_code == 303
    assert "Tolu" not in desk.see("police")
    assert desk.at.get(desk.url("police-message", call=made)).status_code == 403
    lead = Screen(room, Role.DSL, "8:00", a_user("D. Lead"))
    assert "Nobody has opened it yet" in lead.see("police")
    assert "upstairs" in lead.see("police-message", call=made)
    assert lead.send("police-message", {"done": ""}, call=made).status_code == 422
    assert lead.send("police-message", {"done": "Seen and heard"}, call=made).status_code == 303
    assert "Closed by D. Lead" in lead.see("police")
    assert Screen(room, Role.TUTOR, "8:00", a_user("T. Utor")).at.get(desk.url("police")).status_code == 403
