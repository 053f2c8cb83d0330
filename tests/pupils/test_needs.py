"""What a pupil needs when the alarm goes: who may say it, who may read it, and what is kept of both (REG-K)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AccessEntry, AuditEntry
from rollbook.pupils.actions import end_need, set_need
from rollbook.pupils.models import Need, Pupil
from rollbook.pupils.queries import needs_of, needs_when_the_alarm_goes
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.web.dates import as_posted
from tests.absence.morning import Morning, Visitor
from tests.builders import a_group, a_pupil, a_role, a_school, a_user, an_actor

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 9, 7)
CHAIR = "Chair at stair B, with Mr Dhillon"


def a_need(actor: Actor, pupil: Pupil, says: str = CHAIR, kind: str = "evacuation", **more: date | None) -> uuid.UUID:
    made = uuid.uuid4()
    first = more.get("first") or MONDAY
    set_need(actor, need=made, pupil=pupil.public_id, kind=kind, says=says, first=first, last=more.get("last"))
    return made


def test_the_words_are_encrypted_for_their_own_row_and_in_no_audit_entry() -> None:
    school = a_school()
    senco, pupil = an_actor(school, Role.SENCO), a_pupil(school)
    made = a_need(senco, pupil)
    assert b"stair" not in bytes(Need.objects.get().says)
    (line,) = needs_of(senco, pupil.public_id)
    assert (line.public_id, line.says, line.short) == (made, CHAIR, f"PEEP: {CHAIR}")
    told = AuditEntry.objects.get(verb="pupils.NeedSet")
    assert "stair" not in str(told.detail)
    assert AccessEntry.objects.filter(what="needs", subject=f"pupil:{pupil.public_id}").count() == 1


def test_said_twice_it_stands_once_and_once_ended_it_is_on_no_list() -> None:
    school = a_school()
    desk, pupil = an_actor(school, Role.RECEPTION), a_pupil(school)
    made = a_need(desk, pupil)
    set_need(desk, need=made, pupil=pupil.public_id, kind="evacuation", says="else", first=MONDAY)
    assert [n.says for n in needs_when_the_alarm_goes(desk, [pupil.pk], ["evacuation"])[pupil.pk]] == [CHAIR]
    end_need(desk, need=made, pupil=pupil.public_id)
    end_need(desk, need=made, pupil=pupil.public_id)
    assert needs_when_the_alarm_goes(desk, [pupil.pk], ["evacuation"]) == {}
    assert AuditEntry.objects.filter(verb="pupils.NeedEnded").count() == 1


def test_a_list_has_only_what_is_asked_for_and_in_force_today() -> None:
    school = a_school()
    senco, one, two = an_actor(school, Role.SENCO), a_pupil(school), a_pupil(school, surname="Barker")
    a_need(senco, one, "Inhaler in first aid", "medication")
    a_need(senco, one, "Library with Ms Novak", "dinner")
    a_need(senco, one, "Old", first=MONDAY - timedelta(days=9), last=MONDAY - timedelta(days=1))
    a_need(senco, two, "Later", first=MONDAY + timedelta(days=1))
    teacher = an_actor(school, Role.TEACHER)
    with CaptureQueriesContext(connection) as asked:
        found = needs_when_the_alarm_goes(teacher, [one.pk, two.pk], ["evacuation", "medication"])
    assert len(asked) == 1
    assert {k: [n.short for n in v] for k, v in found.items()} == {one.pk: ["Medication: Inhaler in first aid"]}


def test_who_may_and_who_may_not() -> None:
    school = a_school()
    tutor_user = a_user("B. Lindqvist")
    pupil = a_pupil(school, group=a_group(school, tutor=tutor_user))
    other = a_pupil(school, surname="Elsewhere")
    tutor = an_actor(school, Role.TUTOR, user=tutor_user)
    a_need(an_actor(school, Role.SENCO), pupil)
    assert len(needs_of(tutor, pupil.public_id)) == 1
    with pytest.raises(NotFound):
        needs_of(tutor, other.public_id)
    for role in (Role.TUTOR, Role.TEACHER, Role.DATA_MANAGER, Role.AUDITOR):
        with pytest.raises(NotAllowed):
            a_need(an_actor(school, role), pupil)
    for role in (Role.TEACHER, Role.DATA_MANAGER, Role.AUDITOR, Role.TRUST):
        with pytest.raises(NotAllowed):
            needs_of(an_actor(school, role), pupil.public_id)
    with pytest.raises(NotAllowed):
        needs_when_the_alarm_goes(an_actor(school, Role.TRUST), [pupil.pk], ["evacuation"])
    with pytest.raises(NotFound):
        a_need(an_actor(a_school(), Role.SENCO), pupil)


@pytest.mark.parametrize(("says", "days", "why"), [(" ", 0, "Say what"), ("x" * 121, 0, "121"), ("x", -1, "before")])
def test_what_cannot_stand_on_a_list_is_refused_in_words(says: str, days: int, why: str) -> None:
    school = a_school()
    with pytest.raises(Refused, match=why):
        a_need(an_actor(school, Role.SENCO), a_pupil(school), says, last=MONDAY + timedelta(days=days))
    assert not Need.objects.exists()


def test_it_is_written_down_and_ended_at_the_pupils_page() -> None:
    morning = Morning()
    pupil = morning.pupils[0].public_id
    senco = morning.person(Role.SENCO)
    url = senco.url("home:needs", pupil)
    sent: dict[str, object] = {
        "need": str(uuid.uuid4()),
        "kind": "evacuation",
        "says": CHAIR,
        **as_posted("first", morning.now.date()),
    }
    assert senco.post(url, {**sent, "says": ""}).status_code == 422
    assert senco.post(url, sent).status_code == 303
    page = senco.get(url).content.decode()
    assert CHAIR in page
    reader = morning.person(Role.SENIOR_LEADER)
    read = reader.get(url).content.decode()
    assert CHAIR in read
    assert "Write it down" not in read
    assert reader.post(url, {**sent, "need": str(uuid.uuid4())}).status_code == 403
    end_url = url + f"{sent['need']}/end"
    assert reader.post(end_url, {}).status_code == 403
    assert senco.post(end_url, {}).status_code == 303
    assert "What was needed before" in senco.get(url).content.decode()
    assert morning.person(Role.DATA_MANAGER).get(url).status_code == 403


def test_a_teacher_has_no_such_page() -> None:
    morning = Morning()
    teacher = a_user("Mr Iqbal")
    a_role(teacher, morning.school, Role.TEACHER)
    person = Visitor(morning.school, teacher, morning.now)
    assert person.get(person.url("home:needs", morning.pupils[0].public_id)).status_code == 403
