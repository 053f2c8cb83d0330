"""Two prosecution files, for the training school and for drawing the letter."""

from datetime import date

from rollbook.processes.example_week import with_a_week as around
from rollbook.processes.prosecution.facts import Charge, Facts

__all__ = ["EXAMPLES", "around"]

EXAMPLES = (
    Facts(
        charge=Charge.IRREGULAR,
        offence_from=date(2026, 9, 14),
        offence_to=date(2026, 11, 12),
        defences="Leave, illness and transport were looked for; no note, no call, no request was found.",
        certificate=True,
        chronology=True,
        contact=True,
        support=True,
        notices=True,
        authority="Bradford",
        sent_how="Secure e-mail",
        reference="L-0093",
    ),
    Facts(
        charge=Charge.AGGRAVATED,
        offence_from=date(2026, 9, 7),
        offence_to=date(2026, 10, 23),
        knows="Told by letter on 21 September and in the meeting of 5 October, which the mother signed.",
        defences="Two days of illness with a note were taken out.",
        authority="Leeds",
        sent_how="The authority’s portal",
    ),
)
