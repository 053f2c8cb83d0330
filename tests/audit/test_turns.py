"""Who writes waits for their turn, and gives it back, however the writing ended."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

import pytest

from rollbook.audit.turns import held


def test_the_next_waits_until_the_one_before_is_done(tmp_path: Path) -> None:
    turn, done = str(tmp_path / "turn"), []
    begun = Event()

    def next_one() -> None:
        begun.set()
        with held(turn):
            done.append("second")

    with held(turn):
        waiting = Thread(target=next_one)
        waiting.start()
        assert begun.wait(10)
        waiting.join(0.1)
        assert waiting.is_alive()
        done.append("first")
    waiting.join(10)
    assert done == ["first", "second"]


def test_a_turn_that_fails_is_given_back(tmp_path: Path) -> None:
    turn = str(tmp_path / "turn")
    with pytest.raises(ValueError, match="broken"), held(turn):
        raise ValueError("broken")
    with held(turn):
        assert (tmp_path / "turn").stat().st_mode & 0o077 == 0
