"""Which penalty notice would apply if a person decides to issue one, and what is to be paid by when.

Nothing here decides to issue: the law asks a person to consider (PEN-3, PEN-7 to PEN-9).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rollbook.rules.age import is_compulsory
from rollbook.rules.bank_holidays import working_days_after
from rollbook.rules.sessions import in_words
from rollbook.rules.sources import refuse

# PEN-9: a local presumption for post, a setting of each local authority.
WORKING_DAYS_BY_POST = 2
YEARS_LOOKED_BACK = 3
MOST_IN_THREE_YEARS = 2


class NoticeOutcome(StrEnum):
    """What became of an earlier notice; all but a withdrawn one count (PEN-8)."""

    PAID = "paid"
    UNPAID = "unpaid"
    PROSECUTED = "prosecuted"
    WITHDRAWN = "withdrawn"


class Tier(StrEnum):
    """Which notice this would be for that parent and child (PEN-7)."""

    FIRST = "first"
    SECOND = "second"
    NONE = "none"


class ServedBy(StrEnum):
    """How a notice reaches the parent (PEN-9)."""

    HAND = "hand"
    POST = "post"

    @property
    def label(self) -> str:
        return {ServedBy.HAND: "Handed over", ServedBy.POST: "By post"}[self]


@dataclass(frozen=True, slots=True)
class Notice:
    """An earlier notice to the same parent for the same child."""

    issued: date
    outcome: NoticeOutcome


@dataclass(frozen=True, slots=True)
class Amount:
    """Pounds to pay within so many days, of which the day of receipt is the first (PEN-9)."""

    pounds: int
    days: int

    def last_day(self, received_on: date) -> date:
        return received_on + timedelta(days=self.days - 1)


@dataclass(frozen=True, slots=True)
class Tariff:
    """What notices cost from a day on (PEN-7)."""

    valid_from: date
    first: tuple[Amount, ...]
    second: tuple[Amount, ...]
    rule: str = "PEN-7"

    def of(self, tier: Tier) -> tuple[Amount, ...]:
        return {Tier.FIRST: self.first, Tier.SECOND: self.second, Tier.NONE: ()}[tier]


# PEN-7, PEN-8: the national framework; notices issued before it neither cost so nor count.
TARIFFS: tuple[Tariff, ...] = (
    Tariff(date(2024, 8, 19), first=(Amount(80, 21), Amount(160, 28)), second=(Amount(160, 28),)),
)


@dataclass(frozen=True, slots=True)
class Penalty:
    """The tier, and the last day for each amount: `pay` is pounds and day, empty where none may be issued.

    `counted` are the earlier notices that make the tier. `asks_a_person` is a sentence where the
    literal third anniversary falls on the day of issue, else empty.
    """

    tier: Tier
    received_on: date
    pay: tuple[tuple[int, date], ...]
    counted: tuple[Notice, ...]
    says: str
    rule: str = "PEN-7"
    asks_a_person: str = ""


def penalty_for(on: date, received_on: date, history: Iterable[Notice], *, born: date | None = None) -> Penalty:
    """What a notice issued on a day would be, for one parent and one child (PEN-7, PEN-8).

    Refuses an issue before the framework began, a receipt before the issue, and, where `born` is
    given, a child outside compulsory school age (PEN-5).
    """
    tariff = _tariff_on(on)
    if received_on < on:
        raise refuse(
            "PEN-9",
            f"The notice cannot be received on {in_words(received_on)}, before it is issued on "
            f"{in_words(on)}. Check the two dates.",
        )
    if born is not None and not is_compulsory(born, on):
        raise refuse(
            "PEN-5",
            "The child is not of compulsory school age on the day of issue, so no penalty notice is "
            "possible. Use support instead.",
        )
    earlier = tuple(sorted((notice for notice in history if _can_count(notice, on)), key=lambda notice: notice.issued))
    counted = tuple(notice for notice in earlier if notice.issued > _three_years_before(on))
    tier = _tier(len(counted))
    pay = tuple((amount.pounds, amount.last_day(received_on)) for amount in tariff.of(tier))
    return Penalty(tier, received_on, pay, counted, _says(tier, counted), tariff.rule, _anniversary(earlier, on, tier))


def received_when(on: date, served_by: ServedBy, *, working_days_by_post: int = WORKING_DAYS_BY_POST) -> date:
    """The day on which a notice counts as received (PEN-9); refuses post beyond the known bank holidays."""
    if served_by is ServedBy.HAND:
        return on
    day = working_days_after(on, working_days_by_post)
    if day is None:
        raise refuse(
            "PEN-9",
            f"The bank holidays after {in_words(on)} are not known to this version, so the day of receipt "
            "cannot be told. Give the day of receipt itself.",
        )
    return day


def _tariff_on(on: date) -> Tariff:
    for tariff in reversed(TARIFFS):
        if on >= tariff.valid_from:
            return tariff
    raise refuse(
        "PEN-7",
        f"The national framework began on {in_words(TARIFFS[0].valid_from)}. Notices issued before it follow "
        "older rules that are not kept here.",
    )


def _can_count(notice: Notice, on: date) -> bool:
    """Issued under the framework, by the day in question, and not withdrawn (PEN-8)."""
    return notice.outcome is not NoticeOutcome.WITHDRAWN and TARIFFS[0].valid_from <= notice.issued <= on


def _three_years_before(on: date) -> date:
    year = on.year - YEARS_LOOKED_BACK
    return date(year, 2, 28) if (on.month, on.day) == (2, 29) else on.replace(year=year)


def _tier(counted: int) -> Tier:
    if counted >= MOST_IN_THREE_YEARS:
        return Tier.NONE
    return Tier.SECOND if counted else Tier.FIRST


def _says(tier: Tier, counted: tuple[Notice, ...]) -> str:
    days = " and ".join(in_words(notice.issued) for notice in counted)
    if tier is Tier.FIRST:
        return "No notice in the three years up to the day of issue counts, so this would be the first."
    if tier is Tier.SECOND:
        return f"One notice counts, issued on {days}, so this would be the second."
    return f"Two notices in three years already, issued on {days}. None may be issued; consider other action."


def _anniversary(earlier: tuple[Notice, ...], on: date, tier: Tier) -> str:
    """On the literal anniversary the wording lets the notice fall out; a person decides whether it does (PEN-7)."""
    falling_out = [notice for notice in earlier if notice.issued == _three_years_before(on)]
    if not falling_out or tier is Tier.NONE:
        return ""
    return (
        f"An earlier notice is exactly three years old today ({in_words(falling_out[0].issued)}). Read literally it "
        "no longer counts; a person must decide today, from tomorrow it is certain."
    )
