"""ABS-H, as the attendance office would tell it: three times late, six times, and who stays behind on Monday."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from rollbook.absence.actions.lateness import set_detention, set_late_policy, take_late_steps, tell_detention
from rollbook.absence.queries.detentions import detentions_on, detentions_open
from rollbook.absence.queries.lateness import late_steps_due, lateness
from rollbook.comms.models import Letter
from rollbook.pupils.models import Contact
from rollbook.rules.access import Role
from rollbook.rules.lateness import Act, LateStep
from rollbook.work.queries import tasks_for
from tests.absence.late_room import FRIDAY, NOON, LateRoom
from tests.builders import an_actor
from tests.comms.families import a_contact
from tests.registers.classroom import MONDAY

pytestmark = pytest.mark.django_db


def test_three_weeks_of_lateness() -> None:
    room = LateRoom()
    tolu, yusuf, alfie = room.pupils[:3]
    room.late(0, 3, minutes=8)
    room.late(1, 6, code="U", minutes=35)
    room.late(2, 2)
    contact = a_contact(room.school, yusuf)
    Contact.objects.filter(pk=contact.pk).update(address_lines="1 High Street\nLeeds", postcode="LS1 1AA")

    # Before the close and after it are counted apart; the minutes are those that were written down.
    found = {line.pupil.forename: line.totals for line in lateness(room.office, MONDAY, FRIDAY)}
    assert (found["Tolu"].before_close, found["Tolu"].after_close, found["Tolu"].minutes) == (3, 0, 24)
    assert (found["Yusuf"].before_close, found["Yusuf"].after_close, found["Yusuf"].minutes) == (0, 6, 210)

    # The school's steps: three, and the tutor speaks; six, and a letter goes home. Twice is nothing yet.
    due = {one.pupil.forename: one.step.act for one in late_steps_due(room.office)}
    assert due == {"Yusuf": Act.LETTER, "Tolu": Act.TUTOR}
    chosen = [(str(yusuf.public_id), 6), (str(tolu.public_id), 3), (str(alfie.public_id), 3)]
    done = take_late_steps(room.office, chosen=chosen)
    assert (done.taken, done.letters.count) == (2, 1)
    assert Letter.objects.count() == 1
    tutor = an_actor(room.school, Role.TUTOR, user=room.tutor, now=NOON)
    assert [task.pupil and task.pupil.forename for task in tasks_for(tutor)] == ["Tolu"]

    # Pressed again, nothing goes twice.
    assert take_late_steps(room.office, chosen=chosen).taken == 0
    assert Letter.objects.count() == 1


def test_the_school_changes_its_mind_and_somebody_stays_behind() -> None:
    room = LateRoom()
    room.late(0, 2)
    set_late_policy(room.office, from_day=FRIDAY, steps=[LateStep(2, Act.DETENTION), LateStep(5, Act.MEETING)])
    (due,) = late_steps_due(room.office)
    take_late_steps(room.office, chosen=[(str(due.pupil.public_id), due.step.at)])

    # Set for Monday in S4; on Monday the list is printed, and afterwards it is said who came.
    monday, made = FRIDAY + timedelta(days=3), uuid.uuid4()
    set_detention(room.office, detention=made, pupil=str(due.pupil.public_id), on=monday, room="S4")
    on_monday = an_actor(room.school, user=room.officer, now=NOON + timedelta(days=3))
    assert [(one.pupil.forename, one.room) for one in detentions_on(on_monday, monday)] == [("Tolu", "S4")]
    tell_detention(on_monday, detention=made, attended=True)
    assert detentions_open(on_monday) == ()
