"""The page of consequences is complete, and every line on it can be carried out."""

from __future__ import annotations

import dataclasses

from croniter import croniter

from rollbook.audit.events import name_of
from rollbook.config.schedule import SCHEDULE
from rollbook.config.wiring import UNHEARD, WIRING
from rollbook.jobs.registry import known_jobs
from tests.config.house import every_event


def test_every_event_is_wired_or_unheard() -> None:
    missing = [name_of(e) for e in every_event() if name_of(e) not in WIRING and name_of(e) not in UNHEARD]
    lines = "\n".join(f'        "{name}",' for name in missing)
    assert not missing, (
        "rollbook/config/wiring.py does not say what follows from these. Add a line to WIRING for each that a job "
        f"must react to, or, if nobody needs to react, these lines to UNHEARD:\n{lines}"
    )


def test_no_event_is_both_wired_and_unheard() -> None:
    assert sorted(set(WIRING) & UNHEARD) == []


def test_no_line_names_an_event_that_is_gone() -> None:
    gone = (set(WIRING) | UNHEARD) - {name_of(event) for event in every_event()}
    assert not gone, f"take these out of rollbook/config/wiring.py, or put their events back: {sorted(gone)}"


def test_every_reaction_is_a_known_job_and_is_given_what_it_takes() -> None:
    events = {name_of(event): event for event in every_event()}
    wrong = []
    for name, reactions in WIRING.items():
        fields = {f.name for f in dataclasses.fields(events[name])}
        for reaction in reactions:
            job = known_jobs().get(reaction.job)
            if job is None:
                wrong.append(f"{name} → {reaction.job}: no part declares @job(“{reaction.job}”) in its jobs.py")
            elif not set(reaction.fields) <= fields:
                wrong.append(f"{name} → {reaction.job}: the event has no {sorted(set(reaction.fields) - fields)}")
            elif job.takes != set(reaction.fields):
                wrong.append(f"{name} → {reaction.job}: takes {sorted(job.takes)}, is given {list(reaction.fields)}")
    assert not wrong, "\n".join(wrong)


def test_every_job_of_the_day_is_known_and_takes_nothing() -> None:
    wrong = [
        f"@job(“{entry.job}”) in {entry.job.split('.')[0]}/jobs.py, taking the actor alone"
        for entry in SCHEDULE
        if entry.job not in known_jobs() or known_jobs()[entry.job].takes
    ]
    assert not wrong, "rollbook/config/schedule.py needs: " + "; ".join(wrong)


def test_every_job_of_the_day_stands_once_at_times_that_can_be_read() -> None:
    assert len({entry.job for entry in SCHEDULE}) == len(SCHEDULE)
    assert [entry.cron for entry in SCHEDULE if not croniter.is_valid(entry.cron)] == []
