"""make a school and the account of the person who will set it up"""

from __future__ import annotations

import argparse
import re

from rollbook.config.commands import say, start_office
from rollbook.rules.refused import Refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="the school's name, in quotes")
    parser.add_argument("--slug", required=True, help="its short name in addresses, such as oakfield")
    parser.add_argument("--laestab", required=True, metavar="380/4001", help="LA and establishment number")
    parser.add_argument("--urn", required=True, help="its unique reference number, six digits")
    parser.add_argument("--phase", required=True, choices=("NS", "PS", "MP", "SS", "SP", "PR", "AT"))
    parser.add_argument("--ages", required=True, metavar="11-18", help="the youngest and the oldest it teaches")
    parser.add_argument(
        "--head", required=True, metavar="NAME", help="the headteacher, who then makes the other accounts"
    )
    parser.add_argument("--username", required=True, help="the user name the headteacher signs in with")


def run(args: argparse.Namespace) -> int:
    numbers = re.fullmatch(r"(\d{3})/?(\d{4})", args.laestab)
    ages = re.fullmatch(r"(\d{1,2})-(\d{1,2})", args.ages)
    if numbers is None:
        raise Refused(f"“{args.laestab}” is not an LA and establishment number. Write it as 380/4001.")
    if ages is None:
        raise Refused(f"“{args.ages}” is not an age range. Write it as 11-18.")
    start_office()
    from django.core.management import call_command
    from django.db import transaction

    from rollbook.config.clock import now
    from rollbook.rules.access import Role
    from rollbook.rules.actor import system_actor
    from rollbook.schools.actions import create_school
    from rollbook.staff.actions import create_account

    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        school_id = create_school(
            system_actor(None, now()),
            name=args.name,
            slug=args.slug,
            la_number=numbers[1],
            establishment_number=numbers[2],
            urn=args.urn,
            phase=args.phase,
            lowest_age=int(ages[1]),
            highest_age=int(ages[2]),
        )
        account = create_account(system_actor(school_id, now()), username=args.username, name=args.head, role=Role.HEAD)
    say(f"{args.name} is made. Its headteacher signs in as {account.username} with the password {account.password}")
    say("and changes it there. Next: terms, session times and policy under Set-up, then the staff, then Import.")
    return 0
