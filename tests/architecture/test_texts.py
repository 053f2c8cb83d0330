"""What stands in the files themselves: pages without script in them, logs without people, no foreign addresses."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, ROOT, Source, calls, dotted, files, sources

PAGES = files(PACKAGE, "*.html")
INLINE = {
    "a script in the page": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "a style in the page": re.compile(r"<style\b", re.IGNORECASE),
    "a style on an element": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a handler on an element": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script as an address": re.compile(r"javascript:", re.IGNORECASE),
    "a value that is not escaped": re.compile(r"\|\s*(safe|safeseq)\b|{%\s*autoescape\s+off"),
}
LOGGERS = re.compile(r"^(log|logger|logging|_log)\.(debug|info|warning|error|critical|exception)$")
PERSONAL = re.compile(
    r"name|surname|forename|born|upn|email|phone|number|address|postcode|detail|note|reason|says|args|body|POST|GET"
)
NOT_PERSONAL = {"claimed.name": "a job's name", "type.__name__": "the class of an error"}

# Put together here, so that this file does not hold what it forbids.
ADDRESSES = re.compile(
    "|".join(
        re.escape("".join(parts))
        for parts in (
            ("py", "pi.org"),
            ("files.python", "hosted"),
            ("registry.", "npmjs"),
            ("npmjs", ".org"),
            ("index", "-url"),
            ('"resol', 'ved":'),
            ("deb.", "debian.org"),
            ("/opt", "/pypi"),
        )
    )
)
BINARY = {".woff2", ".ttf", ".png", ".ico", ".jpg", ".sqlite3", ".xlsx", ".ods", ".zip"}


@pytest.mark.parametrize("what", INLINE)
def test_no_page_holds(what: str) -> None:
    found = [f"{p.relative_to(ROOT)}: {m.group()[:60]}" for p in PAGES for m in INLINE[what].finditer(p.read_text())]
    assert found == []


def test_there_are_pages_to_look_at() -> None:
    assert len(PAGES) > 50


@pytest.mark.parametrize(
    ("what", "page"),
    [
        ("a script in the page", "<script>go()</script>"),
        ("a style on an element", '<p class="x" style="color: red">'),
        ("a handler on an element", '<button type="button" onclick="go()">'),
        ("a value that is not escaped", "{{ pupil.note|safe }}"),
    ],
)
def test_it_would_be_noticed(what: str, page: str) -> None:
    assert INLINE[what].search(page)


def test_markup_is_declared_safe_by_the_components_alone() -> None:
    trusting = {s.path for s in sources() for c in calls(s.tree) if dotted(c.func).endswith("mark_safe")}
    assert {path for path in trusting if not path.startswith("web/")} == set()


def test_the_logs_hold_nothing_of_people() -> None:
    telling = [line for source in sources() for line in _telling(source)]
    assert not telling, f"a log may hold ids, names of jobs and classes of errors, nothing else: {telling}"


@pytest.mark.parametrize(
    "code",
    [
        'log.info("saved %s", pupil.surname)',
        'log.warning(f"{actor.by_name} signed in")',
        'log.exception("failed")',
        'log.error("failed", exc_info=True)',
        'log.info("sent %s", request.POST)',
    ],
)
def test_a_telling_log_is_noticed(code: str) -> None:
    assert list(_telling(Source("pupils/planted.py", "rollbook.pupils.planted", ast.parse(code), 1)))


def test_no_file_holds_the_address_of_a_package_registry() -> None:
    found = [
        f"{p.relative_to(ROOT)}: {m.group()}" for p in _texts() if (m := ADDRESSES.search(p.read_text(errors="ignore")))
    ]
    assert found == []


def test_a_registry_address_would_be_noticed() -> None:
    assert ADDRESSES.search("--index" + "-url=https://example.org")
    assert ADDRESSES.search("https://py" + "pi.org/simple")


def test_start_up_loads_nothing_heavy() -> None:
    heavy = {"python_calamine", "xlsxwriter", "phonenumbers", "numpy", "polars", "playwright", "granian"}
    code = (
        "import django, sys; django.setup()\n"
        "from django.urls import get_resolver; get_resolver().url_patterns\n"
        f"print(sorted({heavy!r} & set(sys.modules)), 'django.contrib.admin' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=_environment(), capture_output=True, text=True)
    assert ran.stdout.strip() == "[] False", ran.stdout + ran.stderr


def _telling(source: Source) -> Iterator[str]:
    for call in calls(source.tree):
        if not LOGGERS.match(dotted(call.func)):
            continue
        values = [*call.args[1:], *(k.value for k in call.keywords)]
        named = {dotted(n) for value in values for n in ast.walk(value) if isinstance(n, ast.Attribute)}
        if (
            dotted(call.func).endswith("exception")
            or any(isinstance(a, ast.JoinedStr) for a in call.args)
            or any(k.arg in {"exc_info", "extra"} for k in call.keywords)
            or any(PERSONAL.search(name) for name in named - set(NOT_PERSONAL))
        ):
            yield source.at(call)


def _texts() -> Iterator[Path]:
    """Every text that is committed, or would be."""
    for folder in ("rollbook", "tests", "docs", "bin", "requirements", ".ci"):
        yield from (p for p in files(ROOT / folder, "*") if p.is_file() and p.suffix not in BINARY | {".pyc", ".gz"})
    yield from (p for p in ROOT.iterdir() if p.is_file() and p.suffix not in BINARY)


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
