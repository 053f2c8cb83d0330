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
    parser.add_argument(
        "act",
        choices=("publish", "join", "leave", "list", "check"),
        help="publish on a shard; on the hub join one, leave it, list all, or check what they say",
    )
    parser.add_argument("name", nargs="?", default="", help="what the shard is called, such as north")
    parser.add_argument("--role", metavar="R", help="publish: the account that may read, made where it is missing")
    parser.add_argument("--dsn", metavar="ADDRESS", help="join: “host=… dbname=… user=…”, without a password")
    parser.add_argument(
        "--password-file", type=Path, metavar="FILE", help=f"holds that account's password; else {PASSWORD} does"
    )
    parser.add_argument("--year", type=int, metavar="Y", help="check: the year from that August; this one unless said")
    parser.add_argument("--json", action="store_true", help="list and check: one line of JSON for each shard")


def run(args: argparse.Namespace) -> int:
    start_office()
    from rollbook.reports.hub.naming import require_postgresql

    require_postgresql()
    _require(args)
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


def _require(args: argparse.Namespace) -> None:
    """What an act cannot do without, in a sentence that says how it is written."""
    wanted = {"publish": "NAME --role R", "join": "NAME --dsn ADDRESS", "leave": "NAME"}.get(args.act, "")
    lacks = (wanted and not args.name) or ("--role" in wanted and not args.role) or ("--dsn" in wanted and not args.dsn)
    if lacks:
        raise Refused(f"Write “rollbook hub {args.act} {wanted}”.")


def _password(args: argparse.Namespace) -> str:
    """From a file or the environment, never from the command line, which other accounts of the machine can read."""
    if args.password_file is None:
        return os.environ.get(PASSWORD, "")
    try:
        return str(args.password_file.read_text().rstrip("\r\n"))
    except OSError as wrong:
        raise Refused(f"The password file “{args.password_file}” cannot be read: {wrong.strerror}.") from wrong
