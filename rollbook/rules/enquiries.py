"""The enquiries that school and authority make for a pupil whom nobody can find, and what is still to be asked.

Children missing education guidance of 2024 (DEL-3): a deletion rests on the joint failure, never on a count of days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rollbook.rules.sources import refuse


@dataclass(frozen=True, slots=True)
class Enquiry:
    """One thing to be tried; `key` is its step and the fact that keeps what came of it."""

    key: str
    says: str
    asks: str
    by_authority: bool = False


ENQUIRIES: tuple[Enquiry, ...] = (
    Enquiry("contacts_rung", "Ring every contact", "Who was rung, and what came of it?"),
    Enquiry("written_to", "Write to every parent, by letter and e-mail", "To whom, where, and what came of it?"),
    Enquiry("home_visited", "Visit the last known address", "Who went, and what did they find?"),
    Enquiry(
        "siblings_asked",
        "Ask brothers’ and sisters’ schools",
        "Which schools, and what do they know? Say so where there are none.",
    ),
    Enquiry(
        "schools_asked",
        "Ask the last school, friends’ families and admissions teams",
        "Who was asked, and what do they know?",
    ),
    Enquiry(
        "authority_checked",
        "Have from the authority what its checks found",
        "Housing, benefits, health and its own records: what was found?",
        by_authority=True,
    ),
)
BY_SCHOOL = tuple(one for one in ENQUIRIES if not one.by_authority)


def made_of(facts: object) -> frozenset[str]:
    """The keys of the enquiries of which something has come, by the facts that keep it."""
    return frozenset(one.key for one in ENQUIRIES if str(getattr(facts, one.key, "") or "").strip())


def still_to_make(made: Iterable[str]) -> tuple[Enquiry, ...]:
    """What has not been tried, in the order in which an office would (DEL-3)."""
    done = frozenset(made)
    return tuple(one for one in ENQUIRIES if one.key not in done)


def check_jointly_failed(made: Iterable[str]) -> None:
    """Refuse to say that school and authority have not found a pupil while something has not been tried (DEL-3)."""
    left = still_to_make(made)
    if left:
        wanted = "; ".join(one.says[0].lower() + one.says[1:] for one in left)
        raise refuse(
            "DEL-3",
            "School and authority have not made every enquiry yet, so it cannot be said that they failed. "
            f"Still to do and to write down under “Children missing education”: {wanted}.",
        )
