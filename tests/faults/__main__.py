"""`make faults`: the server is killed at least 300 times while registers are saved; the exit status is the verdict."""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
from pathlib import Path

from tests.faults.trial import trial


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=300, help="how often the server is killed (300)")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="the same number, the same moments")
    args = parser.parse_args()
    say(f"Killing the server {args.kills} times while four devices save registers (seed {args.seed})")
    with tempfile.TemporaryDirectory(prefix="rollbook-faults-") as home:
        found = trial(Path(home), kills=args.kills, seed=args.seed, say=say)
    say(
        f"{found.database}: {found.kills} kills ({found.while_saving} with a save under way), "
        f"{found.acknowledged} saves acknowledged, sent again {found.resent} times "
        f"({found.repeated} had been stored before), duplicates {found.duplicates}, lost {found.lost}, "
        f"half saved {found.half}, from nobody {found.strange}"
    )
    for fault in found.faults:
        say(fault)
    say("Every acknowledged save is in the record, once and whole." if found.good else "NOT GOOD.")
    return 0 if found.good else 1


if __name__ == "__main__":
    raise SystemExit(main())
