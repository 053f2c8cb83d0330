"""`rollbook serve` as people run it: opens, answers, ends whole, and leaves nobody behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest

ROLLBOOK = Path(sys.executable).parent / "rollbook"
ENDS_WITHIN = 15


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return kept | {"ROLLBOOK_HOME": str(home)}


class Serving:
    """A running `rollbook serve` with a home and a port of its own."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.home = home
        self.process = subprocess.Popen(
            [ROLLBOOK, "serve", "--port", str(self.port)],
            cwd=home,
            env=environment(home),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        # All that is said on opening is read here: what a reader has taken into its buffer, communicate() never sees.
        self.said = [self.process.stdout.readline()]
        while self.said[-1] and not self.said[-1].startswith("Ctrl-C"):
            self.said.append(self.process.stdout.readline())

    def get(self, path: str) -> tuple[int, str]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()

    def everybody(self) -> dict[int, str]:
        """All processes that live in this home, with their command lines."""
        found = {}
        for place in Path("/proc").glob("[0-9]*"):
            try:
                if f"ROLLBOOK_HOME={self.home}\0".encode() in (place / "environ").read_bytes():
                    found[int(place.name)] = (place / "cmdline").read_text().replace("\0", " ")
            except OSError:
                continue
        return found

    def ends(self) -> tuple[int, str]:
        _, err = self.process.communicate(timeout=ENDS_WITHIN)
        return self.process.returncode, err


@contextmanager
def serving(home: Path) -> Iterator[Serving]:
    it = Serving(home)
    try:
        yield it
    finally:
        for left in it.everybody():
            os.kill(left, signal.SIGKILL)


def until(true: Callable[[], bool], seconds: float) -> bool:
    end = monotonic() + seconds
    while not true() and monotonic() < end:
        sleep(0.05)
    return true()


@pytest.fixture(scope="module")
def opened_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose tables and static files are made, so that only one test waits for that."""
    home = tmp_path_factory.mktemp("opened")
    with serving(home) as it:
        it.process.send_signal(signal.SIGTERM)
        assert it.ends() == (0, "")
    return home


@pytest.fixture
def home(opened_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(opened_once, tmp_path / "home"))


pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")


def test_it_opens_answers_and_ends_whole_on_sigterm(home: Path) -> None:
    accounts = [
        {"role": "head", "username": "head", "password": "a-b-c"},
        {"role": "teacher", "username": "teacher1", "password": "d-e-f"},
        {"role": "teacher", "username": "teacher2", "password": "g-h-i"},
    ]
    (home / "accounts.json").write_text(json.dumps({"school": "oakfield", "accounts": accounts}))
    with serving(home) as it:
        assert it.said[0] == f"Rollbook is open at http://localhost:{it.port}/\n"
        assert it.get("/healthz") == (200, "ok\n")
        status, page = it.get("/accounts/login/")
        assert status == 200
        assert "password" in page
        it.process.send_signal(signal.SIGTERM)
        assert it.ends() == (0, "")
        assert [line.split() for line in it.said if "teacher" in line] == [["teacher", "teacher1", "d-e-f"]]
        assert it.everybody() == {}


def test_ctrl_c_ends_it_too(home: Path) -> None:
    with serving(home) as it:
        it.process.send_signal(signal.SIGINT)
        assert it.ends() == (0, "")
        assert it.everybody() == {}


@pytest.mark.parametrize("part", ["rollbook.config.web_server", "rollbook.config.cli work"])
def test_when_one_part_dies_all_end_with_1(home: Path, part: str) -> None:
    with serving(home) as it:
        os.kill(next(pid for pid, command in it.everybody().items() if part in command), signal.SIGKILL)
        status, err = it.ends()
        assert status == 1
        assert "ended by itself" in err
        assert it.everybody() == {}


def test_when_its_starter_is_killed_nobody_is_left(home: Path) -> None:
    with serving(home) as it:
        it.process.kill()
        assert until(lambda: it.everybody() == {}, ENDS_WITHIN)


def test_a_port_in_use_is_one_sentence_and_2(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [ROLLBOOK, "serve", "--port", str(port)],
            cwd=home,
            env=environment(home),
            capture_output=True,
            text=True,
        )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert f"port {port}" in done.stderr


def test_nothing_that_serve_writes_is_read_by_others_even_in_a_home_that_was_open(home: Path) -> None:
    home.chmod(0o755)
    with serving(home) as it:
        assert it.get("/healthz") == (200, "ok\n")
        files = [path for path in home.rglob("*") if path.is_file()]
    assert home / "secret-key" in files
    assert {path.name for path in files if path.exists() and path.stat().st_mode & 0o077} == set()
