"""The reader of the absence mailbox is killed at the worst moments: every mail is taken, and none twice (ABS-A)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from rollbook.comms.practice.mailbox import PracticeMailbox
from tests.faults.processes import asked, environment_of
from tests.formats.letters_in import a_mail

MAILS = 5
Kill = Callable[[], None]


def test_a_reader_that_is_killed_takes_every_mail_once(tmp_path: Path) -> None:
    environment = environment_of(tmp_path, "")
    with PracticeMailbox() as server:
        asked("tests.faults.mailbox", tmp_path, environment, json.dumps({"do": "make", "port": server.port}))
        for n in range(MAILS):
            server.post(a_mail(f"Mail {n}.", message_id=f"<{n}@a.example>").as_bytes())
        # In the second fetch, when one mail is kept; then as the server is told of what was taken.
        killed(tmp_path, environment, lambda kill: setattr(server, "before_fetch", at(2, kill)))
        server.before_fetch = lambda: None
        killed(tmp_path, environment, lambda kill: setattr(server, "before_marking", at(3, kill)))
        server.before_marking = lambda: None
        asked("tests.faults.mailbox", tmp_path, environment, json.dumps({"do": "read"}))
        found = json.loads(asked("tests.faults.mailbox", tmp_path, environment, json.dumps({"do": "taken"})))
        assert found == {"words": [f"Mail {n}." for n in range(MAILS)], "told": MAILS}
        assert [post.flags for post in server.inbox] == [{"\\Seen"}] * MAILS


def at(moment: int, kill: Kill) -> Kill:
    """Kill at the n-th time that this is called."""
    calls = []

    def count() -> None:
        calls.append(1)
        if len(calls) == moment:
            kill()

    return count


def killed(home: Path, environment: dict[str, str], arm: Callable[[Kill], object]) -> None:
    """Let the reader run until it is killed, without a chance to say anything."""
    command = [sys.executable, "-m", "tests.faults.mailbox"]
    process = subprocess.Popen(
        command, env=environment, cwd=home, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    arm(process.kill)
    process.communicate(json.dumps({"do": "read"}).encode())
    assert process.returncode == -9
