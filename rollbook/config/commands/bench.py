"""measure what the office waits for, each as a ratio to a floor measured in the same run"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile

from rollbook.config.commands import say, start_office
from rollbook.rules.refused import Refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pupils", type=int, default=1000, metavar="N", help="the size of the school that is built for it"
    )
    parser.add_argument("--json", action="store_true", help="the figures as JSON")


def run(args: argparse.Namespace) -> int:
    """A school is built in a folder of its own and thrown away; no school's data is touched."""
    if os.environ.get("ROLLBOOK_BENCH_HOME"):
        return _measure(args)
    with tempfile.TemporaryDirectory(prefix="rollbook-bench-") as home:
        env = {**os.environ, "ROLLBOOK_HOME": home, "ROLLBOOK_BENCH_HOME": home}
        built = _again(["demo", "--pupils", str(args.pupils), "--json"], env, quiet=True)
        if built:
            raise Refused("The school to measure could not be built. Is DATABASE_URL an empty database?")
        return _again(["bench", "--pupils", str(args.pupils), *(["--json"] if args.json else [])], env, quiet=False)


def _again(words: list[str], env: dict[str, str], *, quiet: bool) -> int:
    command = [sys.executable, "-m", "rollbook.config.cli", *words]
    return subprocess.run(command, env=env, stdout=subprocess.DEVNULL if quiet else None, check=False).returncode  # noqa: S603


def _measure(args: argparse.Namespace) -> int:
    start_office()
    from rollbook.config.benching import run_all
    from rollbook.config.clock import now

    figures = run_all(now())
    if args.json:
        rows = [
            {"name": f.name, "ms": f.milliseconds, "floor": f.floor, "floor_ms": f.floor_milliseconds} for f in figures
        ]
        say(json.dumps(rows))
        return 0
    for f in figures:
        say(f"{f.name:<38} {f.milliseconds:8.2f} ms   {f.ratio:8.1f} × {f.floor} ({f.floor_milliseconds:.3f} ms)")
    return 0
