"""What disagrees with what, as the office sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rollbook.pupils.queries.lines import PupilLine
from rollbook.rules.arrivals import Proposal
from rollbook.rules.sessions import Session

KEPT = "kept"


class ConflictKind(StrEnum):
    """What disagrees with what."""

    ENTRIES = "two entries"
    REGISTERS = "two registers"
    REFUSED = "an entry that could not be used"
    PLAN = "present, but planned away"
    ROLL = "a mark outside the time on roll"
    LEFT_LESSON = "present at registration, absent in a lesson"
    IN_LESSON = "absent at registration, present in a lesson"
    DESK_OUT = "signed out, but marked present"
    DESK_IN = "signed in, but marked absent"
    EXCLUDED = "E without a suspension on record"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict: a code, who said it and when; `by_id` of a person who can be asked.

    `says` are words beside the code, or instead of one: “P2 Maths”, “signed out”.
    """

    code: str
    by_name: str
    by_id: int | None
    at: datetime | None
    says: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A pupil and session whose record disagrees: what stands, and what else was said.

    `lesson` is the key of the lesson that disagrees with the session, empty where none does. `also` are
    the pupil's other sessions of which the same is to be said, with their versions, the latest first.
    `proposal` is the lawful code of who came in late, where the desk knows it (COD-3, COD-5).
    """

    kind: ConflictKind
    pupil: PupilLine
    session: Session
    version: int
    stands: Side | None
    said: Side | None
    lesson: str = ""
    also: tuple[tuple[Session, int], ...] = ()
    proposal: Proposal | None = None

    @property
    def may_stay(self) -> bool:
        """Whether what stands may be kept: not an N of a pupil who came in that session (COD-5)."""
        return self.proposal is None or not self.proposal.must
