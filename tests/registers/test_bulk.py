"""Many marks at once: blanks by default, the rest as amendments, counted before and taken back in one step (REG-F)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.registers.actions.bulk import Cell, enter_cells, preview_cells, reverse_bulk
from rollbook.registers.actions.locking import make_year_rows
from rollbook.registers.actions.many import BatchOutcome
from rollbook.registers.models import Amendment, Mark, RegisterSave
from rollbook.registers.queries.grid import recent_bulk, week_grid
from rollbook.registers.verifying import verify_school
from rollbook.rules.actor import Actor
from rollbook.rules.marking import Outcome
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.rules.sessions import Half, Session
from tests.builders import a_pupil, a_school, an_actor
from tests.registers.classroom import AT_THE_DOOR, MONDAY, Classroom

pytestmark = pytest.mark.django_db
FRIDAY_EVENING = AT_THE_DOOR + timedelta(days=4, hours=9)
WEEK = tuple(Session(MONDAY + timedelta(days=n), half) for n in range(5) for half in Half)


def office(room: Classroom) -> Actor:
    return an_actor(room.school, user=room.officer, now=FRIDAY_EVENING)


def cells(room: Classroom, code: str, numbers: range, sessions: tuple[Session, ...] = WEEK) -> list[Cell]:
    return [Cell(str(room.pupils[n].public_id), session, code) for n in numbers for session in sessions]


def entered(room: Classroom, wanted: list[Cell], *, replace: bool = False, reason: str = "") -> BatchOutcome:
    """As the page does it: look at the preview, then send what it showed."""
    seen = preview_cells(office(room), wanted, replace=replace)
    shown = [Cell(w.decision.pupil, w.session, w.decision.now, w.wanted.entry.seen) for w in seen]
    return enter_cells(office(room), save_id=uuid.uuid4(), cells=shown, replace=replace, reason=reason)


def test_blanks_are_filled_and_what_stands_stays() -> None:
    room = Classroom(3)
    entered(room, cells(room, "M", range(1), WEEK[:1]))
    done = entered(room, cells(room, "I", range(3)))
    assert (done.count(Outcome.STORED), done.count(Outcome.UNCHANGED)) == (29, 1)
    assert room.codes() == {"Abiodun": "M", "Ahmed": "I", "Barker": "I"}
    assert not Amendment.objects.exists()
    assert verify_school(office(room)).faults == ()


def test_the_preview_counts_what_gives_way_by_its_code_and_stores_nothing() -> None:
    room = Classroom(3)
    entered(room, cells(room, "N", range(2), WEEK[:1]))
    before = RegisterSave.objects.count()
    seen = preview_cells(office(room), cells(room, "I", range(3), WEEK[:2]), replace=True)
    was = sorted(w.decision.was or "" for w in seen if w.outcome is Outcome.STORED)
    assert was == ["", "", "", "", "N", "N"]
    assert RegisterSave.objects.count() == before
    assert room.codes() == {"Abiodun": "N", "Ahmed": "N"}


def test_replacing_is_an_amendment_and_needs_its_reason() -> None:
    room = Classroom(2)
    entered(room, cells(room, "N", range(2), WEEK[:1]))
    without = entered(room, cells(room, "I", range(2), WEEK[:1]), replace=True)
    assert without.count(Outcome.REFUSED) == 2
    assert "Write the reason" in without.rows[0].decision.says
    done = entered(room, cells(room, "I", range(2), WEEK[:1]), replace=True, reason="Norovirus in 9A; parents rang")
    assert done.amended == 2
    assert set(Amendment.objects.values_list("old", "new", "reason")) == {("N", "I", "Norovirus in 9A; parents rang")}
    assert verify_school(office(room)).faults == ()


def test_what_changed_after_the_preview_is_a_conflict_for_that_cell_only() -> None:
    room = Classroom(2)
    entered(room, cells(room, "N", range(2), WEEK[:1]))
    seen = preview_cells(office(room), cells(room, "I", range(2), WEEK[:1]), replace=True)
    shown = [Cell(w.decision.pupil, w.session, w.decision.now, w.wanted.entry.seen) for w in seen]
    entered(room, cells(room, "M", range(1), WEEK[:1]), replace=True, reason="Dentist")
    done = enter_cells(office(room), save_id=uuid.uuid4(), cells=shown, replace=True, reason="Ill")
    assert sorted(row.outcome for row in done.rows) == [Outcome.CONFLICT, Outcome.STORED]
    assert room.codes() == {"Abiodun": "M", "Ahmed": "I"}


def test_one_cell_that_the_rules_refuse_stops_no_other() -> None:
    room = Classroom(2)
    to_come = Session(date(2026, 9, 14), Half.AM)
    done = entered(room, [*cells(room, "I", range(1), WEEK[:1]), *cells(room, "I", range(1), (to_come,))])
    assert [row.outcome for row in done.rows] == [Outcome.STORED, Outcome.REFUSED]
    assert "has not begun" in done.rows[1].decision.says
    assert verify_school(office(room)).faults == ()


def test_the_same_entry_sent_twice_is_made_once() -> None:
    room = Classroom(2)
    save_id, wanted = uuid.uuid4(), cells(room, "I", range(2))
    enter_cells(office(room), save_id=save_id, cells=wanted, replace=False)
    again = enter_cells(office(room), save_id=save_id, cells=wanted, replace=False)
    assert again.repeated
    assert RegisterSave.objects.count() == 10, "one save a session"
    with pytest.raises(Refused, match="sent before with other marks"):
        enter_cells(office(room), save_id=save_id, cells=cells(room, "M", range(2)), replace=False)


def test_it_is_taken_back_in_one_step_and_both_stay_in_the_record() -> None:
    room = Classroom(3)
    entered(room, cells(room, "N", range(1), WEEK[:1]))
    entered(room, cells(room, "I", range(3)), replace=True, reason="Wrong form")
    entry = recent_bulk(office(room))[0]
    done = reverse_bulk(office(room), save_id=entry.save_id, reason="It was 9B")
    assert done.count(Outcome.STORED) == 30
    assert room.codes() == {"Abiodun": "N"}, "blanks are blank again, the N stands again"
    assert Mark.objects.count() == 1
    assert set(Amendment.objects.filter(reason="It was 9B").values_list("old", "new")) == {("I", ""), ("I", "N")}
    assert recent_bulk(office(room))[0].is_reversal
    assert verify_school(office(room)).faults == ()
    with pytest.raises(Refused, match="nothing to take back"):
        reverse_bulk(office(room), save_id=entry.save_id, reason="Again")


def test_minutes_late_come_back_with_the_mark() -> None:
    room = Classroom(1)
    late = Cell(str(room.pupils[0].public_id), WEEK[0], "L")
    at_nine = an_actor(room.school, user=room.officer, now=AT_THE_DOOR + timedelta(minutes=10))
    enter_cells(at_nine, save_id=uuid.uuid4(), cells=[late], replace=False)
    minutes = Mark.objects.get().minutes
    assert minutes == 17
    entered(room, cells(room, "I", range(1), WEEK[:1]), replace=True, reason="Wrong row")
    reverse_bulk(office(room), save_id=recent_bulk(office(room))[0].save_id, reason="Right row now")
    assert (Mark.objects.get().code, Mark.objects.get().minutes) == ("L", minutes)
    assert verify_school(office(room)).faults == ()


def test_what_somebody_changed_since_is_not_taken_back() -> None:
    room = Classroom(2)
    entered(room, cells(room, "I", range(2), WEEK[:1]))
    entry = recent_bulk(office(room))[0]
    entered(room, cells(room, "M", range(1), WEEK[:1]), replace=True, reason="Dentist")
    reverse_bulk(office(room), save_id=entry.save_id, reason="Wrong day")
    assert room.codes() == {"Abiodun": "M"}


def test_two_thousand_cells_cost_no_more_statements_than_twenty() -> None:
    counts = []
    for size in (2, 200):
        room = Classroom(2)
        room.pupils += [a_pupil(room.school, group=room.group, surname=f"P{n:03}") for n in range(size - 2)]
        make_year_rows(room.actor, MONDAY, [str(p.public_id) for p in room.pupils])
        wanted = cells(room, "I", range(size))
        with CaptureQueriesContext(connection) as seen:
            done = enter_cells(office(room), save_id=uuid.uuid4(), cells=wanted, replace=False)
        assert done.count(Outcome.STORED) == size * 10
        counts.append(len(seen))
    assert counts[1] - counts[0] <= 2, "one more statement for each thousand marks written"
    assert counts[0] <= 60
    assert verify_school(office(room)).faults == ()


def test_a_pupil_without_a_year_row_gets_one() -> None:
    room = Classroom(1)
    room.pupils.append(a_pupil(room.school, group=room.group, surname="New"))
    assert entered(room, cells(room, "I", range(2))).count(Outcome.STORED) == 20
    assert verify_school(office(room)).faults == ()


def test_more_than_a_grid_holds_and_another_schools_pupils_are_refused() -> None:
    room = Classroom(1)
    with pytest.raises(Refused, match="At most 5000"):
        preview_cells(office(room), cells(room, "I", range(1)) * 501, replace=False)
    other = Cell(str(a_pupil(a_school()).public_id), WEEK[0], "I")
    with pytest.raises(NotFound):
        enter_cells(office(room), save_id=uuid.uuid4(), cells=[other], replace=False)
    with pytest.raises(NotAllowed):
        enter_cells(an_actor(room.school, permissions=frozenset()), save_id=uuid.uuid4(), cells=[], replace=False)


def test_the_grid_of_a_week_is_read_with_a_fixed_number_of_statements() -> None:
    counts = []
    for size in (2, 30):
        room = Classroom(size)
        entered(room, cells(room, "I", range(size), WEEK[:3]))
        with CaptureQueriesContext(connection) as seen:
            grid = week_grid(office(room), room.group.public_id, MONDAY)
        counts.append(len(seen))
        assert (len(grid.sessions), len(grid.rows)) == (10, size)
        assert grid.rows[0].codes[:4] == ("I", "I", "I", "")
    assert counts[0] == counts[1] <= 9
