"""Opening a return for everybody who has just come onto the roll, and for nobody who needs none (RET-1)."""

from __future__ import annotations

from rollbook.audit.actions import action, record_nothing_changed
from rollbook.cases.actions import open_case
from rollbook.cases.queries import CaseFilters, caseload
from rollbook.processes.new_pupil_return.definition import PROCESS
from rollbook.pupils.queries import new_and_leaving
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.returns import NEW_PUPIL_DAYS, is_most_junior, new_pupil_return_needed
from rollbook.rules.sessions import in_words
from rollbook.rules.year_row import year_of
from rollbook.schools.queries import calendar_of, school_line


@action(Permission.WORK_CASES)
def open_new_pupil_returns(actor: Actor) -> int:
    """A case for each pupil who started in the last five days, once: how many are new."""
    started = [
        line
        for line in new_and_leaving(actor, actor.today, days=NEW_PUPIL_DAYS).new
        if line.first_day is not None and line.first_day <= actor.today
    ]
    there = {
        (line.pupil.id, line.pupil.first_day) for line in caseload(actor, CaseFilters(process=PROCESS.key, state=""))
    }
    year = calendar_of(actor, year_of(actor.today)).days
    lowest = school_line(actor).lowest_age
    wanted = [
        line
        for line in started
        if (line.id, line.first_day) not in there
        and line.first_day is not None
        and new_pupil_return_needed(
            line.first_day,
            most_junior_class=is_most_junior(line.nc_year, lowest),
            year_began=year[0] if year else line.first_day,
        )
    ]
    for line in wanted:
        open_case(
            actor,
            process=PROCESS.key,
            pupil=line.id,
            why=f"On the roll since {in_words(line.first_day)}" if line.first_day else "",
            rule="RET-1",
            source=f"{PROCESS.key}:{line.id}:{line.first_day}",
            facts={"entered_on": line.first_day},
        )
    if not wanted:
        record_nothing_changed()
    return len(wanted)
