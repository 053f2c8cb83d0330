"""`make faults`: server and worker are killed while registers are saved and texts sent; the exit status judges."""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
from pathlib import Path

from tests.faults.messages import trial_of_messages
from tests.faults.trial import trial


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=300, help="how often the server is killed (300)")
    parser.add_argument("--messages", type=int, default=10_000, help="how many texts are handed over meanwhile (10000)")
    parser.add_argument("--only", choices=("registers", "messages"), help="one of the two trials")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="the same number, the same moments")
    args = parser.parse_args()
    good = True
    if args.only != "messages":
        good &= registers(args.kills, args.seed)
    if args.only != "registers":
        for forgets in (False, True):
            good &= messages(args.messages // 2, max(1, args.kills // 4), args.seed, forgets=forgets)
    say("Good." if good else "NOT GOOD.")
    return 0 if good else 1


def registers(kills: int, seed: int) -> bool:
    say(f"Killing the server {kills} times while four devices save registers (seed {seed})")
    with tempfile.TemporaryDirectory(prefix="rollbook-faults-") as home:
        found = trial(Path(home), kills=kills, seed=seed, say=say)
    say(
        f"{found.database}: {found.kills} kills ({found.while_saving} with a save under way), "
        f"{found.acknowledged} saves acknowledged, sent again {found.resent} times "
        f"({found.repeated} had been stored before), duplicates {found.duplicates}, lost {found.lost}, "
        f"half saved {found.half}, from nobody {found.strange}"
    )
    _say_faults(found.faults)
    return found.good


def messages(number: int, kills: int, seed: int, *, forgets: bool) -> bool:
    kind = "forgets what it was told" if forgets else "knows a text again"
    say(f"Killing two workers {kills} times while they hand {number} texts to a gateway that {kind} (seed {seed})")
    with tempfile.TemporaryDirectory(prefix="rollbook-faults-") as home:
        found = trial_of_messages(Path(home), messages=number, kills=kills, seed=seed, forgets=forgets, say=say)
    say(
        f"{found.database}: {found.kills} kills ({found.in_talk} in the middle of a talk), {found.begun} attempts, "
        f"told again {found.told_again} times, {found.receipts} receipts (a third of them again), "
        f"twice {found.twice}, gone and not shown or shown and not gone {found.unseen}; "
        + ", ".join(f"{state} {n}" for state, n in sorted(found.states.items()))
    )
    _say_faults(found.faults)
    return found.good


def _say_faults(faults: tuple[str, ...]) -> None:
    for fault in faults:
        say(fault)


if __name__ == "__main__":
    raise SystemExit(main())
