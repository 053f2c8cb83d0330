"""A device on which registers are taken: it signs in, saves, and sends again whatever was not acknowledged."""

from __future__ import annotations

import http.client
import json
import random
import re
import uuid
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any
from urllib.parse import urlencode

CODES = ("N", "I", "M")
_ROW = re.compile(r'data-token="([^"]+)"[^>]*?data-code="([^"]*)"[^>]*?data-version="(\d+)"', re.DOTALL)
_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 1.0
_PATIENCE = 600.0


@dataclass
class Told:
    """What all devices together have sent, and what of it was acknowledged."""

    sent: set[str] = field(default_factory=set)
    acknowledged: set[str] = field(default_factory=set)
    under_way: set[str] = field(default_factory=set)
    resent: int = 0
    repeated: int = 0
    complaints: list[str] = field(default_factory=list)
    up: Event = field(default_factory=Event)  # set while the server answers /healthz
    lock: Lock = field(default_factory=Lock)


class Gone(Exception):
    """The server did not answer, or answered that it cannot: to be sent again."""


class Device(Thread):
    """One thread that saves one group's registers, and those that all share, until it is told to stop.

    What is under way then is sent to its end first.
    """

    def __init__(self, port: int, school: dict[str, Any], told: Told, seed: int, number: int) -> None:
        super().__init__(daemon=True)
        groups = school["registers"]
        self._registers: list[str] = [*groups[number % len(groups)], *school["shared"]]
        self._port, self._school, self._told = port, school, told
        self._random = random.Random(seed)
        self._cookies: dict[str, str] = {}
        self.signed_in = Event()
        self.stopping = Event()

    def run(self) -> None:
        try:
            self._sign_in()
            self.signed_in.set()
            while not self.stopping.is_set():
                self._save_one()
        except Exception as wrong:  # whatever it is, the trial has failed and says why
            self._told.complaints.append(repr(wrong))
            self.signed_in.set()

    def _sign_in(self) -> None:
        _, page = self._until_answered("GET", "/accounts/login/")
        form = {"login": self._school["username"], "password": self._school["password"]}
        body = urlencode({**form, "csrfmiddlewaretoken": _hidden(page, "csrfmiddlewaretoken")})
        status, said = self._until_answered("POST", "/accounts/login/", body, "application/x-www-form-urlencoded")
        if status != 302:
            raise AssertionError(f"signing in was answered with {status}: {said[:200]}")

    def _save_one(self) -> None:
        address = self._random.choice(self._registers)
        status, page = self._until_answered("GET", address)
        if status != 200:
            raise AssertionError(f"{address} was answered with {status}")
        rows = _ROW.findall(page)
        some = self._random.sample(rows, self._random.randint(1, len(rows)))
        save_id = str(uuid.UUID(int=self._random.getrandbits(128), version=4))
        taps = [
            {
                "token": token,
                "code": self._random.choice([c for c in CODES if c != code]),
                "seen": int(seen),
                "reason": "A trial of the server",
            }
            for token, code, seen in some
        ]
        body = json.dumps({"issue": _hidden(page, "issue"), "save_id": save_id, "finished": True, "taps": taps})
        with self._told.lock:
            self._told.sent.add(save_id)
            self._told.under_way.add(save_id)
        status, said = self._until_answered(
            "POST", f"{address}save", body, "application/json", _hidden(page, "csrfmiddlewaretoken"), counting=True
        )
        self._note(save_id, status, said)

    def _note(self, save_id: str, status: int, said: str) -> None:
        with self._told.lock:
            self._told.under_way.discard(save_id)
            if status != 200:
                self._told.complaints.append(f"a save was answered with {status}: {said[:200]}")
                return
            self._told.acknowledged.add(save_id)
            self._told.repeated += json.loads(said)["repeated"]

    def _until_answered(self, *request: str, counting: bool = False) -> tuple[int, str]:
        """Ask until there is an answer; while the server is down nothing is asked, as a device off the net waits."""
        pause, end = _FIRST_PAUSE, monotonic() + _PATIENCE
        while monotonic() < end:
            if not self._told.up.wait(1.0):
                continue
            try:
                return self._ask(*request)
            except Gone:
                if counting:
                    with self._told.lock:
                        self._told.resent += 1
            Event().wait(pause * (0.5 + random.random()))
            pause = min(2 * pause, _LONGEST_PAUSE)
        raise AssertionError(f"{request[0]} {request[1]} was not answered within {_PATIENCE:.0f} seconds")

    def _ask(self, method: str, address: str, body: str = "", kind: str = "", token: str = "") -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        headers |= {"Content-Type": kind} if kind else {}
        headers |= {"X-CSRFToken": token} if token else {}
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            connection.request(method, address, body.encode() or None, headers)
            answer = connection.getresponse()
            said = answer.read().decode()
        except (OSError, http.client.HTTPException) as gone:
            raise Gone from gone
        finally:
            connection.close()
        if answer.status >= 500:
            raise Gone
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self._cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        return answer.status, said


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    if found is None:
        raise AssertionError(f"the page has no field {name}: {page[:300]}")
    return found.group(1)
