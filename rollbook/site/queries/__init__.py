"""What others may ask about who is in the building, by subject; answers are frozen values."""

from rollbook.site.queries.desk_log import EntryLine, desk_log
from rollbook.site.queries.kiosks import AtKiosk, KioskLine, kiosk_of, kiosks
from rollbook.site.queries.movements import MovementLine, last_kind, movement, movements_on, waiting_of
from rollbook.site.queries.on_site import OnSite, Placed, on_site, whereabouts_of
from rollbook.site.queries.proposing import proposal_for
from rollbook.site.queries.responses import Response, Responses, responses
from rollbook.site.queries.rolls import (
    Person,
    RollHead,
    Ticked,
    open_roll,
    roll,
    roll_version,
    rolls_kept,
    ticks_of,
)
from rollbook.site.queries.searches import SearchLine, StepLine, search, searches_of_today, searches_version
from rollbook.site.queries.visits import VisitLine, visit, visitors_here, visits_from

__all__ = [
    "AtKiosk",
    "EntryLine",
    "KioskLine",
    "MovementLine",
    "OnSite",
    "Person",
    "Placed",
    "Response",
    "Responses",
    "RollHead",
    "SearchLine",
    "StepLine",
    "Ticked",
    "VisitLine",
    "desk_log",
    "kiosk_of",
    "kiosks",
    "last_kind",
    "movement",
    "movements_on",
    "on_site",
    "open_roll",
    "proposal_for",
    "responses",
    "roll",
    "roll_version",
    "rolls_kept",
    "search",
    "searches_of_today",
    "searches_version",
    "ticks_of",
    "visit",
    "visitors_here",
    "visits_from",
    "waiting_of",
    "whereabouts_of",
]
