"""How every pupil stands today, for whoever asks whether something must begin (CASE-A, RET-3, RET-4, PEN-1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from rollbook.absence.queries.days import days_met
from rollbook.audit.once import once
from rollbook.pupils.queries.spans import stays
from rollbook.registers.queries import rows_by_pupil, year_lines
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.standing import Standing, standing_of
from rollbook.rules.year_row import year_ends, year_of, year_starts
from rollbook.schools.queries import policy_on


def standings(actor: Actor, pupils: Collection[int] | None = None, *, on: date | None = None) -> Mapping[int, Standing]:
    """By pupil's key, as each stands on a day (today unless said): five statements, six after an unexpected closure.

    Everybody on the roll that day, or these pupils, gone or yet to come too; without those whom this person may not
    know of. A pupil without a mark stands at nothing.
    """
    actor.require(Permission.SEE_WATCH_LISTS)
    return _standings(actor, None if pupils is None else frozenset(pupils), on or actor.today)


@once
def _standings(actor: Actor, pupils: frozenset[int] | None, on: date) -> Mapping[int, Standing]:
    year = year_of(on)
    calendar = days_met(actor, first=year_starts(year - 1), last=year_ends(year))
    policy = policy_on(actor, on)
    rows = rows_by_pupil(year_lines(actor, [year - 1, year], pupils))
    return {
        pupil: standing_of(
            calendar,
            rows.get(pupil, {}),
            on,
            born=stay.born,
            first_day=stay.first_day,
            last_day=stay.last_day,
            count_no_reason=policy.count_no_reason_for_penalty,
            bands=policy.bands,
        )
        for pupil, stay in stays(actor, on, pupils).items()
    }
