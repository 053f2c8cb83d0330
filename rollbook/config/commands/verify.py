"""check that the registers are untampered, and that what is derived agrees with the record"""

from __future__ import annotations

import argparse
import json

from rollbook.config.commands import say, start_office
from rollbook.rules.refused import Refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--school", metavar="SLUG", help="one school only; all of them unless said")
    parser.add_argument("--json", action="store_true", help="the findings as JSON")


def run(args: argparse.Namespace) -> int:
    start_office()
    from rollbook.config.clock import now
    from rollbook.registers.verifying import missing_guards, verify_school
    from rollbook.rules.actor import system_actor
    from rollbook.schools.queries import all_schools

    schools = [s for s in all_schools() if args.school in (None, s.slug)]
    if not schools:
        raise Refused(f"There is no school called “{args.school}” here." if args.school else "There is no school yet.")
    found = [("", fault) for fault in missing_guards()]
    lines = []
    for school in schools:
        verdict = verify_school(system_actor(school.id, now()))
        found += [(school.slug, fault) for fault in verdict.faults]
        lines.append({"school": school.slug, "saves": verdict.saves, "marks": verdict.marks, "seals": verdict.seals})
    if args.json:
        faults = [{"school": slug, "where": f.where, "says": f.says} for slug, f in found]
        say(json.dumps({"good": not found, "schools": lines, "faults": faults}))
        return 1 if found else 0
    for line in lines:
        say(f"{line['school']}: {line['saves']} saves, {line['marks']} marks, {line['seals']} seals checked.")
    for slug, fault in found:
        say(f"BROKEN {slug + ': ' if slug else ''}{fault.where} {fault.says}.")
    say("The registers are whole and untampered." if not found else f"{len(found)} places do not agree.")
    return 1 if found else 0
