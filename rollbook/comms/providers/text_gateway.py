"""Texts through a gateway over HTTP: JSON in, JSON out, one message a request.

It answers a POST with 2xx and an `id`, knows the same `Idempotency-Key` again, and can be asked by it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import quote

from rollbook.comms.providers.api import Api, BrokeOff, Unreachable
from rollbook.comms.providers.heard import MOST, Heard, Report, Told, check_signature, moment, our_id
from rollbook.comms.providers.shape import Handed, Line, Outcome, Outgoing, Setting, without_addresses

STATES = frozenset({"delivered", "failed"})


class TextGateway:
    """A text service that is spoken to over HTTP."""

    name = "text-gateway"
    label = "Text gateway (HTTP)"
    channel = "text"
    encloses = False
    settings: tuple[Setting, ...] = (
        Setting("url", "Address", "As https://texts.example/messages"),
        Setting("token", "Token", secret=True),
        Setting("sender", "Sender", "The name or number that families see"),
        Setting("receipts_secret", "Secret of its receipts", "It signs what it tells us with this", secret=True),
    )

    @contextmanager
    def opened(self, kept: Mapping[str, str]) -> Iterator[Line]:
        line = GatewayLine(kept, "text gateway")
        try:
            yield line
        finally:
            line.close()

    def heard(self, headers: Mapping[str, str], body: bytes, secret: str) -> Heard:
        """`{"reports": [{id, reference?, state, at, reason?}], "replies": [{id, from, text, at}]}`, signed."""
        check_signature(headers, body, secret)
        said = json.loads(body)
        reports = tuple(
            Report(
                str(r["id"])[:120], our_id(r.get("reference")), str(r["state"]), moment(r["at"]),
                str(r.get("reason", "")),
            )
            for r in list(said.get("reports", ()))[:MOST]
            if r["state"] in STATES
        )  # fmt: skip
        replies = tuple(
            Told(str(t["id"])[:120], str(t["from"]), str(t["text"]), moment(t["at"]))
            for t in list(said.get("replies", ()))[:MOST]
        )
        return Heard(reports, replies)


class GatewayLine:
    """A connection to a gateway, kept open for a batch and opened again after a break."""

    def __init__(self, kept: Mapping[str, str], called: str) -> None:
        self.api = Api(kept["url"])
        self.token, self.sender, self.called = kept["token"], kept.get("sender", ""), called

    def hand_over(self, message: Outgoing) -> Handed:
        """Say it; and where it may have been taken without an answer, ask before it is said again or given up."""
        broke_off = Handed(Outcome.DOUBT, why=f"The {self.called} broke off while it took the message.")
        for fresh in (False, True):
            try:
                self.api.connect(fresh=fresh)
            except Unreachable:
                return Handed(Outcome.AGAIN, why=f"The {self.called} could not be reached.", line_down=True)
            try:
                headers = self._headers() | {"Idempotency-Key": message.ref}
                status, said = self.api.post(self.api.path or "/", self.body(message), headers)
            except BrokeOff:
                # A connection that had gone stale shows only now: what it never had is said once more.
                known = self.ask(message.ref)
                if known is None or known.outcome is not Outcome.AGAIN:
                    return known or broke_off
                continue
            answer = self._read(status, said)
            if status < 500:
                return answer
            known = self.ask(message.ref)
            return Handed(Outcome.DOUBT, why=answer.why) if known is None else _surer(answer, known)
        return Handed(Outcome.AGAIN, why=f"The {self.called} broke off before it had taken the message.")

    def body(self, message: Outgoing) -> Mapping[str, object]:
        """What is said of a message; a gateway of another kind says more."""
        return {"to": message.to, "from": self.sender, "text": message.words, "reference": message.ref}

    def ask(self, ref: str) -> Handed | None:
        try:
            status, said = self.api.get(f"{self.api.path}?reference={quote(ref)}", self._headers())
        except (Unreachable, BrokeOff):
            return None
        if status == 404:
            return Handed(Outcome.AGAIN, why=f"The {self.called} never had this message.")
        return self._read(status, said) if status < 300 else None

    def close(self) -> None:
        self.api.close()

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}

    def _read(self, status: int, said: Mapping[str, object]) -> Handed:
        called = self.called
        if status < 300 and said.get("id"):
            return Handed(Outcome.HANDED, ref=str(said["id"])[:120])
        if status < 300:
            return Handed(Outcome.DOUBT, why=f"The {called} took the message and gave it no number.")
        if status in (408, 425, 429) or status >= 500:
            return Handed(Outcome.AGAIN, why=f"The {called} said {status}: it is busy.", line_down=status == 429)
        if status in (401, 403):
            return Handed(Outcome.AGAIN, why=f"The {called} does not know our token.", line_down=True)
        reason = without_addresses(str(said.get("error", "")))
        return Handed(Outcome.FAILED, why=f"The {called} refused it ({status}): {reason}")


def _surer(answer: Handed, known: Handed) -> Handed:
    """What was said, unless the gateway turns out to have the message in spite of it."""
    return known if known.outcome is Outcome.HANDED else answer
