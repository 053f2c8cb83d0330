"""The outbox's work in the background: handing over what is due, and asking about what broke off."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from rollbook.comms.actions import mailbox as mailboxes
from rollbook.comms.actions.drawing import draw_letters
from rollbook.comms.actions.handing import begin, broken_off, ended, in_doubt, learned
from rollbook.comms.actions.policy import keep_quiet_hours
from rollbook.comms.actions.wanting import Round
from rollbook.comms.providers import Handed, Line, Outcome, Outgoing, provider_of
from rollbook.comms.providers.mailbox import MailboxDown, OpenMailbox, opened_mailbox
from rollbook.comms.queries.accounts import Account, accounts_of
from rollbook.comms.queries.mailbox import MailboxToRead, mailbox_to_read, to_put_away
from rollbook.comms.queries.outbox import next_due
from rollbook.jobs.queue import enqueue
from rollbook.jobs.registry import job
from rollbook.rules.actor import Actor

BATCH = 200
MAILS_AT_ONCE = 50
SEEN_BEFORE = timedelta(days=2)  # a server that numbers anew says nothing of what it had: look at two days more
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


@job("comms.draw_letters", lease=timedelta(minutes=10))
def draw(actor: Actor, run: str) -> None:
    """Draw the pages of letters that were written, to be printed."""
    draw_letters(actor, uuid.UUID(run))


@job("comms.look_after")
def look_after(actor: Actor) -> None:
    """Find what broke off, ask its provider where that can be asked, and see that nothing due lies still."""
    lost = (*in_doubt(actor), *broken_off(actor))
    accounts = accounts_of(actor)
    for account in accounts:
        with provider_of(account.provider).opened(account.kept) as line:
            for one in lost:
                if one.provider == account.provider and (known := line.ask(one.outgoing.ref)):
                    learned(actor, message=one.id, handed=known)
    _next(actor, [account.channel for account in accounts])


@job("comms.read_mailbox", lease=timedelta(minutes=15))
def read_mailbox(actor: Actor) -> None:
    """Take what came to the absence mailbox, each mail once; a mailbox that is down is said to be, and tried again."""
    box = mailbox_to_read(actor)
    if box is None:
        return
    try:
        with opened_mailbox(box.kept) as server:
            uids, counted = _came(box, server), box.validity == server.validity
            now = uids[:MAILS_AT_ONCE] if counted else uids
            for uid in now:
                if fetched := server.fetch(uid):
                    mailboxes.take_mail(actor, validity=server.validity, fetched=fetched)
            _put_away(actor, server, now)
            if len(uids) > len(now):
                key = f"comms.read_mailbox:school={actor.school}"  # as the schedule calls it, so that both are one
                enqueue("comms.read_mailbox", school=actor.school, key=key, run_after=actor.on_the_wall)
                return
            last = max((0 if counted else server.last(), *uids))
            mailboxes.note_read(actor, validity=server.validity, last_uid=last)
    except MailboxDown as down:
        mailboxes.note_failing(actor, why=str(down))


def _came(box: MailboxToRead, server: OpenMailbox) -> tuple[int, ...]:
    """What is new by number; by day where numbers say nothing, because the mailbox is new or was numbered anew."""
    if box.validity == server.validity:
        return server.after(box.last_uid)
    if not box.validity:
        return server.since((box.since - timedelta(days=1)).date(), unread=True)
    return server.since(((box.read_at or box.since) - SEEN_BEFORE).date(), unread=False)


def _put_away(actor: Actor, server: OpenMailbox, taken: tuple[int, ...]) -> None:
    """Tell the mailbox what was taken, also before a stop: only what is kept here already."""
    for uid in sorted({*taken, *to_put_away(actor, server.validity)}):
        server.put_away(uid)
        mailboxes.note_put_away(actor, uids=(uid,), validity=server.validity)


def _sent(actor: Actor, account: Account, line: Line) -> bool:
    """Hand over a batch of what is due; false when the provider cannot be reached now."""
    asking = Round()
    for _ in range(BATCH):
        begun = begin(actor, channel=account.channel, provider=account.provider, asking=asking)
        if begun is None:
            break
        handed = _handed(account.provider, line, begun.outgoing)
        ended(actor, begun=begun, handed=handed)
        if handed.line_down:
            return False
    return True


def _handed(provider: str, line: Line, outgoing: Outgoing) -> Handed:
    """What came of a hand-over; a provider that was changed meanwhile sends no letter without what it encloses."""
    if outgoing.enclosed and not provider_of(provider).encloses:
        return Handed(Outcome.FAILED, why="This way of sending takes no enclosures. Print what was enclosed.")
    return line.hand_over(outgoing)


def _next(actor: Actor, channels: list[str]) -> None:
    due = next_due(actor, channels)
    if due is not None:
        _at(actor, max(due, actor.now))


def _at(actor: Actor, moment: datetime) -> None:
    key = f"comms.hand_over:school={actor.school}"  # as wiring calls it, so that both are one
    enqueue("comms.hand_over", school=actor.school, key=key, run_after=moment - actor.shift)
