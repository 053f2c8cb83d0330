"""With whom the school has accounts, and what each holds, for the moment of a hand-over only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from rollbook.audit.keys import decrypt
from rollbook.comms.models import ProviderAccount
from rollbook.comms.words import account_place
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor


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


def channels_set(actor: Actor) -> Mapping[str, str]:
    """By channel the name of its provider, without anything that the account holds."""
    return dict(
        ProviderAccount.objects.filter(school_id=actor.school).order_by("channel").values_list("channel", "provider")
    )
