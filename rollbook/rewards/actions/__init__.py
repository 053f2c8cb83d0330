"""What is done about awards, each a verb of an actor."""

from rollbook.rewards.actions.rules import retire_award_rule, set_award_rule
from rollbook.rewards.actions.runs import (
    begin_run,
    decide_by_hand,
    drop_run,
    give_awards,
    leave_to_the_rule,
    take_back_awards,
)

__all__ = [
    "begin_run",
    "decide_by_hand",
    "drop_run",
    "give_awards",
    "leave_to_the_rule",
    "retire_award_rule",
    "set_award_rule",
    "take_back_awards",
]
