"""A backup made while Rollbook is open comes back whole; a damaged one changes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

ROLLBOOK = Path(sys.executable).parent / "rollbook"

WRITE = """
from django.db import connection
from rollbook.config.readying import migrate_if_needed
from rollbook.audit import keys
migrate_if_needed()
from rollbook.schools.models import School
School.objects.create(name="Oakfield School", slug="oakfield", la_number="380", establishment_number="4001",
    urn="140001", phase=School.Phase.SECONDARY, lowest_age=11, highest_age=18)
print(keys.encrypt("a note", place="x").hex())
"""
READ = """
import sys
from rollbook.audit import guards, keys
from rollbook.schools.models import School
print(School.objects.get().name, keys.decrypt(bytes.fromhex(sys.argv[1]), place="x"), guards.missing())
"""


class House:
    """A home of its own, and on PostgreSQL a database of its own."""

    def __init__(self, home: Path, url: str) -> None:
        home.mkdir()
        self.home = home
        kept = {k: v for k, v in os.environ.items() if k not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}}
        self.environment = kept | {"ROLLBOOK_HOME": str(home)} | ({"DATABASE_URL": url} if url else {})

    def rollbook(self, *words: object) -> subprocess.CompletedProcess[str]:
        return self._run([str(ROLLBOOK), *map(str, words)])

    def python(self, script: str, *words: str) -> str:
        start = "from rollbook.config.commands import start_office; start_office()\n"
        done = self._run([sys.executable, "-c", start + script, *words])
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, env=self.environment, cwd=self.home, capture_output=True, text=True)


@pytest.fixture
def houses(tmp_path: Path) -> Iterator[tuple[House, House]]:
    """Two houses that know nothing of each other."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield House(tmp_path / "old", ""), House(tmp_path / "new", "")
        return
    names = ("backup_old", "backup_new")
    server = url.replace("postgres://", "postgresql://")
    with psycopg.connect(server, autocommit=True) as admin:
        for name in names:
            admin.execute(f"CREATE DATABASE {name}")
        old, new = (urlsplit(url)._replace(path=f"/{name}").geturl() for name in names)
        yield House(tmp_path / "old", old), House(tmp_path / "new", new)
        for name in names:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_backup_comes_back_whole_in_another_house(houses: tuple[House, House], tmp_path: Path) -> None:
    old, new = houses
    note = old.python(WRITE)
    (old.home / "files").mkdir()
    (old.home / "files" / "letter.pdf").write_bytes(b"a letter")
    file = tmp_path / "kept.zip"

    made = old.rollbook("backup", file)
    assert (made.returncode, made.stderr) == (0, "")
    assert file.stat().st_mode & 0o077 == 0
    again = old.rollbook("backup", file)
    assert (again.returncode, again.stderr.count("\n")) == (2, 1)

    back = new.rollbook("restore", file)
    assert (back.returncode, back.stderr) == (0, "")
    assert new.python(READ, note) == "Oakfield School a note ()"
    assert (new.home / "files" / "letter.pdf").read_bytes() == b"a letter"
    assert (new.home / "secret-key").read_text() == (old.home / "secret-key").read_text()

    twice = new.rollbook("restore", file)
    assert (twice.returncode, twice.stderr.count("\n")) == (2, 1)
    assert not list(new.home.glob("restoring-*")) + list(old.home.glob("backing-up-*"))

    for damage in (_cut, _altered, _elsewhere, _not_a_zip):
        damaged = damage(file, tmp_path)
        (new.home / "files" / "letter.pdf").unlink(missing_ok=True)
        third = House(tmp_path / damage.__name__, "")
        refused = third.rollbook("restore", damaged)
        assert (refused.returncode, refused.stderr.count("\n")) == (2, 1), refused.stderr
        assert {path.name for path in third.home.iterdir()} == {"secret-key"}
        assert not (tmp_path / "outside").exists()


def _cut(file: Path, place: Path) -> Path:
    (place / "cut.zip").write_bytes(file.read_bytes()[:-2000])
    return place / "cut.zip"


def _not_a_zip(file: Path, place: Path) -> Path:
    (place / "words.zip").write_text("words")
    return place / "words.zip"


def _altered(file: Path, place: Path) -> Path:
    return _rewritten(file, place / "altered.zip", {"files/letter.pdf": b"another letter"}, {})


def _elsewhere(file: Path, place: Path) -> Path:
    """A manifest that points out of the house."""
    return _rewritten(file, place / "elsewhere.zip", {"files/../../../outside": b"x"}, {"files/../../../outside": "0"})


def _rewritten(file: Path, to: Path, contents: dict[str, bytes], hashes: dict[str, str]) -> Path:
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(to, "w") as new:
        manifest = json.loads(old.read("manifest.json"))
        manifest["sha256"] |= hashes
        kept = {name: old.read(name) for name in old.namelist() if name != "manifest.json"}
        for name, content in (kept | contents | {"manifest.json": json.dumps(manifest).encode()}).items():
            new.writestr(name, content)
    return to
