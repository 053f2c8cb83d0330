"""Two notices of education at home, for the training school and for drawing the letter."""

from datetime import date

from rollbook.processes.home_education.definition import Facts

EXAMPLES = (
    Facts(
        said_by="Ms Abiodun",
        received_on=date(2026, 11, 3),
        stated_day=date(2026, 11, 30),
        reasons="Anxious mornings; wants a year at home before the examination courses",
        suggested_by_school=False,
        has_special_needs=True,
        placed_by_authority=False,
        authority="Bradford",
        told_how="The authority’s portal",
        meeting_offered_for=date(2026, 11, 12),
        meeting_said="Mother and the authority’s adviser; the SENCo offered a reduced start in the mornings",
    ),
    Facts(
        said_by="Mr Khan, by telephone",
        received_on=date(2026, 11, 16),
        stated_day=date(2026, 12, 11),
        suggested_by_school=False,
        has_special_needs=False,
        placed_by_authority=True,
        authority="Leeds",
        told_how="Secure e-mail",
        meeting_offered_for=date(2026, 11, 24),
    ),
)
