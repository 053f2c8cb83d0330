"""REG-G, as a head would ask it: can you show me that nobody has altered the register?

The real command line on a real training school, and a real tamperer with SQLite's own tool.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

UPDATE = "keep_registers_registersave_update"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small primary school with a year of marks, in an embedded database of its own."""
    home = tmp_path_factory.mktemp("home")
    built = rollbook(home, "demo", "--kind", "primary", "--pupils", "60", "--date", "2026-11-20")
    assert built.returncode == 0, built.stderr
    return home


def rollbook(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    command = Path(sys.executable).with_name("rollbook")
    return subprocess.run(
        [command, *words], env={**env, "ROLLBOOK_HOME": str(home)}, capture_output=True, text=True, check=False
    )


def sqlite(home: Path, script: str) -> str:
    tool = shutil.which("sqlite3")
    if tool is None:
        pytest.skip("No sqlite3 tool here (Debian: apt-get install sqlite3).")
    done = subprocess.run([tool, home / "rollbook.sqlite3"], input=script, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def a_copy(home: Path, to: Path) -> Path:
    sqlite(home, "PRAGMA wal_checkpoint(TRUNCATE);")
    return Path(shutil.copytree(home, to))


def test_an_untouched_register_is_whole(home: Path) -> None:
    done = rollbook(home, "verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert "whole and untampered" in done.stdout


def test_one_changed_byte_is_named(home: Path, tmp_path: Path) -> None:
    copy = a_copy(home, tmp_path / "tampered")
    trigger = sqlite(copy, f"SELECT sql FROM sqlite_master WHERE name = '{UPDATE}';")
    where = sqlite(
        copy, 'SELECT id, chain_year, seq FROM registers_registersave WHERE marks LIKE \'%"now": "O"%\' LIMIT 1;'
    )
    pk, year, seq = where.split("|")
    sqlite(
        copy,
        f"DROP TRIGGER {UPDATE};"
        f'UPDATE registers_registersave SET marks = replace(marks, \'"now": "O"\', \'"now": "I"\') WHERE id = {pk};'
        f"{trigger};",
    )
    done = rollbook(copy, "verify")
    assert done.returncode == 1
    assert f"save {year}/{seq} was altered after it was made" in done.stdout
    assert "trigger" not in done.stdout, "the tamperer put the trigger back"


def test_a_missing_trigger_is_noticed(home: Path, tmp_path: Path) -> None:
    copy = a_copy(home, tmp_path / "disarmed")
    sqlite(copy, f"DROP TRIGGER {UPDATE};")
    done = rollbook(copy, "verify")
    assert done.returncode == 1
    assert f"trigger {UPDATE} is missing or altered" in done.stdout


def test_the_trigger_refuses_the_change_while_it_stands(home: Path, tmp_path: Path) -> None:
    copy = a_copy(home, tmp_path / "armed")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        sqlite(copy, "UPDATE registers_registersave SET marks = '[]';")
    assert "append-only" in refused.value.stderr


def test_a_school_that_is_not_there_is_said_so(home: Path) -> None:
    done = rollbook(home, "verify", "--school", "nowhere")
    assert done.returncode == 2
    assert "no school called “nowhere”" in done.stderr
