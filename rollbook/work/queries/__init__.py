"""What others may ask about work, by subject; answers are frozen values."""

from rollbook.work.queries.delegations import DelegationLine, delegations
from rollbook.work.queries.notes import NoteLine, Reading, notes_for, unread_notes
from rollbook.work.queries.questions import QuestionLine, question, questions_log
from rollbook.work.queries.scripts import Script, scripts, versions_of
from rollbook.work.queries.since import AreaNews, News, last_look, since
from rollbook.work.queries.standing_in import StandingIn, standing_in
from rollbook.work.queries.tasks import TaskLine, tasks_for

__all__ = [
    "AreaNews",
    "DelegationLine",
    "News",
    "NoteLine",
    "QuestionLine",
    "Reading",
    "Script",
    "StandingIn",
    "TaskLine",
    "delegations",
    "last_look",
    "notes_for",
    "question",
    "questions_log",
    "scripts",
    "since",
    "standing_in",
    "tasks_for",
    "unread_notes",
    "versions_of",
]
