"""What others may ask about who is in the building, by subject; answers are frozen values."""

from rollbook.site.queries.kiosks import AtKiosk, KioskLine, kiosk_of, kiosks
from rollbook.site.queries.movements import MovementLine, last_kind, movement, movements_on, waiting_of
from rollbook.site.queries.proposing import proposal_for

__all__ = [
    "AtKiosk",
    "KioskLine",
    "MovementLine",
    "kiosk_of",
    "kiosks",
    "last_kind",
    "movement",
    "movements_on",
    "proposal_for",
    "waiting_of",
]
