"""A trial of the outbox: two workers are killed while they hand texts to a gateway that breaks off and fails, too."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

from rollbook.comms.practice import Fault, PracticeTexts
from tests.faults.processes import Killable, Say, a_database, asked, database_name, environment_of, not_verified, silent

MONDAY_8AM = datetime(2026, 9, 7, 7, 50, tzinfo=UTC)  # five minutes after the texts were written
BETWEEN = timedelta(minutes=31)  # from life to life: every lease and pause is over
QUIET = 3.0  # seconds without a text after which a life is taken to have done what it could
MOST_LIVES = 20
Found = dict[str, Any]
SHOWN = {"handed", "delivered", "failed", "doubt"}
HOW_OFTEN = {
    Fault.HANGS_UP_BEFORE: 0.04,
    Fault.HANGS_UP_AFTER: 0.03,
    Fault.FAILS_AFTER: 0.03,
    Fault.BUSY: 0.04,
    Fault.REFUSES: 0.01,
}
AFTER_IT_TOOK = frozenset({Fault.HANGS_UP_AFTER, Fault.FAILS_AFTER})
RECEIPTS = 5  # how often, between two lives, the gateway tells what became of its texts


@dataclass(frozen=True)
class Posted:
    """What a trial of the outbox came to; good when no family has a text twice and no text is lost unseen."""

    database: str
    forgets: bool
    messages: int
    kills: int
    in_talk: int
    begun: int
    told_again: int
    receipts: int
    states: dict[str, int]
    twice: int
    unseen: int
    faults: tuple[str, ...]

    @property
    def good(self) -> bool:
        return not (self.twice or self.unseen or self.faults)


class Gateway(PracticeTexts):
    """A gateway that counts how often it is told a key, and calls the executioner in the middle of a talk."""

    def __init__(self, moments: random.Random, faults: dict[Fault, float], *, forgets: bool) -> None:
        super().__init__(self._next, forgets=forgets)
        self.told: Counter[str] = Counter()
        self.strike = Event()
        self.spoken_to = monotonic()
        self._moments, self._faults, self._until = moments, faults, 0
        # A worker that is killed leaves a broken connection, which is what this trial is about.
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]

    def arm(self, talks: int) -> None:
        """Strike in the talk after so many more."""
        self.strike.clear()
        self._until = talks

    def take(self, key: str, text: dict[str, str]) -> str:
        self.told[key] += 1
        return super().take(key, text)

    def _next(self) -> Fault:
        self.spoken_to = monotonic()
        self._until -= 1
        if self._until == 0:
            self.strike.set()
        chosen = self._moments.random()
        for fault, share in self._faults.items():
            chosen -= share
            if chosen < 0:
                return fault
        return Fault.NONE


def trial_of_messages(
    home: Path, *, messages: int, kills: int, seed: int, forgets: bool = False, say: Say = silent
) -> Posted:
    """Hand over so many texts while the worker is killed so often; on the database of DATABASE_URL, else SQLite.

    A gateway that forgets keys never breaks off, nor fails, after it took a text: that cannot be told from a loss.
    """
    moments = random.Random(seed)
    faults = {f: share for f, share in HOW_OFTEN.items() if not (forgets and f in AFTER_IT_TOOK)}
    gateway = Gateway(moments, faults, forgets=forgets)
    with a_database("messages") as url, gateway:
        environment = environment_of(home, url)
        asked("tests.faults.outbox", home, environment, json.dumps({"url": gateway.url, "number": messages}))
        workers = [Killable(home, environment, kind) for kind in ("worker", "second")]
        post = Post(gateway, moments, home, environment)
        try:
            in_talk = _lives(workers, gateway, moments, kills, messages, say, post)
            found = _until_done(workers, gateway, kills, lambda: _outbox(home, environment))
            post.deliver(len(gateway.taken))
            found = _outbox(home, environment)
        finally:
            for worker in workers:
                worker.end()
        wrong = not_verified(home, environment)
    states: dict[str, str] = found["states"]
    if found["begun"] != found["told"]:
        wrong.append(f"{found['begun']} attempts were begun, and the record tells of {found['told']}")
    if found["open"]:
        wrong.append(f"{found['open']} attempts have no end")
    if len(states) != messages:
        wrong.append(f"{len(states)} messages of {messages} are there")
    sent = Counter(text["text"] for text in gateway.taken)
    return Posted(
        database=database_name(url),
        forgets=forgets,
        messages=messages,
        kills=kills,
        in_talk=in_talk,
        begun=found["begun"],
        told_again=sum(n - 1 for n in gateway.told.values()),
        receipts=post.told,
        states=dict(Counter(states.values())),
        twice=sum(n > 1 for n in sent.values()),
        unseen=sum(_unseen(ref, state, gateway) for ref, state in states.items()),
        faults=tuple(wrong),
    )


class Post:
    """The gateway's receipts: late, in no order, most of them twice, some of texts that nobody sent."""

    def __init__(self, gateway: Gateway, moments: random.Random, home: Path, environment: dict[str, str]) -> None:
        self.gateway, self.moments, self.home, self.environment = gateway, moments, home, environment
        self.told = 0

    def deliver(self, most: int) -> None:
        """Tell of so many texts at most, whichever they are, and of some more than once."""
        taken = [text["reference"] for text in self.gateway.taken]
        some = self.moments.sample(taken, min(most, len(taken)))
        said = [{"id": f"text-{ref}", "reference": ref, "state": "delivered"} for ref in some]
        said += self.moments.sample(said, len(said) // 2)
        said += [{"id": f"never-{n}", "state": "failed"} for n in range(3)]
        self.moments.shuffle(said)
        self.told += len(said)
        asked("tests.faults.outbox", self.home, self.environment, json.dumps({"reports": said}))


def _lives(
    workers: list[Killable],
    gateway: Gateway,
    moments: random.Random,
    kills: int,
    messages: int,
    say: Say,
    post: Post,
) -> int:
    """Start the workers and kill them, so often; how often that was in the middle of a talk."""
    in_talk, most = 0, max(2, 2 * messages // kills)
    for life in range(kills):
        gateway.arm(moments.randint(1, most))
        _live(workers, gateway, life, QUIET)
        in_talk += gateway.strike.is_set()
        for worker in moments.sample(workers, len(workers)):
            Event().wait(moments.choice((0.0, 0.0, moments.uniform(0.0, 0.05))))
            worker.kill()
        if (life + 1) % max(1, kills // RECEIPTS) == 0:
            post.deliver(messages // RECEIPTS)
        if (life + 1) % 50 == 0:
            say(f"  {life + 1} kills, {len(gateway.taken)} texts taken")
    return in_talk


def _until_done(workers: list[Killable], gateway: Gateway, first: int, look: Callable[[], Found]) -> Found:
    """Let the workers live for as often as something still waits, each time with more patience; what became of all."""
    for more in range(MOST_LIVES):
        gateway.arm(0)
        _live(workers, gateway, first + more, QUIET * (more + 1))
        for worker in workers:
            worker.kill()
        found = look()
        if set(found["states"].values()) <= SHOWN:
            break
    return found


def _live(workers: list[Killable], gateway: Gateway, life: int, quiet: float) -> None:
    """A life of the workers, until the gateway strikes or has not been spoken to for so many seconds."""
    gateway.spoken_to = monotonic()
    for worker in workers:
        worker.start((MONDAY_8AM + life * BETWEEN).isoformat())
    while not gateway.strike.wait(0.05) and monotonic() < gateway.spoken_to + quiet:
        pass


def _outbox(home: Path, environment: dict[str, str]) -> Found:
    found: Found = json.loads(asked("tests.faults.outbox", home, environment, "{}"))
    return found


def _unseen(ref: str, state: str, gateway: Gateway) -> bool:
    """Whether the outbox says otherwise than the gateway did: gone and not shown, or shown as sent and not gone."""
    if state == "doubt":
        return False
    gone = gateway.number_of(ref) is not None
    return gone != (state in {"handed", "delivered"}) or state not in SHOWN
