"""The parents' form: who gets a code for it, how long that lasts, and how often it may be asked for (ABS-A).

The limits are the house's own; nothing in them depends on whether the school knows a number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from ipaddress import IPv6Address, ip_address
from uuid import UUID

CODE_LASTS = timedelta(minutes=10)
VISIT_LASTS = timedelta(hours=1)
KEPT_FOR = timedelta(days=2)
MOST_TRIES = 5
# One person who did not get the first text asks again; nobody asks ten times a day.
A_WHILE, MOST_IN_A_WHILE = timedelta(minutes=15), 3
A_DAY, MOST_IN_A_DAY = timedelta(days=1), 10
# A whole estate may come from one address of its telephone company.
AN_HOUR, MOST_FROM_A_NETWORK, MOST_WRONG_FROM_A_NETWORK = timedelta(hours=1), 120, 30
EARLIEST, LATEST = timedelta(days=14), timedelta(days=90)
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that sound or look alike


@dataclass(frozen=True, slots=True)
class Bond:
    """What ties somebody at a number or address to a pupil here."""

    contact: int
    pupil: int
    may_be_told: bool
    no_contact: bool
    court_order: bool


def may_report(bonds: Iterable[Bond]) -> tuple[Bond, ...]:
    """The bonds by which the form may be used: one for each contact and pupil.

    A pupil is left out for whom anybody at that number must be kept away or stands under a court
    order, whoever else answers it: the code would reach that person, too.
    """
    found = tuple(bonds)
    barred = {bond.pupil for bond in found if bond.no_contact or bond.court_order}
    return tuple(bond for bond in found if bond.may_be_told and bond.pupil not in barred)


def reference_of(report: UUID) -> str:
    """What a parent is given to name a report by: eight letters and figures, as “7KPM-2XQ4”."""
    rest, letters = report.int, ""
    for _ in range(8):
        rest, place = divmod(rest, len(_LETTERS))
        letters += _LETTERS[place]
    return f"{letters[:4]}-{letters[4:]}"


def network_of(address: str | None) -> str:
    """From where a request comes, as it is counted: an address, or the house that a longer one belongs to (/64)."""
    try:
        known = ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(known, IPv6Address):
        return f"{IPv6Address(int(known) >> 64 << 64)}/64"
    return str(known)


def why_not_these_days(first: date, last: date, today: date) -> str:
    """Why the form takes no report of these days; empty when it does."""
    if last < first:
        return "The last day is before the first day. Check both"
    if first < today - EARLIEST:
        return "That is more than two weeks ago. Ring the school about it"
    if last > today + LATEST:
        return "That is more than three months ahead. Ring the school about it"
    return ""
