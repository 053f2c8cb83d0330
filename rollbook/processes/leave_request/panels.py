"""What the page of a request shows beside its steps: attendance, earlier requests, what a refusal would mean."""

from __future__ import annotations

from datetime import date

from rollbook.processes.leave_request.facts import Facts, decided, granted_sessions, is_held
from rollbook.rules.attendance import attendance_of
from rollbook.rules.leave_after import LookBack, look_back
from rollbook.rules.penalty import Notice, NoticeOutcome, Tier, penalty_for
from rollbook.rules.process import Panel, Situation
from rollbook.rules.sessions import Half, Session, in_words
from rollbook.rules.thresholds import TenWeeks, window_ending

SHORT = {Half.AM: "morning", Half.PM: "afternoon"}
DAYS_AFTER = 10


def shows(facts: Facts, situation: Situation) -> tuple[Panel, ...]:
    """The panels of one request, worked out from its facts and the pupil's marks."""
    found = [_attendance(situation), _earlier(situation)]
    if is_held(situation):
        found.insert(0, Panel("With the safeguarding lead", "It can be decided once they have answered.", rule="LEA-5"))
    if facts.last is not None and situation.on <= facts.last and decided(situation) in ("", "refused", "partly"):
        found.append(_if_taken(facts, situation))
    if facts.first is not None and facts.first <= situation.on:
        found.append(_marks(facts, situation))
    return tuple(panel for panel in found if panel is not None)


def looked_back(facts: Facts, situation: Situation) -> LookBack | None:
    """What the marks say of the days asked for, as they stand; None while days or purpose are not known."""
    if facts.wanted is None or situation.standing is None:
        return None
    calendar = situation.calendar
    after = calendar.between(facts.wanted.last, situation.on)[:DAYS_AFTER]
    return look_back(
        facts.asked(calendar),
        granted_sessions(facts, situation),
        situation.standing.code_at,
        facts.wanted.purpose,
        set_apart=facts.own_day(calendar),
        after=tuple(Session(day, half) for day in after if day > facts.wanted.last for half in Half),
    )


def window_if_taken(facts: Facts, situation: Situation) -> TenWeeks | None:
    """The ten weeks as they would stand if every session that is not granted were taken without leave (PEN-1)."""
    standing, calendar = situation.standing, situation.calendar
    granted = set(granted_sessions(facts, situation)) | set(facts.own_day(calendar))
    more = [session for session in facts.asked(calendar) if session not in granted]
    if standing is None or not more:
        return None
    counted = sorted({*standing.window.sessions, *more})
    return window_ending(calendar, counted, more[-1].on)


def _attendance(situation: Situation) -> Panel | None:
    if situation.standing is None:
        return None
    totals = situation.standing.totals
    attended = attendance_of(totals)
    says = f"Attended {attended} % of {totals.possible} sessions this year." if attended else "No marks this year yet."
    rows = (
        ("Authorised absence", str(totals.authorised)),
        ("Unauthorised absence", str(totals.unauthorised)),
        ("Unauthorised in the last ten school weeks", str(len(situation.standing.window.sessions))),
    )
    return Panel("Attendance", says, ("", "Sessions"), rows, "PA-2")


def _earlier(situation: Situation) -> Panel:
    rows = tuple(
        (
            one.facts.days_say,
            one.facts.purpose.label if one.facts.purpose else "",
            one.outcome.replace("-", " ") or "open",
        )
        for one in situation.earlier
        if isinstance(one.facts, Facts)
    )
    if not rows:
        return Panel("Earlier requests", "No leave was asked for before.")
    return Panel("Earlier requests", "", ("Days", "For", "What came of it"), rows)


def _if_taken(facts: Facts, situation: Situation) -> Panel | None:
    window = window_if_taken(facts, situation)
    if window is None:
        return None
    more = len(facts.asked(situation.calendar))
    says = (
        f"If it is taken without leave, {len(window.sessions)} unauthorised sessions stand in ten school weeks"
        f"{', so that a penalty notice would have to be considered' if window.is_met else ''}."
    )
    rows = (("Sessions asked for", str(more)), *(_notices(situation) if window.is_met else ()))
    return Panel("If it is refused and taken", says, ("", ""), rows, "PEN-1")


def _notices(situation: Situation) -> tuple[tuple[str, str], ...]:
    """Which notice it would be for each parent who had one already, and for any other (PEN-7, PEN-8)."""
    before: dict[int | None, list[Notice]] = {}
    for one in situation.earlier:
        issued = getattr(one.facts, "issued_on", None)
        if one.process == "penalty_notice" and isinstance(issued, date):
            gone = NoticeOutcome.WITHDRAWN if one.outcome == "withdrawn" else NoticeOutcome.UNPAID
            before.setdefault(one.contact, []).append(Notice(issued, gone))
    tiers = [penalty_for(situation.on, situation.on, held).tier for held in before.values()]
    told = ["none: other action" if tier is Tier.NONE else f"the {tier.value}" for tier in tiers]
    return (
        *(("For a parent who had a notice before", says) for says in told),
        ("For a parent without one", "the first"),
    )


def _marks(facts: Facts, situation: Situation) -> Panel | None:
    found = looked_back(facts, situation)
    if found is None:
        return None
    rows = tuple(
        (f"{in_words(one.session.on)}, {SHORT[one.session.half]}", one.code or "–", _words(one.seen, one.fits))
        for one in found.sessions
        if one.session.on <= situation.on
    )
    return Panel("The marks of these days", _says(found), ("Session", "Mark", "What it says"), rows, "LEA-6")


def _says(found: LookBack) -> str:
    fits = found.to_code
    if not fits:
        return ""
    codes = sorted({one.fits for one in fits})
    return f"{len(fits)} at N would be {' or '.join(codes)}; a person settles them."


def _words(seen: str, fits: str) -> str:
    return f"{seen}: {fits} fits" if fits else str(seen)
