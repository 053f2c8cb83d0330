"""How a prosecution file stands: its last day, what is missing, the sessions in evidence. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rollbook.processes.prosecution.facts import EVIDENCE, Charge, Facts
from rollbook.rules.calendar import SchoolCalendar
from rollbook.rules.case_clocks import due_after
from rollbook.rules.line_crossings import unauthorised_in
from rollbook.rules.process import Panel, Situation, Unit
from rollbook.rules.process_facts import questions
from rollbook.rules.sessions import Session, in_words
from rollbook.rules.sources import refuse
from rollbook.rules.year_row import year_of, year_starts

MONTHS = 6
_NO_CALENDAR = SchoolCalendar(())
DEFENCES = (
    ("The school had granted leave", "C, C1, S, J1"),
    ("The child was ill, or prevented by an unavoidable cause", "I, M, Q, Y1 to Y7"),
    ("The day is set apart by the parent's religious body", "R"),
    ("The authority did not arrange transport that it owed", "Y1, Q"),
    ("The parent's trade requires travel, and the child made 200 attendances in twelve months", "T"),
)


def last_day(facts: Facts) -> date | None:
    """The last day on which the charge can be laid: six months from the last session in evidence (LEG-7)."""
    return due_after(_NO_CALENDAR, facts.offence_to, MONTHS, Unit.MONTHS) if facts.offence_to else None


def in_evidence(facts: Facts, situation: Situation) -> tuple[tuple[Session, str], ...]:
    """The unauthorised sessions of the offence as the register has them now, with their codes."""
    standing = situation.standing
    if standing is None or not facts.offence_from or not facts.offence_to:
        return ()
    counted = unauthorised_in(standing.rows, facts.offence_to, standing.born, standing.count_no_reason)
    return tuple((s, standing.code_at(s) or "") for s in counted if s.on >= facts.offence_from)


def missing(facts: Facts) -> tuple[str, ...]:
    """What the file does not have yet of what authorities ask for (LEG-8)."""
    return tuple(q.label for q in questions(Facts) if q.name in EVIDENCE and not getattr(facts, q.name))


def days_fit(facts: Facts, situation: Situation) -> None:
    """The days of the offence are in order, and a charge of the graver offence says how the parent knew (LEG-4)."""
    if situation.last("decide:go-on") is None:
        return
    if facts.offence_from and facts.offence_to and facts.offence_from > facts.offence_to:
        raise refuse("LEG-7", "The first day of the absence is after the last. Check the two days.")
    if facts.charge is Charge.AGGRAVATED and not facts.knows.strip():
        raise refuse("LEG-4", "For section 444(1A) say how it is shown that the parent knows of the absence.")
    in_time(facts, situation)


def in_time(facts: Facts, situation: Situation) -> None:
    """A file that is too late for the court is not sent (LEG-7)."""
    last = last_day(facts)
    if last is not None and situation.on > last:
        raise refuse(
            "LEG-7",
            f"The six months for these sessions were over on {in_words(last)}. Only later sessions can be charged.",
        )


def about_the_file(facts: Facts, situation: Situation) -> tuple[str, ...]:
    """What is missing, and sessions whose reason is still unknown."""
    lacks = missing(facts)
    open_n = [s for s, code in in_evidence(facts, situation) if code == "N"]
    return (
        *((f"Not in the file yet: {', '.join(one[:1].lower() + one[1:] for one in lacks)}.",) if lacks else ()),
        *((f"{len(open_n)} sessions in evidence have no reason yet (N).",) if open_n else ()),
    )


def about_the_charge(facts: Facts, situation: Situation) -> tuple[str, ...]:
    """A charge laid too late, or before a supervision order was considered, is recorded and said (LEG-2, LEG-7)."""
    last = last_day(facts)
    late = facts.laid_on is not None and last is not None and facts.laid_on > last
    return (
        *((f"It was laid after {in_words(last)}: the court may not hear it.",) if late and last else ()),
        *(() if facts.supervision else ("It is not recorded that a supervision order was considered first.",)),
    )


def no_longer(facts: Facts, situation: Situation) -> str:
    """Says that nothing is left in evidence because marks were corrected since; empty while there is."""
    if situation.standing is None or not facts.offence_to or facts.offence_to < _two_years(situation):
        return ""
    if in_evidence(facts, situation):
        return ""
    return "No unauthorised session is left in these days: they have been corrected since. Tell the authority."


def panels(facts: Facts, situation: Situation) -> tuple[Panel, ...]:
    """The time left, the sessions in evidence, what is missing, and the defences to look for."""
    found = in_evidence(facts, situation)
    rows = tuple((session.says, code) for session, code in found)
    lacks = tuple((one,) for one in missing(facts))
    most = f"The most a court can order: {facts.charge.most}." if facts.charge else ""
    return (
        Panel("Time for the charge", _time(facts, situation), rule="LEG-7"),
        Panel("Sessions in evidence", f"{len(found)} unauthorised sessions. {most}".strip(), ("Session", "Code"), rows),
        Panel(
            "Not in the file yet",
            "" if lacks else "Everything that authorities ask for.",
            ("What is missing",),
            lacks,
            "LEG-8",
        ),
        Panel("Defences to look for", "", ("Defence", "Codes that would say so"), DEFENCES, "LEG-5"),
    )


def told(facts: Facts, situation: Situation) -> Mapping[str, str]:
    return {
        "evidence_sessions": "\n".join(
            ["Session\tCode", *(f"{s.says}\t{code}" for s, code in in_evidence(facts, situation))]
        )
        if in_evidence(facts, situation)
        else "",
        "evidence_from": in_words(facts.offence_from) if facts.offence_from else "",
        "evidence_to": in_words(facts.offence_to) if facts.offence_to else "",
        "prosecution_authority": facts.authority,
    }


def _time(facts: Facts, situation: Situation) -> str:
    last = last_day(facts)
    if last is None:
        return "It runs for six months from the last session in evidence, once that day is known."
    left = (last - situation.on).days
    if left < 0:
        return f"Over since {in_words(last)}."
    return f"The charge must be laid by {in_words(last)}: {left} days are left, and the authority needs some of them."


def _two_years(situation: Situation) -> date:
    """Further back than this and last year no marks are read."""
    return year_starts(year_of(situation.on) - 1)
