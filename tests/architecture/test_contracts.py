"""The fences of `.importlinter` stand where they should, and each stops somebody who climbs over it."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rollbook.processes import PROCESSES
from tests.architecture.source import PACKAGE, ROOT, sources

LINTER = Path(sys.executable).with_name("lint-imports")


def _contracts() -> dict[str, configparser.SectionProxy]:
    read = configparser.ConfigParser()
    read.read(ROOT / ".importlinter")
    return {read[s]["name"]: read[s] for s in read.sections() if ":contract:" in s}


CONTRACTS = _contracts()
MODELS = re.compile(r"^(.+?)/models(?:/|\.py$)")
PARTS_WITH_MODELS = sorted({m[1].replace("/", ".") for s in sources() if (m := MODELS.match(s.path))})


def _lint(tree: Path) -> dict[str, bool]:
    """Whether each contract is kept in this copy of the house."""
    ran = subprocess.run(
        [LINTER, "--no-cache", "--config", str(ROOT / ".importlinter")], cwd=tree, capture_output=True, text=True
    )
    found = re.findall(r"^(.+) (KEPT|BROKEN)$", ran.stdout, re.MULTILINE)
    assert found, ran.stdout + ran.stderr
    return {name: verdict == "KEPT" for name, verdict in found}


def _copy(to: Path) -> Path:
    shutil.copytree(PACKAGE, to / "rollbook", ignore=shutil.ignore_patterns("node_modules", "__pycache__", "static"))
    return to


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _copy(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def climbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bool]:
    """The verdicts on a house in which every fence is climbed once."""
    house = _copy(tmp_path_factory.mktemp("climbed")) / "rollbook"
    (house / "schools/queries/planted.py").write_text("from rollbook.registers.queries import sheet\n")
    (house / "rules/planted.py").write_text("from django.db import models\n")
    (house / "schools/views/planted.py").write_text("from rollbook.schools.models import School\n")
    (house / "processes/deletion/definition.py").write_text("from django.db import models\n")
    (house / "processes/deletion/planted.py").write_text("from rollbook.processes.prosecution import definition\n")
    for part in PARTS_WITH_MODELS:
        (house / f"config/planted_{part.replace('.', '_')}.py").write_text(
            f"from rollbook.{part}.models import anything\n"
        )
    return _lint(house.parent)


def test_every_contract_is_kept(copied: Path) -> None:
    assert [name for name, kept in _lint(copied).items() if not kept] == []


@pytest.mark.parametrize("name", CONTRACTS)
def test_each_contract_stops_who_climbs_over_it(name: str, climbed: dict[str, bool]) -> None:
    assert climbed[name] is False


def test_every_part_with_models_has_a_fence_of_its_own_around_them() -> None:
    fences = {c["protected_modules"].strip(): c["allowed_importers"].strip() for c in CONTRACTS.values() if _fence(c)}
    assert fences == {f"rollbook.{part}.models": f"rollbook.{part}" for part in PARTS_WITH_MODELS}


def test_every_process_is_fenced_from_the_others() -> None:
    assert CONTRACTS["No process knows another"]["modules"].split() == sorted(
        f"rollbook.processes.{p}" for p in PROCESSES
    )


def test_a_new_folder_fails_until_it_is_given_its_place(copied: Path) -> None:
    annexe = copied / "rollbook/annexe"
    annexe.mkdir()
    (annexe / "__init__.py").touch()

    kept = _lint(copied)

    assert kept["Imports point down one list of layers"] is False


def test_the_rule_book_needs_nothing_but_the_standard_library() -> None:
    foreign = [
        f"{source.at(node)}: {name}"
        for source in sources()
        if source.part == "rules"
        for node, name in source.imports()
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("rollbook.rules")
    ]
    assert foreign == []


def _fence(contract: configparser.SectionProxy) -> bool:
    return contract["type"] == "protected"
