"""What a school knows of its pupils: meals, needs, care, and how these go with absence.

Shares are those of England; the leanings are set so that absence differs between groups about
as published (pupils on free meals miss twice as much as others).
"""

from __future__ import annotations

from datetime import date
from random import Random

from rollbook.demo.drafts import Draft
from rollbook.demo.values import Characteristic, CharacteristicKind

_FSM = 0.25
_K = CharacteristicKind
_YEAR_LEAN = {
    0: 0.25,
    1: 0.12,
    2: 0.0,
    3: -0.05,
    4: -0.05,
    5: -0.03,
    6: -0.02,
    7: -0.25,
    8: -0.03,
    9: 0.07,
    10: 0.1,
    11: 0.12,
}
_MEDICAL = (
    "Asthma: inhaler in the office",
    "Type 1 diabetes: care plan",
    "Epilepsy: care plan",
    "Nut allergy: two auto-injectors",
    "Eczema",
    "Coeliac disease",
)


def describe(families: list[list[Draft]], *, first_year: int, on: date, random: Random) -> None:
    """Give each family's children their dated characteristics, and lean their absence accordingly."""
    for children in families:
        poor = random.random() < _FSM
        in_service = random.random() < 0.02
        for draft in children:
            _describe(draft, poor=poor, in_service=in_service, on=on, random=random)
            draft.absence += _lean(draft) + _YEAR_LEAN.get(min(11, first_year - draft.cohort), 0.0)


def _describe(draft: Draft, *, poor: bool, in_service: bool, on: date, random: Random) -> None:
    begins = min(enrolment.starts for enrolment in draft.enrolments)

    def add(kind: CharacteristicKind, value: str = "", chance: float = 1.0) -> bool:
        if random.random() >= chance:
            return False
        since = (
            begins
            if random.random() < 0.6
            else date.fromordinal(random.randint(begins.toordinal(), max(begins, on).toordinal()))
        )
        draft.characteristics.append(Characteristic(kind, value, since, None))
        return True

    if poor:
        add(_K.FSM)
    boy = 1.35 if draft.sex == "M" else 0.65
    if not add(_K.SEN, "E", 0.05 * boy):
        add(_K.SEN, "K", 0.147 * boy)
    if in_service:
        add(_K.SERVICE_CHILD)
    hard = 2.2 if poor else 0.6
    if (
        add(_K.LOOKED_AFTER, "Section 20", 0.006 * hard)
        or add(_K.CHILD_PROTECTION, "", 0.004 * hard)
        or add(_K.CHILD_IN_NEED, "", 0.015 * hard)
    ):
        add(_K.SOCIAL_WORKER)
    add(_K.YOUNG_CARER, "", 0.012 * hard)
    if random.random() < 0.06:
        add(_K.MEDICAL, random.choice(_MEDICAL))
    _past(draft, begins, on, random)


def _past(draft: Draft, begins: date, on: date, random: Random) -> None:
    """Some plans have ended and stay on record."""
    if (on - begins).days > 200 and random.random() < 0.01:
        start = begins.toordinal() + 20
        draft.characteristics.append(
            Characteristic(
                _K.CHILD_IN_NEED, "", date.fromordinal(start), date.fromordinal(start + random.randint(60, 170))
            )
        )


def _lean(draft: Draft) -> float:
    lean = 0.5 if draft.has(_K.FSM) else -0.16
    if draft.has(_K.SEN):
        lean += 0.38
    if draft.has(_K.MEDICAL):
        lean += 0.3
    if draft.has(_K.SOCIAL_WORKER) or draft.has(_K.YOUNG_CARER):
        lean += 0.3
    return lean
