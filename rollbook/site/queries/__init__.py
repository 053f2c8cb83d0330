"""What others may ask about who is in the building, by subject; answers are frozen values."""

from rollbook.site.queries.club_sightings import SeenEarly, at_clubs_now, seen_at_breakfast
from rollbook.site.queries.clubs import ClubLine, ClubRow, StillHere, club, club_roll, clubs, still_here
from rollbook.site.queries.desk_log import EntryLine, desk_log
from rollbook.site.queries.kiosks import AtKiosk, KioskLine, kiosk_of, kiosks
from rollbook.site.queries.movements import MovementLine, last_kind, movement, movements_on, waiting_of
from rollbook.site.queries.on_site import OnSite, Placed, on_site, whereabouts_of
from rollbook.site.queries.passes import OutLine, PassLine, not_back, out_at_lunch, passes
from rollbook.site.queries.police import PoliceLine, police_messages, police_waiting, said_in
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
from rollbook.site.queries.seen_today import seen_today
from rollbook.site.queries.visits import VisitLine, visit, visitors_here, visits_from

__all__ = [
    "AtKiosk",
    "ClubLine",
    "ClubRow",
    "EntryLine",
    "KioskLine",
    "MovementLine",
    "OnSite",
    "OutLine",
    "PassLine",
    "Person",
    "Placed",
    "PoliceLine",
    "Response",
    "Responses",
    "RollHead",
    "SearchLine",
    "SeenEarly",
    "StepLine",
    "StillHere",
    "Ticked",
    "VisitLine",
    "at_clubs_now",
    "club",
    "club_roll",
    "clubs",
    "desk_log",
    "kiosk_of",
    "kiosks",
    "last_kind",
    "movement",
    "movements_on",
    "not_back",
    "on_site",
    "open_roll",
    "out_at_lunch",
    "passes",
    "police_messages",
    "police_waiting",
    "proposal_for",
    "responses",
    "roll",
    "roll_version",
    "rolls_kept",
    "said_in",
    "search",
    "searches_of_today",
    "searches_version",
    "seen_at_breakfast",
    "seen_today",
    "still_here",
    "ticks_of",
    "visit",
    "visitors_here",
    "visits_from",
    "waiting_of",
    "whereabouts_of",
]
