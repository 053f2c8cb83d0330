"""A signed-in browser as far as a bench needs one: pages, and registers sent as the page's script sends them."""

from __future__ import annotations

import http.client
import json
import re
import uuid
from dataclasses import dataclass
from http.cookies import SimpleCookie
from itertools import count
from urllib.parse import urlencode

_ROW = re.compile(r'data-token="([^"]+)"[^>]*?data-code="([^"]*)"[^>]*?data-version="(\d+)"', re.DOTALL)
_TURN = count()


class NotAnswered(RuntimeError):
    """The server answered otherwise than the bench needs: the bench is no measure of anything."""


@dataclass(frozen=True, slots=True)
class Register:
    """A register as it was opened, ready to be sent: every mark is changed."""

    opened_at: str
    address: str
    token: str
    body: str
    rows: int


class Visitor:
    """One connection that stays open; `like` shares another's signing in."""

    def __init__(self, port: int, like: Visitor | None = None) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = dict(like._cookies) if like else {}

    def sign_in(self, username: str, password: str) -> None:
        page = self.get("/accounts/login/")
        form = {"login": username, "password": password, "csrfmiddlewaretoken": _hidden(page, "csrfmiddlewaretoken")}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        status, _ = self._ask("POST", "/accounts/login/", urlencode(form), kind)
        if status != 302:
            raise NotAnswered(f"signing in was answered with {status}")

    def get(self, address: str) -> str:
        status, said = self._ask("GET", address)
        if status != 200:
            raise NotAnswered(f"{address} was answered with {status}")
        return said

    def opened(self, address: str) -> Register:
        """Open a register and change every mark of it."""
        return self.changed(address, self.get(address))

    def changed(self, address: str, page: str) -> Register:
        """The register of a page with every mark of it changed."""
        turn = next(_TURN)
        rows = _ROW.findall(page)
        codes = ("N", "I") if turn % 2 else ("I", "N")
        taps = [
            {"token": t, "code": codes[was == codes[0]], "seen": int(seen), "reason": "Measured"}
            for t, was, seen in rows
        ]
        sent = {"issue": _hidden(page, "issue"), "save_id": str(uuid.uuid4()), "finished": True, "taps": taps}
        return Register(address, f"{address}save", _hidden(page, "csrfmiddlewaretoken"), json.dumps(sent), len(rows))

    def save(self, register: Register) -> None:
        """Send it; every row must have been stored."""
        kind = {"Content-Type": "application/json", "X-CSRFToken": register.token}
        status, said = self._ask("POST", register.address, register.body, kind)
        if status != 200:
            raise NotAnswered(f"a save was answered with {status}: {said[:200]}")
        if sum(row["outcome"] == "stored" for row in json.loads(said)["rows"]) != register.rows:
            raise NotAnswered(f"not every row was stored: {said[:200]}")

    def close(self) -> None:
        self._connection.close()

    def _ask(self, method: str, address: str, body: str = "", more: dict[str, str] | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()), **(more or {})}
        self._connection.request(method, address, body.encode() or None, headers)
        answer = self._connection.getresponse()
        said = answer.read().decode(errors="replace")
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self._cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        return answer.status, said


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    if found is None:
        raise NotAnswered(f"the page has no field {name}")
    return found.group(1)
