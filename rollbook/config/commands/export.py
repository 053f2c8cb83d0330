"""write pupils, marks or the whole register to a file in an open format

Pupils and marks are CSV that `rollbook import` takes back; a register is a ZIP that proves itself.
"""

from __future__ import annotations

import argparse
import os
from datetime import date
from pathlib import Path
from uuid import UUID

from rollbook.config.commands import say, start_office
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused

KINDS = ("registers", "pupils", "marks")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=KINDS, help="what to export")
    parser.add_argument("file", type=Path, metavar="FILE", help="a ZIP for registers, a CSV for pupils and marks")
    parser.add_argument("--school", metavar="SLUG", required=True, help="whose it is")
    parser.add_argument("--from", dest="first", metavar="DATE", help="from this day on (yyyy-mm-dd)")
    parser.add_argument("--to", dest="last", metavar="DATE", help="up to and with this day (yyyy-mm-dd)")
    parser.add_argument("--pupil", metavar="ID", help="with registers: one pupil's entries, and of others only hashes")


def run(args: argparse.Namespace) -> int:
    """Exit 0 when the file is written; a file that is already there is never written over."""
    first, last = _day(args.first), _day(args.last)
    if first and last and last < first:
        raise Refused("The last day is before the first. Check --from and --to.")
    if args.pupil and args.kind != "registers":
        raise Refused("--pupil belongs to “export registers”.")
    if args.kind == "pupils" and (first or last):
        raise Refused("--from and --to belong to registers and marks; pupils are exported as they stand today.")
    start_office()
    from rollbook.config.clock import now
    from rollbook.rules.actor import system_actor
    from rollbook.schools.queries import all_schools

    school = next((s for s in all_schools() if s.slug == args.school), None)
    if school is None:
        raise Refused(f"There is no school called “{args.school}” here.")
    actor = system_actor(school.id, now())
    data = _content(actor, args.kind, args.pupil, first, last)
    _write(args.file, data)
    say(f"{args.file}: {len(data):,} bytes, readable by you alone. It holds children's data: keep it as such.")
    return 0


def _content(actor: Actor, kind: str, pupil: str | None, first: date | None, last: date | None) -> bytes:
    from rollbook.pupils.queries.exporting import pupils_csv
    from rollbook.registers.queries.exporting import Period, export_pupil, export_register
    from rollbook.registers.queries.marks_file import marks_csv

    if kind == "pupils":
        return pupils_csv(actor)
    if kind == "marks":
        return marks_csv(actor, first, last)
    if pupil is None:
        return export_register(actor, Period(first, last))
    return export_pupil(actor, _id(pupil), Period(first, last))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused(f"“{text}” is not the id of a pupil; it stands in the address of the pupil's page.") from None


def _day(text: str | None) -> date | None:
    from rollbook.rules.sessions import parse_date

    return parse_date(text) if text else None


def _write(file: Path, data: bytes) -> None:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused(f"“{file}” is there already. Name another file, or move it away first.") from None
    except OSError as wrong:
        raise Refused(f"“{file}” cannot be written: {wrong.strerror}.") from wrong
    with os.fdopen(handle, "wb") as out:
        out.write(data)
