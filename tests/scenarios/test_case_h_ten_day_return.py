"""The ten-day return, told as the office lives it (CASE-H, RET-3)."""

from __future__ import annotations

from datetime import date

import pytest

from rollbook.rules.refused import Refused
from tests.processes.office import Office

pytestmark = pytest.mark.django_db
FIRST, NINTH, TENTH = date(2026, 9, 7), date(2026, 9, 17), date(2026, 9, 18)
RETURN = {"authority": "Bradford", "sent_how": "Portal", "reference": "TDR-7", "known_so_far": "Phone switched off"}


def away_for_ten_days() -> Office:
    office = Office(on=NINTH)
    office.days(FIRST, NINTH, "O")
    office.days(FIRST, NINTH, "/", n=1)
    return office


def test_the_tenth_day_opens_the_case_and_it_is_told_again_each_month_until_the_pupil_is_back() -> None:
    # Given a pupil absent without a reason since Monday 7 September, nine school days by the 17th,
    office = away_for_ten_days()
    office.reassess()
    assert office.cases("ten_day_return") == ()
    # when the tenth day is marked, G in place of O,
    office.at(TENTH)
    office.days(TENTH, TENTH, "G")
    office.reassess()
    # then a case stands there by itself, for that pupil alone, with the run and the rule,
    case = office.the_case("ten_day_return")
    assert case.why.startswith("Ten school days of unauthorised absence in a row, Monday 7 September 2026")
    assert (case.rule, case.opened_by, office.cases("ten_day_return", 1)) == ("RET-3", case.opened_by, ())
    assert (case.next_says, case.next_day) == ("Make the return to the authority", date(2026, 9, 21))
    # and looking again opens none beside it.
    office.reassess()
    assert len(office.cases("ten_day_return")) == 1
    # When the return is made on Monday,
    office.at(date(2026, 9, 21))
    (panel,) = office.page(case.public_id).panels
    assert (len(panel.rows), panel.rows[-1][1:]) == (10, ("G", "G"))
    office.take(case.public_id, "make_return", **RETURN)
    # then the next one is due within four weeks.
    case = office.the_case("ten_day_return")
    assert (case.next_says, case.next_day) == ("Repeat the return while the absence goes on", date(2026, 10, 19))
    # When the absence goes on, it is told again, and the clock begins anew.
    office.days(date(2026, 9, 21), date(2026, 10, 16), "O")
    office.at(date(2026, 10, 16))
    office.take(
        case.public_id, "repeat_return", sent_how="Portal", known_so_far="", authority_says="Visited, nobody in"
    )
    assert office.the_case("ten_day_return").next_day == date(2026, 11, 13)
    # When the pupil is back, the case ends with that,
    office.at(date(2026, 10, 19))
    office.days(date(2026, 10, 19), date(2026, 10, 19), "L")
    office.take(case.public_id, "end", "back", authority_says="Informed")
    assert office.the_case("ten_day_return").outcome == "The pupil is back at school"
    # and the run that is over opens nothing more; another ten days would.
    office.reassess()
    assert len(office.cases("ten_day_return")) == 1
    office.days(date(2026, 10, 20), date(2026, 11, 2), "N")
    office.at(date(2026, 11, 3))
    office.reassess()
    assert len(office.cases("ten_day_return")) == 2


def test_a_letter_that_arrives_after_the_return_is_raised_on_the_case() -> None:
    # Given a return that was made,
    office = away_for_ten_days()
    office.at(TENTH)
    office.days(TENTH, TENTH, "O")
    office.reassess()
    case = office.the_case("ten_day_return").public_id
    office.at(date(2026, 9, 21))
    office.take(case, "make_return", **RETURN)
    # when a doctor's letter shows that the pupil was ill on the 15th, and the marks are corrected,
    office.at(date(2026, 9, 24))
    office.correct(date(2026, 9, 15), "I")
    office.reassess()
    # then nothing is hidden: the case says that its ten days no longer stand, and what the return said,
    (notice,) = office.page(case).notices
    assert "now counts 3 school days, not ten" in notice.says
    assert "The return of Monday 21 September 2026 rests on it" in notice.says
    # once, however often it is looked at.
    office.reassess()
    assert len(office.page(case).notices) == 1


def test_no_return_is_made_for_days_that_were_corrected_before_it() -> None:
    # Given a case that opened by itself,
    office = away_for_ten_days()
    office.at(TENTH)
    office.days(TENTH, TENTH, "O")
    office.reassess()
    case = office.the_case("ten_day_return").public_id
    # when a reason is found first,
    office.correct(TENTH, "I")
    # then the return is refused, with the rule, and the case is closed with the reason.
    with pytest.raises(Refused, match="Close the case") as refused:
        office.take(case, "make_return", **RETURN)
    assert refused.value.rule == "RET-3"
