"""A parent who means to educate a child at home: what makes a notice, until when the name stays on, whose consent.

EHE-1 to EHE-3. Nobody at school encourages it (OFF-1), and nobody can forbid it where no consent is needed.
"""

from __future__ import annotations

from datetime import date

from rollbook.rules.sessions import in_words
from rollbook.rules.sources import refuse

# EHE-3: section 37 of the Children's Wellbeing and Schools Act 2026 has no commencement date that any source shows.
CONSENT_IN_FORCE_FROM: date | None = None


def check_stated_day_passed(stated_day: date | None, on: date) -> None:
    """Refuse to take the name off until the day that the parent stated has passed (EHE-1, DEL-F)."""
    if stated_day is None:
        raise refuse("EHE-1", "Give the day from which the parent wrote that the child is educated otherwise.")
    if on <= stated_day:
        raise refuse(
            "EHE-1",
            f"The parent stated {in_words(stated_day)}. Until that day has passed the pupil is on the roll and is "
            "marked like any other.",
        )


def consent_needed(
    on: date, *, special_school: bool, under_enquiry: bool = False, in_force_from: date | None = CONSENT_IN_FORCE_FROM
) -> str:
    """Whose consent must be had before the name comes off, in a sentence; empty where none is needed (EHE-2, EHE-3).

    `under_enquiry` (a section 47 enquiry or a child-protection plan) asks for consent only once section 37 is in force.
    """
    if special_school:
        return (
            "The authority placed the pupil in this special school: the name comes off only with the authority’s "
            "consent. Ask for it, and record the day on which it came."
        )
    if under_enquiry and in_force_from is not None and on >= in_force_from:
        return (
            "A section 47 enquiry or a child-protection plan is open: the name comes off only with the authority’s "
            "consent."
        )
    return ""
