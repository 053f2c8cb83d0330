"""The screens of absence, by subject."""

from rollbook.absence.views.lists import ten, watch
from rollbook.absence.views.sessions import sessions
from rollbook.absence.views.settling import settle, undo
from rollbook.absence.views.telling import first_day
from rollbook.absence.views.unexplained import no_reason

__all__ = ["first_day", "no_reason", "sessions", "settle", "ten", "undo", "watch"]
