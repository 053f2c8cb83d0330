"""statistics of many schools, from one file a school-year: write the files, check them, count them

`practice` makes files of schools that do not exist, `export` those of the schools kept here; `run` counts.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from rollbook.config.commands import say, start_office
from rollbook.rules.refused import Refused

NAMES = ("attendance", "persistent", "bands", "weeks", "weekdays", "ten-weeks")
BY = ("national", "phase", "la", "school", "year-group")
FAILED = 1
MANY_FILES = 500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(metavar="{practice,export,run,check}", dest="kind", required=True)
    _practice(kinds.add_parser("practice", help="write a folder of practice schools"))
    _export(kinds.add_parser("export", help="write the school-years kept here that have changed"))
    _run(kinds.add_parser("run", help="count a statistic over a folder"))
    _check(kinds.add_parser("check", help="read every file whole, and count it again"))


def run(args: argparse.Namespace) -> int:
    """Exit 0 when it is done, 1 when a check failed or a worker died, 2 for bad input such as a damaged file."""
    done = {"practice": _do_practice, "export": _do_export, "run": _do_run, "check": _do_check}[args.kind]
    return done(args)


def _practice(parser: argparse.ArgumentParser) -> None:
    _folder(parser)
    parser.add_argument("--schools", type=int, default=300, metavar="N", help="how many (300)")
    parser.add_argument("--pupils", type=int, default=350, metavar="M", help="about how many in each (350)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="the same number gives the same schools")
    parser.add_argument("--year", type=int, metavar="Y", help="the year that begins on 1 August Y (the last whole one)")
    _workers(parser)


def _export(parser: argparse.ArgumentParser) -> None:
    _folder(parser)
    parser.add_argument("--school", metavar="SLUG", help="one school only; all of them unless said")
    parser.add_argument("--year", type=int, metavar="Y", help="one year only; all of them unless said")


def _run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help=f"one of: {', '.join(NAMES)}")
    _folder(parser)
    parser.add_argument("--by", choices=BY, default="national", help="a row for each of these (national)")
    parser.add_argument("--year", type=int, metavar="Y", help="the year to count (the latest in the folder)")
    parser.add_argument("--json", action="store_true", help="the table as JSON")
    parser.add_argument("--csv", action="store_true", help="the table as CSV")
    parser.add_argument("--show-small", action="store_true", help="do not hide small numbers of pupils")
    parser.add_argument("--skip-bad", action="store_true", help="pass over files that are damaged, and list them")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="count on the workers of this Dask scheduler")
    _workers(parser)


def _check(parser: argparse.ArgumentParser) -> None:
    _folder(parser)
    parser.add_argument("--year", type=int, metavar="Y", help="one year only; all of them unless said")


def _folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder of the files")


def _workers(parser: argparse.ArgumentParser) -> None:
    says = f"processes of this machine (one for each core from {MANY_FILES} files on)"
    parser.add_argument("--workers", type=int, metavar="N", help=says)


def _do_practice(args: argparse.Namespace) -> int:
    from rollbook.analytics.synthetic import MOST_SCHOOLS
    from rollbook.config.clock import now
    from rollbook.config.store.practising import Wanted, put
    from rollbook.rules.year_row import year_of

    if not 1 <= args.schools <= MOST_SCHOOLS or not 1 <= args.pupils <= 5000 or args.seed < 0:
        raise Refused(f"Practice schools are 1 to {MOST_SCHOOLS:,}, of 1 to 5,000 pupils, by a seed of 0 or more.")
    moment = now()
    year = args.year if args.year is not None else year_of(moment.date()) - 1
    _require_year(year)
    wanted = Wanted(args.folder, year, args.schools, args.pupils, args.seed, moment.isoformat(timespec="seconds"))
    pupils = put(wanted, _processes(args, args.schools))
    say(f"{args.folder}/{year}: {args.schools:,} practice schools of {pupils:,} pupils together.")
    return 0


def _do_export(args: argparse.Namespace) -> int:
    if args.year is not None:
        _require_year(args.year)
    start_office()
    from rollbook.config.clock import now
    from rollbook.config.store.exporting import export_years
    from rollbook.schools.queries import all_schools, rollbook_at

    schools = [s for s in all_schools() if args.school in (None, s.slug)]
    if not schools:
        raise Refused(f"There is no school called “{args.school}” here." if args.school else "There is no school yet.")
    for school in schools:
        done = export_years(rollbook_at(school.id, now()), args.folder, args.year)
        for one in done:
            what = "as it was, nothing has changed" if one.pupils is None else f"{one.pupils} pupils written"
            say(f"{one.place}: {what}.")
        if not done:
            say(f"{school.slug}: no pupils in {args.year or 'any year'}.")
    say("Each file holds children’s marks: keep the folder as you keep the database.")
    return 0


def _do_run(args: argparse.Namespace) -> int:
    if args.name not in NAMES:
        raise Refused(f"There is no statistic called “{args.name}”. There are: {', '.join(NAMES)}.")
    if args.json and args.csv:
        raise Refused("Say --json or --csv, not both.")
    if args.scheduler and args.workers is not None:
        raise Refused("--workers is for this machine; a cluster has its own. Leave one of the two out.")
    from rollbook.analytics.over_files import Asked, Stopped, year_asked
    from rollbook.analytics.statistics import By
    from rollbook.config.store.asking import answer, as_csv, as_json, as_text

    year = year_asked(args.folder, args.year)
    asked = Asked(args.name, args.folder.resolve(), year, By(args.by), args.skip_bad)
    try:
        table, found = answer(
            asked, workers=_processes(args, len(asked.files)), scheduler=args.scheduler, small=args.show_small
        )
    except Stopped as stopped:
        sys.stderr.write(stopped.says + "\n")
        return FAILED
    say(as_json(table, found) if args.json else as_csv(table) if args.csv else as_text(table))
    for file, why in found.skipped:
        sys.stderr.write(f"Skipped: “{file}” {why}\n")
    if args.csv:
        sys.stderr.writelines(note + "\n" for note in table.notes)
    return 0


def _do_check(args: argparse.Namespace) -> int:
    from rollbook.analytics.over_files import year_asked
    from rollbook.analytics.parquet import files_in
    from rollbook.config.store.checking import faults

    year_asked(args.folder, args.year)
    files = files_in(args.folder, args.year)
    if not files:
        raise Refused(f"“{args.folder}” has no school-years of {args.year}.")
    bad = 0
    for fault in faults(files):
        bad += 1
        say(f"BAD {fault.says}")
    say(f"{len(files):,} files read whole and counted again; {bad or 'none'} of them bad.")
    return FAILED if bad else 0


def _processes(args: argparse.Namespace, files: int) -> int:
    """As many as were asked for; else one, or one a core where there are so many files that it is worth it."""
    cores = os.cpu_count() or 1
    workers = args.workers if args.workers is not None else cores if files >= MANY_FILES else 1
    if not 1 <= workers <= 256:
        raise Refused("--workers is a number from 1 to 256.")
    return int(workers)


def _require_year(year: int) -> None:
    if not 2006 <= year <= 2100:
        raise Refused(f"{year} is not a school year from 2006 on: 2026 is the year from 1 August 2026.")
