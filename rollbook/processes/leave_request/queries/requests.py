"""Requests for leave as the office and the head see them: what waits, what is to be told, what is over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rollbook.cases.queries.lines import CaseLine
from rollbook.cases.queries.with_facts import cases_with_facts
from rollbook.processes.leave_request.facts import Facts, decided, granted_days, granted_sessions, is_held
from rollbook.processes.leave_request.panels import looked_back, window_if_taken
from rollbook.pupils.queries.lines import siblings_of
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import attendance_of
from rollbook.rules.calendar import Days
from rollbook.rules.leave import usual_ground
from rollbook.rules.leave_after import Came
from rollbook.rules.process import Situation

PROCESS = "leave_request"


class Stage(StrEnum):
    """Where a request stands, in the order in which it is worked."""

    DECIDE = "decide"
    HELD = "held"
    TELL = "tell"
    AHEAD = "ahead"
    OVER = "over"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request on a list, with what the head judges it by; `came` is what the marks say once its days are over."""

    line: CaseLine
    facts: Facts
    situation: Situation
    stage: Stage
    sessions: int
    granted: Days | None
    attendance: str
    unauthorised: int
    earlier: tuple[str, ...]
    family: tuple[str, ...]
    if_taken: str
    is_late: bool
    came: Came | None

    @property
    def usual(self) -> str:
        ground = usual_ground(self.facts.purpose) if self.facts.purpose else None
        return ground.value if ground else ""


def requests(actor: Actor, *, open_only: bool = True) -> tuple[RequestLine, ...]:
    """Every request that this person may know of, what wants somebody first at the top, in few statements."""
    found = cases_with_facts(actor, PROCESS, open_only=open_only)
    held = [(one.line, one.facts, one.situation) for one in found if isinstance(one.facts, Facts)]
    together = _together(actor, held)
    lines = [_line(actor.today, line, facts, around, together.get(line.id, ())) for line, facts, around in held]
    order = list(Stage)
    return tuple(
        sorted(lines, key=lambda one: (order.index(one.stage), one.facts.first or date.max, *one.line.pupil.order))
    )


def away(actor: Actor, first: date, last: date) -> tuple[RequestLine, ...]:
    """The requests that touch these days and were granted or still wait, by first day: as `requests`."""
    return tuple(
        one
        for one in requests(actor, open_only=False)
        if (span := one.granted or (_asked(one.facts) if one.stage in (Stage.DECIDE, Stage.HELD) else None))
        and span.first <= last
        and span.last >= first
    )


def _asked(facts: Facts) -> Days | None:
    return Days(facts.first, facts.last) if facts.first and facts.last else None


def _together(actor: Actor, held: list[tuple[CaseLine, Facts, Situation]]) -> Mapping[int, tuple[str, ...]]:
    """What was asked for brothers and sisters for days that touch these: three statements."""
    siblings = siblings_of(actor, {line.pupil.id for line, _, _ in held})
    by_pupil: dict[int, list[tuple[CaseLine, Facts, Situation]]] = {}
    for line, facts, around in held:
        by_pupil.setdefault(line.pupil.id, []).append((line, facts, around))
    return {
        line.id: tuple(
            f"{sibling.forename} ({sibling.registration or 'no form'}): {_how(other, around)}"
            for sibling in siblings.get(line.pupil.id, ())
            for _, other, around in by_pupil.get(sibling.id, [])
            if _touches(facts, other)
        )
        for line, facts, _ in held
    }


def _touches(one: Facts, other: Facts) -> bool:
    mine, theirs = _asked(one), _asked(other)
    return bool(mine and theirs and mine.first <= theirs.last and theirs.first <= mine.last)


def _how(facts: Facts, around: Situation) -> str:
    how = {"granted": "granted", "partly": "granted in part", "refused": "refused"}.get(decided(around), "not decided")
    return f"{facts.days_short}, {how}"


def _line(today: date, line: CaseLine, facts: Facts, around: Situation, family: tuple[str, ...]) -> RequestLine:
    stage = _stage(today, line, facts, around)
    attended = attendance_of(around.standing.totals) if around.standing else None
    window = window_if_taken(facts, around) if stage in (Stage.DECIDE, Stage.HELD) else None
    back = looked_back(facts, around) if stage is Stage.OVER else None
    return RequestLine(
        line=line,
        facts=facts,
        situation=around,
        stage=stage,
        sessions=len(facts.asked(around.calendar)),
        granted=granted_days(facts, around) if granted_sessions(facts, around) else None,
        attendance=f"{attended} %" if attended else "no marks yet",
        unauthorised=len(around.standing.window.sessions) if around.standing else 0,
        earlier=_earlier(around),
        family=family,
        if_taken=""
        if window is None
        else f"Taken without leave: {len(window.sessions)} unauthorised sessions in ten school weeks"
        + (", a penalty notice would have to be considered" if window.is_met else ""),
        is_late=facts.asked_on is not None and facts.first is not None and facts.asked_on > facts.first,
        came=back.came if back else None,
    )


def _earlier(around: Situation) -> tuple[str, ...]:
    return tuple(
        f"{one.facts.days_short} {one.facts.first.year}: {one.outcome.replace('-', ' ') or 'open'}"
        for one in around.earlier
        if isinstance(one.facts, Facts) and one.facts.first
    )


def _stage(today: date, line: CaseLine, facts: Facts, around: Situation) -> Stage:
    if not line.is_open:
        return Stage.CLOSED
    if not decided(around):
        return Stage.HELD if is_held(around) else Stage.DECIDE
    if not any(around.last(step) for step in ("tell_granted", "tell_partly", "tell_refused")):
        return Stage.TELL
    return Stage.OVER if facts.last and facts.last < today else Stage.AHEAD
