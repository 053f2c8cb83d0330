"""What the staff part announces: accounts made and changed, roles given and ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class StaffEvent(Event):
    user: int

    @property
    def subject(self) -> str:
        return f"user:{self.user}"


@dataclass(frozen=True, slots=True)
class AccountCreated(StaffEvent):
    verb: ClassVar[str] = "created an account"


@dataclass(frozen=True, slots=True)
class AccountChanged(StaffEvent):
    verb: ClassVar[str] = "changed an account"


@dataclass(frozen=True, slots=True)
class PasswordReset(StaffEvent):
    verb: ClassVar[str] = "set a new password"


@dataclass(frozen=True, slots=True)
class ThemeChosen(StaffEvent):
    verb: ClassVar[str] = "chose how the pages look"


@dataclass(frozen=True, slots=True)
class RoleAssigned(StaffEvent):
    """`role` is one of the rule book's; `first` the day from which it is held."""

    verb: ClassVar[str] = "gave a role"
    assignment: int
    role: str
    nc_year: str
    first: date


@dataclass(frozen=True, slots=True)
class RoleEnded(StaffEvent):
    """`last` is the last day on which the role was held; `signed_out` how many sign-ins were ended."""

    verb: ClassVar[str] = "ended a role"
    assignment: int
    role: str
    last: date
    signed_out: int


@dataclass(frozen=True, slots=True)
class StaffJoined(Event):
    """Accounts were made for many members of staff at once."""

    verb: ClassVar[str] = "took on staff"
    members: int


@dataclass(frozen=True, slots=True)
class SupplyAccountMade(StaffEvent):
    """An account for one day was made; `badge` is that of the person's visit."""

    verb: ClassVar[str] = "made an account for a supply teacher"
    on: date
    badge: int | None


@dataclass(frozen=True, slots=True)
class SupplyCodeRenewed(StaffEvent):
    """Another slip was printed; the one before opens nothing."""

    verb: ClassVar[str] = "printed another sign-in code for a supply teacher"


@dataclass(frozen=True, slots=True)
class SupplySignedIn(StaffEvent):
    """The code of the slip was used, which it can be once."""

    verb: ClassVar[str] = "signed in with the code of a slip"


@dataclass(frozen=True, slots=True)
class SupplyAccountEnded(StaffEvent):
    """The account was ended before its day was over; how many sign-ins that ended."""

    verb: ClassVar[str] = "ended a supply teacher's account"
    signed_out: int
