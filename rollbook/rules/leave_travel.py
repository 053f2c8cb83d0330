"""When a request for leave is to be looked at by the safeguarding lead before anybody decides it (LEA-5).

Asked of the journey and the child, never of a country, a faith or a name. It says what to ask, and accuses nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rollbook.rules.leave import Purpose

LONG_DAYS = 21
HEALING_DAYS = 14
OF_AGE = 18


@dataclass(frozen=True, slots=True)
class Journey:
    """What is known of a journey; None where nobody has said."""

    abroad: bool | None
    first: date
    last: date
    back_on: date | None
    return_booked: bool | None
    travels_with: str
    purpose: Purpose


def worth_asking(journey: Journey, *, born: date, sex: str, weeks_off_before_or_after: bool = False) -> tuple[str, ...]:
    """What the safeguarding lead would want to know of a journey abroad; nothing for one that raises no question.

    `weeks_off_before_or_after` says that the days run into a holiday of the school, so that the stay is longer.
    """
    if not journey.abroad or not _under_age(born, journey.last):
        return ()
    away = ((journey.back_on or journey.last) - journey.first).days + 1
    long_stay = away >= LONG_DAYS or (weeks_off_before_or_after and away >= HEALING_DAYS)
    asked = []
    if journey.return_booked is False:
        asked.append("No way back is booked. When, and with whom, does the child come home?")
    if journey.back_on is None and journey.return_booked is None:
        asked.append("Nobody has said when the child comes back, or whether the way back is booked.")
    if not journey.travels_with.strip():
        asked.append("Nobody has said with whom the child travels and stays.")
    if journey.purpose is Purpose.FAMILY:
        asked.append("A family occasion abroad: whose is it, and what part does the child take in it?")
    if long_stay:
        asked.append("The stay is long. What does the child say about it, seen alone?")
    if long_stay and sex == "F":
        asked.append("A girl is to be away long enough for an injury to heal before anybody here sees her.")
    return tuple(asked)


def _under_age(born: date, on: date) -> bool:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) < OF_AGE
