"""Staged support by the school's own policy, told as the office lives it (CASE-B)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from rollbook.cases.actions import open_suggestion, set_stages
from rollbook.cases.queries import suggestions
from rollbook.cases.queries.stages import stages_on, what_would_change
from rollbook.comms.actions import change_template
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half
from rollbook.rules.stages import Measure, Stage
from tests.absence.morning import days_of_term
from tests.processes.office import Office

pytestmark = pytest.mark.django_db
KEY = "attendance_concern"
OWN = (
    Stage("Letter", Measure.ABSENCE, 5, "A letter home.", 3),
    Stage("Meeting", Measure.ABSENCE, 15, "The head of year meets the family.", 4),
)


def suggested(office: Office):
    return [line for line in suggestions(office.who()) if line.process.key == KEY]


def test_a_school_writes_its_stages_sees_whom_they_move_and_works_by_them() -> None:
    # Given three weeks in which one pupil missed two days of fifteen (13 %), and a second one (7 %),
    office = Office(on=date(2026, 9, 21))
    days = days_of_term(date(2026, 9, 1), date(2026, 9, 18))
    away = {0: set(days[5:7]), 1: set(days[3:4])}
    codes = {day: {n: ("I" if day in away[n] else "/") for n in (0, 1)} for day in days}
    office.marked_on(codes, Half.AM)
    office.marked_on({d: {n: c if c == "I" else "\\" for n, c in row.items()} for d, row in codes.items()}, Half.PM)
    # when the stages that Rollbook brings are asked, the first pupil stands at the second of them.
    office.reassess()
    assert [line.says for line in suggested(office)] == [
        "Stage 2, meeting and plan: 4 of 28 possible sessions missed (14.3%)."
    ]
    # The school writes its own, and sees on real pupils what they would change before they take effect:
    preview = what_would_change(office.who(), KEY, OWN)
    assert [(m.pupil.forename, m.now and m.now.number, m.then and m.then.number) for m in preview.moved] == [
        ("Pupil00", 2, 1),
        ("Pupil01", None, 1),
    ]
    assert (preview.now, preview.then) == ((0, 1, 0), (2, 0))
    assert stages_on(office.who(), KEY, date(2026, 9, 21)).version == 0, "nothing was saved"
    # they take effect from a day on, and never in the past.
    with pytest.raises(Refused, match="today or later"):
        set_stages(office.who(), process=KEY, from_day=date(2026, 9, 18), stages=OWN)
    set_stages(office.who(), process=KEY, from_day=date(2026, 9, 22), stages=OWN)
    assert stages_on(office.who(), KEY, date(2026, 9, 21)).version == 0
    office.at(date(2026, 9, 22))
    office.reassess()
    assert {line.pupil.forename for line in suggested(office)} == {"Pupil00", "Pupil01"}
    # The second pupil's case begins its first stage, is written to and planned,
    line = next(one for one in suggested(office) if one.pupil.forename == "Pupil01")
    case = open_suggestion(office.who(), suggestion=line.public_id)
    with pytest.raises(Refused, match="has passed already"):
        office.take(case, "begin", stage=1, review_on=date(2026, 9, 22), because="Not known")
    office.take(case, "begin", stage=1, review_on=date(2026, 10, 13), because="The bus")
    office.take(case, "plan", agreed=("Earlier bus, from Monday",))
    page = office.page(case)
    assert page.line.next_says == "Write to the family"
    # and the words of its letter may change while the case runs.
    change_template(office.who(), key="attendance-concern-stage", subject="{pupil}", words="Dear {contact}, ring us.")
    office.take(case, "write")
    # When more is missed, the open case is told of the higher stage; nobody is moved by Rollbook.
    office.at(date(2026, 10, 5))
    more = days_of_term(date(2026, 9, 21), date(2026, 10, 2))
    office.marked_on({day: {1: "O"} for day in more}, *Half)
    office.reassess()
    office.reassess()
    (notice,) = office.page(case).notices
    assert notice.says.startswith("Stage 2, meeting: 22 of ")
    assert office.page(case).facts.stage == 1
    # The school changes its stages again while the case runs: it says so, and goes on with its own.
    set_stages(office.who(), process=KEY, from_day=date(2026, 10, 5), stages=OWN[:1])
    assert any("changed its stages after this one began" in panel.says for panel in office.page(case).panels)
    # At the review the next stage begins, and in the end it has improved.
    office.at(date(2026, 10, 13))
    office.take(case, "review", "next", review_says="Two weeks were missed", review_on=date(2026, 10, 20))
    assert office.the_case(KEY, 1).next_says == "Begin a stage"
    office.take(case, "begin", stage=2, review_on=date(2026, 11, 17), because="Mother in hospital")
    met = {"met_on": date(2026, 10, 13), "who_came": "Father", "pupil_says": "", "family_says": "She is home soon"}
    office.take(case, "meet", **met)
    office.at(date(2026, 11, 17))
    office.take(case, "review", "improved", review_says="Four full weeks", review_on=date(2026, 11, 24))
    assert office.the_case(KEY, 1).outcome == "Improved"


def test_punctuality_runs_the_same_road_by_its_own_measure() -> None:
    office = Office(on=date(2026, 9, 28))
    days = days_of_term(date(2026, 9, 7), date(2026, 9, 25))
    office.marked_on({day: {0: "L"} for day in days}, Half.AM)
    office.reassess()
    (line,) = [one for one in suggestions(office.who()) if one.process.key == "punctuality"]
    assert line.says == "Stage 1, tutor and family: 15 times late this year."


def test_the_page_shows_what_would_change_and_saves_nothing_until_asked() -> None:
    office = Office(on=date(2026, 9, 21))
    days = days_of_term(date(2026, 9, 1), date(2026, 9, 18))
    office.marked_on({day: {0: "I"} for day in days}, *Half)
    desk = office.person()
    url = reverse("cases:stages-of", kwargs={"school": office.school.slug, "staged_process": KEY})
    typed = {"name_1": "Letter", "measure_1": "absence", "at_1": 5, "does_1": "A letter home.", "weeks_1": 3}
    from_day = {"from_day_0": "22", "from_day_1": "9", "from_day_2": "2026"}
    shown = desk.post(url, {**typed, **from_day, "look": "yes"}).content.decode()
    assert "1 pupil would stand at another stage. Nothing is saved yet." in shown
    assert stages_on(office.who(), KEY, date(2026, 9, 22) + timedelta(days=1)).version == 0
    wrong = desk.post(url, {**typed, **from_day, "at_1": "", "look": "yes"})
    assert wrong.status_code == 422
    assert "Say where stage 1 begins" in wrong.content.decode()
    assert desk.post(url, {**typed, **from_day}).status_code == 303
    assert stages_on(office.who(), KEY, date(2026, 9, 22)).stages[0].name == "Letter"
