"""The outbox's work in the background: handing over what is due, and asking about what broke off."""

from __future__ import annotations

from datetime import datetime, timedelta

from rollbook.comms.actions.handing import begin, broken_off, ended, learned
from rollbook.comms.actions.policy import keep_quiet_hours
from rollbook.comms.providers import Line, provider_of
from rollbook.comms.queries.accounts import Account, accounts_of
from rollbook.comms.queries.outbox import next_due
from rollbook.jobs.queue import enqueue
from rollbook.jobs.registry import job
from rollbook.rules.actor import Actor

BATCH = 200
WHEN_DOWN = timedelta(seconds=30)


@job("comms.hand_over", lease=timedelta(minutes=2))
def hand_over(actor: Actor) -> None:
    """Hand over every message whose hold is over, by channel; what is held longer is queued for its moment."""
    keep_quiet_hours(actor)
    open_channels = []
    for account in accounts_of(actor):
        with provider_of(account.provider).opened(account.kept) as line:
            if _sent(actor, account, line):
                open_channels.append(account.channel)
            else:
                _at(actor, actor.now + WHEN_DOWN)
    _next(actor, open_channels)


@job("comms.look_after")
def look_after(actor: Actor) -> None:
    """Find what broke off, ask its provider where that can be asked, and see that nothing due lies still."""
    lost = broken_off(actor)
    accounts = accounts_of(actor)
    for account in accounts:
        with provider_of(account.provider).opened(account.kept) as line:
            for one in lost:
                if one.provider == account.provider and (known := line.ask(one.outgoing.ref)):
                    learned(actor, message=one.id, handed=known)
    _next(actor, [account.channel for account in accounts])


def _sent(actor: Actor, account: Account, line: Line) -> bool:
    """Hand over a batch of what is due; false when the provider cannot be reached now."""
    for _ in range(BATCH):
        begun = begin(actor, channel=account.channel, provider=account.provider)
        if begun is None:
            break
        handed = line.hand_over(begun.outgoing)
        ended(actor, begun=begun, handed=handed)
        if handed.line_down:
            return False
    return True


def _next(actor: Actor, channels: list[str]) -> None:
    due = next_due(actor, channels)
    if due is not None:
        _at(actor, max(due, actor.now))


def _at(actor: Actor, moment: datetime) -> None:
    key = f"comms.hand_over:school={actor.school}"  # as wiring calls it, so that both are one
    enqueue("comms.hand_over", school=actor.school, key=key, run_after=moment - actor.shift)
