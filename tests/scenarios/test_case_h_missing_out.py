"""On the roll and not full-time, told as the office lives it (CASE-H, CME-3)."""

from __future__ import annotations

from datetime import date

import pytest

from rollbook.cases.actions import open_suggestion
from rollbook.cases.queries import suggestions
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half
from tests.absence.morning import days_of_term
from tests.processes.office import Office

pytestmark = pytest.mark.django_db
PLAN = {
    "because": "part-time",
    "since": date(2026, 9, 14),
    "hours_a_week": 15,
    "where": "Mornings at school",
    "planned_end": date(2026, 10, 9),
    "parent_agrees": True,
}
REPORT = {"authority": "Bradford", "sent_how": "Monthly list", "reference": ""}


def test_a_part_time_timetable_is_listed_reported_and_reviewed_and_its_end_does_not_pass_unnoticed() -> None:
    # Given a pupil with C2 in the afternoons since 14 September,
    office = Office(on=date(2026, 9, 16))
    office.marked_on({day: {0: "C2"} for day in days_of_term(date(2026, 9, 14), date(2026, 9, 16))}, Half.PM)
    # when the marks are looked at, the list is suggested to a person, once for the spell,
    office.reassess()
    assert office.suggested("missing_out") == ("On a part-time timetable (code C2) since Monday 14 September 2026",)
    (line,) = [one for one in suggestions(office.who()) if one.process.key == "missing_out"]
    case = open_suggestion(office.who(), suggestion=line.public_id)
    # and a timetable without an end, or without a parent's agreement, is refused.
    with pytest.raises(Refused, match="has an end") as refused:
        office.take(case, "list", **{**PLAN, "planned_end": None})
    assert refused.value.rule == "PTT-1"
    with pytest.raises(Refused, match="agreement of a parent"):
        office.take(case, "list", **{**PLAN, "parent_agrees": False})
    office.take(case, "list", **PLAN)
    assert office.the_case("missing_out").next_says == "Report to the authority, by its protocol"
    office.take(case, "report", **REPORT)
    # Then its planned end wants the review, before the half-term's six weeks would,
    line_ = office.the_case("missing_out")
    assert (line_.next_says, line_.next_day) == ("Review with the family: more hours, or full-time?", date(2026, 10, 9))
    office.at(date(2026, 10, 9))
    more = {"reviewed_with": "Mother, SENCo", "review_says": "Two afternoons more", "hours_a_week": 20}
    office.take(case, "review", "goes-on", planned_end=date(2027, 1, 29), **more)
    # and the next one is due six school weeks later.
    assert office.the_case("missing_out").next_day == date(2026, 11, 20)
    office.at(date(2026, 11, 20))
    office.take(case, "review", "full-time", planned_end=None, **{**more, "hours_a_week": 25})
    assert office.the_case("missing_out").outcome == "Full-time again"


def test_a_safeguarding_separation_is_listed_too_and_is_never_e() -> None:
    # Given a separation that the safeguarding lead has arranged, then the case is opened by hand,
    office = Office(on=date(2026, 9, 16))
    case = office.open("missing_out")
    separated = {**PLAN, "because": "separated", "planned_end": None, "parent_agrees": None}
    office.take(case, "list", **separated)
    # and whoever records it is told what is easily done wrong.
    assert "never E" in office.page(case).taken[-1].warned[0]


def test_provision_elsewhere_and_a_long_illness_are_suggested() -> None:
    # Given one pupil with K since the week before and one ill for fifteen days,
    office = Office(on=date(2026, 9, 25))
    office.days(date(2026, 9, 21), date(2026, 9, 25), "K")
    office.days(date(2026, 9, 7), date(2026, 9, 25), "I", n=1)
    office.reassess()
    assert sorted(office.suggested("missing_out")) == [
        "Ill since Monday 7 September 2026: fifteen school days and more",
        "Taught where the authority arranged it (code K) since Monday 21 September 2026",
    ]
