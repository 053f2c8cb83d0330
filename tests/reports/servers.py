"""PostgreSQL servers of a test's own, each a shard: started for it on a free port, gone afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

READER, PASSWORD = "hub_reader", "only-ever-reads-17"
_RULES = f"""\
local all all trust
host all {READER} 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust
"""


@dataclass
class Server:
    """One server with an empty database `rollbook`; its reader has to prove the password, its owner nothing."""

    place: Path
    port: int

    @classmethod
    def started(cls) -> Server:
        server = cls._placed()
        server._run(
            "initdb", "-D", server.data, "-U", "rollbook", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"
        )
        server._as_postgres(["tee", f"{server.data}/pg_hba.conf"], stdin=_RULES)
        server.start()
        server._run("createdb", "-h", "127.0.0.1", "-p", str(server.port), "-U", "rollbook", "rollbook")
        return server

    def copied(self) -> Server:
        """A second server that begins with all that stands in this one, which is stopped for it and stays so."""
        self.stop("fast")
        other = Server._placed()
        self._as_postgres(["cp", "-a", self.data, other.data])
        return other

    @classmethod
    def _placed(cls) -> Server:
        """A folder of its own and a free port."""
        place = Path(tempfile.mkdtemp(prefix="rollbook-shard-"))
        if os.getuid() == 0:
            shutil.chown(place, "postgres")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            return cls(place, free.getsockname()[1])

    @property
    def data(self) -> str:
        return str(self.place / "data")

    @property
    def url(self) -> str:
        return f"postgres://rollbook@127.0.0.1:{self.port}/rollbook"

    @property
    def dsn(self) -> str:
        """Its address for a hub, without the password."""
        return f"host=127.0.0.1 port={self.port} dbname=rollbook user={READER}"

    def start(self) -> None:
        how = f"-p {self.port} -k {self.place} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run("pg_ctl", "-D", self.data, "-w", "-l", str(self.place / "log"), "-o", how, "start")

    def stop(self, how: str = "immediate") -> None:
        self._run("pg_ctl", "-D", self.data, "-m", how, "stop")

    def remove(self) -> None:
        if (Path(self.data) / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self.place, ignore_errors=True)

    def rollbook(self, *words: str, stdin: str = "") -> str:
        """A command run in the Rollbook that keeps its tables there; what it said, or how it failed."""
        env = {**os.environ, "DATABASE_URL": self.url, "ROLLBOOK_HOME": str(self.place / "home")}
        env |= {"DJANGO_SETTINGS_MODULE": "tests.settings"}
        done = subprocess.run(
            [sys.executable, *words], env=env, input=stdin, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def _run(self, tool: str, *words: str) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{tool}"))
        self._as_postgres([str(found[-1]) if found else tool, *words])

    def _as_postgres(self, words: list[str], stdin: str = "") -> None:
        who = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        # pg_ctl's server keeps what it inherits: a pipe would never be at its end.
        done = subprocess.run(
            [*who, *words],
            input=stdin,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd="/",
            check=False,
        )
        assert done.returncode == 0, words
