"""What the others did since this person last looked, in the parts of the office they work in (RUN-F).

Counts from the audit trail, with the page where the things themselves stand; no names of pupils.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from rollbook.audit.queries import DoneByOthers, done_by_others, last_done
from rollbook.rules.access import Permission as P
from rollbook.rules.actor import Actor
from rollbook.work.events import LookedBack

AT_FIRST, AT_MOST = timedelta(days=7), timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the office: where it stands, who works in it, and its verbs in the singular and the plural."""

    title: str
    route: str
    wants: P
    verbs: dict[str, tuple[str, str]]


# In the order of the rail. What is not here is the machine's own, or nobody's news.
AREAS = (
    Area("Registers", "registers:board", P.SEE_BOARD, {
        "registers.MarksSaved": ("register saved or mark changed", "registers saved or marks changed"),
        "registers.LessonSaved": ("lesson register saved", "lesson registers saved"),
        "registers.AbsencePlanned": ("absence planned", "absences planned"),
        "registers.ConflictSettled": ("conflict settled", "conflicts settled"),
        "registers.SchoolClosedSuddenly": ("sudden closure", "sudden closures"),
    }),
    Area("Front desk", "site:desk", P.RUN_FRONT_DESK, {
        "site.PupilArrived": ("late arrival", "late arrivals"),
        "site.PupilLeft": ("pupil who left early", "pupils who left early"),
        "site.PupilReturned": ("pupil who came back", "pupils who came back"),
        "site.VisitorArrived": ("visitor", "visitors"),
        "site.DeskEntryLogged": ("entry in the desk’s log", "entries in the desk’s log"),
    }),
    Area("Missing pupils", "site:missing", P.WATCH_MISSING, {
        "site.PupilMissing": ("pupil reported missing", "pupils reported missing"),
        "site.SearchEnded": ("search ended", "searches ended"),
    }),
    Area("Absence", "absence:list", P.SEE_WATCH_LISTS, {
        "absence.ReportTaken": ("absence reported", "absences reported"),
        "absence.ReportFiled": ("report filed", "reports filed"),
        "absence.ContactOutcome": ("family reached or tried", "families reached or tried"),
        "absence.FamilyUnaware": ("family who believed the child was in", "families who believed the child was in"),
        "absence.ReasonsSettled": ("time that reasons were settled", "times that reasons were settled"),
        "absence.VisitAskedFor": ("home visit asked for", "home visits asked for"),
        "absence.DoorAnswered": ("home visit made", "home visits made"),
        "absence.LateStepTaken": ("step about lateness", "steps about lateness"),
    }),
    Area("Messages", "comms:outbox", P.SEND_MESSAGES, {
        "comms.MessagesPutOut": ("round of messages", "rounds of messages"),
        "comms.ReplyCame": ("reply from a family", "replies from families"),
        "comms.ReplyDealtWith": ("reply dealt with", "replies dealt with"),
    }),
    Area("Pupils", "home:pupils", P.EDIT_PUPILS, {
        "pupils.PupilEnrolled": ("pupil enrolled", "pupils enrolled"),
        "pupils.PupilLeft": ("leaver", "leavers"),
        "pupils.PupilMoved": ("pupil moved", "pupils moved"),
        "pupils.ContactsChanged": ("pupil whose contacts changed", "pupils whose contacts changed"),
        "pupils.PupilsImported": ("import", "imports"),
    }),
    Area("Questions", "work:questions", P.LOG_QUESTIONS, {
        "work.QuestionAsked": ("question taken", "questions taken"),
        "work.QuestionAnswered": ("question answered", "questions answered"),
    }),
    Area("Tasks", "work:mine", P.HAVE_TASKS, {
        "work.TaskMade": ("task made", "tasks made"),
        "work.TaskDone": ("task finished", "tasks finished"),
    }),
    Area("Set-up", "schools:set-up", P.SET_UP_SCHOOL, {
        "schools.PolicySet": ("change of policy", "changes of policy"),
        "schools.ClosureAdded": ("closure added", "closures added"),
        "timetable.TimetableImported": ("timetable read in", "timetables read in"),
    }),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class News:
    """What was done in a part of the office: so many times, by whom (the most first), and when last."""

    says: str
    by: tuple[str, ...]
    last_at: datetime


@dataclass(frozen=True, slots=True)
class AreaNews:
    """A part of the office with its news, and the route of its page."""

    title: str
    route: str
    news: tuple[News, ...]


def last_look(actor: Actor) -> datetime:
    """When this person last said that they had seen it; a week ago for the first time: one statement."""
    told = last_done(actor, LookedBack, f"user:{actor.user_id or 0}")
    return max(told or actor.now - AT_FIRST, actor.now - AT_MOST)


def since(actor: Actor, moment: datetime) -> tuple[AreaNews, ...]:
    """What others did after a moment, area by area: one statement, however much it was."""
    found: defaultdict[str, list[DoneByOthers]] = defaultdict(list)
    for done in done_by_others(actor, max(moment, actor.now - AT_MOST)):
        found[done.verb].append(done)
    told = (
        AreaNews(area.title, area.route, tuple(_news(found[v], words) for v, words in area.verbs.items() if v in found))
        for area in AREAS
        if actor.may(area.wants)
    )
    return tuple(area for area in told if area.news)


def _news(done: list[DoneByOthers], words: tuple[str, str]) -> News:
    times = sum(one.times for one in done)
    by = tuple(one.by_name for one in sorted(done, key=lambda one: (-one.times, one.by_name)))
    return News(f"{times:,} {words[times != 1]}", by, max(one.last_at for one in done))
