"""The page of permissions is made from the table of roles, and a stale one fails."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def check(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, root / "bin" / "permissions", "--check"], capture_output=True, text=True, check=False
    )


def test_the_page_is_up_to_date() -> None:
    done = check(ROOT)
    assert done.returncode == 0, done.stderr


def test_a_stale_page_is_noticed(tmp_path: Path) -> None:
    for part in ("bin/permissions", "docs/permissions.md", "rollbook/__init__.py"):
        (tmp_path / part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / part, tmp_path / part)
    shutil.copytree(ROOT / "rollbook" / "rules", tmp_path / "rollbook" / "rules")
    assert check(tmp_path).returncode == 0
    page = tmp_path / "docs" / "permissions.md"
    page.write_text(page.read_text(encoding="utf-8").replace("import data", "import date"), encoding="utf-8")
    done = check(tmp_path)
    assert done.returncode == 1
    assert "run bin/permissions" in done.stderr
