"""ask the rule book, without a database: JSON lines in, JSON lines out"""

from __future__ import annotations

import argparse
import sys

from rollbook.config import calc


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help=f"one of: {', '.join(calc.CALCULATIONS)}")


def run(args: argparse.Namespace) -> int:
    return calc.run(args.name, sys.stdin, sys.stdout, sys.stderr)
