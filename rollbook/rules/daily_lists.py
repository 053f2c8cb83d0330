"""The lists that a school's readers are given each day of pupils who are not in, and who may read which (ABS-F)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rollbook.rules.access import Permission as P
from rollbook.rules.access import Role


class Why(StrEnum):
    """Why a pupil stands on a list of those who are not in."""

    CHILD_PROTECTION = "child-protection"
    LOOKED_AFTER = "looked-after"
    SOCIAL_WORKER = "social-worker"
    MEDICAL = "medical"
    PERSISTENT = "persistent"
    AWAY = "away"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Why.CHILD_PROTECTION: "Child protection plan",
    Why.LOOKED_AFTER: "Looked after",
    Why.SOCIAL_WORKER: "Social worker",
    Why.MEDICAL: "Medical need",
    Why.PERSISTENT: "Persistently absent",
    Why.AWAY: "",
}
FLAGS = frozenset({Why.CHILD_PROTECTION, Why.LOOKED_AFTER, Why.SOCIAL_WORKER, Why.MEDICAL})


@dataclass(frozen=True, slots=True)
class DailyList:
    """One list: whom it is for, whom it shows, and the permissions without which nobody reads it.

    `own_years` and `own_form`: only pupils of the reader's own years, or of the groups they take.
    """

    key: str
    title: str
    readers: frozenset[Role]
    wants: frozenset[P]
    shows: tuple[Why, ...]
    own_years: bool = False
    own_form: bool = False

    def may_be_read_with(self, permissions: frozenset[P], nc_years: frozenset[str]) -> bool:
        return self.wants <= permissions and (not self.own_years or bool(nc_years))


SAFEGUARDING = DailyList(
    "safeguarding",
    "Safeguarding: not in today",
    frozenset({Role.DSL}),
    frozenset({P.SEE_FLAGS, P.HOLD_CONTACT}),
    (Why.CHILD_PROTECTION, Why.LOOKED_AFTER, Why.SOCIAL_WORKER),
)
LEADERS = DailyList(
    "leaders",
    "Leaders: not in today",
    frozenset({Role.HEAD, Role.SENIOR_LEADER}),
    frozenset({P.SEE_FLAGS, P.SEE_TODAY}),
    (Why.CHILD_PROTECTION, Why.LOOKED_AFTER, Why.SOCIAL_WORKER, Why.MEDICAL, Why.PERSISTENT),
)
INCLUSION = DailyList(
    "inclusion",
    "Inclusion: not in today",
    frozenset({Role.SENCO}),
    frozenset({P.SEE_FLAGS, P.SEE_NEEDS}),
    (Why.MEDICAL, Why.PERSISTENT),
)
YEAR = DailyList(
    "year",
    "Year: not in today",
    frozenset({Role.HEAD_OF_YEAR}),
    frozenset({P.SEE_WATCH_LISTS, P.SEE_REASONS}),
    (Why.PERSISTENT, Why.AWAY),
    own_years=True,
)
FORM = DailyList(
    "form",
    "Form: not in today",
    frozenset({Role.TUTOR}),
    frozenset({P.SEE_OWN_PUPILS, P.SEE_REASONS, P.TAKE_OWN_REGISTERS}),
    (Why.AWAY,),
    own_form=True,
)
DAILY_LISTS: dict[str, DailyList] = {one.key: one for one in (SAFEGUARDING, LEADERS, INCLUSION, YEAR, FORM)}
