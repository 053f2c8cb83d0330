"""Two pupils on the list, for the training school and for drawing the letter."""

from datetime import date

from rollbook.processes.missing_out.definition import Because, Facts

EXAMPLES = (
    Facts(
        because=Because.PART_TIME,
        since=date(2026, 11, 2),
        hours_a_week=15,
        where="at school, mornings only",
        planned_end=date(2026, 12, 18),
        parent_agrees=True,
        authority="Bradford",
        sent_how="The authority’s monthly list",
        reviewed_with="Mother, head of year, SENCo",
        review_says="Settled in the mornings; two afternoons from January",
    ),
    Facts(
        because=Because.ELSEWHERE,
        since=date(2026, 9, 14),
        hours_a_week=10,
        where="home tuition",
        planned_end=date(2027, 2, 12),
        authority="Leeds",
        sent_how="Secure e-mail",
    ),
)
