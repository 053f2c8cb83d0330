"""What a late or missing bus means for the marks of those it carries (COD-3, COD-19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rollbook.rules.refused import Refused
from rollbook.rules.register_times import minutes_late
from rollbook.rules.sources import refuse

LATE, NOT_RUNNING = "L", "Y1"


@dataclass(frozen=True, slots=True)
class BusMark:
    """The code that follows, and the minutes late where it is L."""

    code: str
    minutes: int | None = None


def mark_for_bus(came: datetime | None, *, opens: datetime, closes: datetime, provided: bool) -> BusMark:
    """The mark of a pupil whom this bus carries; `came` None where it did not come (aware datetimes).

    Here before the register closed is L. After that, or not at all, is Y1 where the school or the
    authority provides the transport and the pupil lives beyond walking distance, which somebody has to
    know (COD-19). A public service is decided pupil by pupil.
    """
    if came is not None and came <= opens:
        raise Refused("The bus came before the register opened, so nobody was late with it.")
    if came is not None and came <= closes:
        return BusMark(LATE, minutes_late(came, opens))
    if not provided:
        raise refuse(
            "COD-19",
            "Y1 is for transport that the school or the authority provides. For a public service decide it pupil "
            "by pupil, or use Y2 where an emergency disrupts travel widely.",
        )
    return BusMark(NOT_RUNNING)
