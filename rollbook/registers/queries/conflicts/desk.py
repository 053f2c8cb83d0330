"""Where the front desk and the register disagree about who is in the building."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from rollbook.registers.models import Mark, RegisterSave
from rollbook.registers.queries.conflicts.past import Told
from rollbook.registers.queries.conflicts.standing import ON_SITE, Place, Plans, covering
from rollbook.registers.queries.conflicts.values import ConflictKind, Side
from rollbook.registers.queries.passing import Passing, PassingsByDay, last_before, passings_since
from rollbook.rules.actor import Actor
from rollbook.rules.arrivals import OpenedSession, Proposal, propose
from rollbook.rules.sessions import Half, Session
from rollbook.schools.queries import SessionTimeLine, Window, session_time_rows, window_of

_MUST_BECOME_BETTER = ("N", "O")
_OF_THE_CALENDAR = ("#", "Z")


@dataclass(frozen=True, slots=True)
class AtDesk:
    """A passing that disagrees with the mark of a session, and the lawful code that follows from it, if one does."""

    kind: ConflictKind
    passing: Passing
    before_opening: bool
    proposal: Proposal | None = None

    @property
    def side(self) -> Side:
        return Side("", self.passing.by_name, None, self.passing.at, self.passing.says)

    def holds(self, told: Iterable[Told]) -> bool:
        """A sign-out disagrees only with a mark that was made after it, or if it came before the register opened."""
        if self.kind is ConflictKind.DESK_IN or self.before_opening:
            return True
        stored = [one.save for one in told if not one.is_kept]
        if not stored:
            return False
        return stored[-1].kind in (RegisterSave.Kind.TAKEN, RegisterSave.Kind.RULE) and (
            stored[-1].made_at > self.passing.at
        )


Found: TypeAlias = Mapping[Place, AtDesk]


def at_desk(actor: Actor, passings: PassingsByDay, plans: Plans) -> Found:
    """Sessions whose mark says otherwise than the desk: two statements, none without passings.

    Signed out and not back when the register closed, but marked on site; signed in by then, but marked
    away; signed in after the close, and still N or O, which must become something better (COD-5).
    """
    if not passings:
        return {}
    times = session_time_rows(actor)
    days = {on for _, on in passings}
    rows = Mark.objects.filter(school_id=actor.school, date__in=days, pupil_id__in={pupil for pupil, _ in passings})
    found: dict[Place, AtDesk] = {}
    for pupil, on, half, code in rows.order_by("pupil_id", "date", "half").values_list(
        "pupil_id", "date", "half", "code"
    ):
        day, session = passings.get((pupil, on)), Session(on, Half(half))
        if day and (one := _judge(day, session, code, times)):
            planned = next((plan.code for plan in covering(plans.get(pupil, ()), on, half)), "")
            found[pupil, session] = replace(one, proposal=_lawful(one, session, code, planned, times))
    return found


def cannot_stay(actor: Actor, pupil_id: int, session: Session, code: str) -> bool:
    """Whether this mark of a pupil who came in that session must become something better (COD-5)."""
    day = passings_since(actor, session.on).get((pupil_id, session.on))
    if not day:
        return False
    times = session_time_rows(actor)
    one = _judge(day, session, code, times)
    proposal = _lawful(one, session, code, "", times) if one else None
    return proposal is not None and proposal.must


def _lawful(
    one: AtDesk, session: Session, code: str, planned: str, times: Iterable[SessionTimeLine]
) -> Proposal | None:
    window = window_of(times, session.on, session.half)
    if window is None or one.kind is not ConflictKind.DESK_IN:
        return None
    here = OpenedSession(session, window.opens, window.closes, window.ends, standing=code, planned=planned)
    proposal = propose(one.passing.at, [here], known=one.passing.known)
    return proposal if proposal.code and proposal.code != code else None


def _judge(day: Iterable[Passing], session: Session, code: str, times: Iterable[SessionTimeLine]) -> AtDesk | None:
    window = window_of(times, session.on, session.half)
    if window is None or code in _OF_THE_CALENDAR:
        return None
    last = last_before(day, window.closes)
    if code in ON_SITE:
        gone = last is not None and not last.inward
        return AtDesk(ConflictKind.DESK_OUT, last, last.at < window.opens) if last and gone else None
    if last is not None and last.inward:
        return AtDesk(ConflictKind.DESK_IN, last, before_opening=False)
    came = _came_in(day, window) if code in _MUST_BECOME_BETTER else None
    return AtDesk(ConflictKind.DESK_IN, came, before_opening=False) if came else None


def _came_in(day: Iterable[Passing], window: Window) -> Passing | None:
    return next((one for one in day if one.inward and window.closes <= one.at < window.ends), None)
