"""Speaking to a provider over HTTP: one connection for a batch, and it is always known whether a byte went."""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

PATIENCE = 20.0
LONGEST_ANSWER = 100_000


class Unreachable(Exception):
    """The provider could not be reached: nothing was said to it."""


class BrokeOff(Exception):
    """The provider broke off, or answered nothing, after something was said to it."""


class Api:
    """A connection to a provider, kept open and opened again when asked to."""

    def __init__(self, url: str) -> None:
        self.url = urlsplit(url)
        self._connection: http.client.HTTPConnection | None = None

    @property
    def path(self) -> str:
        return self.url.path.rstrip("/")

    def connect(self, *, fresh: bool = False) -> None:
        """Open the connection, anew if asked; Unreachable when it cannot be."""
        if fresh:
            self.close()
        if self._connection is not None:
            return
        host, port = self.url.hostname or "", self.url.port
        if self.url.scheme == "https":
            secure = ssl.create_default_context()
            made: http.client.HTTPConnection = http.client.HTTPSConnection(host, port, timeout=PATIENCE, context=secure)
        else:
            made = http.client.HTTPConnection(host, port, timeout=PATIENCE)
        try:
            made.connect()
        except OSError as error:
            raise Unreachable from error
        self._connection = made

    def post(self, path: str, said: Mapping[str, object], headers: Mapping[str, str]) -> tuple[int, dict[str, object]]:
        """Say something over the open connection; the status and what was answered. BrokeOff when nothing was."""
        return self._say("POST", path, json.dumps(said).encode(), {"Content-Type": "application/json", **headers})

    def get(self, path: str, headers: Mapping[str, str]) -> tuple[int, dict[str, object]]:
        """Ask something on a new connection; Unreachable or BrokeOff when there was no answer."""
        self.connect(fresh=True)
        return self._say("GET", path, None, headers)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _say(
        self, verb: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, dict[str, object]]:
        assert self._connection is not None, "connect first"
        try:
            self._connection.request(verb, path, body=body, headers=dict(headers))
            answer = self._connection.getresponse()
            read = answer.read(LONGEST_ANSWER)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise BrokeOff from error
        return answer.status, _object(read)


def _object(read: bytes) -> dict[str, object]:
    try:
        said = json.loads(read or b"{}")
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
