"""What one code of the attendance register is: its class, what it counts for, its duties.

The codes are in `code_table`, the look-ups by date in `codes` (COD-1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rollbook.rules.sessions import Half
from rollbook.rules.sources import RULES


class StatClass(StrEnum):
    """The statistical class of a code (COD-1)."""

    PRESENT = "present"
    ACTIVITY = "educational activity"
    AUTHORISED = "authorised absence"
    UNAUTHORISED = "unauthorised absence"
    NOT_POSSIBLE = "not a possible session"
    UNABLE = "unable to attend"
    ADMINISTRATIVE = "administrative"


class Detail(StrEnum):
    """Whether something must, should or need not be written beside the code (COD-6)."""

    NONE = "none"
    ADVISED = "advised"
    REQUIRED = "required"


class Ages(StrEnum):
    """For which pupils a code may be used (COD-11)."""

    ANY = "any"
    COMPULSORY = "compulsory school age only"
    OUTSIDE = "outside compulsory school age only"


BOTH_HALVES = frozenset(Half)
_ATTENDS = frozenset({StatClass.PRESENT, StatClass.ACTIVITY})
_ABSENT = frozenset({StatClass.AUTHORISED, StatClass.UNAUTHORISED})


@dataclass(frozen=True, slots=True, eq=False)
class Code:
    """One code of the register as it stood from `valid_from` to `valid_to` (both included; None = still).

    One row of the table is one object: compared and counted as such.

    `detail_says` names what is to be written beside it; `enterable` is False for the two
    administrative codes, which the calendar and the admission register set, not a person.
    """

    symbol: str
    name: str
    stat: StatClass
    valid_from: date
    valid_to: date | None = None
    late: bool = False
    on_site: bool = False
    detail: Detail = Detail.NONE
    detail_says: str = ""
    halves: frozenset[Half] = BOTH_HALVES
    ages: Ages = Ages.ANY
    enterable: bool = True
    claims_elsewhere: bool = False
    instead: str = ""
    rule: str = "COD-1"

    @property
    def possible(self) -> bool:
        """Whether the session goes into the denominator (PA-1)."""
        return self.attends or self.absent

    @property
    def attends(self) -> bool:
        """Whether the session counts as attended (PA-2)."""
        return self.stat in _ATTENDS

    @property
    def absent(self) -> bool:
        return self.stat in _ABSENT

    @property
    def authorised(self) -> bool:
        return self.stat is StatClass.AUTHORISED

    @property
    def unauthorised(self) -> bool:
        return self.stat is StatClass.UNAUTHORISED

    @property
    def counts_for_pa(self) -> bool:
        """Whether the session pushes the pupil toward persistent absence (PA-3)."""
        return self.absent

    @property
    def counts_for_penalty(self) -> bool:
        """Whether the session counts toward ten in ten school weeks (PEN-1)."""
        return self.unauthorised

    @property
    def detail_required(self) -> bool:
        return self.detail is Detail.REQUIRED

    @property
    def source(self) -> str:
        return RULES[self.rule].source
