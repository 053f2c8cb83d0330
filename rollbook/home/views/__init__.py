"""The front door, Today, the pupils and what belongs to all parts of the office, by subject."""

from rollbook.home.views.attendance import attendance, certificate
from rollbook.home.views.front import front_door, trust
from rollbook.home.views.history import pupil_history
from rollbook.home.views.listing import pupils
from rollbook.home.views.needs import end_need_of, needs
from rollbook.home.views.overview import end_plan_of, overview, plan
from rollbook.home.views.own_fields import own_fields
from rollbook.home.views.people import contacts
from rollbook.home.views.roles import my_form, my_years, safeguarding_page, school_page
from rollbook.home.views.search import search
from rollbook.home.views.today import day_sheet, today
from rollbook.home.views.watched import pupil_watch
from rollbook.home.views.watching import watch

__all__ = [
    "attendance",
    "certificate",
    "contacts",
    "day_sheet",
    "end_need_of",
    "end_plan_of",
    "front_door",
    "my_form",
    "my_years",
    "needs",
    "overview",
    "own_fields",
    "plan",
    "pupil_history",
    "pupil_watch",
    "pupils",
    "safeguarding_page",
    "school_page",
    "search",
    "today",
    "trust",
    "watch",
]
