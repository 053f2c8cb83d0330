"""check that the registers are untampered, and that what is derived agrees; or check an exported register

With --export nothing of Django is loaded and no database is opened: the file alone is the proof.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rollbook.config.commands import say, start_office
from rollbook.rules.refused import Refused

if TYPE_CHECKING:
    from rollbook.rules.proof import Proof


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--school", metavar="SLUG", help="one school only; all of them unless said")
    parser.add_argument("--export", metavar="FILE", type=Path, help="check this exported register, without a database")
    parser.add_argument("--json", action="store_true", help="the findings as JSON")


def run(args: argparse.Namespace) -> int:
    """Exit 0 when all is whole, 1 when something is broken; the first broken link is named first."""
    if args.export is None:
        return _verify_here(args)
    if args.school is not None:
        raise Refused("--export checks a file by itself: leave --school out.")
    return _verify_export(args)


def _verify_here(args: argparse.Namespace) -> int:
    start_office()
    from rollbook.config.clock import now
    from rollbook.registers.verifying import missing_guards, verify_school
    from rollbook.reports.queries.verifying import figure_faults
    from rollbook.rules.actor import system_actor
    from rollbook.schools.queries import all_schools

    schools = [s for s in all_schools() if args.school in (None, s.slug)]
    if not schools:
        raise Refused(f"There is no school called “{args.school}” here." if args.school else "There is no school yet.")
    found = [("", fault) for fault in missing_guards()]
    lines = []
    for school in schools:
        actor = system_actor(school.id, now())
        verdict = verify_school(actor)
        found += [(school.slug, fault) for fault in (*verdict.faults, *figure_faults(actor))]
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


def checked(data: bytes) -> Proof:
    """The proof of an exported register's file, by its bytes alone."""
    from rollbook.formats.plain_zip import unpack
    from rollbook.rules import proof

    packed = unpack(data)
    found = proof.check(packed.members, _genuine)
    if packed.exact:
        return found
    return replace(found, faults=(*found.faults, proof.Fault("the file", "is not, byte for byte, as it was written")))


def _verify_export(args: argparse.Namespace) -> int:
    try:
        found = checked(args.export.read_bytes())
    except OSError as wrong:
        raise Refused(f"“{args.export}” cannot be read: {wrong.strerror}.") from wrong
    faults = found.faults
    if args.json:
        said = [{"where": f.where, "says": f.says} for f in faults]
        counts = {"saves": found.saves, "marks": found.marks, "withheld": found.withheld, "seals": found.seals}
        ends = {"school": found.school, "scope": found.scope, "head": found.head, "keys": list(found.keys)}
        say(json.dumps({"good": not faults, **ends, **counts, "faults": said}))
        return 1 if faults else 0
    if found.saves:
        _say_what(found)
    for fault in faults:
        say(f"BROKEN {fault.where} {fault.says}.")
    whole = "This export is whole and untampered. Compare the key and the fingerprint with those the school printed."
    say(f"{len(faults)} places do not agree." if faults else whole)
    return 1 if faults else 0


def _say_what(found: Proof) -> None:
    whose = "the whole school" if found.scope == "school" else f"one pupil ({found.scope.removeprefix('pupil:')})"
    say(f"{found.school}, {whose}, exported {found.made_at}.")
    withheld = f", {found.withheld} others withheld" if found.withheld else ""
    say(f"{found.saves} saves, {found.marks} marks shown{withheld}, {found.seals} seals checked.")
    say(f"Key {', '.join(found.keys)}; fingerprint of the last save {found.head}.")


def _genuine(public_key: bytes, signature: bytes, message: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
