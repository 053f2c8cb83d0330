"""put a backup back into an empty home and database"""

from __future__ import annotations

import argparse
from pathlib import Path

from rollbook.config.commands import say, start_office


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that “rollbook backup” wrote")


def run(args: argparse.Namespace) -> int:
    start_office()
    from rollbook.config.backing_up import restore
    from rollbook.config.readying import migrate_if_needed
    from rollbook.rules.actor import LONDON

    made_at = restore(args.file.absolute()).astimezone(LONDON)
    migrate_if_needed()
    say(f"Restored as it stood on {made_at.day} {made_at:%B %Y at %H:%M}. “rollbook verify” checks the registers.")
    return 0
