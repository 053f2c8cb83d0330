"""Who may be written to, by which channel, at which address; and why somebody is left out.

Nothing goes to a person whom a court order or a flag excludes, for any of the pupils it is about.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from rollbook.comms.models import ChannelChoice, ProviderAccount
from rollbook.pupils.queries.reaching import Way, ways_to_reach
from rollbook.rules.actor import Actor

NOT_TOLD = "may not be told about this pupil"
NO_CONTACT = "there must be no contact with this person"
NOT_THEIRS = "is not a contact of this pupil"
NOT_WANTED = {"text": "does not want texts", "email": "does not want e-mail", "voice": "does not want calls"}
NO_WAY = {
    "text": "has no working mobile number",
    "email": "has no e-mail address that can be used",
    "voice": "has no working telephone number",
}


class ToSend(Protocol):
    """What has to be known of a draft to find its way."""

    @property
    def pupils(self) -> tuple[int, ...]: ...
    @property
    def contact(self) -> int: ...
    @property
    def channel(self) -> str: ...
    @property
    def to(self) -> str: ...
    @property
    def tells(self) -> bool: ...


D = TypeVar("D", bound=ToSend)


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a draft goes, or why it does not go."""

    to: str = ""
    left_out: str = ""


def reach_of(actor: Actor, drafts: Sequence[D]) -> Mapping[D, Reach]:
    """For each draft where it may go: four statements, however many drafts."""
    ways = ways_to_reach(actor, {pupil for draft in drafts for pupil in draft.pupils})
    links = {(way.pupil_id, way.contact_id): way for found in ways.values() for way in found}
    unwanted = set(
        ChannelChoice.objects.filter(
            school_id=actor.school, contact_id__in={draft.contact for draft in drafts}
        ).values_list("contact_id", "channel")
    )
    return {draft: _reach(draft, links, (draft.contact, draft.channel) in unwanted) for draft in drafts}


def reachable_by(actor: Actor, ways: Collection[Way]) -> Mapping[int, frozenset[str]]:
    """By which channels each of these contacts can be written to and wants to be: two statements.

    A channel through which the school sends nothing reaches nobody.
    """
    sends = ProviderAccount.objects.filter(school_id=actor.school).values_list("channel", flat=True)
    open_ = sorted(sends)
    contacts = {way.contact_id for way in ways}
    unwanted = set(
        ChannelChoice.objects.filter(school_id=actor.school, contact_id__in=contacts).values_list(
            "contact_id", "channel"
        )
    )
    return {
        way.contact_id: frozenset(c for c in open_ if addresses(way, c) and (way.contact_id, c) not in unwanted)
        for way in ways
    }


def addresses(way: Way, channel: str) -> tuple[str, ...]:
    """A contact's addresses that a channel can reach, in the order to try."""
    if channel == "text":
        return way.mobiles
    if channel == "voice":
        return way.numbers
    return tuple(address for address in way.emails if _sendable(address))


def _reach(draft: ToSend, links: Mapping[tuple[int, int], Way], unwanted: bool) -> Reach:
    ways = [links.get((pupil, draft.contact)) for pupil in draft.pupils]
    known = [way for way in ways if way is not None]
    if len(known) < len(ways):
        return Reach(left_out=NOT_THEIRS)
    if any(way.no_contact for way in known):
        return Reach(left_out=NO_CONTACT)
    if draft.tells and not all(way.may_be_told for way in known):
        return Reach(left_out=NOT_TOLD)
    if unwanted:
        return Reach(left_out=NOT_WANTED[draft.channel])
    reachable = addresses(known[0], draft.channel)
    if draft.to:
        reachable = tuple(address for address in reachable if address == draft.to)
    return Reach(to=reachable[0]) if reachable else Reach(left_out=NO_WAY[draft.channel])


def _sendable(address: str) -> bool:
    try:
        EmailValidator()(address)
    except ValidationError:
        return False
    return address.isascii()
