"""Two families, for the training school and for drawing the letter."""

from datetime import date

from rollbook.processes.early_help.definition import Facts

EXAMPLES = (
    Facts(
        worry="Mother is ill and the elder brother does everything.",
        strengths="The brothers are close; an aunt lives near.",
        pupil_says="He would come more if somebody were with her in the mornings.",
        consent_by="Mother",
        consent_on=date(2026, 10, 6),
        consent_how="Signed at home",
        lead="Family support worker, children’s centre",
        agencies=("School", "Young carers’ service", "District nurse"),
        plan=("Nurse at 8:00 from 2 November", "Young carers’ group on Tuesdays, from 4 November"),
        review_says="In on every morning with the nurse.",
    ),
    Facts(
        worry="They move for the third time this year.",
        consent_by="Father",
        consent_on=date(2026, 11, 10),
        consent_how="Said at the meeting",
        lead="Housing link worker",
        agencies=("School", "Housing"),
        plan=("Bus pass for both schools",),
    ),
)
