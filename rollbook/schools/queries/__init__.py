"""What the rest of the office asks about a school: its calendar, its times, its policy, its places.

Everything returned is a plain frozen value; days are dates, moments are aware, in English local time.
"""

from rollbook.schools.queries.days import (
    ClosureLine,
    DaysDue,
    SchoolYear,
    TermLine,
    calendar_of,
    days_due,
    is_school_day,
    terms_and_closures,
    years_known,
)
from rollbook.schools.queries.places import (
    SchoolDetails,
    SiteLine,
    all_schools,
    every_school,
    rollbook_at,
    school_line,
    schools_in_trust,
    sites,
)
from rollbook.schools.queries.policy import PolicyLine, policies, policy_on
from rollbook.schools.queries.times import (
    LessonLine,
    RegisterDay,
    SessionTimeLine,
    SessionTimes,
    Window,
    lesson_time_rows,
    lesson_times,
    register_day,
    session_time_rows,
    times_of,
    window_of,
)
from rollbook.schools.queries.year import (
    INSET_DAYS_ALLOWED,
    SESSIONS_EXPECTED,
    DayCell,
    MonthPlan,
    YearOutline,
    year_outline,
)

__all__ = [
    "INSET_DAYS_ALLOWED",
    "SESSIONS_EXPECTED",
    "ClosureLine",
    "DayCell",
    "DaysDue",
    "LessonLine",
    "MonthPlan",
    "PolicyLine",
    "RegisterDay",
    "SchoolDetails",
    "SchoolYear",
    "SessionTimeLine",
    "SessionTimes",
    "SiteLine",
    "TermLine",
    "Window",
    "YearOutline",
    "all_schools",
    "calendar_of",
    "days_due",
    "every_school",
    "is_school_day",
    "lesson_time_rows",
    "lesson_times",
    "policies",
    "policy_on",
    "register_day",
    "rollbook_at",
    "school_line",
    "schools_in_trust",
    "session_time_rows",
    "sites",
    "terms_and_closures",
    "times_of",
    "window_of",
    "year_outline",
    "years_known",
]
