"""What each role finds at the start of its day, by role."""

from rollbook.home.queries.roles.form import AwayLine, FormDay, form_days
from rollbook.home.queries.roles.safeguarding import Safeguarding, safeguarding
from rollbook.home.queries.roles.school import SchoolNow, school_now
from rollbook.home.queries.roles.year import YearDay, year_day

__all__ = [
    "AwayLine",
    "FormDay",
    "Safeguarding",
    "SchoolNow",
    "YearDay",
    "form_days",
    "safeguarding",
    "school_now",
    "year_day",
]
