"""Refused, then ill: illness in sessions of refused leave, of the pupil's brothers and sisters too (LEA-6).

Here, and at the other schools of the trust. It is shown to a person, and doubted by nobody else (MED-1).
"""

from __future__ import annotations

from dataclasses import dataclass

from rollbook.processes.leave_request.facts import Facts, decided, granted_sessions
from rollbook.pupils.queries.kin import kin_elsewhere
from rollbook.pupils.queries.lines import pupil_lines, siblings_of
from rollbook.registers.queries.ill_elsewhere import illness_between
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.process import Situation
from rollbook.rules.sessions import Session
from rollbook.schools.queries import schools_in_trust


@dataclass(frozen=True, slots=True)
class IllThen:
    """Somebody of the family who was marked ill in sessions of refused leave; `school` is empty for this one."""

    name: str
    school: str
    sessions: tuple[Session, ...]

    @property
    def says(self) -> str:
        where = f" at {self.school}" if self.school else ""
        count = len(self.sessions)
        return f"{self.name}{where}: ill in {count} {'session' if count == 1 else 'sessions'} of these days"


def ill_then(actor: Actor, pupil: int, facts: Facts, situation: Situation) -> tuple[IllThen, ...]:
    """Who of the family was ill in the sessions that were refused: eleven statements at most, none before that."""
    if not decided(situation) or facts.first is None or facts.last is None:
        return ()
    granted = set(granted_sessions(facts, situation)) | set(facts.own_day(situation.calendar))
    refused = {one for one in facts.asked(situation.calendar) if one not in granted}
    if not refused or facts.first > actor.today or not actor.may(Permission.SEE_REASONS):
        return ()
    here = (*pupil_lines(actor, [pupil], actor.today), *siblings_of(actor, [pupil]).get(pupil, ()))
    names = {one.id: one.forename for one in here}
    others = {school.id: school.name for school in schools_in_trust(actor) if school.id != actor.school}
    kin = {one.pupil: one for one in kin_elsewhere(actor, [pupil], others)}
    ill = illness_between(actor, {actor.school, *others}, {*names, *kin}, facts.first, facts.last)
    found = []
    for who in (*names, *kin):
        sessions = tuple(one for one in ill.get(who, ()) if one in refused)
        if sessions:
            found.append(IllThen(names.get(who) or kin[who].forename, kin[who].school if who in kin else "", sessions))
    return tuple(found)
