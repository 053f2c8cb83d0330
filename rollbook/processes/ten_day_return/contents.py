"""What the ten-day return must hold, as fields to copy and for an authority's form (RET-3)."""

from __future__ import annotations

from rollbook.cases.queries import CasePage
from rollbook.processes.particulars import Fields, day, of_parents, of_pupil, of_school
from rollbook.processes.ten_day_return.definition import Facts
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half, Session


def contents(actor: Actor, page: CasePage) -> Fields:
    """Pupil, address, parents, and the run day by day with its codes."""
    facts, standing = page.facts, page.situation.standing
    if not isinstance(facts, Facts):
        raise TypeError("these are not the facts of a ten-day return")
    run = standing.unauthorised_run.days if standing else ()
    codes = (
        f"{day(on)} {'/'.join(standing.code_at(Session(on, half)) or '–' for half in Half)}" for on in run if standing
    )
    pupil = page.line.pupil.public_id
    return (
        *of_school(actor),
        *of_pupil(actor, pupil),
        *of_parents(actor, pupil),
        ("First day of the absence", day(run[0]) if run else ""),
        ("School days in a row", str(len(run))),
        ("Days and codes", "; ".join(codes)),
        ("What is known", facts.known_so_far),
    )
