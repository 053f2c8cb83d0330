"""Who is still without a mark in a session, and what was planned for them (REG-B, REG-F)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rollbook.pupils.queries.groups import GroupLine, groups_of
from rollbook.pupils.queries.identifying import public_ids_of
from rollbook.pupils.queries.members import members_of
from rollbook.registers.queries.marks import marks_on
from rollbook.registers.queries.planned import PlannedLine, plans_on
from rollbook.rules.actor import Actor
from rollbook.rules.codes import in_force
from rollbook.rules.marking import RegisterFacts
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session
from rollbook.schools.queries import SessionTimes, is_school_day, times_of

REGISTRATION = "registration"


@dataclass(frozen=True, slots=True)
class Awaited:
    """A pupil without a mark: the register it is missing from, that register's times, and the plan, if any."""

    pupil_id: int
    public_id: str
    group: GroupLine
    facts: RegisterFacts
    plan: PlannedLine | None

    @property
    def closes(self) -> datetime:
        return self.facts.closes

    @property
    def is_elsewhere(self) -> bool:
        """Whether the plan claims attendance somewhere else, which somebody has to confirm (REG-16, COD-7)."""
        return self.plan is not None and in_force(self.facts.session.on)[self.plan.code].claims_elsewhere

    @property
    def is_away(self) -> bool:
        """Whether the plan says why the pupil is absent, so that it can become the mark by itself.

        Never a code that says that the pupil was on site: nobody is present for being expected (REG-16).
        """
        if self.plan is None or self.is_elsewhere:
            return False
        return not in_force(self.facts.session.on)[self.plan.code].on_site


def awaited(actor: Actor, on: date, half: Half) -> tuple[Awaited, ...]:
    """Everybody expected in a session who has no mark in it, by register: at most nine statements.

    Nobody on a day without school, and nobody of a register for which no times are set.
    """
    if not is_school_day(actor, on):
        return ()
    groups = {g.id: g for g in groups_of(actor, REGISTRATION, on) if g.size}
    members = members_of(actor, groups, on)
    marked = marks_on(actor, on, half)
    missing = {p: groups[g] for g, pupils in members.items() for p in pupils if p not in marked}
    if not missing:
        return ()
    plans = plans_on(actor, on, half, missing)
    public = public_ids_of(actor, missing)
    facts = _facts(times_of(actor, on), Session(on, half), set(missing.values()))
    found = (
        Awaited(p, public[p], g, facts[g.id], plans.get(p)) for p, g in missing.items() if g.id in facts and p in public
    )
    return tuple(sorted(found, key=lambda a: (list(groups).index(a.group.id), a.pupil_id)))


def _facts(times: SessionTimes, session: Session, groups: set[GroupLine]) -> Mapping[int, RegisterFacts]:
    found = {}
    for group in groups:
        try:
            window = times.for_(session.half, group.nc_year, group.site_id)
        except Refused:
            continue
        found[group.id] = RegisterFacts(session, True, window.opens, window.closes, window.ends)
    return found
