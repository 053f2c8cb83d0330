"""Historic marks from a file: what is new goes in, what stands stays, and the rest is named by row."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rollbook.pupils.models import Pupil
from rollbook.registers.actions import import_marks, review_marks
from rollbook.registers.models import Mark, RegisterSave
from rollbook.registers.queries import mark_history
from rollbook.registers.verifying import verify_school
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session
from rollbook.schools.models import School
from tests.builders import A_MORNING, a_pupil, a_school, an_actor

pytestmark = pytest.mark.django_db

UPN = "H801200001001"
HEAD = "UPN,Date,Session,Mark,Minutes Late\n"


def a_file(*rows: str) -> bytes:
    return (HEAD + "\n".join(rows)).encode()


@pytest.fixture
def actor():  # type: ignore[no-untyped-def]
    school = a_school()
    a_pupil(school, upn=UPN, first_day=date(2026, 9, 2))
    return an_actor(school, now=A_MORNING)


def test_new_marks_go_into_the_record_once(actor) -> None:  # type: ignore[no-untyped-def]
    file = a_file(f"{UPN},02/09/2026,AM,/,", f"{UPN},02/09/2026,PM,\\,", f"{UPN},03/09/2026,AM,L,7")
    assert len(review_marks(actor, name="marks.csv", data=file).new) == 3
    assert Mark.objects.count() == 0, "a review changes nothing"
    import_marks(actor, name="marks.csv", data=file)
    assert sorted(Mark.objects.values_list("date", "half", "code", "minutes")) == [
        (date(2026, 9, 2), 0, "/", None),
        (date(2026, 9, 2), 1, "\\", None),
        (date(2026, 9, 3), 0, "L", 7),
    ]
    again = review_marks(actor, name="marks.csv", data=file)
    assert (again.new, again.same, again.problems) == ((), 3, ())
    with pytest.raises(Refused, match="no new mark"):
        import_marks(actor, name="marks.csv", data=file)
    assert RegisterSave.objects.count() == 3, "a save a session, so that each mark has its history"
    assert verify_school(actor).faults == ()


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("H801200001999,02/09/2026,AM,/,", "UPN"),
        (f"{UPN},01/09/2026,AM,/,", "starting day"),
        (f"{UPN},06/09/2026,AM,/,", "does not meet"),
        (f"{UPN},02/09/2026,AM,\\,", "morning"),
        (f"{UPN},02/09/2026,AM,H,", "H"),
        (f"{UPN},02/10/2026,AM,/,", "not begun"),
        (f"{UPN},02/09/2026,AM,#,", "#"),
        (f"{UPN},02/09/2026,AM,X,", "compulsory"),
        (f"{UPN},02/09/2026,AM,K,", "needs a note"),
        (f"{UPN},07/09/2026,PM,\\,", "not begun"),
    ],
)
def test_a_bad_row_is_named_and_does_not_stop_the_good_one(actor, row: str, says: str) -> None:  # type: ignore[no-untyped-def]
    review = review_marks(actor, name="marks.csv", data=a_file(row, f"{UPN},03/09/2026,AM,/,"))
    assert len(review.new) == 1
    (problem,) = review.problems
    assert problem.row == 2
    assert says in problem.says


def test_a_mark_that_stands_is_never_overwritten(actor) -> None:  # type: ignore[no-untyped-def]
    import_marks(actor, name="marks.csv", data=a_file(f"{UPN},02/09/2026,AM,/,"))
    review = review_marks(actor, name="marks.csv", data=a_file(f"{UPN},02/09/2026,AM,I,"))
    assert (review.new, review.conflicts) == ((), 1)
    assert "stands as /" in review.problems[0].says


def test_an_imported_mark_has_its_history(actor) -> None:  # type: ignore[no-untyped-def]
    file = a_file(f"{UPN},02/09/2026,AM,/,")
    import_marks(actor, name="marks.csv", data=file)
    public = Pupil.objects.get(upn=UPN).public_id
    (entry,) = mark_history(actor, public, Session(date(2026, 9, 2), Half.AM)).versions
    assert (entry.was, entry.now, entry.by_name) == ("", "/", actor.name)


def test_a_long_history_is_split_into_saves(actor) -> None:  # type: ignore[no-untyped-def]
    school = School.objects.get(pk=actor.school)
    upns = []
    for n in range(260):
        pupil = a_pupil(school, first_day=date(2026, 9, 2))
        pupil.mis_id = f"M{n}"
        pupil.save(update_fields=["mis_id"])
        upns.append(pupil.mis_id)
    rows = [
        f"{m},{date(2026, 9, 2) + timedelta(days=d):%d/%m/%Y},{h},{'/' if h == 'AM' else chr(92)}"
        for m in upns
        for d in (0, 1)
        for h in ("AM", "PM")
    ]
    file = ("MIS ID,Date,Session,Mark\n" + "\n".join(rows)).encode()
    assert len(import_marks(actor, name="marks.csv", data=file).new) == 1040
    assert RegisterSave.objects.count() == 4
    assert verify_school(actor).faults == ()
