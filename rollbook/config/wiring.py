"""What follows from what: every consequence in the house, on this one page.

Read it as “when … → then these jobs, given these fields of the event”; a test keeps it complete.
"""

from __future__ import annotations

from rollbook.audit.jobs import Wiring

# When this is done … these jobs follow. Jobs re-derive from what stands; `fields` are ids and dates.
#   "registers.MarksSaved": (Reaction("absence.follow_up", ("on", "group_id")),),    (from audit.jobs)
WIRING: Wiring = {}

# Nobody needs to react to these: they are told for the timeline alone.
UNHEARD: frozenset[str] = frozenset(
    {
        # registers: the year rows and totals are recounted in the save's own transaction
        "registers.AbsencePlanned",
        "registers.DaySealed",
        "registers.MarksSaved",
        "registers.PlanEnded",
        "registers.YearRowsMade",
        # schools
        "schools.BankHolidaysSeeded",
        "schools.ClosureAdded",
        "schools.ClosureRemoved",
        "schools.LessonTimesSet",
        "schools.PolicySet",
        "schools.SchoolCreated",
        "schools.SessionTimesEnded",
        "schools.SessionTimesSet",
        "schools.SiteAdded",
        "schools.TermAdded",
        "schools.TermChanged",
        "schools.TermRemoved",
        "schools.TrustCreated",
    }
)
