"""Two notices to improve, for the training school and for drawing the letter."""

from dataclasses import replace
from datetime import UTC, datetime, time

from rollbook.processes.example_week import with_a_week
from rollbook.processes.notice_to_improve.facts import Facts
from rollbook.rules.process import Situation, Taken

EXAMPLES = (
    Facts(
        support_given="Breakfast club since September, and two meetings with the head of year.",
        support_there="Breakfast club goes on. The family worker can come to the house in the morning.",
        helper="Ms Okafor, attendance manager, through the school office",
    ),
    Facts(
        support_given="A bus pass, and a later start on Mondays that was agreed in October.",
        support_there="The bus pass stays; the form tutor rings on Sunday evenings.",
        helper="Mr Shah, head of year 9, through the school office",
        enough="At most two unauthorised sessions in the period.",
        allowed=2,
        early=False,
        said="He will take the bus at ten past eight with his cousin.",
    ),
)


def around(plain: Situation) -> Situation:
    """The same on the day on which the notice is given, for six school weeks."""
    given = Taken(1, "give", "six", plain.on, datetime.combine(plain.on, time(10), UTC), "A. Osei")
    return replace(with_a_week(plain), taken=(given,))
