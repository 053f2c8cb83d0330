"""A licence and a question of a journey, for whoever needs one of each."""

from __future__ import annotations

import uuid
from datetime import date

from rollbook.processes.leave_request.actions.asking import Asked, ask_for_leave
from rollbook.processes.leave_request.actions.journeys import ask_safeguarding
from rollbook.processes.leave_request.actions.licences import Permitted, keep_licence
from rollbook.processes.leave_request.models import JourneyCheck
from rollbook.pupils.models import Pupil
from rollbook.rules.actor import Actor
from rollbook.schools.models import School
from tests.builders import an_actor

SAID = {
    "asked_by": "Ms Ada Abiodun",
    "way": "paper",
    "asked_on": date(2026, 9, 7),
    "first": date(2026, 9, 21),
    "last": date(2026, 9, 23),
    "purpose": "holiday",
    "reason": "The flights are cheaper that week.",
    "lives_with": True,
}


def a_request(actor: Actor, *pupils: Pupil, **said: object) -> tuple[uuid.UUID, ...]:
    """A holiday of three days in a fortnight, unless something else is said."""
    asked = Asked(tuple(pupil.pk for pupil in pupils), {**SAID, **said})
    return ask_for_leave(actor, request=uuid.uuid4(), asked=asked)


def a_licence_and_a_check(school: School, pupil: Pupil) -> dict[str, uuid.UUID]:
    """What the addresses of leave can name."""
    actor = an_actor(school)
    licence = Permitted("performance", "BMDC/1", "Bradford", date(2026, 9, 1), date(2026, 12, 18))
    (case,) = a_request(actor, pupil)
    ask_safeguarding(actor, case=case, asked="She does not want to go.")
    check = JourneyCheck.objects.get(case=case).public_id
    return {"licence": keep_licence(actor, pupil=pupil.pk, licence=licence), "check": check}
