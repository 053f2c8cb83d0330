"""Two returns, for the training school and for drawing the letter."""

from datetime import date

from rollbook.processes.reintegration.definition import After, Facts

EXAMPLES = (
    Facts(
        after=After.ILLNESS,
        returns_on=date(2026, 11, 9),
        staff_know="Tires quickly; may rest in the library.",
        missed="Six weeks of science; catch-up with Mr Lee on Wednesdays.",
        who_came="Father, pupil, head of year, school nurse",
        plan=("Mornings in full from 9 November", "No sport until January"),
        meets="Mr Dhillon",
        review_says="In on nine days of ten.",
    ),
    Facts(
        after=After.SUSPENSION,
        returns_on=date(2026, 11, 11),
        staff_know="Sits at the front in maths.",
        who_came="Mother, head of year",
        plan=("Daily card for two weeks",),
        meets="Ms Farah",
    ),
)
