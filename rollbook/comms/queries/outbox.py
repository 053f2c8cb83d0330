"""The outbox as the office sees it: what waits, what went, what failed, and of what nobody is sure."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from rollbook.audit.actions import log_access
from rollbook.audit.keys import decrypt
from rollbook.comms.models import HandOver, Message, MessagePupil
from rollbook.comms.queries.enclosures import EnclosureLine, enclosures_of
from rollbook.comms.words import address_place, recipient_place, subject_place, words_place
from rollbook.formats.values.phones import as_dialled_here
from rollbook.pupils.queries import pupil_lines
from rollbook.pupils.queries.reaching import contact_names
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.refused import NotFound
from rollbook.staff.queries import staff_names

MOST = 400
_S = Message.State


class About(NamedTuple):
    """A pupil whom a message is about."""

    public_id: uuid.UUID
    name: str


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message in a list: to whom, about whom, and where it stands; not its words.

    `contact` is the name of whom it is for: a contact, a colleague, or somebody of another service.
    """

    public_id: uuid.UUID
    channel: str
    purpose: str
    state: str
    says: str
    why: str
    contact: str
    pupils: tuple[About, ...]
    parts: int
    held_until: datetime
    made_at: datetime
    changed_at: datetime
    by_name: str
    may_go_elsewhere: bool = False

    @property
    def is_held(self) -> bool:
        return self.state == _S.WAITING


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to hand a message over."""

    number: int
    provider: str
    began_at: datetime
    ended_at: datetime | None
    outcome: str
    why: str


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A message whole, with its words as they were sent, the address, and every attempt."""

    line: MessageLine
    to: str
    subject: str
    words: str
    attempts: tuple[Attempt, ...]
    enclosed: tuple[EnclosureLine, ...] = ()
    instead_of: uuid.UUID | None = None
    sent_elsewhere: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Outbox:
    """What asks for somebody, what waits, and what went today."""

    doubt: tuple[MessageLine, ...]
    failed: tuple[MessageLine, ...]
    waiting: tuple[MessageLine, ...]
    went: tuple[MessageLine, ...]
    stopped: tuple[MessageLine, ...]


def outbox(actor: Actor) -> Outbox:
    """Everything that waits or is in doubt, whatever its day, and what became of today's: four statements."""
    actor.require(Permission.SEND_MESSAGES)
    midnight = datetime.combine(actor.today, time(), LONDON)
    open_ = Message.objects.filter(school_id=actor.school, state__in=(_S.WAITING, _S.HANDING, _S.DOUBT))
    today = Message.objects.filter(school_id=actor.school, changed_at__gte=midnight)
    sent_on = Exists(Message.objects.filter(instead_of=OuterRef("pk")))
    lines = lines_of(actor, (open_ | today).annotate(sent_on=sent_on).order_by("-changed_at", "-id")[:MOST])
    by_state: dict[str, list[MessageLine]] = defaultdict(list)
    for line in lines:
        by_state[line.state].append(line)
    waiting = sorted((*by_state[_S.WAITING], *by_state[_S.HANDING]), key=lambda m: m.held_until)
    return Outbox(
        doubt=tuple(by_state[_S.DOUBT]),
        failed=tuple(by_state[_S.FAILED]),
        waiting=tuple(waiting),
        went=tuple(line for line in lines if line.state in (_S.HANDED, _S.DELIVERED)),
        stopped=tuple(line for line in lines if line.state in (_S.TAKEN_BACK, _S.NOT_WANTED)),
    )


def messages_about(actor: Actor, pupil_id: int) -> tuple[MessageLine, ...]:
    """Every message about a pupil, the newest first."""
    actor.require(Permission.SEND_MESSAGES)
    rows = Message.objects.filter(school_id=actor.school, about__pupil_id=pupil_id)
    return lines_of(actor, rows.order_by("-made_at", "-id")[:MOST])


def message(actor: Actor, public_id: uuid.UUID) -> MessagePage:
    """One message with its words; that it was opened is noted."""
    actor.require(Permission.SEND_MESSAGES)
    rows = Message.objects.filter(school_id=actor.school, public_id=public_id)
    row = rows.select_related("instead_of", "sent_elsewhere").first()
    if row is None:
        raise NotFound("There is no such message in this school.")
    log_access(actor, what="message", subject=f"message:{public_id}")
    attempts = HandOver.objects.filter(message_id=row.pk).order_by("number")
    sent_on: Message | None = getattr(row, "sent_elsewhere", None)
    return MessagePage(
        line=lines_of(actor, [row])[0],
        to=as_dialled_here(decrypt(row.address, place=address_place(public_id))),
        subject=decrypt(row.subject, place=subject_place(public_id)) if row.subject else "",
        words=decrypt(row.words, place=words_place(public_id)),
        attempts=tuple(Attempt(a.number, a.provider, a.began_at, a.ended_at, a.outcome, a.why) for a in attempts),
        enclosed=enclosures_of(actor, row),
        instead_of=row.instead_of.public_id if row.instead_of else None,
        sent_elsewhere=sent_on.public_id if sent_on else None,
    )


def next_due(actor: Actor, channels: Collection[str]) -> datetime | None:
    """When the next message of these channels is to go."""
    rows = Message.objects.filter(school_id=actor.school, state=_S.WAITING, channel__in=channels)
    return rows.order_by("held_until", "id").values_list("held_until", flat=True).first()


def lines_of(actor: Actor, rows: Iterable[Message]) -> tuple[MessageLine, ...]:
    """These messages as lines: three statements, and one more where colleagues are among them."""
    found = list(rows)
    names = _names(actor, found)
    about = _about(actor, found)
    return tuple(
        MessageLine(
            public_id=row.public_id,
            channel=row.get_channel_display(),
            purpose=row.purpose,
            state=row.state,
            says=row.get_state_display(),
            why=row.why,
            contact=names.get(row.pk, ""),
            pupils=about.get(row.pk, ()),
            parts=row.parts,
            held_until=row.held_until,
            made_at=row.made_at,
            changed_at=row.changed_at,
            by_name=row.by_name,
            may_go_elsewhere=row.contact_id is not None
            and row.state == _S.FAILED
            and not getattr(row, "sent_on", False),
        )
        for row in found
    )


def _names(actor: Actor, rows: Collection[Message]) -> Mapping[int, str]:
    """By message the name of whom it is for."""
    contacts = contact_names(actor, {row.contact_id for row in rows if row.contact_id is not None})
    users = {row.user_id for row in rows if row.user_id is not None}
    staff = staff_names(actor, users) if users else {}
    return {row.pk: _name(row, contacts, staff) for row in rows}


def _name(row: Message, contacts: Mapping[int, str], staff: Mapping[int, str]) -> str:
    if row.contact_id is not None:
        return contacts.get(row.contact_id, "")
    if row.user_id is not None:
        return staff.get(row.user_id, "")
    return decrypt(row.recipient_name, place=recipient_place(row.public_id))


def _about(actor: Actor, rows: Collection[Message]) -> Mapping[int, tuple[About, ...]]:
    pairs = list(
        MessagePupil.objects.filter(message_id__in=[row.pk for row in rows])
        .order_by("message_id", "pupil_id")
        .values_list("message_id", "pupil_id")
    )
    lines = {line.id: line for line in pupil_lines(actor, tuple({p for _, p in pairs}), actor.today)}
    about: dict[int, tuple[About, ...]] = defaultdict(tuple)
    for message_id, pupil in pairs:
        if pupil in lines:
            about[message_id] += (About(lines[pupil].public_id, lines[pupil].name),)
    return about
