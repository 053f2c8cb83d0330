"""Where the front desk and the register disagree about who is in the building."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from rollbook.registers.models import Mark, RegisterSave
from rollbook.registers.queries.conflicts.past import Told
from rollbook.registers.queries.conflicts.standing import ON_SITE, Place
from rollbook.registers.queries.conflicts.values import ConflictKind, Side
from rollbook.registers.queries.passing import Passing, PassingsByDay, last_before
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import Half, Session
from rollbook.schools.queries import SessionTimeLine, Window, session_time_rows, window_of

_MUST_BECOME_BETTER = ("N", "O")
_OF_THE_CALENDAR = ("#", "Z")


@dataclass(frozen=True, slots=True)
class AtDesk:
    """A passing that disagrees with the mark of a session; `opens` when its register did."""

    kind: ConflictKind
    passing: Passing
    before_opening: bool

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


def at_desk(actor: Actor, passings: PassingsByDay) -> Found:
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
            found[pupil, session] = one
    return found


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
