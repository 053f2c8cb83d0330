"""The training school's providers, open while it is served: every message goes to them, and they answer over HTTP."""

from __future__ import annotations

import hashlib
import heapq
import hmac
import http.client
import json
import secrets
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from rollbook.comms.actions import set_provider
from rollbook.comms.practice.answering import Answer, answers_to_call, answers_to_text
from rollbook.comms.practice.mail import PracticeMail
from rollbook.comms.practice.texts import PracticeTexts
from rollbook.comms.queries.accounts import hook_of
from rollbook.rules.actor import Actor

Answers = Callable[[Mapping[str, str]], tuple[Answer, ...]]
Tell = Callable[[UUID, bytes, str], bool]  # whether the school has taken it
AGAIN_AFTER, MOST_TRIES = timedelta(seconds=5), 24  # as gateways do: two minutes, then it is lost


class TrainingPost:
    """A text gateway, one that rings, and a mail server for one training school, which writes to nobody else."""

    def __init__(self, actor: Actor, opened: ExitStack) -> None:
        self.shift = actor.shift
        self.secret = secrets.token_urlsafe(12)
        self._waiting: list[tuple[datetime, int, int, UUID, Answer]] = []
        self._turn = count()
        texts, calls = opened.enter_context(PracticeTexts()), opened.enter_context(PracticeTexts())
        mail = opened.enter_context(PracticeMail())
        kept = {"token": "practice", "sender": "Practice", "receipts_secret": self.secret}
        set_provider(actor, provider="text-gateway", kept=kept | {"url": texts.url})
        set_provider(actor, provider="voice-gateway", kept=kept | {"url": calls.url})
        smtp = {"host": "127.0.0.1", "port": str(mail.port), "sender": "attendance@practice.invalid"}
        set_provider(actor, provider="smtp", kept=smtp)
        self._lines: tuple[tuple[PracticeTexts, UUID | None, Answers], ...] = (
            (texts, hook_of(actor, "text-gateway"), answers_to_text),
            (calls, hook_of(actor, "voice-gateway"), answers_to_call),
        )
        self._seen = {id(line): 0 for line, _, _ in self._lines}

    def look(self, now: datetime, tell: Tell) -> None:
        """Tell the school what is due of the answers to everything it has sent so far; `now` is on the wall."""
        for line, hook, answers in self._lines:
            new = line.taken[self._seen[id(line)] :]
            self._seen[id(line)] += len(new)
            if hook is None:
                continue
            for taken in new:
                for answer in answers(taken):
                    due = now + timedelta(seconds=answer.after)
                    heapq.heappush(self._waiting, (due, next(self._turn), 1, hook, answer))
        while self._waiting and self._waiting[0][0] <= now:
            _, _, tries, hook, answer = heapq.heappop(self._waiting)
            said = {answer.kind: [dict(answer.said) | {"at": (now + self.shift).isoformat()}]}
            body = json.dumps(said).encode()
            signature = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
            if not tell(hook, body, signature) and tries < MOST_TRIES:
                heapq.heappush(self._waiting, (now + AGAIN_AFTER, next(self._turn), tries + 1, hook, answer))


def told_over_http(host: str, port: int, name: str, path: Callable[[UUID], str]) -> Tell:
    """How the practice providers reach the school: the same door as in the world, on this machine."""

    def tell(hook: UUID, body: bytes, signature: str) -> bool:
        connection = http.client.HTTPConnection(host, port, timeout=5)
        headers: dict[str, Any] = {"Host": name, "Content-Type": "application/json", "X-Signature": signature}
        try:
            connection.request("POST", path(hook), body, headers)
            return connection.getresponse().status < 300
        except (OSError, http.client.HTTPException):
            return False  # the school is opening, busy, or closing
        finally:
            connection.close()

    return tell
