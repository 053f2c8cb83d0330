"""Two penalty notices, for the training school and for drawing the letters."""

from datetime import date

from rollbook.processes.example_week import with_a_week as around
from rollbook.processes.penalty_notice.facts import Facts
from rollbook.rules.penalty import ServedBy
from rollbook.rules.penalty_checks import Offence, Support

__all__ = ["EXAMPLES", "around"]

EXAMPLES = (
    Facts(
        offence=Offence.HOLIDAY,
        offence_from=date(2026, 9, 14),
        offence_to=date(2026, 9, 18),
        why_parent="The mother booked the journey, and had asked for leave that was refused.",
        support=Support.NOT_APPROPRIATE,
        best_tool=True,
        other_is_better=False,
        equality=True,
        has_needs=False,
        equality_says="No need is on record, and none was named when leave was asked for.",
        asked_elsewhere=True,
        authority="Bradford",
        sent_how="The authority’s portal",
        reference="PN-20417",
        issued_on=date(2026, 10, 2),
        served_by=ServedBy.POST,
        received_on=date(2026, 10, 6),
    ),
    Facts(
        offence=Offence.ABSENCE,
        offence_from=date(2026, 9, 14),
        offence_to=date(2026, 11, 12),
        why_parent="The father has day-to-day care in the week.",
        support=Support.NOT_WORKED,
        support_says="Breakfast club since September, two meetings with the head of year, a plan of 5 October.",
        best_tool=True,
        other_is_better=False,
        equality=True,
        has_needs=True,
        equality_says="The plan for asthma was looked at with the SENCo: none of these sessions has to do with it.",
        asked_elsewhere=True,
        notices_elsewhere=(date(2025, 3, 14),),
        sessions_elsewhere=2,
        authority="Leeds",
        sent_how="Secure e-mail to the attendance team",
    ),
)
