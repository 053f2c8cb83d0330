"""read a file of pupils or marks, or a OneRoster package, and say what it would change; --commit imports it"""

from __future__ import annotations

import argparse
from pathlib import Path

from rollbook.config.commands import say, start_office
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused

SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=("pupils", "oneroster", "marks"), help="what the file holds")
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV, XLSX or ODS; a ZIP for oneroster")
    parser.add_argument("--school", metavar="SLUG", required=True, help="whose pupils they are")
    parser.add_argument("--commit", action="store_true", help="import what can be taken; without it nothing changes")
    parser.add_argument("--whole", action="store_true", help="with --commit: all rows, or none of them")


def run(args: argparse.Namespace) -> int:
    """Exit 0 when every row can be taken, 1 when some were left out."""
    data = _content(args.file)
    start_office()
    from rollbook.config.clock import now
    from rollbook.rules.actor import system_actor
    from rollbook.schools.queries import all_schools

    school = next((s for s in all_schools() if s.slug == args.school), None)
    if school is None:
        raise Refused(f"There is no school called “{args.school}” here.")
    actor = system_actor(school.id, now())
    if args.kind == "marks":
        return _marks(actor, args.file.name, data, commit=args.commit, whole=args.whole)
    return _pupils(actor, args, data)


def _pupils(actor: Actor, args: argparse.Namespace, data: bytes) -> int:
    from rollbook.pupils.actions import commit_import, start_import
    from rollbook.pupils.queries.importing import review

    run_id = start_import(actor, name=args.file.name, data=data, kind=args.kind)
    found = review(actor, run_id)
    counts = found.counts
    say(f"{found.run.file_name} ({found.source}): {counts.new} new, {counts.changed} changed, {counts.same} same.")
    for row in [row for row in found.rows if row.verdict in ("conflict", "error")][:SHOWN]:
        say(f"  row {row.row}{', ' + row.column if row.column else ''}: {row.says}")
    if counts.left_out > SHOWN:
        say(f"  and {counts.left_out - SHOWN} more rows that cannot be taken.")
    if args.commit:
        commit_import(actor, run=run_id, stop_on_error=args.whole)
        say(f"Imported. {counts.left_out} rows were left out.")
    else:
        say("Nothing was changed. Add --commit to import it, or review it on the Import page.")
    return 1 if counts.left_out else 0


def _marks(actor: Actor, name: str, data: bytes, *, commit: bool, whole: bool) -> int:
    """Historic marks; a mark that stands is never written over, and a file without a new one changes nothing."""
    from rollbook.registers.actions import import_marks, review_marks

    found = review_marks(actor, name=name, data=data)
    left_out = len(found.problems)
    say(f"{name}: {len(found.new)} new marks in {found.sessions} sessions, {found.same} same, {left_out} left out.")
    for problem in found.problems[:SHOWN]:
        say(f"  row {problem.row}: {problem.says}")
    if left_out > SHOWN:
        say(f"  and {left_out - SHOWN} more rows that cannot be taken.")
    if commit and whole and left_out:
        raise Refused(f"{left_out} rows cannot be taken, so none was. Correct them, or leave --whole out.")
    if commit and found.new:
        import_marks(actor, name=name, data=data)
        say(f"Imported. {left_out} rows were left out.")
    else:
        say("Nothing was changed." if commit else "Nothing was changed. Add --commit to import it.")
    return 1 if left_out else 0


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as wrong:
        raise Refused(f"“{file}” cannot be read: {wrong.strerror}.") from wrong
