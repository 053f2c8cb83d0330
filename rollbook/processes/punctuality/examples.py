"""Two pupils, for the training school and for drawing the letter."""

from datetime import date

from rollbook.processes.staged import Facts

EXAMPLES = (
    Facts(
        stage=1,
        review_on=date(2026, 12, 4),
        because="The bus before is full on most mornings.",
        agreed=("Leaves ten minutes earlier, from 16 November", "Breakfast club keeps a place"),
        review_says="On time on seven mornings of ten.",
    ),
    Facts(stage=2, review_on=date(2026, 12, 11), because="Takes a sister to nursery.", agreed=("Nursery opens at 8",)),
)
