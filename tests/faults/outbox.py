"""An outbox full of texts: `python -m tests.faults.outbox` fills it or says what became of it, in the trial's home."""

from __future__ import annotations

import hashlib
import hmac
import json
import sys
from datetime import time
from typing import Any

FAMILIES = 50
AT = "2026-09-07T09:00:00+01:00"


def fill(url: str, number: int) -> dict[str, Any]:
    """So many texts about fifty pupils, each with a slot of its own, through the gateway at this address."""
    from rollbook.comms import actions
    from rollbook.rules.access import Role
    from tests.builders import A_MORNING, a_school, an_actor
    from tests.comms.families import a_family

    school = a_school()
    kept = {"url": url, "token": "t", "sender": "Oakfield", "receipts_secret": "s"}
    actions.set_provider(an_actor(school, Role.HEAD), provider="text-gateway", kept=kept)
    # A life begins half an hour after the last, so that the trial goes through the night.
    actions.set_message_policy(
        an_actor(school, Role.HEAD),
        from_day=A_MORNING.date(),
        quiet_from=time(),
        quiet_until=time(),
        quiet_weekends=False,
        part_price=None,
    )
    families = [a_family(school, mobile=f"+4477009{n:05}") for n in range(min(FAMILIES, number))]
    for first in range(0, number, len(families)):
        some = families[: number - first]
        drafts = [f.draft(slot=f"try-{first + n}", words=f"Please ring us ({first + n}).") for n, f in enumerate(some)]
        actions.put_in_outbox(families[0].office, drafts=drafts, purpose="for-this-trial")
    return {"school": school.pk}


def told_by(reports: list[dict[str, str]]) -> dict[str, Any]:
    """What the gateway says of its texts, at the door and signed as in the world; how often it was taken."""
    from django.test import RequestFactory

    from rollbook.comms.models import ProviderAccount
    from rollbook.comms.views.hooks import told_by_gateway

    account = ProviderAccount.objects.get(channel="text")
    taken = 0
    for first in range(0, len(reports), 500):
        some = [report | {"at": AT} for report in reports[first : first + 500]]
        body = json.dumps({"reports": some}).encode()
        signed = {"X-Signature": hmac.new(b"s", body, hashlib.sha256).hexdigest()}
        told = RequestFactory().post("/", body, content_type="application/json", headers=signed)
        answer = told_by_gateway(told, account=account.public_id)
        assert answer.status_code == 204, answer.status_code
        taken += 1
    return {"taken": taken}


def became() -> dict[str, Any]:
    """Of each message: its state, how often it was begun, and whether its record tells each attempt once."""
    from rollbook.audit.models import AuditEntry
    from rollbook.comms.models import HandOver, Message

    messages = {str(ref): state for ref, state in Message.objects.values_list("public_id", "state")}
    begun = HandOver.objects.count()
    told = AuditEntry.objects.filter(verb="comms.HandOverBegun").count()
    open_ended = HandOver.objects.filter(ended_at=None).exclude(message__state="handing").count()
    return {"states": messages, "begun": begun, "told": told, "open": open_ended}


if __name__ == "__main__":
    from rollbook.config.commands import start_office

    start_office()
    asked = json.load(sys.stdin)
    if "url" in asked:
        from rollbook.config.readying import migrate_if_needed

        migrate_if_needed()
    done = told_by(**asked) if "reports" in asked else fill(**asked) if asked else became()
    sys.stdout.write(json.dumps(done))
