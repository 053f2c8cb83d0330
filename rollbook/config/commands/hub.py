"""publish a shard's figures, or join shards to this hub and look after them (PostgreSQL)"""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import asdict
from pathlib import Path

from rollbook.config.commands import say, start_office
from rollbook.rules.refused import Refused

NOBODY = "No shard has joined this Rollbook."
PASSWORD = "ROLLBOOK_HUB_PASSWORD"  # noqa: S105  # the name of the variable


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(metavar="ACT", required=True)
    publish = acts.add_parser("publish", help="on a shard: let one account of its server read what a hub needs")
    publish.add_argument("name", help="what this shard is called, such as north")
    publish.add_argument("--role", required=True, help="the account that may read, made where it is missing")
    join = acts.add_parser("join", help="on the hub: read a shard from now on")
    join.add_argument("name", help="what the shard is called")
    join.add_argument("--dsn", required=True, metavar="ADDRESS", help="“host=… dbname=… user=…”, without a password")
    for act in (publish, join):
        act.add_argument(
            "--password-file", type=Path, metavar="FILE", help=f"holds the account's password; else {PASSWORD} does"
        )
    leave = acts.add_parser("leave", help="on the hub: read a shard no more")
    leave.add_argument("name", help="what the shard is called")
    listed = acts.add_parser("list", help="on the hub: the shards that have joined, and whether they answer")
    check = acts.add_parser("check", help="on the hub: whether each shard answers, sums at home and agrees with itself")
    check.add_argument("--year", type=int, metavar="2026", help="the year from that August; this one unless said")
    for act in (listed, check):
        act.add_argument("--json", action="store_true", help="the same as JSON")
    for name, act in (("publish", publish), ("join", join), ("leave", leave), ("list", listed), ("check", check)):
        act.set_defaults(act=name)


def run(args: argparse.Namespace) -> int:
    start_office()
    from rollbook.reports.hub.naming import require_postgresql

    require_postgresql()
    return {"publish": _publish, "join": _join, "leave": _leave, "list": _list, "check": _check}[args.act](args)


def _publish(args: argparse.Namespace) -> int:
    from django.db import transaction

    from rollbook.reports.hub.publishing import publish

    with transaction.atomic():
        publish(name=args.name, role=args.role, password=_password(args))
    say(f"This Rollbook is the shard “{args.name}”. The account “{args.role}” may read its figures, without names.")
    return 0


def _join(args: argparse.Namespace) -> int:
    from django.db import transaction

    from rollbook.config.clock import now
    from rollbook.reports.hub.joining import join
    from rollbook.reports.hub.reading import keep

    with transaction.atomic():
        schools = join(name=args.name, dsn=args.dsn, password=_password(args))
    keep(now())
    say(f"The shard “{args.name}” has joined with {schools} school{'' if schools == 1 else 's'}.")
    return 0


def _leave(args: argparse.Namespace) -> int:
    from django.db import transaction

    from rollbook.reports.hub.joining import leave

    with transaction.atomic():
        leave(name=args.name)
    say(f"The shard “{args.name}” is read no more. Nothing has changed there.")
    return 0


def _list(args: argparse.Namespace) -> int:
    from rollbook.config.clock import now
    from rollbook.reports.hub.reading import keep

    told = keep(now())
    for shard in told:
        answer = {"shard": shard.name, "answers": shard.answers}
        say(json.dumps(answer) if args.json else f"{shard.name}: {'answers' if shard.answers else 'DOES NOT ANSWER'}")
    if not told and not args.json:
        say(NOBODY)
    return 0


def _check(args: argparse.Namespace) -> int:
    """Exit 0 when every shard is well, 1 when one is not."""
    from rollbook.config.clock import now
    from rollbook.reports.hub.checking import check
    from rollbook.rules.actor import system_actor
    from rollbook.rules.year_row import year_of

    found = check(args.year or year_of(system_actor(None, now()).today))
    for verdict in found:
        if args.json:
            say(json.dumps(asdict(verdict)))
            continue
        say(f"{verdict.shard}: {verdict.schools} schools summed where they are kept.")
        for fault in verdict.faults:
            say(f"BROKEN {verdict.shard} {fault}.")
        if verdict.sent:
            say(f"  sent to it: {verdict.sent}")
    if not found and not args.json:
        say(NOBODY)
    return 1 if any(verdict.faults for verdict in found) else 0


def _password(args: argparse.Namespace) -> str:
    """From a file or the environment, never from the command line, which other accounts of the machine can read."""
    if args.password_file is None:
        return os.environ.get(PASSWORD, "")
    try:
        return str(args.password_file.read_text().rstrip("\r\n"))
    except OSError as wrong:
        raise Refused(f"The password file “{args.password_file}” cannot be read: {wrong.strerror}.") from wrong
