"""One trial: a real server, several devices, and SIGKILL at random moments."""

from __future__ import annotations

import http.client
import json
import random
import socket
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic

from tests.faults.device import Device, Told
from tests.faults.processes import Killable, Say, a_database, asked, database_name, environment_of, not_verified, silent

OPENS_WITHIN = 300
THREADS = 4
WARM = 0.8  # of the lives begin with the first save stored; the others as soon as the server is open
LIVES = (0.2, 1.5)  # seconds from there to the kill
EVERY = 50  # kills between two looks at the record as the dead server left it


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


class Server(Killable):
    """The web process as `rollbook serve` starts it, without worker and scheduler."""

    def __init__(self, home: Path, environment: dict[str, str], up: Event) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._up = up
        super().__init__(home, environment, "web", str(self.port), str(THREADS))

    def open(self) -> None:
        self.start()
        end = monotonic() + OPENS_WITHIN
        while not self._answers():
            if monotonic() > end:
                raise AssertionError(f"the server did not open: {self.said_last()}")
            Event().wait(0.02)
        self._up.set()

    def kill(self) -> None:
        self._up.clear()
        super().kill()

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
    with a_database("faults") as url:
        environment = environment_of(home, url)
        school = json.loads(asked("tests.faults.office", home, environment))
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
                    faults += not_verified(home, environment)
                server.open()
            for device in group:
                device.stopping.set()
            for device in group:
                device.join()
            server.kill()
        finally:
            server.end()
        faults += [*not_verified(home, environment), *told.complaints]
        sent = {"acknowledged": sorted(told.acknowledged), "sent": sorted(told.sent)}
        found = json.loads(asked("tests.faults.counting", home, environment, json.dumps(sent)))
    return Verdict(
        database=database_name(url),
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


def _until_acknowledged(told: Told, before: int) -> None:
    """Until the server that has just opened has stored something; it is not waited for without end."""
    end = monotonic() + OPENS_WITHIN
    while len(told.acknowledged) == before and not told.complaints and monotonic() < end:
        Event().wait(0.005)
