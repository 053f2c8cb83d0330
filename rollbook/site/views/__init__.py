"""The screens of the front desk and of who is on site, by subject."""

from rollbook.site.views.desk import desk, find
from rollbook.site.views.desk_log import finish, log
from rollbook.site.views.kiosks import kiosks, revoke
from rollbook.site.views.missing import find_missing, missing, missing_state, report, response_times, search, step
from rollbook.site.views.moving import move, moved, settle, slip, take_back
from rollbook.site.views.on_site import on_site_page, on_site_sheet
from rollbook.site.views.points import points
from rollbook.site.views.rolls import close, roll_page, roll_sheet, roll_state, start, tick
from rollbook.site.views.sheet import fire_pdf, lockdown_pdf
from rollbook.site.views.visits import badge, visit_in, visit_out, visits

__all__ = [
    "badge",
    "close",
    "desk",
    "find",
    "find_missing",
    "finish",
    "fire_pdf",
    "kiosks",
    "lockdown_pdf",
    "log",
    "missing",
    "missing_state",
    "move",
    "moved",
    "on_site_page",
    "on_site_sheet",
    "points",
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
    "take_back",
    "tick",
    "visit_in",
    "visit_out",
    "visits",
]
