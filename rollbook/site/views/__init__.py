"""The screens of the front desk and of who is on site, by subject."""

from rollbook.site.views.clubs import club, club_places, clubs, end_club, give_place, tick_club
from rollbook.site.views.desk import desk, find
from rollbook.site.views.desk_log import finish, log
from rollbook.site.views.kiosks import kiosks, revoke
from rollbook.site.views.lunch import end_pass, gate, give_pass, lunch
from rollbook.site.views.missing import find_missing, missing, missing_state, report, response_times, search, step
from rollbook.site.views.moving import move, moved, settle, slip, take_back
from rollbook.site.views.on_site import on_site_page, on_site_sheet
from rollbook.site.views.points import points
from rollbook.site.views.police import pass_on, police, police_message
from rollbook.site.views.rolls import close, roll_page, roll_sheet, roll_state, start, tick
from rollbook.site.views.sheet import fire_pdf, lockdown_pdf
from rollbook.site.views.supply import end_supply, supply, supply_day, supply_slip
from rollbook.site.views.visits import badge, visit_in, visit_out, visits

__all__ = [
    "badge",
    "close",
    "club",
    "club_places",
    "clubs",
    "desk",
    "end_club",
    "end_pass",
    "end_supply",
    "find",
    "find_missing",
    "finish",
    "fire_pdf",
    "gate",
    "give_pass",
    "give_place",
    "kiosks",
    "lockdown_pdf",
    "log",
    "lunch",
    "missing",
    "missing_state",
    "move",
    "moved",
    "on_site_page",
    "on_site_sheet",
    "pass_on",
    "points",
    "police",
    "police_message",
    "report",
    "response_times",
    "revoke",
    "roll_page",
    "roll_sheet",
    "roll_state",
    "search",
    "settle",
    "slip",
    "start",
    "step",
    "supply",
    "supply_day",
    "supply_slip",
    "take_back",
    "tick",
    "tick_club",
    "visit_in",
    "visit_out",
    "visits",
]
