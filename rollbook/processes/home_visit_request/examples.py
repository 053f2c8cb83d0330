"""Two requests, for the training school."""

from rollbook.processes.home_visit_request.definition import Facts
from rollbook.rules.home_visits import Urgency

EXAMPLES = (
    Facts(
        reason="Five days without a word; both numbers ring and nobody answers.",
        asked_by="Mr Dhillon, form tutor",
        urgency=Urgency.TODAY,
        found="Mother at the door; child seen and spoken to alone, well. New telephone number.",
        follows=("New number into the contacts, A. Osei, today",),
    ),
    Facts(
        reason="The grandmother asked whether somebody could look in.",
        asked_by="Ms Farah",
        urgency=Urgency.SOON,
    ),
)
