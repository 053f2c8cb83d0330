"""Settling absences: a code N becomes the code that says why, or O (COD-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rollbook.absence.events import ReasonsSettled
from rollbook.absence.queries.clocks import UnexplainedAbsence
from rollbook.audit.actions import action, record, record_nothing_changed
from rollbook.registers.actions import Correction, RowOutcome, amend_many
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.marking import Entry, Outcome, RegisterFacts
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session
from rollbook.rules.sources import refuse
from rollbook.schools.queries import SessionTimeLine, calendar_of, policies, session_time_rows, window_of

UNKNOWN_TO_THE_END = "No reason was established within five school days (regulation 10(7))."
PRESENT = {Half.AM: "/", Half.PM: "\\"}


@dataclass(frozen=True, slots=True)
class Settlement:
    """One session to settle: whose, which code it becomes and why; `seen` is the version on the screen.

    `nc_year` finds the times of a year group that has its own. `/` is present, in either half.
    """

    pupil: str
    session: Session
    code: str
    reason: str
    seen: int
    nc_year: str = ""
    minutes: int | None = None
    note: str = ""


@action(Permission.AMEND_MARKS)
def settle_no_reason(actor: Actor, *, settlements: Sequence[Settlement]) -> Mapping[tuple[str, Session], RowOutcome]:
    """Give absences their reason, or O where none was found; what became of each, by pupil and session (COD-4).

    Every row is an amendment with its own reason (REG-7); a fixed number of statements for any list.
    """
    if not settlements:
        raise Refused("No session was chosen, so nothing was changed. Tick at least one.")
    outcomes = amend_many(actor, corrections=_corrections(actor, settlements))
    found = [row.outcome for row in outcomes.values()]
    if all(outcome is Outcome.UNCHANGED for outcome in found):
        record_nothing_changed()
        return outcomes
    told = ReasonsSettled(
        pupils=tuple(dict.fromkeys(s.pupil for s in settlements)),
        settled=found.count(Outcome.STORED),
        refused=found.count(Outcome.REFUSED),
        conflicts=found.count(Outcome.CONFLICT),
    )
    record(actor, told)
    return outcomes


@action(Permission.AMEND_MARKS)
def become_o(
    actor: Actor, *, absences: Sequence[UnexplainedAbsence], tried: Mapping[tuple[int, Session], str]
) -> Mapping[tuple[str, Session], RowOutcome]:
    """Make O of absences whose time to find the reason is over or ends today, in one act (COD-4).

    `tried` says, by pupil and session, what was done to find it; it stands in the amendment's reason.
    Refused where a clock still runs. Undone by an amendment, as everything in a closed register.
    """
    if any(not one.is_urgent for one in absences):
        raise refuse(
            "COD-4", "There is still time to find the reason of one of these absences. Look at the list once more."
        )
    return settle_no_reason(
        actor,
        settlements=[
            Settlement(
                pupil=str(one.pupil.public_id),
                session=one.clock.session,
                code="O",
                reason=_established(tried.get((one.pupil.id, one.clock.session), "")),
                seen=one.version,
                nc_year=one.pupil.nc_year,
            )
            for one in absences
        ],
    )


def _established(tried: str) -> str:
    return f"{UNKNOWN_TO_THE_END} Tried: {tried}."[:500] if tried else UNKNOWN_TO_THE_END


def _corrections(actor: Actor, settlements: Sequence[Settlement]) -> list[Correction]:
    """What the calendar, the times and the policy say of every session, from four statements."""
    days = [s.session.on for s in settlements]
    calendar = calendar_of(actor, first=min(days), last=max(days))
    times = session_time_rows(actor)
    versions = policies(actor)
    return [
        Correction(
            entry=_entry(s),
            facts=_facts(s, times, meets=calendar.is_school_day(s.session.on)),
            policy_version=next((p.version for p in versions if p.valid_from <= s.session.on), 0),
        )
        for s in settlements
    ]


def _entry(settlement: Settlement) -> Entry:
    code = PRESENT[settlement.session.half] if settlement.code == "/" else settlement.code
    return Entry(
        pupil=settlement.pupil,
        code=code,
        minutes=settlement.minutes,
        detail=settlement.note,
        seen=settlement.seen,
        reason=settlement.reason,
    )


def _facts(settlement: Settlement, times: Sequence[SessionTimeLine], *, meets: bool) -> RegisterFacts:
    session = settlement.session
    held = [t for t in times if t.valid_from <= session.on and (t.valid_to is None or session.on <= t.valid_to)]
    window = window_of(held, session.on, session.half, settlement.nc_year)
    if window is None:
        raise Refused(f"No session times are set for {session.says}. Set them under Set-up, Times.", rule="REG-4")
    return RegisterFacts(session, meets, window.opens, window.closes, window.ends)
