"""Texts through a gateway over HTTP: JSON in, JSON out, one message a request.

It answers a POST with 2xx and an `id`, knows the same `Idempotency-Key` again, and can be asked by it.
"""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

from rollbook.comms.providers.shape import Handed, Line, Outcome, Outgoing, Setting, without_addresses

PATIENCE = 20.0
LONGEST_ANSWER = 100_000


class TextGateway:
    """A text service that is spoken to over HTTP."""

    name = "text-gateway"
    label = "Text gateway (HTTP)"
    channel = "text"
    settings = (
        Setting("url", "Address", "As https://texts.example/messages"),
        Setting("token", "Token", secret=True),
        Setting("sender", "Sender", "The name or number that families see"),
        Setting("receipts_secret", "Secret of its receipts", "It signs what it tells us with this", secret=True),
    )

    @contextmanager
    def opened(self, kept: Mapping[str, str]) -> Iterator[Line]:
        line = _Line(kept)
        try:
            yield line
        finally:
            line.close()


class _Line:
    """A connection to the gateway, kept open for a batch and opened again after a break."""

    def __init__(self, kept: Mapping[str, str]) -> None:
        self.url = urlsplit(kept["url"])
        self.token, self.sender = kept["token"], kept.get("sender", "")
        self.connection: http.client.HTTPConnection | None = None

    def hand_over(self, message: Outgoing) -> Handed:
        body = {"to": message.to, "from": self.sender, "text": message.words, "reference": message.ref}
        for fresh in (False, True):
            try:
                self._connected(fresh=fresh)
            except OSError:
                return Handed(Outcome.AGAIN, why="The text gateway could not be reached.", line_down=True)
            try:
                status, answer = self._post(body, message.ref)
            except (OSError, http.client.HTTPException):
                # A connection that had gone stale shows only now. The gateway knows the key again,
                # so that a second try at once makes no second text.
                continue
            return _read(status, answer)
        self.close()
        return self.ask(message.ref) or Handed(
            Outcome.DOUBT, why="The text gateway broke off while it took the message."
        )

    def ask(self, ref: str) -> Handed | None:
        try:
            connection = self._connected(fresh=True)
            connection.request("GET", f"{self.url.path}?reference={quote(ref)}", headers=self._headers())
            answer = connection.getresponse()
            read = answer.read(LONGEST_ANSWER)
        except (OSError, http.client.HTTPException):
            self.close()
            return None
        if answer.status == 404:
            return Handed(Outcome.AGAIN, why="The text gateway never had this message.")
        return _read(answer.status, read) if answer.status < 300 else None

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def _connected(self, *, fresh: bool) -> http.client.HTTPConnection:
        if fresh:
            self.close()
        if self.connection is None:
            host, port = self.url.hostname or "", self.url.port
            if self.url.scheme == "https":
                secure = ssl.create_default_context()
                connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                    host, port, timeout=PATIENCE, context=secure
                )
            else:
                connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
            connection.connect()
            self.connection = connection
        return self.connection

    def _post(self, body: Mapping[str, str], key: str) -> tuple[int, bytes]:
        connection = self._connected(fresh=False)
        headers = self._headers() | {"Content-Type": "application/json", "Idempotency-Key": key}
        connection.request("POST", self.url.path or "/", body=json.dumps(body).encode(), headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read(LONGEST_ANSWER)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}


def _read(status: int, answer: bytes) -> Handed:
    try:
        said = json.loads(answer or b"{}")
    except ValueError:
        said = {}
    said = said if isinstance(said, dict) else {}
    if status < 300 and said.get("id"):
        return Handed(Outcome.HANDED, ref=str(said["id"])[:120])
    if status < 300:
        return Handed(Outcome.DOUBT, why="The text gateway took the message and gave it no number.")
    if status in (408, 425, 429) or status >= 500:
        return Handed(Outcome.AGAIN, why=f"The text gateway said {status}: it is busy.", line_down=status == 429)
    if status in (401, 403):
        return Handed(Outcome.AGAIN, why="The text gateway does not know our token.", line_down=True)
    reason = without_addresses(str(said.get("error", "")))
    return Handed(Outcome.FAILED, why=f"The text gateway refused it ({status}): {reason}")
