"""The absence mailbox as set-up and the outbox show it, and each mail that came, for whoever files it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from rollbook.audit.keys import decrypt
from rollbook.comms.models import IncomingMail, Mailbox
from rollbook.comms.words import mail_place, mailbox_place
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class MailboxState:
    """How reading the mailbox goes: `failing_since` and `why` while it cannot be read."""

    host: str
    is_on: bool
    since: datetime
    read_at: datetime | None
    failing_since: datetime | None
    why: str

    @property
    def is_down(self) -> bool:
        return self.is_on and self.failing_since is not None


@dataclass(frozen=True, slots=True)
class MailboxToRead:
    """What a reader needs: the settings with the password, how far it was read, and whether ever."""

    kept: Mapping[str, str] = field(repr=False)
    since: datetime
    validity: int
    last_uid: int
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Incoming:
    """A mail that came, in clear. `answers` is the message of ours that it answers; `pupils` whom that was about."""

    public_id: uuid.UUID
    kind: str
    name: str = field(repr=False)
    address: str = field(repr=False)
    caller: str = field(repr=False)
    withheld: bool
    subject: str = field(repr=False)
    words: str = field(repr=False)
    cut: str = field(repr=False)
    problems: tuple[str, ...]
    files: tuple[uuid.UUID, ...]
    answers: uuid.UUID | None
    contact: int | None
    pupils: tuple[int, ...]
    sent_at: datetime | None
    taken_at: datetime


def mailbox_state(actor: Actor) -> MailboxState | None:
    """The school's mailbox, or None where none is set up: one statement."""
    row = Mailbox.objects.filter(school_id=actor.school).first()
    if row is None:
        return None
    return MailboxState(_kept(row)["host"], row.is_on, row.since, row.read_at, row.failing_since, row.why)


def mailbox_settings(actor: Actor) -> Mapping[str, str]:
    """What set-up shows of it, without the password; nothing where none is set up."""
    actor.require(Permission.SET_UP_SCHOOL)
    row = Mailbox.objects.filter(school_id=actor.school).first()
    return {word: said for word, said in _kept(row).items() if word != "password"} if row is not None else {}


def mailbox_password(actor: Actor) -> str:
    """The password that is kept, to try a connection with; empty where none is."""
    actor.require(Permission.SET_UP_SCHOOL)
    row = Mailbox.objects.filter(school_id=actor.school).first()
    return _kept(row).get("password", "") if row is not None else ""


def mailbox_to_read(actor: Actor) -> MailboxToRead | None:
    """The school's mailbox for who reads it; None where there is none, or it is switched off."""
    actor.require(Permission.HAND_OVER_MESSAGES)
    row = Mailbox.objects.filter(school_id=actor.school, is_on=True).first()
    return MailboxToRead(_kept(row), row.since, row.validity, row.last_uid, row.read_at) if row is not None else None


def to_put_away(actor: Actor, validity: int) -> tuple[int, ...]:
    """The mails which the mailbox has not been told were taken, by number."""
    rows = IncomingMail.objects.filter(school_id=actor.school, validity=validity, put_away=False)
    return tuple(rows.order_by("uid").values_list("uid", flat=True)[:500])


def incoming(actor: Actor, mail: uuid.UUID) -> Incoming | None:
    """A mail in clear, for who files it as a report; None where this school has none such. Four statements at most."""
    actor.require(Permission.HAND_OVER_MESSAGES)
    rows = IncomingMail.objects.filter(school_id=actor.school, public_id=mail)
    row = rows.select_related("answers").first()
    if row is None:
        return None

    def clear(word: str, kept: bytes | memoryview) -> str:
        return decrypt(kept, place=mail_place(row.public_id, word)) if kept else ""

    answers = row.answers
    about = tuple(answers.about.order_by("pupil_id").values_list("pupil_id", flat=True)) if answers else ()
    return Incoming(
        public_id=row.public_id,
        kind=row.kind,
        name=clear("name", row.name),
        address=clear("address", row.address),
        caller=clear("caller", row.caller),
        withheld=row.withheld,
        subject=clear("subject", row.subject),
        words=clear("words", row.words),
        cut=clear("cut", row.cut),
        problems=tuple(row.problems.splitlines()),
        files=tuple(row.files.order_by("position").values_list("file", flat=True)),
        answers=answers.public_id if answers else None,
        contact=answers.contact_id if answers else None,
        pupils=about,
        sent_at=row.sent_at,
        taken_at=row.taken_at,
    )


def _kept(row: Mailbox) -> dict[str, str]:
    return dict(json.loads(decrypt(row.kept, place=mailbox_place(row.public_id))))
