"""What is known in a penalty-notice case: asked step by step, of one parent and one child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rollbook.rules.penalty import ServedBy
from rollbook.rules.penalty_checks import Offence, Support
from rollbook.rules.process_facts import ask


@dataclass(frozen=True, slots=True)
class Facts:
    """One notice: the offence, what was weighed before, the request, and what the authority reports."""

    offence: Offence | None = ask("What was the absence?", required=True)
    offence_from: date | None = ask("First day of the absence that counts", required=True)
    offence_to: date | None = ask(
        "Last day of the absence that counts", help="The ten school weeks end in its week.", required=True
    )
    why_parent: str = ask(
        "Why this parent?",
        help="Who has day-to-day care, or allowed the absence. Each parent is considered alone.",
        long=True,
        default="",
        required=True,
    )
    support: Support | None = ask("What support was there before?", required=True)
    support_says: str = ask(
        "The support, in words", help="What was offered, when, and what came of it.", long=True, default=""
    )
    best_tool: bool | None = ask("Is a notice the best way to change this?", required=True)
    other_is_better: bool | None = ask("Would another intervention be better?", required=True)
    exceptional: bool | None = ask(
        "Is it an exceptional case below the threshold?", help="The authority decides on it."
    )
    equality: bool | None = ask("Were the Equality Act and every need considered?", required=True)
    has_needs: bool | None = ask("Has the child needs of education or health on record?", required=True)
    equality_says: str = ask("How they were considered", long=True, default="", required=True)
    asked_elsewhere: bool | None = ask(
        "Were the other schools and authorities of the last three years asked?",
        help="Answer yes too where the child has been nowhere else.",
        required=True,
    )
    notices_elsewhere: tuple[date, ...] = ask(
        "Days on which notices were issued elsewhere",
        help="To this parent for this child, not withdrawn; one day a line, as 14/03/2025.",
        default=(),
    )
    sessions_elsewhere: int | None = ask(
        "Unauthorised sessions at another school in these ten weeks", help="Shown to the authority, never added."
    )
    authority: str = ask("To which authority?", help="That of this parent's notice.", default="", required=True)
    sent_how: str = ask("How was it sent?", help="Portal, secure e-mail, post.", default="", required=True)
    reference: str = ask("The authority's reference", default="")
    returned_for: str = ask("What does the authority want besides?", long=True, default="")
    issued_on: date | None = ask("Issued on")
    served_by: ServedBy | None = ask("How was it served?")
    received_on: date | None = ask(
        "Received on", help="As the authority says. By post it is usually the second working day after."
    )
    paid_on: date | None = ask("Paid on")
    paid_pounds: int | None = ask("Pounds paid")
