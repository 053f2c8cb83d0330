"""One trial: a real server, several devices, and SIGKILL at random moments."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic
from urllib.parse import urlsplit

import psycopg

from tests.faults.device import Device, Told

Say = Callable[[str], object]
ROOT = Path(__file__).resolve().parents[2]
OPENS_WITHIN = 300
THREADS = 4
WARM = 0.8  # of the lives begin with the first save stored; the others as soon as the server is open
LIVES = (0.2, 1.5)  # seconds from there to the kill
EVERY = 50  # kills between two looks at the record as the dead server left it


def silent(line: str) -> None:
    """Say nothing on the way."""


@dataclass(frozen=True)
class Verdict:
    """What a trial came to; `faults` is empty when every acknowledged save is in the record exactly once."""

    database: str
    kills: int
    while_saving: int
    acknowledged: int
    resent: int
    repeated: int
    lost: int
    duplicates: int
    half: int
    strange: int
    faults: tuple[str, ...]

    @property
    def good(self) -> bool:
        return not (self.lost or self.duplicates or self.half or self.strange or self.faults)


class Server:
    """The web process as `rollbook serve` starts it, without worker and scheduler, in a process group of its own."""

    def __init__(self, home: Path, environment: dict[str, str], up: Event) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._up, self._log, self._pid = up, home / "server.log", 0
        with self._log.open("ab") as log:
            self._warm = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.warm", str(self.port), str(THREADS)],
                env=environment,
                cwd=home,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                bufsize=1,
            )
        self._hear("loaded")

    def open(self) -> None:
        assert self._warm.stdin is not None
        self._warm.stdin.write("\n")
        self._pid = int(self._hear())
        end = monotonic() + OPENS_WITHIN
        while not self._answers():
            if monotonic() > end:
                raise AssertionError(f"the server did not open: {self._log.read_text()[-800:]}")
            Event().wait(0.02)
        self._up.set()

    def kill(self) -> None:
        if not self._pid:
            return
        self._up.clear()
        os.killpg(self._pid, signal.SIGKILL)
        self._hear("gone")
        self._pid = 0

    def end(self) -> None:
        """Kill it, and what it is copied from."""
        self.kill()
        self._warm.communicate()

    def _hear(self, expected: str = "") -> str:
        assert self._warm.stdout is not None
        said = self._warm.stdout.readline().strip()
        if not said or (expected and said != expected):
            raise AssertionError(f"no server came of it: “{said}”, {self._log.read_text()[-800:]}")
        return said

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def trial(
    home: Path, *, kills: int, seed: int, devices: int = 4, lives: tuple[float, float] = LIVES, say: Say = silent
) -> Verdict:
    """Kill the server so many times while devices save; on the database that DATABASE_URL names, else on SQLite."""
    with _database() as url:
        environment = environment_of(home, url)
        school = json.loads(_asked("tests.faults.office", home, environment))
        told = Told()
        server = Server(home, environment, told.up)
        group = [Device(server.port, school, told, seed + n + 1, n) for n in range(devices)]
        moments, saving, faults = random.Random(seed), 0, []
        try:
            server.open()
            for device in group:
                device.start()
            for device in group:
                device.signed_in.wait()
            for n in range(1, kills + 1):
                if moments.random() < WARM:
                    _until_acknowledged(told, len(told.acknowledged))
                Event().wait(moments.uniform(*lives))
                saving += bool(told.under_way)
                server.kill()
                if n % EVERY == 0:
                    say(f"  {n} kills, {len(told.acknowledged)} saves acknowledged, {told.resent} sent again")
                    faults += _faults(home, environment)
                server.open()
            for device in group:
                device.stopping.set()
            for device in group:
                device.join()
            server.kill()
        finally:
            server.end()
        faults += [*_faults(home, environment), *told.complaints]
        sent = {"acknowledged": sorted(told.acknowledged), "sent": sorted(told.sent)}
        found = json.loads(_asked("tests.faults.counting", home, environment, json.dumps(sent)))
    return Verdict(
        database="PostgreSQL" if url else "SQLite",
        kills=kills,
        while_saving=saving,
        acknowledged=len(told.acknowledged),
        resent=told.resent,
        repeated=told.repeated,
        lost=found["lost"] + len(told.sent - told.acknowledged),
        duplicates=found["duplicates"],
        half=found["half"],
        strange=found["strange"],
        faults=tuple(faults),
    )


def environment_of(home: Path, url: str) -> dict[str, str]:
    """What the processes of a trial are started with; bytecode is kept, which makes a start cheap."""
    left = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}
    environment = {name: value for name, value in os.environ.items() if name not in left}
    environment |= {"ROLLBOOK_HOME": str(home), "PYTHONPATH": str(ROOT), "ROLLBOOK_LOG_LEVEL": "ERROR"}
    return environment | ({"DATABASE_URL": url} if url else {})


def _until_acknowledged(told: Told, before: int) -> None:
    """Until the server that has just opened has stored something; it is not waited for without end."""
    end = monotonic() + OPENS_WITHIN
    while len(told.acknowledged) == before and not told.complaints and monotonic() < end:
        Event().wait(0.005)


def _faults(home: Path, environment: dict[str, str]) -> list[str]:
    """What `rollbook verify` finds: chain, marks, years, amendments and notes must all agree."""
    command = [sys.executable, "-m", "rollbook.config.cli", "verify"]
    done = subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True)
    return [] if done.returncode == 0 else [done.stdout[-1500:] + done.stderr[-1500:]]


def _asked(module: str, home: Path, environment: dict[str, str], given: str = "") -> str:
    command = [sys.executable, "-m", module]
    done = subprocess.run(command, env=environment, cwd=home, input=given, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


@contextmanager
def _database() -> Iterator[str]:
    """A database of the trial's own beside the one that DATABASE_URL names; empty where none is named."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield ""
        return
    name = f"rollbook_faults_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            yield urlsplit(given)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
