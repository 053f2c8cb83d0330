"""The pages of awards: the list, a rule, a run, a child in it, and what is printed."""

from rollbook.rewards.views.listing import awards
from rollbook.rewards.views.printing import certificates, read_out
from rollbook.rewards.views.rules import change_rule, new_rule, retire
from rollbook.rewards.views.runs import begin, child, drop, give, run_page, take_back, to_the_rule

__all__ = [
    "awards",
    "begin",
    "certificates",
    "change_rule",
    "child",
    "drop",
    "give",
    "new_rule",
    "read_out",
    "retire",
    "run_page",
    "take_back",
    "to_the_rule",
]
