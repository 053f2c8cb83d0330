"""What is built and what is borrowed: stamped, unbranded, unchanged."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WEB = ROOT / "rollbook" / "web"
SASS = WEB / "sass"
STATIC = WEB / "static" / "web"
FOREIGN = re.compile(rb"gds transport|govuk-crest|govuk-logo|logotype|crown|moj-logo", re.IGNORECASE)
VENDORED = {
    STATIC / "vendor" / "htmx.min.js": ("4.0.1", "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"),
    ROOT / "tests" / "browser" / "vendor" / "axe.min.js": (
        "4.14.1",
        "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c",
    ),
    STATIC / "fonts" / "source-sans-3-latin-wght-normal.woff2": (
        "5.3.0",
        "7a19a7027e125257d310c6dbd78ae3a30b5ea1e3794d60b12bb28227a003bfda",
    ),
    STATIC / "fonts" / "source-sans-3-latin-ext-wght-normal.woff2": (
        "5.3.0",
        "a85a7459bdb3cdc1136751e151a506bae653fc29ada3ca86237477df6f1b59e6",
    ),
}


def test_the_style_sheet_was_built_from_these_sources() -> None:
    sources = [*sorted(SASS.glob("_*.scss")), SASS / "rollbook.scss", SASS / "package-lock.json"]
    stamp = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    first_line = (STATIC / "rollbook.css").read_text().split("\n", 1)[0]
    assert stamp in first_line, "run bin/build-css"


@pytest.mark.parametrize("path", [p for p in STATIC.rglob("*") if p.is_file()], ids=lambda p: p.name)
def test_nothing_looks_official(path: Path) -> None:
    assert not FOREIGN.search(path.read_bytes())


@pytest.mark.parametrize("path", VENDORED, ids=lambda p: p.name)
def test_borrowed_files_are_as_published(path: Path) -> None:
    assert hashlib.sha256(path.read_bytes()).hexdigest() == VENDORED[path][1]


def test_licences_stand_beside_what_they_cover() -> None:
    assert "SIL Open Font License" in (STATIC / "fonts" / "OFL.txt").read_text()
    assert "BSD" in (STATIC / "vendor" / "htmx.LICENSE").read_text()
    assert "Mozilla Public License" in (ROOT / "tests" / "browser" / "vendor" / "axe.LICENSE").read_text()


def test_the_lock_file_holds_versions_and_no_addresses() -> None:
    lock = json.loads((SASS / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert all("resolved" not in entry and entry["version"] for entry in packages.values())


def test_everything_the_style_sheet_asks_for_is_there() -> None:
    asked = re.findall(r"url\(\"?([^)\"]+)\"?\)", (STATIC / "rollbook.css").read_text())
    assert asked
    assert all((STATIC / name).is_file() for name in asked if not name.startswith("data:"))


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    known = set(re.findall(r'id="([a-z]+)"', (STATIC / "icons.svg").read_text()))
    text = "".join(path.read_text() for path in (ROOT / "rollbook").rglob("templates/**/*.html"))
    named = set(re.findall(r'rb_icon "([a-z]+)"', text)) | set(re.findall(r'\bicon="([a-z]+)"', text))
    assert named
    assert named <= known


@pytest.mark.parametrize("path", list((ROOT / "rollbook").rglob("templates/**/*.html")), ids=lambda p: p.name)
def test_no_template_holds_script_or_style_of_its_own(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text)
    assert not re.search(r"<script(?![^>]*(\bsrc=|type=\"application/json\"))", text)
