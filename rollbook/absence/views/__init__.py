"""The screens of absence, by subject."""

from rollbook.absence.views.becoming import becoming
from rollbook.absence.views.chasing import chase, chase_call, chase_steps
from rollbook.absence.views.contact import contact, contact_act
from rollbook.absence.views.contact_around import (
    around,
    contact_dead,
    contact_ladder,
    contact_professionals,
    contact_sweep,
)
from rollbook.absence.views.contact_pupil import contact_back, contact_pupil, own_ladder
from rollbook.absence.views.detentions import detention_came, detention_new, detentions, detentions_print
from rollbook.absence.views.lateness import late_list, late_policy, late_steps
from rollbook.absence.views.line import line, line_file, line_reject, line_ring, line_state, line_undo
from rollbook.absence.views.line_call import away, note_call, note_draft, told
from rollbook.absence.views.line_report import line_find, report
from rollbook.absence.views.lists import ten
from rollbook.absence.views.looked_after import looked_after_page
from rollbook.absence.views.sessions import sessions
from rollbook.absence.views.settling import settle, undo
from rollbook.absence.views.telling import first_day
from rollbook.absence.views.unexplained import no_reason
from rollbook.absence.views.visits import ask_visit, home_visit, visit_risks, visits
from rollbook.absence.views.visits_mine import door, door_note, my_visits_page
from rollbook.absence.views.visits_out import out_act, plan, visit_policy, visits_out

__all__ = [
    "around",
    "ask_visit",
    "away",
    "becoming",
    "chase",
    "chase_call",
    "chase_steps",
    "contact",
    "contact_act",
    "contact_back",
    "contact_dead",
    "contact_ladder",
    "contact_professionals",
    "contact_pupil",
    "contact_sweep",
    "detention_came",
    "detention_new",
    "detentions",
    "detentions_print",
    "door",
    "door_note",
    "first_day",
    "home_visit",
    "late_list",
    "late_policy",
    "late_steps",
    "line",
    "line_file",
    "line_find",
    "line_reject",
    "line_ring",
    "line_state",
    "line_undo",
    "looked_after_page",
    "my_visits_page",
    "no_reason",
    "note_call",
    "note_draft",
    "out_act",
    "own_ladder",
    "plan",
    "report",
    "sessions",
    "settle",
    "ten",
    "told",
    "undo",
    "visit_policy",
    "visit_risks",
    "visits",
    "visits_out",
]
