"""What Today puts together: where the day stands, and who needs something of the office now."""

from rollbook.home.queries.around import Alarms, OnMe, Planned
from rollbook.home.queries.behind import FromTheMorning, PupilClocks
from rollbook.home.queries.moment import Moment, Stage, moment_of
from rollbook.home.queries.seen_first import SeenFirst
from rollbook.home.queries.today import Today, today_of

__all__ = [
    "Alarms",
    "FromTheMorning",
    "Moment",
    "OnMe",
    "Planned",
    "PupilClocks",
    "SeenFirst",
    "Stage",
    "Today",
    "moment_of",
    "today_of",
]
