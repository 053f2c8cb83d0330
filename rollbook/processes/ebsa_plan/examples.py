"""Two plans, for the training school and for drawing the letter."""

from datetime import date

from rollbook.processes.ebsa_plan.definition import Facts

EXAMPLES = (
    Facts(
        pupil_says="The corridor before lesson one is the worst.",
        family_says="Sunday evenings are hard; she sleeps badly.",
        keeps_away=("Crowded corridors", "Being asked where she has been"),
        draws=("Art", "Ms Farah", "Her friend Lina"),
        equality="Considered with the SENCo; adjustments below.",
        trusted="Ms Farah",
        steps=("Art on Tuesdays and Thursdays, from 10 November", "Lesson two every day, from 17 November"),
        adjusted=("Comes in by the library at 9:05", "A card to leave a room"),
        agencies=("School nurse", "Mental-health support team"),
        fewer_sessions=True,
        parent_agrees=True,
        fewer_until=date(2026, 12, 11),
        review_says="Art went well; lesson two on three days of five.",
    ),
    Facts(
        pupil_says="Nobody sits with me.",
        keeps_away=("Lunch", "Changing for sport"),
        draws=("Chess club",),
        equality="Considered; no needs on record.",
        trusted="Mr Dhillon",
        steps=("Lunch in the library, from 9 November",),
        fewer_sessions=False,
    ),
)
