"""What the environment makes of the settings, read by an interpreter of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

READ = "import json; from rollbook.config import settings; print(json.dumps({expression}, default=str))"


def setting(home: Path, expression: str, **environment: str) -> object:
    """What an expression over `settings` gives in a home of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ROLLBOOK_", "DATABASE_"))}
    done = subprocess.run(
        [sys.executable, "-c", READ.replace("{expression}", expression)],
        env=kept | {"ROLLBOOK_HOME": str(home)} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize(("behind", "trusted"), [("false", 0), ("true", 1)])
def test_the_proxy_is_believed_only_where_there_is_one(tmp_path: Path, behind: str, trusted: int) -> None:
    assert setting(tmp_path, "settings.ALLAUTH_TRUSTED_PROXY_COUNT", ROLLBOOK_BEHIND_PROXY=behind) == trusted


def test_failed_sign_ins_are_counted_for_all_processes_together(tmp_path: Path) -> None:
    assert setting(tmp_path, "settings.CACHES['default']['LOCATION']") == str(tmp_path / "cache")


def test_what_the_database_s_address_asks_for_is_kept(tmp_path: Path) -> None:
    url = "postgresql://user:password@localhost/register?sslmode=require"
    options = setting(tmp_path, "settings.DATABASES['default']['OPTIONS']", DATABASE_URL=url)
    assert isinstance(options, dict)
    assert options["sslmode"] == "require"
    assert options["pool"], "and the pool with it"


def test_the_copy_of_the_database_travels_as_safely(tmp_path: Path) -> None:
    tool = tmp_path / "pg_dump"
    tool.write_text(f'#!/bin/sh\necho "$PGSSLMODE $PGSSLROOTCERT" > {tmp_path}/seen\n')
    tool.chmod(0o700)
    setting(
        tmp_path / "home",
        "__import__('rollbook.config.backing_up', fromlist=['_postgres'])._postgres('pg_dump')",
        DJANGO_SETTINGS_MODULE="rollbook.config.settings",
        DATABASE_URL="postgresql://user:password@localhost/register?sslmode=verify-full&sslrootcert=/etc/root.pem",
        PATH=f"{tmp_path}:{os.environ['PATH']}",
    )
    assert (tmp_path / "seen").read_text().split() == ["verify-full", "/etc/root.pem"]
