"""The `rollbook` command: finds the command's module, runs it, and turns what went wrong into one sentence."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, Protocol, cast

from rollbook.rules.refused import Refused

COMMANDS = Path(__file__).parent / "commands"
BAD_USE, UNEXPECTED, INTERRUPTED = 2, 70, 130


class Command(Protocol):
    """What a module in `config/commands` holds."""

    __doc__: str | None

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, args: argparse.Namespace) -> int: ...


class _Parser(argparse.ArgumentParser):
    """argparse, saying what is wrong in one sentence instead of a page of usage."""

    def error(self, message: str) -> NoReturn:
        raise Refused(f"{message[0].upper()}{message[1:]}. See “{self.prog} --help”.")


def main(argv: Sequence[str] | None = None) -> int:
    """Run `rollbook …`; the exit status (0 good, 1 the check failed, 2 bad use or bad input)."""
    os.umask(0o077)  # database, keys, files, copies: read by this account alone
    given = list(sys.argv[1:] if argv is None else argv)
    try:
        args = _parser(given).parse_args(given)
        return cast(Command, args.command).run(args)
    except Refused as refused:
        return _fail(refused.says, BAD_USE)
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BAD_USE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as unexpected:
        if os.environ.get("ROLLBOOK_DEBUG"):
            raise
        return _fail(
            f"Rollbook met something it did not expect ({type(unexpected).__name__}) and stopped. "
            "Set ROLLBOOK_DEBUG=1 and try again to see where.",
            UNEXPECTED,
        )


def command_names() -> tuple[str, ...]:
    """Every command that there is, by its module."""
    modules = sorted(path.stem for path in COMMANDS.glob("*.py") if path.stem != "__init__")
    return tuple(module.rstrip("_").replace("_", "-") for module in modules)


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    """The parser; only the command that is asked for is loaded, or all of them for the list of `--help`."""
    parser = _Parser(prog="rollbook", description="A school's statutory registers and its attendance office.")
    kinds = parser.add_subparsers(metavar="COMMAND", required=True)
    asked = next((word for word in given if not word.startswith("-")), "")
    names = command_names()
    for name in (asked,) if asked in names else names:
        command = _load(name)
        what = (command.__doc__ or "").split("\n", 1)[0]
        kind = kinds.add_parser(name, help=what, description=what)
        command.add_arguments(kind)
        kind.set_defaults(command=command)
    return parser


def _load(name: str) -> Command:
    stem = name.replace("-", "_")
    module = stem if (COMMANDS / f"{stem}.py").exists() else f"{stem}_"
    return cast(Command, importlib.import_module(f"rollbook.config.commands.{module}"))


def _fail(says: str, status: int) -> int:
    sys.stderr.write(says + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
