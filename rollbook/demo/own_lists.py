"""Own fields and saved lists of the training school: what its office keeps besides, and asks for in passing (REP-H)."""

from __future__ import annotations

import uuid
from datetime import time

from rollbook.demo.happening import Happenings
from rollbook.pupils.actions.own_fields import make_own_field
from rollbook.pupils.actions.own_values import fill_own_field
from rollbook.pupils.queries import PupilFilters, pupils_list
from rollbook.reports.actions.lists import save_list
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.lists import Condition, How, ListShape, Order
from rollbook.rules.own_fields import Audience, FieldKind, FieldShape

LOCKER = FieldShape("Locker", FieldKind.WORDS, help="Bay and number, as B14.")
BUS = FieldShape(
    "Bus", FieldKind.CHOICE, choices=("Red line", "Blue line", "Taxi"), help="How they come, if not on foot."
)
PHOTO = FieldShape(
    "Photograph agreed", FieldKind.YES_NO, Audience.CONTACTS, help="As the family signed it.", dated=True
)
WHO_BRINGS = FieldShape("Who brings them", FieldKind.WORDS, Audience.FEW, help="Only as agreed with the social worker.")
_BUSES = ("Red line", "Blue line", "", "Red line", "", "Taxi", "", "")


def add_own_fields_and_lists(happenings: Happenings) -> None:
    """Four fields, filled for some, and three lists that the office shares."""
    office = happenings.by(Role.ATTENDANCE_MANAGER, happenings.on, time(8, 45))
    locker, bus, photo, _ = (_field(office, shape) for shape in (LOCKER, BUS, PHOTO, WHO_BRINGS))
    pupils = [pupil.id for pupil in pupils_list(office, PupilFilters(), size=120).pupils]
    fill_own_field(office, field=locker, values={key: f"{'ABC'[n % 3]}{n + 1}" for n, key in enumerate(pupils)})
    fill_own_field(office, field=bus, values={key: _BUSES[n % len(_BUSES)] for n, key in enumerate(pupils)})
    fill_own_field(office, field=photo, values={key: "no" if n % 9 == 4 else "yes" for n, key in enumerate(pupils)})
    by_form = (Order("form"), Order("name"))
    save_list(
        office,
        name="On the buses",
        shape=ListShape(
            ("name", "form", f"own:{bus}", "contact-name", "contact-phone"),
            (Condition(f"own:{bus}", How.FILLED),),
            (Order(f"own:{bus}"), *by_form),
        ),
        shared="school",
    )
    save_list(
        office,
        name="No photograph",
        shape=ListShape(("name", "form"), (Condition(f"own:{photo}", How.IS, ("No",)),), by_form),
        shared="school",
    )
    save_list(
        office,
        name="Free school meals under 90 %",
        shape=ListShape(
            ("name", "form", "attendance", "unauthorised", "last-absence", "cases"),
            (Condition("fsm", How.IS, ("yes",)), Condition("attendance", How.UNDER, ("90",))),
            (Order("attendance"), Order("name")),
        ),
        shared="school",
    )


def _field(office: Actor, shape: FieldShape) -> uuid.UUID:
    made = uuid.uuid4()
    make_own_field(office, field=made, shape=shape)
    return made
