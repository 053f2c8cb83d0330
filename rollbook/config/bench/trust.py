"""The page of a trust of a hundred schools, through HTTP, and what it takes to count one of them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from rollbook.config.bench.measuring import Bench, median
from rollbook.config.bench.school import forms_of, school_at
from rollbook.config.bench.visiting import Visitor
from rollbook.registers.queries.chain import BEFORE_THE_FIRST
from rollbook.reports.actions.counting import keep_figures
from rollbook.reports.queries.figures import Figures, count_year
from rollbook.rules.access import Role
from rollbook.rules.actor import system_actor
from rollbook.rules.year_row import year_of
from rollbook.schools.actions import create_school, create_trust
from rollbook.staff.actions.joining import NewMember, take_on

SCHOOLS = 100
GOAL = 1000
EMPTY = "an empty page"
_OFFICER = "bench-trust-officer"


def run_trust(now: datetime, page: float, signed_in: Callable[[str, str], Visitor]) -> Iterator[Bench]:
    """A year is counted from every session; a page of a hundred schools reads a row of each."""
    actor = school_at(now)
    year = year_of(actor.today)
    pupils = sum(form.size for form in forms_of(actor))
    spent = median(lambda: count_year(actor, year), rounds=8)
    yield Bench(f"a school's year of {pupils} pupils, counted", spent, EMPTY, page)
    password = secrets.token_urlsafe(16)
    trust = _a_trust(now, count_year(actor, year), password)
    visitor = signed_in(_OFFICER, password)
    address = reverse("trust-year", kwargs={"trust": trust})
    rows = visitor.get(address).count('class="rb-spark"')
    yield Bench(f"trust page of {rows} schools, HTTP", median(lambda: visitor.get(address), 12), EMPTY, page, GOAL)


def _a_trust(now: datetime, like: Figures, password: str) -> str:
    """A hundred schools, last by name, whose years are alike; gives the trust's short name."""
    founder = system_actor(None, now)
    figures = replace(like, made_at=now, chain=BEFORE_THE_FIRST, year=year_of(founder.today))
    with transaction.atomic():
        trust = create_trust(founder, name="Zeta Trust", slug="zeta-trust")
        for n in range(SCHOOLS):
            school = create_school(
                founder,
                name=f"Zeta {n:03} School",
                slug=f"zeta-{n:03}",
                la_number="999",
                establishment_number=f"{1000 + n}",
                urn=f"{900000 + n}",
                phase="SS" if n % 3 == 0 else "PS",
                lowest_age=4,
                highest_age=16,
                trust_id=trust,
            )
            keep_figures(system_actor(school, now), figures=figures)
        officer = NewMember(_OFFICER, "T. Officer", "TO", "officer@trust.example", (Role.TRUST,), trust_id=trust)
        take_on(system_actor(school, now), members=[officer], first=date(2020, 9, 1), passwords={_OFFICER: password})
    return "zeta-trust"
