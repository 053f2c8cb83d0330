"""COM-C, told as the office does it: awards that are kind, explained, given, printed, read out, taken back."""

from __future__ import annotations

import io
import re
import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from rollbook.rewards.actions import begin_run, decide_by_hand, give_awards, take_back_awards
from rollbook.rewards.models import Award
from rollbook.rewards.queries import award_run, given, judge
from rollbook.rules.refused import NotAllowed, Refused
from rollbook.rules.rewards import AwardKind
from rollbook.staff.models import User
from tests.registers.classroom import At
from tests.rewards.hall import FRIDAY, MONDAY, NOW, Hall

pytestmark = pytest.mark.django_db


def page(hall: Hall, name: str, user: User | None = None, **place: object) -> str:
    where = reverse(f"rewards:{name}", kwargs={"school": hall.school.slug, **place})
    return re.sub(r"\s+", " ", At(user or hall.officer, NOW).get(where).content.decode())


def post(hall: Hall, name: str, data: dict[str, str], **place: object) -> int:
    where = reverse(f"rewards:{name}", kwargs={"school": hall.school.slug, **place})
    return int(At(hall.officer, NOW).post(where, data).status_code)


def test_every_day_this_week_from_the_look_through_to_the_certificates() -> None:
    # Given a week in which Ines was ill, Max was at the dentist, and Zoe did not come on Friday,
    hall = Hall()
    hall.child("Ines", week="////////II")
    hall.child("Max", week="M/////////")
    hall.child("Zoe", week="////////OO")
    # and Noor, who has a medical need, was ill for two days; and Sam was with his grandmother when she died.
    noor = hall.child("Noor", week="IIII//////")
    hall.needs(noor, "medical")
    sam = hall.child("Sam", week="////////OO")
    # when the office looks into the award,
    run = hall.run(hall.rule())
    shown = page(hall, "run", award_run=run)
    # then Max and Noor get it with those who came every day, each with what was left out,
    names = [line.pupil.forename for line in judge(hall.office, award_run(hall.office, run)).gets]
    assert sorted(names) == sorted([*[f"Child{n}" for n in range(5)] * 2, "Max"])
    assert "1 session left out (1 M)" in shown
    # Noor has six sessions left, and the award asks for eight: a person sees it and decides.
    child = page(hall, "child", award_run=run, pupil=noor.public_id)
    assert "Only 6 sessions count; the award asks for 8." in child
    assert "left out" in child
    decision = {"decision": "give", "reason": "Her care plan keeps her at home some days"}
    assert post(hall, "child", decision, award_run=run, pupil=noor.public_id) == 303
    # Sam's absence is not an award's business either.
    decide_by_hand(hall.office, run=run, pupil=sam.public_id, gives=True, reason="Bereaved")
    decide_by_hand(
        hall.office, run=run, pupil=hall.pupils["Child0 8B"].public_id, gives=False, reason="Family asks for no awards"
    )
    shown = page(hall, "run", award_run=run)
    assert "Give 12 awards" in shown
    # Given, they are frozen, with certificates that hold a name and no figure, and no reason.
    mark = re.search(r'name="mark" value="(\w+)"', shown)
    assert mark is not None
    assert post(hall, "give", {"mark": mark.group(1)}, award_run=run) == 303
    assert Award.objects.count() == 12
    where = reverse("rewards:certificates", kwargs={"school": hall.school.slug, "award_run": run})
    pdf = PdfReader(io.BytesIO(At(hall.officer, NOW).get(where).content))
    assert len(pdf.pages) == 12
    said = " ".join((sheet.extract_text() or "") for sheet in pdf.pages)
    assert "Noor 9A" in said
    assert "the week of 9 November 2026" in said
    for private in ("Bereaved", "care plan", "%", "left out", "Ines", "Child0 8B"):
        assert private not in said
    # The list that is read out names them by form, and says no more.
    read_out = page(hall, "read-out", award_run=run)
    assert read_out.index("<h2>8B</h2>") < read_out.index("<h2>9A</h2>") < read_out.index("Sam 9A")
    for private in ("Bereaved", "left out", "Ines"):
        assert private not in read_out
    # A mark that is amended afterwards changes nothing of it,
    hall.mark(hall.pupils["Max 9A"], MONDAY, "O/////////")
    assert len(given(hall.office, award_run(hall.office, run))) == 12
    # and what was given by mistake is taken back by a person, who says why.
    with pytest.raises(Refused, match="why"):
        take_back_awards(hall.office, run=run, why=" ")
    assert post(hall, "take-back", {"why": "The wrong week"}, award_run=run) == 303
    shown = page(hall, "run", award_run=run)
    assert "The wrong week" in shown
    assert "certificates.pdf" not in shown


def test_the_register_moved_while_somebody_looked() -> None:
    """RWD-3: nobody is given, or refused, what the page did not show."""
    hall = Hall()
    run = hall.run(hall.rule())
    mark = judge(hall.office, award_run(hall.office, run)).mark
    hall.mark(hall.pupils["Child3 9A"], MONDAY, "////////NN")
    with pytest.raises(Refused, match="Look again"):
        give_awards(hall.office, run=run, mark=mark)
    assert "a session without a reason yet" in page(hall, "run", award_run=run)


def test_most_improved_is_against_ones_own_past() -> None:
    hall = Hall()
    hall.child("Ada", week="//////////", before="//////OOOO")
    hall.child("Ben", week="////////OO", before="////OOOOOO")
    hall.child("Cal", week="////////OO", before="////OOOOOO")
    hall.child("Dee", week="//////OOOO", before="//////////")
    run = hall.run(hall.rule(AwardKind.IMPROVED, "On the way up", most=1))
    found = judge(hall.office, award_run(hall.office, run))
    assert [line.pupil.forename for line in found.gets] == ["Ada", "Ben", "Cal"]
    assert found.gets[0].verdict.says == "100.0 % (10 of 10), up from 60.0 % (6 of 10; the period before)."


def test_the_form_of_the_week_shares_its_place_and_leaves_a_small_form_out() -> None:
    """RWD-2"""
    hall = Hall(each=4)
    hall.child("Ines", week="////////II")
    ill = hall.child("Noor", week="////////II")
    hall.needs(ill, "ehcp")
    hall.child("Kai", "8B", week="////////II")
    run = hall.run(hall.rule(AwardKind.GROUP, "Form of the week"))
    found = judge(hall.office, award_run(hall.office, run))
    assert [(form.name, form.verdict.gets) for form in found.forms] == [("9A", True), ("8B", False)]
    shown = page(hall, "run", award_run=run)
    assert "96.6 %: 56 of 58 sessions of 6 pupils." in shown
    give_awards(hall.office, run=run, mark=found.mark)
    (award,) = given(hall.office, award_run(hall.office, run))
    assert (award.name, award.pupil_id) == ("9A", None)
    small = Hall(each=4)
    found = judge(small.office, award_run(small.office, small.run(small.rule(AwardKind.GROUP, "Form of the week"))))
    assert [form.verdict.is_small for form in found.forms] == [True, True]


def test_a_head_of_year_gives_awards_in_their_year_and_sees_no_characteristic() -> None:
    hall = Hall()
    ill = hall.child("Noor", week="////////II")
    hall.needs(ill, "medical")
    hall.in_year("Year 9", "9")
    hall.in_year("Year 8", "8")
    rule = hall.rule()
    with pytest.raises(NotAllowed):
        hall.run(rule, hall.head_of_year)
    with pytest.raises(NotAllowed):
        hall.run(rule, hall.head_of_year, ("8", "9"))
    run = hall.run(rule, hall.head_of_year, ("9",))
    found = judge(hall.head_of_year, award_run(hall.head_of_year, run))
    assert sorted(line.pupil.forename for line in found.gets) == [*[f"Child{n}" for n in range(5)], "Noor"]
    shown = page(hall, "run", hall.head_of_9, award_run=run)
    assert "2 sessions left out<" in shown.replace(" <", "<")
    assert "(2 I)" not in shown
    # A run of the whole school is seen once it was given, and of it only the own year.
    whole = hall.run(rule)
    assert "There is no such award here" in page(hall, "run", hall.head_of_9, award_run=whole)
    give_awards(hall.office, run=whole, mark=judge(hall.office, award_run(hall.office, whole)).mark)
    assert {one.form for one in given(hall.head_of_year, award_run(hall.head_of_year, whole))} == {"9A"}


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (FRIDAY, MONDAY, "The last day is before the first."),
        (MONDAY, NOW.date().replace(day=17), "not in the future"),
        (NOW.date().replace(day=14), NOW.date().replace(day=15), "no school on any of these days"),
        (MONDAY.replace(year=2025), FRIDAY, "at most a year"),
    ],
)
def test_days_that_cannot_be(first: date, last: date, says: str) -> None:
    hall = Hall(each=1)
    with pytest.raises(Refused, match=says):
        begin_run(hall.office, run=uuid.uuid4(), rule=hall.rule(), first=first, last=last)


def test_what_a_run_asks_of_the_database_does_not_grow_with_the_school() -> None:
    small, large = Hall(each=2), Hall(each=9)
    counts = []
    for hall in (small, large):
        run = award_run(hall.office, hall.run(hall.rule()))
        with CaptureQueriesContext(connection) as asked:
            judge(hall.office, run)
        counts.append(len(asked))
    assert counts == [6, 6]
