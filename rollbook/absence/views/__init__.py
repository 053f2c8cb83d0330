"""The screens of absence, by subject."""

from rollbook.absence.views.lists import ten, watch
from rollbook.absence.views.sessions import sessions
from rollbook.absence.views.settling import settle, undo
from rollbook.absence.views.telling import first_day
from rollbook.absence.views.unexplained import no_reason
from rollbook.absence.views.visits import ask_visit, home_visit, visit_risks, visits
from rollbook.absence.views.visits_mine import door, door_note, my_visits_page
from rollbook.absence.views.visits_out import out_act, plan, visit_policy, visits_out

__all__ = [
    "ask_visit",
    "door",
    "door_note",
    "first_day",
    "home_visit",
    "my_visits_page",
    "no_reason",
    "out_act",
    "plan",
    "sessions",
    "settle",
    "ten",
    "undo",
    "visit_policy",
    "visit_risks",
    "visits",
    "visits_out",
    "watch",
]
