"""Through whom a school's messages go, and which ways a contact does not want."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from urllib.parse import urlsplit

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.audit.keys import decrypt, encrypt
from rollbook.comms.events import ChannelChosen, ProviderSet
from rollbook.comms.models import ChannelChoice, ProviderAccount
from rollbook.comms.providers import Provider, provider_of
from rollbook.comms.words import account_place
from rollbook.pupils.queries.reaching import contact_id_of
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused

HERE = frozenset({"127.0.0.1", "localhost", "::1"})
OUTSIDE = "This is a training school: its messages go to the practice providers of this machine, and never outside."


@action(Permission.SET_UP_SCHOOL)
def set_provider(actor: Actor, *, provider: str, kept: Mapping[str, str]) -> None:
    """Say through whom the messages of a channel go, and what that account needs to know.

    A secret that is left empty stays as it was.
    """
    chosen = provider_of(provider)
    row = ProviderAccount.objects.select_for_update().filter(school_id=actor.school, channel=chosen.channel).first()
    before = _kept(row) if row is not None and row.provider == provider else {}
    given = {s.name: kept.get(s.name, "").strip() for s in chosen.settings}
    told = {s.name: given[s.name] or (before.get(s.name, "") if s.secret else "") for s in chosen.settings}
    for setting in chosen.settings:
        if setting.needed and not told[setting.name]:
            raise Refused(f"“{setting.label}” is missing. {setting.hint}".strip())
    if actor.shift and not _is_here(chosen, told):
        raise Refused(OUTSIDE)
    if row is None:
        row = ProviderAccount(school_id=actor.school, public_id=uuid.uuid4(), channel=chosen.channel)
    row.provider, row.since, row.by_name = provider, actor.now, actor.name
    row.kept = encrypt(json.dumps(told), place=account_place(row.public_id))
    row.save()
    record(actor, ProviderSet(chosen.channel, provider))


@action(Permission.SEND_MESSAGES)
def choose_channel(actor: Actor, *, contact: uuid.UUID, channel: str, wanted: bool, told_by: str = "") -> None:
    """Note that a contact does not want to be reached by a channel, or wants it again; who told us, in words."""
    contact_id = contact_id_of(actor, contact)
    rows = ChannelChoice.objects.filter(school_id=actor.school, contact_id=contact_id, channel=channel)
    if wanted:
        changed = rows.delete()[0] > 0
    else:
        _, changed = rows.get_or_create(
            school_id=actor.school,
            contact_id=contact_id,
            channel=channel,
            defaults={"since": actor.today, "told_by": told_by[:200] or actor.name},
        )
    if not changed:
        record_nothing_changed()
        return
    record(actor, ChannelChosen(contact, channel, wanted))


def _is_here(provider: Provider, told: Mapping[str, str]) -> bool:
    """Whether nothing leaves this machine by this account."""
    if not provider.settings:
        return True
    host = told["host"] if "host" in told else urlsplit(told.get("url", "")).hostname
    return host in HERE


def _kept(row: ProviderAccount) -> dict[str, str]:
    return dict(json.loads(decrypt(row.kept, place=account_place(row.public_id))))
