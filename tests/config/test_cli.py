"""The frame of the command line: one sentence when it fails, the right status, nothing loaded in vain."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from rollbook.config import cli
from rollbook.config.commands import calc
from rollbook.rules.refused import Refused

BIN = Path(sys.executable).parent


def test_the_command_works_from_any_folder(tmp_path: Path) -> None:
    done = subprocess.run(
        [BIN / "rollbook", "calc", "compulsory-age"],
        input='{"id": 7, "born": "2013-03-14"}\n',
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["id"] == 7


def test_calc_loads_nothing_of_django() -> None:
    look = (
        "import sys; from rollbook.config.cli import main; status = main(['calc', 'upn']); "
        "print(status, sorted(m for m in sys.modules if m.split('.')[0] in {'django', 'cryptography', 'granian'}))"
    )
    done = subprocess.run([sys.executable, "-c", look], input="", capture_output=True, text=True)
    assert done.stdout == "0 []\n"


def test_help_names_every_command_in_one_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["--help"])
    assert end.value.code == 0
    shown = capsys.readouterr().out
    for name in cli.command_names():
        assert f"\n    {name} " in shown
    assert {"calc", "serve", "work"} <= set(cli.command_names())


@pytest.mark.parametrize("name", cli.command_names())
def test_every_command_has_help_and_loads_no_django_for_it(name: str) -> None:
    look = (
        "import sys\nfrom rollbook.config.cli import main\ntry:\n    main([sys.argv[1], '--help'])\n"
        "except SystemExit as end:\n    print('status', end.code, 'django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", look, name], capture_output=True, text=True)
    assert done.stdout.startswith(f"usage: rollbook {name}")
    assert done.stdout.endswith("status 0 False\n")


@pytest.mark.parametrize("given", [[], ["nope"], ["calc"], ["serve", "--port", "many"], ["calc", "upn", "--x"]])
def test_bad_use_is_one_sentence_and_2(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(given) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "--help" in said.err


def test_a_refusal_is_its_sentence_and_2(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(args: object) -> int:
        raise Refused("The file has no header row.")

    monkeypatch.setattr(calc, "run", refuse)
    assert cli.main(["calc", "upn"]) == 2
    assert capsys.readouterr().err == "The file has no header row.\n"


def test_the_unexpected_is_one_sentence_without_its_message_and_70(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_(args: object) -> int:
        raise KeyError("Tolu Abiodun")

    monkeypatch.setattr(calc, "run", break_)
    monkeypatch.delenv("ROLLBOOK_DEBUG", raising=False)
    assert cli.main(["calc", "upn"]) == 70
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "KeyError" in said
    assert "Tolu" not in said
    monkeypatch.setenv("ROLLBOOK_DEBUG", "1")
    with pytest.raises(KeyError):
        cli.main(["calc", "upn"])


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    lines = tmp_path / "lines"
    lines.write_text('{"upn": "A"}\n' * 20_000)
    command = f"{BIN / 'rollbook'} calc upn < {lines} | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_a_setting_that_cannot_be_used_is_one_sentence_and_2(tmp_path: Path) -> None:
    done = subprocess.run(
        [BIN / "rollbook", "work"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "ROLLBOOK_HOME": "relative/place"},
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "ROLLBOOK_HOME must be an absolute path" in done.stderr
