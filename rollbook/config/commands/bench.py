"""measure what the office waits for, each as a ratio to a floor measured in the same run"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from itertools import chain
from typing import TYPE_CHECKING

from rollbook.config.commands import say, start_office
from rollbook.rules.refused import Refused

if TYPE_CHECKING:
    from rollbook.config.bench.measuring import Bench


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pupils", type=int, default=1500, metavar="N", help="the size of the school that is built for it"
    )
    parser.add_argument("--json", action="store_true", help="the figures as JSON, one a line")
    parser.add_argument(
        "--nation", action="store_true", help="only the engine on 8.5 million pupils; takes five gigabytes of memory"
    )
    parser.add_argument(
        "--cluster",
        action="store_true",
        help="only two Dask workers beside one, on 2.4 million pupils",
    )


def run(args: argparse.Namespace) -> int:
    """A school is built in a folder of its own and thrown away; no school's data is touched."""
    if args.nation:
        return _nation(args)
    if args.cluster:
        return _cluster(args)
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
    from django.conf import settings
    from django.db import connection

    from rollbook.config.bench.engine import run_engine
    from rollbook.config.bench.engine_others import run_against_others
    from rollbook.config.bench.measuring import floors
    from rollbook.config.bench.over_http import run_over_http
    from rollbook.config.bench.within import run_within
    from rollbook.config.clock import now
    from rollbook.config.readying import collect_if_needed

    collect_if_needed()
    floor = floors()
    if not args.json:
        say(f"{connection.vendor}: a bare commit {floor.commit:.2f} ms, one row read {floor.read:.2f} ms")
    engine = chain(run_engine(), run_against_others(floor))
    for found in chain(run_within(now(), floor), run_over_http(now(), settings.HOME, floor), engine):
        _tell(found, args)
    return 0


def _nation(args: argparse.Namespace) -> int:
    """No school is built: the marks are made up in memory."""
    start_office()
    from rollbook.config.bench.engine import run_nation

    for found in run_nation():
        _tell(found, args)
    return 0


def _cluster(args: argparse.Namespace) -> int:
    """No school is built: the files are of practice schools, in a folder that is thrown away."""
    from rollbook.config.bench.cluster import run_cluster

    for found in run_cluster():
        _tell(found, args)
    return 0


def _tell(found: Bench, args: argparse.Namespace) -> None:
    say(json.dumps(asdict(found)) if args.json else line_of(found))


def line_of(found: Bench) -> str:
    """One row of the table, e.g. "save a register  12.3 ms  4.1 × a bare commit  goal 50 ms"."""
    from rollbook.config.bench.measuring import times

    ratio = f"{times(found.ratio)} {found.floor}"
    return f"{found.name:<38} {found.milliseconds:9.1f} ms   {ratio:<34} {found.verdict}".rstrip()
