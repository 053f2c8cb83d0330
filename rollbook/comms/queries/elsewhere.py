"""Where else a message that failed may go: other addresses of the same person, and other contacts who may be told."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from rollbook.audit.actions import log_access
from rollbook.audit.keys import decrypt
from rollbook.comms.models import ChannelChoice, Message, ProviderAccount
from rollbook.comms.queries.enclosures import EnclosureLine, enclosures_of
from rollbook.comms.queries.outbox import MessageLine, lines_of
from rollbook.comms.queries.reaching import NOT_WANTED, addresses
from rollbook.comms.words import address_key, subject_place, words_place
from rollbook.formats.values.phones import as_dialled_here
from rollbook.pupils.queries.reaching import Way, ways_to_reach
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.refused import NotFound

CHANNELS = {"text": "Text", "email": "E-mail", "voice": "Call"}
WITHIN = timedelta(hours=24)
_S = Message.State
_NOT_GONE = (_S.FAILED, _S.TAKEN_BACK, _S.NOT_WANTED)


@dataclass(frozen=True, slots=True)
class OtherWay:
    """One address of one contact, named by `key`; `why_not` where it is shown and cannot be chosen."""

    key: str
    contact_id: int
    name: str
    relationship: str
    channel: str
    address: str
    why_not: str = ""

    @property
    def says(self) -> str:
        """The way as the page offers it, e.g. Text to Ms Ada Abiodun (mother), 07700 900124."""
        return f"{CHANNELS[self.channel]} to {self.name} ({self.relationship}), {as_dialled_here(self.address)}"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A message that failed, its words, and the ways it may go instead; `sent` is the one that went already."""

    line: MessageLine
    subject: str
    words: str
    enclosed: tuple[EnclosureLine, ...]
    ways: tuple[OtherWay, ...]
    sent: uuid.UUID | None


def elsewhere(actor: Actor, message: uuid.UUID) -> Elsewhere:
    """A failed message of this school's to a contact, to be sent to another; that it was opened is noted."""
    actor.require(Permission.SEND_MESSAGES)
    rows = Message.objects.filter(school_id=actor.school, public_id=message, contact__isnull=False)
    row = rows.select_related("sent_elsewhere").first()
    if row is None:
        raise NotFound("There is no such message in this school.")
    log_access(actor, what="message", subject=f"message:{message}")
    sent = getattr(row, "sent_elsewhere", None)
    return Elsewhere(
        line=lines_of(actor, [row])[0],
        subject=decrypt(row.subject, place=subject_place(message)) if row.subject else "",
        words=decrypt(row.words, place=words_place(message)),
        enclosed=enclosures_of(actor, row),
        ways=other_ways(actor, row),
        sent=sent.public_id if sent else None,
    )


def other_ways(actor: Actor, row: Message) -> tuple[OtherWay, ...]:
    """Every address but the one that failed, of contacts who may be told about all of its pupils: seven statements.

    The same person first. Who was written to about the same within a day is shown, and cannot be chosen.
    """
    pupils = tuple(row.about.order_by("pupil_id").values_list("pupil_id", flat=True))
    people = _permitted(ways_to_reach(actor, pupils), pupils)
    people.sort(key=lambda way: (way.contact_id != row.contact_id, way.priority, way.contact_id))
    open_ = sorted(
        ProviderAccount.objects.filter(school_id=actor.school, channel__in=CHANNELS).values_list("channel", flat=True),
        key=list(CHANNELS).index,
    )
    ids = {way.contact_id for way in people}
    choices = ChannelChoice.objects.filter(school_id=actor.school, contact_id__in=ids)
    unwanted = set(choices.values_list("contact_id", "channel"))
    told = _told(actor, row, pupils, ids)
    tried = _tried(row)
    found: list[OtherWay] = []
    for way in people:
        for channel in open_:
            why = NOT_WANTED[channel] if (way.contact_id, channel) in unwanted else told.get(way.contact_id, "")
            found += _of(way, channel, why, tried)
    return tuple(found)


def _of(way: Way, channel: str, why: str, tried: frozenset[tuple[str, str]]) -> Iterable[OtherWay]:
    for address in addresses(way, channel):
        key = address_key(address)
        if (channel, key) not in tried:
            chosen = f"{way.contact}.{channel}.{key}"
            yield OtherWay(chosen, way.contact_id, way.name, way.relationship, channel, address, why)


def _permitted(ways: Mapping[int, tuple[Way, ...]], pupils: tuple[int, ...]) -> list[Way]:
    """Those who are a contact of each of these pupils, and may be told about each."""
    about: dict[int, dict[int, Way]] = {}
    for pupil in pupils:
        for way in ways.get(pupil, ()):
            if way.may_be_told and not way.no_contact:
                about.setdefault(way.contact_id, {})[pupil] = way
    return [own[pupils[0]] for own in about.values() if len(own) == len(pupils)]


def _tried(row: Message) -> frozenset[tuple[str, str]]:
    """By what this message, and those that it went instead of, were tried."""
    tried: set[tuple[str, str]] = set()
    one: Message | None = row
    while one is not None and len(tried) < 20:
        tried.add((one.channel, one.address_key))
        one = one.instead_of
    return frozenset(tried)


def _told(actor: Actor, row: Message, pupils: tuple[int, ...], contacts: set[int]) -> Mapping[int, str]:
    """Who was written to for the same purpose about one of these pupils around the same time, and when."""
    around: tuple[datetime, datetime] = (row.made_at - WITHIN, row.made_at + WITHIN)
    others = Message.objects.filter(
        school_id=actor.school, purpose=row.purpose, contact_id__in=contacts, made_at__range=around
    )
    rows = others.filter(about__pupil_id__in=pupils).exclude(state__in=_NOT_GONE).order_by("made_at", "id")
    return {
        one.contact_id or 0: f"was written to about this at {one.made_at.astimezone(LONDON):%-H:%M} "
        f"({one.get_state_display().lower()})"
        for one in rows.distinct()
    }
