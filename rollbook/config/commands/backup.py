"""write the whole system (database, keys, files) to one file, and check it"""

from __future__ import annotations

import argparse
from pathlib import Path

from rollbook.config.commands import say, start_office


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to write; it must not be there yet")


def run(args: argparse.Namespace) -> int:
    start_office()
    from rollbook.config.backing_up import back_up
    from rollbook.config.clock import now

    count = back_up(args.file.absolute(), now())
    say(f"{args.file}: {args.file.stat().st_size / 1_000_000:.1f} MB, {count} files, written and checked.")
    say("It holds every pupil's data and the keys: keep it locked away, apart from this machine.")
    return 0
