"""The short form of `make faults`: twenty kills; the long one is run before a release, on both databases."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.faults.trial import trial

pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")


def test_a_server_killed_while_registers_are_saved_loses_and_doubles_nothing(tmp_path: Path) -> None:
    found = trial(tmp_path, kills=20, seed=20260907, lives=(0.05, 0.5))
    assert found.faults == ()
    assert found.good
    assert found.acknowledged >= 20
    assert found.while_saving > 0
