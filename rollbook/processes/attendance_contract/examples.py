"""Two contracts, for the training school and for drawing the letters."""

from datetime import date

from rollbook.processes.attendance_contract.definition import Facts

EXAMPLES = (
    Facts(
        difficulty="Mother starts work at six; nobody gets him up.",
        pupil_says="He would come to breakfast club if his friend does.",
        met_on=date(2026, 10, 7),
        who_came="Mother, pupil, head of year",
        family_does=("Grandfather rings at 7:15 on school days, from 12 October",),
        school_does=("Breakfast club, Ms Farah, from 12 October", "A text to mother by 9:00 when he is in"),
        aim="In by 8:40 on every school day, four weeks running",
        first=date(2026, 10, 12),
        last=date(2026, 12, 18),
        signed_on=date(2026, 10, 9),
        kept="Breakfast club was kept; two Mondays were missed.",
    ),
    Facts(difficulty="She does not want to come to physical education.", pupil_says="The changing room is too loud."),
)
