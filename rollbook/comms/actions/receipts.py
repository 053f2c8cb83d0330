"""What a provider says later: delivered, or not. Kept once, in whatever order and however often it comes."""

from __future__ import annotations

from collections.abc import Sequence

from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.comms.events import ReceiptCame
from rollbook.comms.models import HandOver, Message, Receipt
from rollbook.comms.providers.heard import Report
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor

TOLD_LATER = "Its receipt says that the provider took it."
_S = Message.State
# A receipt moves a message forward only: a late “sent” says nothing against “delivered”.
_BEFORE = {
    "delivered": (_S.HANDING, _S.HANDED, _S.DOUBT, _S.FAILED),
    "failed": (_S.HANDING, _S.HANDED, _S.DOUBT),
}


@action(Permission.HAND_OVER_MESSAGES)
def take_receipts(actor: Actor, *, provider: str, reports: Sequence[Report]) -> int:
    """Keep a provider's reports and let them move their messages on; how many were new."""
    new = 0
    for report in reports:
        message = _message(actor, provider, report)
        _, made = Receipt.objects.get_or_create(
            school_id=actor.school,
            provider=provider,
            provider_ref=report.ref,
            state=report.state,
            defaults={"why": report.why[:200], "at": report.at, "came_at": actor.now, "message": message},
        )
        new += made
        if made and message is not None and message.state in _BEFORE.get(report.state, ()):
            Message.objects.filter(pk=message.pk).update(
                state=report.state, why=report.why[:200], changed_at=actor.now, provider_ref=report.ref
            )
            # A receipt may overtake the provider's answer, or come where a stopped machine never noted one.
            HandOver.objects.filter(message=message, ended_at=None).update(
                ended_at=actor.now, outcome="handed", why=TOLD_LATER
            )
            record(actor, ReceiptCame(message.public_id, report.state))
    record_nothing_changed()
    return new


def _message(actor: Actor, provider: str, report: Report) -> Message | None:
    """By our own id of it, which a report can carry before we have noted the provider's."""
    rows = Message.objects.select_for_update().filter(school_id=actor.school, provider=provider)
    if found := rows.filter(provider_ref=report.ref).first():
        return found
    return rows.filter(public_id=report.ours).first() if report.ours else None
