"""A school with a mailbox: `python -m tests.faults.mailbox` makes it, reads it once, or says what was taken."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any

MONDAY = datetime(2026, 9, 7, 7, 45, tzinfo=UTC)


def made(port: int) -> dict[str, Any]:
    from rollbook.comms.actions.mailbox import set_mailbox
    from rollbook.comms.practice.mailbox import PASSWORD, USER
    from rollbook.rules.access import Role
    from tests.builders import a_school, an_actor

    kept = {"host": "127.0.0.1", "port": str(port), "security": "none", "user": USER, "password": PASSWORD}
    set_mailbox(an_actor(a_school(), Role.HEAD), kept=kept)
    return {}


def read() -> dict[str, Any]:
    from rollbook.comms.jobs import read_mailbox
    from rollbook.rules.actor import system_actor
    from rollbook.schools.models import School

    read_mailbox(system_actor(School.objects.get().pk, MONDAY))
    return {}


def taken() -> dict[str, Any]:
    """Each mail's words, and how often its record tells of it."""
    from rollbook.audit.models import AuditEntry
    from rollbook.comms.models import IncomingMail
    from rollbook.comms.queries.mailbox import incoming
    from rollbook.rules.actor import system_actor
    from rollbook.schools.models import School

    reader = system_actor(School.objects.get().pk, MONDAY)
    mails = [incoming(reader, ref) for ref in IncomingMail.objects.order_by("id").values_list("public_id", flat=True)]
    told = AuditEntry.objects.filter(verb="comms.MailCame").count()
    return {"words": [mail.words for mail in mails if mail], "told": told}


if __name__ == "__main__":
    from rollbook.config.commands import start_office

    start_office()
    asked = json.load(sys.stdin)
    if asked["do"] == "make":
        from rollbook.config.readying import migrate_if_needed

        migrate_if_needed()
    does = {"make": lambda: made(asked["port"]), "read": read, "taken": taken}
    sys.stdout.write(json.dumps(does[asked["do"]]()))
