"""What others may ask of awards; answers are frozen values."""

from rollbook.rewards.queries.judging import ChildLine, FormLine, Judged, judge
from rollbook.rewards.queries.rules import RuleLine, award_rule, award_rules
from rollbook.rewards.queries.runs import GivenAward, RunLine, award_run, awards_of, given, may_give, runs

__all__ = [
    "ChildLine",
    "FormLine",
    "GivenAward",
    "Judged",
    "RuleLine",
    "RunLine",
    "award_rule",
    "award_rules",
    "award_run",
    "awards_of",
    "given",
    "judge",
    "may_give",
    "runs",
]
