"""One meeting whole: its people, agenda, minutes, decisions, action points and copies (CASE-C)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rollbook.audit.actions import log_access
from rollbook.audit.keys import decrypt
from rollbook.meetings.models import Decision, Meeting, MeetingPupil, Minute, Person
from rollbook.meetings.places import decision_place, meeting_place, minute_place, person_place
from rollbook.meetings.queries.copies import CopyLine, copies_of
from rollbook.meetings.queries.lines import MeetingLine, lines_of
from rollbook.meetings.queries.opening import NO_MEETING, found
from rollbook.meetings.queries.points import PointLine, points_of_thread
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.meetings import BY_KEY, Part, Presence, Reply, decision_of
from rollbook.rules.refused import NotFound, Refused


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody who is asked: as what, what they answered, whether they were there, how they were told.

    `told` is whether they know of the time and place as they stand; `left_out` why they could not be written to.
    """

    public_id: uuid.UUID
    part: Part
    name: str
    email: str
    contact: int | None
    pupil: int | None
    user: int | None
    chairs: bool
    minutes: bool
    reply: Reply
    replied_at: datetime | None
    presence: Presence
    invited_at: datetime | None
    way: str
    told: bool
    left_out: str
    withdrawn: bool
    told_off: bool

    def waits(self, *, is_cancelled: bool) -> bool:
        """Whether they are to be told of the meeting as it stands; who is called off only where they knew."""
        if self.withdrawn:
            return self.invited_at is not None and not self.told_off
        return not self.told and (not is_cancelled or self.invited_at is not None)


@dataclass(frozen=True, slots=True)
class MinuteLine:
    """The words of the minutes as they stand: of the whole meeting (`pupil` None) or of one pupil (key)."""

    pupil: int | None
    version: int
    words: str
    kept_at: datetime | None
    by_name: str


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """What was decided, about which pupil (None is all of them), and why."""

    pupil: int | None
    choice: str
    label: str
    reason: str
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class PackLine:
    """A pupil's part of a pack: what has been done, and what is asked of the authority."""

    pupil: int
    done: str
    asked: str


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting with everything that belongs to it; `decisions` are those that stand.

    `edition` is the edition of the minutes that is being written, or was signed last. `carried` are the
    action points of the meetings before it.
    """

    line: MeetingLine
    sequence: int
    edition: int
    called_by: str
    called_at: datetime
    cancelled_why: str
    cancelled_by: str
    follows: uuid.UUID | None
    followed_by: tuple[uuid.UUID, ...]
    agenda: tuple[str, ...]
    people: tuple[PersonLine, ...]
    minutes: tuple[MinuteLine, ...]
    decisions: tuple[DecisionLine, ...]
    points: tuple[PointLine, ...]
    carried: tuple[PointLine, ...]
    pack: tuple[PackLine, ...]
    copies: tuple[CopyLine, ...]
    may_hold: bool

    @property
    def is_open(self) -> bool:
        """Whether the minutes can still be written."""
        return self.line.state not in ("signed", "cancelled")

    def minute(self, pupil: int | None = None) -> MinuteLine:
        """The words about the whole meeting or one pupil; empty where nothing is written yet."""
        return next((one for one in self.minutes if one.pupil == pupil), MinuteLine(pupil, 0, "", None, ""))


def meeting(actor: Actor, meeting: uuid.UUID) -> MeetingPage:
    """A meeting whole; that it was opened is noted: sixteen statements at most. NotFound for another school's."""
    row = found(actor, meeting)
    page = page_of(actor, row)
    log_access(actor, what="meeting", subject=f"meeting:{meeting}")
    return page


def page_of(actor: Actor, row: Meeting) -> MeetingPage:
    """The same without a note that it was opened, for a verb that has to know it."""
    lines = lines_of(actor, [row])
    if not lines:
        raise NotFound(NO_MEETING)
    known = {pupil.id for pupil in lines[0].pupils}
    points = [one for one in points_of_thread(actor, row.thread) if one.pupil is None or one.pupil in known]
    earlier = Meeting.objects.filter(followed_by=row).values_list("public_id", flat=True).first()
    later = Meeting.objects.filter(school_id=actor.school, follows=row).order_by("at", "id")
    return MeetingPage(
        line=lines[0],
        sequence=row.sequence,
        edition=row.edition,
        called_by=row.called_by_name,
        called_at=row.called_at,
        cancelled_why=_clear(row.cancelled_why, meeting_place(row.public_id, "cancelled")),
        cancelled_by=row.cancelled_by_name,
        follows=earlier,
        followed_by=tuple(later.values_list("public_id", flat=True)),
        agenda=tuple(json.loads(decrypt(row.agenda, place=meeting_place(row.public_id, "agenda")))),
        people=people_of(actor, row),
        minutes=tuple(one for one in minutes_of(actor, row) if one.pupil is None or one.pupil in known),
        decisions=tuple(one for one in _decisions(actor, row) if one.pupil is None or one.pupil in known),
        points=tuple(one for one in points if one.meeting == row.public_id),
        carried=tuple(one for one in points if one.meeting != row.public_id and one.held_at < row.at),
        pack=tuple(one for one in _pack(actor, row) if one.pupil in known),
        copies=copies_of(actor, row, known, whole=not lines[0].others),
        may_hold=actor.may(Permission.HOLD_MEETINGS),
    )


def people_of(actor: Actor, row: Meeting) -> tuple[PersonLine, ...]:
    """Everybody who was asked, those who were taken off last: one statement."""
    rows = Person.objects.filter(school_id=actor.school, meeting=row).order_by("id")
    lines = (_person(one, row) for one in rows)
    return tuple(sorted(lines, key=lambda one: one.withdrawn))


def minutes_of(actor: Actor, row: Meeting) -> tuple[MinuteLine, ...]:
    """The words of the edition that is being written or was signed last: one statement."""
    rows = Minute.objects.filter(school_id=actor.school, meeting=row, edition=row.edition).order_by("id")
    return tuple(
        MinuteLine(
            one.pupil_id, one.version, decrypt(one.words, place=minute_place(one.public_id)), one.kept_at, one.by_name
        )
        for one in rows
    )


def _decisions(actor: Actor, row: Meeting) -> tuple[DecisionLine, ...]:
    """The last decision about each pupil, or about all."""
    standing: dict[int | None, Decision] = {}
    for one in Decision.objects.filter(school_id=actor.school, meeting=row).order_by("id"):
        standing[one.pupil_id] = one
    return tuple(_decision(row, one) for one in standing.values())


def _decision(row: Meeting, one: Decision) -> DecisionLine:
    reason = decrypt(one.reason, place=decision_place(one.public_id))
    return DecisionLine(one.pupil_id, one.choice, says_of(row, one.choice), reason, one.at, one.by_name)


def says_of(row: Meeting, choice: str) -> str:
    """What a decision is called; its own key where the kind no longer knows it."""
    if row.kind not in BY_KEY:
        return choice
    try:
        return decision_of(BY_KEY[row.kind], row.stage, choice).label
    except Refused:
        return choice


def _pack(actor: Actor, row: Meeting) -> tuple[PackLine, ...]:
    rows = MeetingPupil.objects.filter(school_id=actor.school, meeting=row).order_by("position", "id")
    return tuple(
        PackLine(
            one.pupil_id,
            _clear(one.done, meeting_place(row.public_id, "done", one.pupil_id)),
            _clear(one.asked, meeting_place(row.public_id, "asked", one.pupil_id)),
        )
        for one in rows
    )


def _person(one: Person, row: Meeting) -> PersonLine:
    return PersonLine(
        public_id=one.public_id,
        part=Part(one.part),
        name=decrypt(one.name, place=person_place(one.public_id, "name")),
        email=_clear(one.email, person_place(one.public_id, "email")),
        contact=one.contact_id,
        pupil=one.pupil_id,
        user=one.user_id,
        chairs=one.chairs,
        minutes=one.minutes,
        reply=Reply(one.reply),
        replied_at=one.replied_at,
        presence=Presence(one.presence),
        invited_at=one.invited_at,
        way=one.invited_way,
        told=one.invited_sequence == row.sequence and not one.left_out,
        left_out=one.left_out,
        withdrawn=one.withdrawn_at is not None,
        told_off=one.told_off_at is not None,
    )


def _clear(kept: bytes | memoryview, place: str) -> str:
    return decrypt(kept, place=place) if kept else ""


def names_of(page: MeetingPage) -> Mapping[int, str]:
    """The pupils' names by key."""
    return {pupil.id: pupil.name for pupil in page.line.pupils}
