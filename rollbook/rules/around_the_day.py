"""A pupil seen outside the registers, at a club or in a boarding house: whether that still says they are on site.

It bears on who is in the building and on nothing else: no mark, no total and no message comes from it (REG-M).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MarkSince:
    """A session's mark and when its register opened (aware)."""

    opens: datetime
    letter: str


def still_seen(at: datetime, moved: datetime | None, marks: Iterable[MarkSince]) -> tuple[bool, bool]:
    """Whether a sighting still counts, and whether a register taken after it says N.

    A later movement at the desk knows better, and so does a register opened since; but a child seen
    on site who is then marked N has to be looked for on site, so there the sighting stands (COD-23).
    """
    if moved is not None and moved > at:
        return False, False
    since = max((m for m in marks if m.opens > at), key=lambda m: m.opens, default=None)
    if since is None:
        return True, False
    return since.letter == "N", since.letter == "N"
