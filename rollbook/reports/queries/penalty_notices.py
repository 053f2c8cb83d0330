"""Penalty notices counted: every event of every case, one parent and one child a case (CASE-F, PEN-6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rollbook.cases.queries.records import CaseRecord, case_records
from rollbook.processes.penalty_notice.facts import Facts
from rollbook.reports.asked import When
from rollbook.rules.actor import Actor
from rollbook.rules.penalty import TARIFFS, YEARS_LOOKED_BACK, Notice, NoticeOutcome, Tier, penalty_for
from rollbook.rules.penalty_checks import Offence
from rollbook.rules.process import Taken

PENALTY, IMPROVE = "penalty_notice", "notice_to_improve"
_LOOKED_BACK = timedelta(days=366 * YEARS_LOOKED_BACK)


class Event(StrEnum):
    """What can happen with a notice, in the order in which it does."""

    CONSIDERED = "considered"
    OTHERWISE = "otherwise"
    WARNED = "warned"
    REQUESTED = "requested"
    REFUSED = "refused"
    TAKEN_BACK = "taken-back"
    ISSUED = "issued"
    PAID = "paid"
    UNPAID = "unpaid"
    PROSECUTED = "prosecuted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of one case on a day: of one parent, for one child (keys)."""

    event: Event
    on: date
    pupil: int
    contact: int | None
    case: CaseRecord


@dataclass(frozen=True, slots=True)
class Issued:
    """A notice that was issued: for what, which one within three years, and whether it was withdrawn since."""

    on: date
    pupil: int
    contact: int | None
    offence: Offence | None
    tier: Tier | None
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class PenaltyFigures:
    """Every event of these days, the notices issued in them, and the cases they are from."""

    events: tuple[Happened, ...]
    issued: tuple[Issued, ...]
    cases: tuple[CaseRecord, ...]

    def of(self, event: Event) -> tuple[Happened, ...]:
        return tuple(one for one in self.events if one.event is event)


def penalty_figures(actor: Actor, days: When) -> PenaltyFigures:
    """What happened with penalty notices in these days, looking back three years (PEN-8): three statements."""
    records = case_records(actor, (PENALTY, IMPROVE), days.first - _LOOKED_BACK, days.last)
    events = [happened for record in records for happened in _events(record)]
    inside = [one for one in events if days.first <= one.on <= days.last]
    penalties = [record for record in records if record.process.key == PENALTY]
    known = [(record, one) for record in penalties if (one := _issued(record)) is not None]
    issued = tuple(_tiered(record, on, known) for record, on in known if days.first <= on <= days.last)
    return PenaltyFigures(
        tuple(sorted(inside, key=lambda one: one.on)),
        issued,
        tuple(record for record in penalties if record.closed_on is None or record.closed_on >= days.first),
    )


def _events(record: CaseRecord) -> Iterator[Happened]:
    for event, on in _days(record):
        yield Happened(event, on, record.pupil.id, record.contact, record)


def _days(record: CaseRecord) -> Iterator[tuple[Event, date]]:
    """Each thing that happened in a case, once, with its day: what the authority reports by the day it says."""
    if record.process.key == IMPROVE:
        if given := record.first("give"):
            yield Event.WARNED, given.on
        return
    facts = record.facts
    assert isinstance(facts, Facts)
    for event, steps in _STEPS.items():
        if taken := _first_of(record, steps):
            yield event, _said(event, facts) or taken.on


_STEPS = {
    Event.CONSIDERED: ("consider",),
    Event.OTHERWISE: ("consider:support", "consider:other"),
    Event.REQUESTED: ("request",),
    Event.REFUSED: ("answer:refused",),
    Event.TAKEN_BACK: ("take-back",),
    Event.ISSUED: ("answer:issued",),
    Event.PAID: ("payment:paid",),
    Event.UNPAID: ("payment:unpaid",),
    Event.PROSECUTED: ("unpaid:prosecute",),
    Event.WITHDRAWN: ("withdraw", "unpaid:withdraw"),
}


def _first_of(record: CaseRecord, steps: tuple[str, ...]) -> Taken | None:
    return next((taken for step in steps if (taken := record.first(step))), None)


def _said(event: Event, facts: Facts) -> date | None:
    """The day that the authority reports, where it does."""
    return {Event.ISSUED: facts.issued_on, Event.PAID: facts.paid_on}.get(event)


def _issued(record: CaseRecord) -> date | None:
    return next((on for event, on in _days(record) if event is Event.ISSUED), None)


def _is_withdrawn(record: CaseRecord) -> bool:
    return _first_of(record, _STEPS[Event.WITHDRAWN]) is not None


def _tiered(record: CaseRecord, on: date, known: list[tuple[CaseRecord, date]]) -> Issued:
    """Which notice it was to that parent for that child, by those before it that were not withdrawn (PEN-7, PEN-8)."""
    facts = record.facts
    assert isinstance(facts, Facts)
    before = [
        Notice(day, NoticeOutcome.WITHDRAWN if _is_withdrawn(other) else NoticeOutcome.UNPAID)
        for other, day in known
        if other is not record and _whose(other) == _whose(record) and day < on
    ]
    before += [Notice(day, NoticeOutcome.UNPAID) for day in facts.notices_elsewhere if day < on]
    tier = penalty_for(on, on, before).tier if on >= TARIFFS[0].valid_from else None
    return Issued(on, record.pupil.id, record.contact, facts.offence, tier, _is_withdrawn(record))


def _whose(record: CaseRecord) -> tuple[int, int | None]:
    return record.pupil.id, record.contact
