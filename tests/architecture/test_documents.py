"""The documents tell what is there: commands, settings, dependencies, links and examples, none missing, none gone."""

from __future__ import annotations

import argparse
import importlib
import io
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from rollbook.config import calc
from rollbook.config.cli import command_names
from tests.architecture.addresses import addresses
from tests.architecture.source import ROOT

CONTRACT = (ROOT / "docs/contract.md").read_text()
OPERATE = (ROOT / "docs/operate.md").read_text()
PAGES = sorted(p for p in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def _rows(heading: str, page: str) -> dict[str, str]:
    """The table rows below a heading, by the first words in code that each begins with."""
    below = re.split(r"\n#+ ", page.split(f"\n{heading}\n", 1)[1])[0]
    return {re.findall(r"`([^`]+)`", row)[0]: row for row in below.splitlines() if row.startswith("| `")}


def _usage(name: str) -> str:
    """What a command says of its own use."""
    stem = name.replace("-", "_")
    folder = ROOT / "rollbook/config/commands"
    module = importlib.import_module(
        f"rollbook.config.commands.{stem if (folder / f'{stem}.py').exists() else f'{stem}_'}"
    )
    parser = argparse.ArgumentParser(prog=name, add_help=False)
    module.add_arguments(parser)
    return "\n".join(each.format_usage() for each in _with_those_below(parser))


def _with_those_below(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """A command's parser, and those of the kinds that it is divided into."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.values()


def _options(name: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--[a-z-]+", _usage(name)))


def _kinds(name: str) -> set[str]:
    """The words among which a command's own arguments are chosen."""
    usage = re.sub(r"--[a-z-]+\s+\{[^}]*\}", "", _usage(name))
    return {word for choice in re.findall(r"\{([^}]*)\}", usage) for word in choice.split(",")}


COMMANDS = _rows("## The command line", CONTRACT)


def test_every_command_is_in_the_contract_and_nothing_else_is() -> None:
    assert {name.removeprefix("rollbook ") for name in COMMANDS} == set(command_names())


@pytest.mark.parametrize("name", command_names())
def test_every_option_of_a_command_is_in_the_contract(name: str) -> None:
    row = COMMANDS[f"rollbook {name}"]
    begins, options, does = row.split("|")[1:4]
    assert set(re.findall(r"`([a-z]+)`", begins)) == _kinds(name)
    assert set(re.findall(r"--[a-z-]+", options)) == _options(name)
    assert set(re.findall(r"--[a-z-]+", does)) <= _options(name)


def test_every_calculation_is_in_the_contract_and_nothing_else_is() -> None:
    assert set(_rows("## `rollbook calc`: the rule book, checkable by anyone", CONTRACT)) == set(calc.CALCULATIONS)


EXAMPLES = re.findall(r"^([a-z-]+)\n(\{.*\})\n(\{.*\})$", CONTRACT, re.MULTILINE)


@pytest.mark.parametrize(("name", "line", "answer"), EXAMPLES)
def test_an_example_of_the_contract_is_answered_as_it_says(name: str, line: str, answer: str) -> None:
    out, err = io.StringIO(), io.StringIO()

    status = calc.run(name, [line], out, err)

    assert (status, out.getvalue().strip(), err.getvalue()) == (0, answer, "")


def test_every_calculation_has_an_example_with_all_that_it_gives() -> None:
    assert {name for name, _, _ in EXAMPLES} == set(calc.CALCULATIONS)


def test_every_first_step_of_an_address_is_in_the_contract() -> None:
    steps = {a.route.split("/")[0] for a in addresses()}
    told = {row.split("/")[1] for row in _rows("## HTTP", CONTRACT)}
    assert told == steps


def test_every_setting_is_told_to_whoever_runs_it() -> None:
    read = re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "rollbook/config/settings.py").read_text())
    assert set(_rows("## Settings", OPERATE)) == set(read)


def test_every_key_file_is_told_to_whoever_runs_it() -> None:
    kept = re.findall(r'_kept\(\s*"([^"]+)"', (ROOT / "rollbook/audit/keys.py").read_text())
    assert set(_rows("## Keys", OPERATE)) == set(kept)


def test_every_dependency_is_weighed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    page = (ROOT / "docs/adr/0007-dependencies.md").read_text()
    weighed = {row.split("|")[1].strip() for row in page.splitlines() if row.startswith("| ")} - {"package"}
    asked = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    assert weighed == {re.split(r"[\[<>=~! ;]", one)[0] for one in asked}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    dead = [
        link
        for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text())
        if not re.match(r"https?:|mailto:|#", link) and not (page.parent / link.split("#")[0]).exists()
    ]
    assert dead == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_command_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text()
    assert set(re.findall(r"`make ([a-z-]+)`", text)) <= TARGETS
    assert set(re.findall(r"`rollbook ([a-z]+)", text)) <= set(command_names())


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_page_is_whole(page: Path) -> None:
    assert not re.search(r"\b(TODO|TBD|FIXME|lorem)\b", page.read_text())


def test_check_keeps_lint_types_contracts_and_templates() -> None:
    (line,) = re.findall(r"^check:(.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert set(line.split()) == {"lint", "types", "contracts", "templates"}


def test_the_licence_is_whole_and_is_the_one_declared() -> None:
    licence = (ROOT / "LICENSE").read_text()
    assert licence.lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE")
    assert "END OF TERMS AND CONDITIONS" in licence
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["license"] == "AGPL-3.0-or-later"
