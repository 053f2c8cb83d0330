"""The kinds of meeting about attendance: who is usually there, what is talked about, what may be decided (CASE-C).

Data and plain rules; which meeting was held, and what was said in it, is kept by `rollbook.meetings`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rollbook.rules.access import Role
from rollbook.rules.refused import Refused
from rollbook.rules.sources import refuse

SHORTEST, LONGEST, FARTHEST = 5, 480, timedelta(days=400)


class Part(StrEnum):
    """As what somebody is at a meeting."""

    PUPIL = "pupil"
    PARENT = "parent"
    STAFF = "staff"
    AUTHORITY = "authority"
    PROFESSIONAL = "professional"

    @property
    def label(self) -> str:
        return _PARTS[self]


_PARTS = {
    Part.PUPIL: "Pupil",
    Part.PARENT: "Parent or carer",
    Part.STAFF: "Staff",
    Part.AUTHORITY: "Local authority",
    Part.PROFESSIONAL: "Another service",
}


class Reply(StrEnum):
    """What somebody who was asked has answered."""

    NONE = ""
    COMING = "coming"
    NOT_COMING = "not-coming"

    @property
    def label(self) -> str:
        return {"": "No answer", "coming": "Coming", "not-coming": "Not coming"}[self.value]


class Presence(StrEnum):
    """Whether somebody was there."""

    UNKNOWN = ""
    THERE = "there"
    PARTLY = "partly"
    APOLOGISED = "apologised"
    ABSENT = "absent"

    @property
    def label(self) -> str:
        return _PRESENCES[self]


_PRESENCES = {
    Presence.UNKNOWN: "Not said",
    Presence.THERE: "There",
    Presence.PARTLY: "There for a part",
    Presence.APOLOGISED: "Sent apologies",
    Presence.ABSENT: "Did not come",
}


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who is usually there: as what, and which role where it is staff."""

    part: Part
    role: Role | None = None

    @property
    def label(self) -> str:
        return self.role.label if self.role else self.part.label


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that a meeting may decide; `leads_to` is the stage of the same process that follows."""

    key: str
    label: str
    leads_to: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a process of meetings: its agenda and what it may decide. A kind without steps has one, unnamed."""

    key: str
    name: str
    agenda: tuple[str, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class MeetingKind:
    """A kind of meeting: `minutes` is how long it usually takes, `asks` what its minutes must say.

    `many` is a meeting about many pupils who have nothing to do with each other: no family is there.
    """

    key: str
    name: str
    about: str
    usually: tuple[Seat, ...]
    asks: tuple[str, ...]
    stages: tuple[Stage, ...]
    minutes: int = 45
    many: bool = False

    def titled(self, stage: str) -> str:
        """E.g. “ARD: review”, or the kind's name alone."""
        found = next((one for one in self.stages if one.key == stage), None)
        return f"{self.name}: {found.name.lower()}" if found and found.name else self.name


_PUPIL, _PARENTS = Seat(Part.PUPIL), Seat(Part.PARENT)
_OFFICER, _HEAD_OF_YEAR = Seat(Part.STAFF, Role.ATTENDANCE_ADMINISTRATOR), Seat(Part.STAFF, Role.HEAD_OF_YEAR)
_MANAGER, _LEADER = Seat(Part.STAFF, Role.ATTENDANCE_MANAGER), Seat(Part.STAFF, Role.SENIOR_LEADER)
_DSL, _SENCO, _TUTOR = Seat(Part.STAFF, Role.DSL), Seat(Part.STAFF, Role.SENCO), Seat(Part.STAFF, Role.TUTOR)
_AUTHORITY, _SERVICE = Seat(Part.AUTHORITY), Seat(Part.PROFESSIONAL)

_FIGURES = "Attendance as it stands: this year, the last ten weeks, since the last meeting"
_VOICE = "What the pupil says: what helps, what is hard"
_REASONS = "What lies behind the absence: at home, at school, health, friends, learning"
_OFFERED = "What has been offered so far, and what came of it"
_AGREE = "What each of us will do, by when"
_NEXT = "When we look at it again"

_SAID = "What the pupil and the family said, in their own words where it matters"
_SUPPORT = "What support was offered, taken up or declined"
_WHO = "Who does what, by when"

_REVIEW = Decision("review", "Look at it again at a further meeting")
_CLOSE = Decision("close", "Nothing further is needed")
_CONTRACT = Decision("contract", "Offer an attendance contract")
_EARLY_HELP = Decision("early-help", "Ask for early help")
_REFER = Decision("refer", "Refer to the local authority")

KINDS: tuple[MeetingKind, ...] = (
    MeetingKind(
        "attendance",
        "Attendance meeting",
        "The first talk with a family about absence: listen, find out what stands in the way, agree what to do.",
        (_PUPIL, _PARENTS, _OFFICER, _TUTOR),
        (_SAID, _SUPPORT, _WHO),
        (
            Stage(
                "",
                "",
                (_FIGURES, _VOICE, _REASONS, _AGREE, _NEXT),
                (_REVIEW, _CLOSE, Decision("panel", "Call an attendance panel"), _CONTRACT, _EARLY_HELP),
            ),
        ),
        30,
    ),
    MeetingKind(
        "panel",
        "Attendance panel",
        "A leader of the school and the family, where earlier meetings have not been enough.",
        (_PUPIL, _PARENTS, _MANAGER, _LEADER, _HEAD_OF_YEAR),
        (_SAID, _SUPPORT, "What the panel decided, and why", _WHO),
        (
            Stage(
                "",
                "",
                (_FIGURES, _OFFERED, _VOICE, _REASONS, "What the panel expects, and by when", _AGREE, _NEXT),
                (_REVIEW, _CLOSE, _CONTRACT, _EARLY_HELP, _REFER, Decision("notice", "Consider a notice to improve")),
            ),
        ),
    ),
    MeetingKind(
        "supportive",
        "Supportive attendance meeting",  # no interview: nobody is questioned there (LEG-11)
        "Support first: what the school, the family and others can do together.",
        (_PUPIL, _PARENTS, _OFFICER, _HEAD_OF_YEAR, _SERVICE),
        (_SAID, _SUPPORT, "What stands in the way, and which service can help", _WHO),
        (
            Stage(
                "",
                "",
                (_VOICE, _REASONS, _FIGURES, "Who can help: school, health, early help, others", _AGREE, _NEXT),
                (_REVIEW, _CLOSE, _CONTRACT, _EARLY_HELP, Decision("health", "Ask the school nurse or a doctor")),
            ),
        ),
    ),
    MeetingKind(
        "ard",
        "ARD",
        "Admission, review, dismissal: a pupil is taken on to the list of those whose attendance is worked on, "
        "looked at regularly, and let go when it has mended.",
        (_PUPIL, _PARENTS, _OFFICER, _HEAD_OF_YEAR, _LEADER),
        (_SAID, "What was decided at this stage, and why", _SUPPORT, _WHO),
        (
            Stage(
                "admission",
                "Admission",
                ("Why the pupil is to be taken on", _FIGURES, _VOICE, _REASONS, "Target and how long", _AGREE, _NEXT),
                (
                    Decision("admit", "Take on, with a target", "review"),
                    Decision("watch", "Do not take on; watch"),
                    _EARLY_HELP,
                ),
            ),
            Stage(
                "review",
                "Review",
                ("What was agreed, and what was done", _FIGURES, _VOICE, "What helped, what did not", _AGREE, _NEXT),
                (
                    Decision("continue", "Go on as agreed", "review"),
                    Decision("change", "Go on with another plan", "review"),
                    Decision("propose-dismissal", "Mended: let go at the next meeting", "dismissal"),
                    Decision("escalate", "Not mended: attendance panel"),
                    _REFER,
                ),
            ),
            Stage(
                "dismissal",
                "Dismissal",
                (_FIGURES, "What has changed, and what keeps it so", _VOICE, "Who is to be told if it slips"),
                (
                    Decision("dismiss", "Let go: attendance has mended"),
                    Decision("keep", "Keep on the list", "review"),
                ),
            ),
        ),
        30,
    ),
    MeetingKind(
        "reintegration",
        "Reintegration meeting",
        "Coming back after a long absence, a suspension or a placement elsewhere.",
        (_PUPIL, _PARENTS, _HEAD_OF_YEAR, _TUTOR, _SENCO),
        (_SAID, "What is in place for the first day and the first weeks", _WHO),
        (
            Stage(
                "",
                "",
                (_VOICE, "The first day: when, to whom, by which door", "Timetable and rooms in the first weeks",
                 "What was missed, and how it is made up", "Whom to go to when it is hard", _NEXT),
                (
                    Decision("full", "Back to the full timetable"),
                    Decision("steps", "Back in steps, with an end date"),
                    Decision("not-yet", "Not yet; meet again"),
                ),
            ),
        ),
        30,
    ),
    MeetingKind(
        "targeting",
        "Targeting meeting with the authority",
        "Every term the school and the authority go through the pupils who are absent most, and agree who does what.",
        (_AUTHORITY, _MANAGER, _LEADER, _DSL),
        ("For each pupil: what was agreed, and who does it", "What the authority will do, and by when"),
        (
            Stage(
                "",
                "",
                ("What was agreed last term", "Severely absent pupils", "Persistently absent pupils",
                 "Pupils with a social worker", "What the school asks of the authority", _NEXT),
                (
                    Decision("school", "The school goes on with its own plan"),
                    Decision("joint", "School and authority work together"),
                    Decision("authority", "The authority takes the lead"),
                    Decision("legal", "The authority considers legal action"),
                    _CLOSE,
                ),
            ),
        ),
        90,
        many=True,
    ),
    MeetingKind(
        "ebsa",
        "EBSA plan meeting",
        "Emotionally based school avoidance: small steps that the pupil can manage, agreed with those who help.",
        (_PUPIL, _PARENTS, _SENCO, _DSL, _SERVICE),
        (_SAID, "What pushes away from school and what pulls towards it", "The steps, and who is with the pupil", _WHO),
        (
            Stage(
                "",
                "",
                (_VOICE, "What pushes away, what pulls back", "What has been tried", "The next small step", _AGREE,
                 "Signs that it is too much, and what we do then", _NEXT),
                (
                    Decision("plan", "The plan is agreed"),
                    Decision("change", "The plan is changed"),
                    Decision("health", "Ask a health service for advice"),
                    _CLOSE,
                ),
            ),
        ),
    ),
    MeetingKind(
        "contract",
        "Attendance contract meeting",
        "A written agreement between family and school, or authority: voluntary, with what each will do.",
        (_PUPIL, _PARENTS, _OFFICER, _LEADER, _AUTHORITY),
        (_SAID, "What each side undertakes", "That the contract is voluntary", _WHO),
        (
            Stage(
                "",
                "",
                (_FIGURES, _VOICE, "What the family undertakes", "What the school undertakes", "How long it runs",
                 _NEXT),
                (
                    Decision("signed", "The contract is agreed"),
                    Decision("declined", "The family declines a contract"),
                    Decision("kept", "Reviewed: it is kept"),
                    Decision("broken", "Reviewed: it is not kept"),
                    _REVIEW,
                ),
            ),
        ),
    ),
    MeetingKind(
        "other",
        "Other meeting",
        "Anything else about a pupil's attendance.",
        (_OFFICER,),
        (_SAID, _WHO),
        (Stage("", "", (_FIGURES, _AGREE, _NEXT), (_REVIEW, _CLOSE, _REFER)),),
        30,
    ),
)  # fmt: skip
BY_KEY = {kind.key: kind for kind in KINDS}


def kind_of(key: str) -> MeetingKind:
    """A kind by its key; refused where there is none."""
    if key not in BY_KEY:
        raise Refused("Choose what kind of meeting it is.")
    return BY_KEY[key]


def stage_of(kind: MeetingKind, stage: str) -> Stage:
    """A stage of a kind; the first where none is named."""
    if not stage:
        return kind.stages[0]
    found = next((one for one in kind.stages if one.key == stage), None)
    if found is None:
        raise Refused(f"{kind.name} has no stage “{stage}”.")
    return found


def decision_of(kind: MeetingKind, stage: str, choice: str) -> Decision:
    """What this stage may decide under that key; refused where it may not."""
    found = next((one for one in stage_of(kind, stage).decisions if one.key == choice), None)
    if found is None:
        raise Refused(f"That is not for this meeting to decide. Choose one of the decisions of “{kind.titled(stage)}”.")
    return found


def check_time(at: datetime, minutes: int, now: datetime) -> None:
    """Refuse a moment or a length that no meeting has; a meeting that was held is entered up to 400 days later."""
    if not SHORTEST <= minutes <= LONGEST:
        raise Refused(f"Say how long it takes, from {SHORTEST} to {LONGEST} minutes.")
    if not now - FARTHEST <= at <= now + FARTHEST:
        raise Refused("Choose a day within the next year, or in the last one for a meeting that was held.")


def check_families(kind: MeetingKind, has_family: bool) -> None:
    """No family sits in a meeting about other families' children (MTG-1)."""
    if kind.many and has_family:
        raise refuse(
            "MTG-1", f"“{kind.name}” is about many families' children, so no parent or pupil is asked to it. "
            "Call a meeting of its own with the family."
        )  # fmt: skip


def check_contact(name: str, *, of_every_pupil: bool, no_contact: bool, may_be_told: bool) -> None:
    """Refuse to ask somebody to a meeting who may not be told of every pupil in it (MTG-1)."""
    if not of_every_pupil:
        raise refuse("MTG-1", f"{name} is not a contact of every pupil this meeting is about. Hold it apart.")
    if no_contact:
        raise refuse("MTG-1", f"There must be no contact with {name}. Take them off the list.")
    if not may_be_told:
        raise refuse("MTG-1", f"{name} may not be told about this pupil. Take them off the list.")
