"""Two pupils, for the training school and for drawing the letter."""

from datetime import date

from rollbook.processes.staged import Facts

EXAMPLES = (
    Facts(
        stage=1,
        review_on=date(2026, 12, 9),
        because="Mornings after weekends at his father’s.",
        met_on=date(2026, 11, 11),
        who_came="Mother, pupil, form tutor",
        agreed=("Father brings him on Mondays, from 16 November", "Tutor rings on Friday afternoons"),
        review_says="Two Mondays of three.",
    ),
    Facts(stage=2, review_on=date(2026, 12, 16), because="Not known yet.", agreed=("Meeting with the head of year",)),
)
