"""A pupil of the training school who moved to another school, off the roll by its ground (DEL-A, RET-2)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from rollbook.cases.actions import open_case, take_step
from rollbook.pupils.queries.identifying import ids_of
from rollbook.rules.actor import Actor


def take_off_the_roll(admissions: Actor, pupil: UUID, last_day: date) -> None:
    """A pupil who moved to another school: the ground evidenced, the authority told, the name off that day (DEL-A)."""
    case = open_case(
        admissions,
        process="deletion",
        pupil=ids_of(admissions, [str(pupil)])[str(pupil)],
        why="The family has moved; the new school expects the pupil.",
        rule="DEL-4",
    )
    answers: dict[str, dict[str, object]] = {
        "propose": {
            "proposed_by": "Father: the family has moved to Northgate",
            "suggested_by_school": False,
            "has_special_needs": False,
        },
        "talk": {
            "talked_with": "Father, by telephone",
            "talk_said": "Moved for work; nothing that school could change",
        },
        "ground_a": {
            "registered_elsewhere": True,
            "elsewhere_from": last_day,
            "order_names_us": False,
            "mobile_main_school": False,
            "dual_agreed": False,
            "destination": "Northgate School",
            "evidence": "E-mail of its admissions officer, in the pupil’s file",
        },
        "notify": {"authority": "Calderbridge", "told_how": "The authority’s portal", "reference": "3391/26"},
        "delete": {"last_day": last_day, "leaving_reason": "IM"},
    }
    choices = {"propose": "a", "notify": "told"}
    for step, told in answers.items():
        take_step(admissions, case=case, step=step, choice=choices.get(step, ""), answers=told)
