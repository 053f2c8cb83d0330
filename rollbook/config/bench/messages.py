"""A hundred messages from the end of their hold to the provider: over HTTP to a gateway, by SMTP to a mail server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from rollbook.comms.actions import put_in_outbox, set_provider
from rollbook.comms.jobs import hand_over
from rollbook.comms.practice import PracticeMail, PracticeTexts
from rollbook.comms.queries.composing import compose
from rollbook.config.bench.measuring import Bench, Floors
from rollbook.config.bench.school import forms_of
from rollbook.pupils.queries.members import everybody_in
from rollbook.rules.actor import Actor

MESSAGES, GOAL = 100, 10_000.0
COMMIT = "a bare commit"


def run_messages(actor: Actor, floor: Floors) -> Iterator[Bench]:
    """By each way, how long until the last of a hundred has been taken and is noted as handed over."""
    with PracticeTexts() as gateway, PracticeMail() as mail:
        kept = {"url": gateway.url, "token": "t", "sender": "Bench", "receipts_secret": "s"}
        set_provider(actor, provider="text-gateway", kept=kept)
        smtp = {"host": "127.0.0.1", "port": str(mail.port), "sender": "bench@practice.invalid"}
        set_provider(actor, provider="smtp", kept=smtp)
        for channel, taken in (("text", gateway.taken), ("email", mail.taken)):
            sent = _put(actor, channel)
            spent = _handed_over(actor)
            assert len(taken) == sent == MESSAGES, f"{len(taken)} of {sent} were taken"
            yield Bench(f"hand over {MESSAGES} messages by {channel}", spent, COMMIT, floor.commit, GOAL)


def _put(actor: Actor, channel: str) -> int:
    """A hundred messages in the outbox, each to another family."""
    pupils = everybody_in(actor, [form.id for form in forms_of(actor)], actor.today)
    composed = compose(
        actor, pupils=pupils, channel=channel, slot=f"bench:{channel}", words="{school}: please ring us.",
        subject="Please ring us", all_told=False,
    )  # fmt: skip
    drafts = [one.draft for one in composed.going[:MESSAGES]]
    put_in_outbox(actor, drafts=drafts, purpose="to-families")
    return len(drafts)


def _handed_over(actor: Actor) -> float:
    later = replace(actor, now=actor.now + timedelta(seconds=61))
    started = time.perf_counter()
    hand_over(later)
    return (time.perf_counter() - started) * 1000
