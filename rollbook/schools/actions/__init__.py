"""What the office does to a school's calendar, times, policy and places: each a verb by an actor.

`before_days_go` lists who is asked before school days are taken away; the registers put themselves there.
"""

from rollbook.schools.actions.closures import add_closure, remove_closure, seed_bank_holidays
from rollbook.schools.actions.days_going import before_days_go
from rollbook.schools.actions.places import add_site, create_school, create_trust
from rollbook.schools.actions.policy import set_policy
from rollbook.schools.actions.terms import add_term, change_term, remove_term
from rollbook.schools.actions.times import LessonHours, end_session_times, set_lesson_times, set_session_times

__all__ = [
    "LessonHours",
    "add_closure",
    "add_site",
    "add_term",
    "before_days_go",
    "change_term",
    "create_school",
    "create_trust",
    "end_session_times",
    "remove_closure",
    "remove_term",
    "seed_bank_holidays",
    "set_lesson_times",
    "set_policy",
    "set_session_times",
]
