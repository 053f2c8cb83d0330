"""With whom the school has accounts, and what each holds, for the moment of a hand-over only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rollbook.audit.keys import decrypt
from rollbook.comms.models import ProviderAccount
from rollbook.comms.words import account_place
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.schools.queries import rollbook_at

NOBODY = "school@rollbook.invalid"


@dataclass(frozen=True, slots=True)
class Account:
    """A school's account with a provider, with its secrets."""

    channel: str
    provider: str
    kept: Mapping[str, str]


def accounts_of(actor: Actor) -> tuple[Account, ...]:
    """The school's accounts, one a channel at most: one statement, for who hands messages over."""
    actor.require(Permission.HAND_OVER_MESSAGES)
    rows = ProviderAccount.objects.filter(school_id=actor.school).order_by("channel")
    return tuple(
        Account(row.channel, row.provider, json.loads(decrypt(row.kept, place=account_place(row.public_id))))
        for row in rows
    )


def mail_sender(actor: Actor) -> tuple[str, str]:
    """Name and address that stand as the sender of the school's e-mails: one statement.

    Both stand on every e-mail. An address that reaches nobody where the school sends no e-mail by itself.
    """
    row = ProviderAccount.objects.filter(school_id=actor.school, channel="email").first()
    kept = json.loads(decrypt(row.kept, place=account_place(row.public_id))) if row else {}
    sender = str(kept.get("sender", ""))
    return str(kept.get("sender_name", "")), sender if "@" in sender else NOBODY


@dataclass(frozen=True, slots=True)
class AtDoor:
    """An account whose provider tells us something: who acts then, and the secret that signs it."""

    actor: Actor
    provider: str
    secret: str


def account_at_door(public_id: UUID, now: datetime) -> AtDoor | None:
    """The account that an address names, or None: one statement, and another for the school's clock."""
    row = ProviderAccount.objects.filter(public_id=public_id).first()
    if row is None:
        return None
    kept = json.loads(decrypt(row.kept, place=account_place(row.public_id)))
    return AtDoor(rollbook_at(row.school_id, now), row.provider, kept.get("receipts_secret", ""))


def hook_of(actor: Actor, provider: str) -> UUID | None:
    """The public id under which a provider tells this school what became of its messages."""
    rows = ProviderAccount.objects.filter(school_id=actor.school, provider=provider)
    return rows.values_list("public_id", flat=True).first()


def channels_set(actor: Actor) -> Mapping[str, str]:
    """By channel the name of its provider, without anything that the account holds."""
    return dict(
        ProviderAccount.objects.filter(school_id=actor.school).order_by("channel").values_list("channel", "provider")
    )
