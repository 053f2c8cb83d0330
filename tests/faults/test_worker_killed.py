"""The short form of the second half of `make faults`: the worker dies six times over a hundred texts (COM-A)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.faults.messages import trial_of_messages

pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")


def test_a_worker_killed_while_it_hands_over_sends_no_text_twice_and_loses_none_unseen(tmp_path: Path) -> None:
    found = trial_of_messages(tmp_path, messages=100, kills=6, seed=20260907, forgets=True)
    assert found.faults == ()
    assert (found.twice, found.unseen) == (0, 0)
    assert found.in_talk > 0
    assert sum(found.states.values()) == 100
