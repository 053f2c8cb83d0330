"""X and C2 are for one side of compulsory school age each, and a plan may not reach across the line (COD-11)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from rollbook.pupils.queries.spans import times_on_roll
from rollbook.rules.actor import Actor
from rollbook.rules.age import compulsory_age
from rollbook.rules.code import Ages, Code
from rollbook.rules.sessions import in_words
from rollbook.rules.sources import refuse

_ONE_DAY = timedelta(days=1)


def require_ages(actor: Actor, pupils: Collection[str], code: Code, first: date, last: date) -> None:
    """Refuse a plan of X that reaches into compulsory age, or of C2 that reaches out of it; one statement for these."""
    if code.ages is Ages.ANY:
        return
    for person in times_on_roll(actor, pupils).values():
        age = compulsory_age(person.born)
        inside = age.starts_on <= last and first <= age.ends_on
        if code.ages is Ages.OUTSIDE and inside:
            until = f"Plan it to {in_words(age.starts_on - _ONE_DAY)} at the latest" if first < age.starts_on else ""
            raise refuse(
                "COD-11",
                f"{code.symbol} is only for pupils outside compulsory school age; one of these is of compulsory age "
                f"from {in_words(age.starts_on)} to {in_words(age.ends_on)}. {until or 'Use C2 where it is agreed'}.",
            )
        if code.ages is Ages.COMPULSORY and not (first in age and last in age):
            raise refuse(
                "COD-11",
                f"{code.symbol} is only for pupils of compulsory school age; one of these is of that age from "
                f"{in_words(age.starts_on)} to {in_words(age.ends_on)}. Use X outside it.",
            )
