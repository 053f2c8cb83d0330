"""build a training school with a year of marks that looks like England, and print its accounts"""

from __future__ import annotations

import argparse
import json
from datetime import date

from rollbook.config.commands import say, start_office
from rollbook.rules.refused import Refused

ACCOUNTS = "accounts.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kind", choices=("primary", "secondary", "trust"), default="secondary")
    parser.add_argument("--pupils", type=int, metavar="N", help="how many on roll (1,000 in a secondary unless said)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same number gives the same school")
    parser.add_argument("--date", type=date.fromisoformat, metavar="D", help="the school's day (the last school day)")
    parser.add_argument("--check", action="store_true", help="print the figures beside England's, and build nothing")
    parser.add_argument(
        "--if-empty", action="store_true", help="do nothing, and say nothing, where a school stands already"
    )
    parser.add_argument("--json", action="store_true", help="the accounts as JSON")


def run(args: argparse.Namespace) -> int:
    if args.pupils is not None and not 60 <= args.pupils <= 6000:
        raise Refused("A training school has between 60 and 6,000 pupils.")
    if args.check:
        return _check(args)
    start_office()
    from django.core.management import call_command
    from django.db import transaction

    from rollbook.audit.planner import look_over_tables
    from rollbook.config.clock import now
    from rollbook.demo.building import build
    from rollbook.demo.storing import store
    from rollbook.demo.values import Kind
    from rollbook.demo.years import last_school_day
    from rollbook.schools.queries import all_schools

    call_command("migrate", verbosity=0, interactive=False)
    if all_schools() and args.if_empty:
        return 0
    if all_schools():
        raise Refused("There is a school in this database already. Set ROLLBOOK_HOME to an empty folder and try again.")
    kind, moment = Kind(args.kind), now()
    on = args.date or last_school_day(moment.date(), kind, args.seed)
    if not args.json:
        say("Building the training school: a year and a term of marks. This takes about a minute.")
    with transaction.atomic():
        accounts = store(build(kind, seed=args.seed, on=on, pupils=args.pupils), real_now=moment)
    look_over_tables()  # so much at once: the planner would look for a minute as if they were empty
    told: dict[str, object] = {
        "school": all_schools()[0].slug,
        "accounts": [
            {"role": a.role, "username": a.username, "password": a.password, "school": a.school} for a in accounts
        ],
    }
    _keep(told)
    _print(told, as_json=args.json)
    return 0


def _check(args: argparse.Namespace) -> int:
    from rollbook.demo.check import report
    from rollbook.demo.values import Kind

    good = True
    for kind in (Kind.PRIMARY, Kind.SECONDARY) if args.kind == "trust" else (Kind(args.kind),):
        table, within = report(kind, pupils=args.pupils or 6000, seed=args.seed)
        say(table)
        good = good and within
    return 0 if good else 1


def _keep(told: dict[str, object]) -> None:
    """Beside the database, for whoever starts the training school next; nobody else may read it."""
    from django.conf import settings

    path = settings.HOME / ACCOUNTS
    path.touch(mode=0o600, exist_ok=True)
    path.write_text(json.dumps(told, indent=1))


def _print(told: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        say(json.dumps(told))
        return
    accounts = told["accounts"]
    say("The training school is ready. One account for each role:")
    for account in accounts if isinstance(accounts, list) else ():
        say(f"  {account['role']:<26} {account['username']:<22} {account['password']}")
