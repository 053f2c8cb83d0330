"""Two notices to improve, for the training school and for drawing the letter."""

from rollbook.processes.notice_to_improve.facts import Facts

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
