"""Days that have marks are never planned away, by a closure or by a term that grows shorter."""

from __future__ import annotations

from datetime import date

import pytest

from rollbook.pupils.models import Pupil
from rollbook.registers.models import Mark
from rollbook.rules.refused import Refused
from rollbook.schools import actions
from rollbook.schools.models import Closure, Term
from tests.builders import A_MORNING, a_pupil, a_school, an_actor

pytestmark = pytest.mark.django_db
MARKED = date(2026, 9, 8)


@pytest.fixture
def pupil() -> Pupil:
    pupil = a_pupil(a_school())
    Mark.objects.create(
        school=pupil.school, date=MARKED, half=0, pupil=pupil, code="/", version=1, entered_on=A_MORNING.date()
    )
    return pupil


def test_a_planned_closure_of_a_marked_day_is_refused_in_words(pupil: Pupil) -> None:
    actor = an_actor(pupil.school)
    with pytest.raises(Refused, match="marks on Tuesday 8 September 2026") as refused:
        actions.add_closure(actor, kind="inset", first=date(2026, 9, 7), last=date(2026, 9, 9))
    assert refused.value.rule == "COD-18"
    assert not Closure.objects.exists()
    term = Term.objects.filter(school=pupil.school).order_by("first")[0]
    with pytest.raises(Refused, match=r"marks on Tuesday 8 September 2026, .* nor lie outside the terms"):
        actions.change_term(actor, term_id=term.pk, name=term.name, first=date(2026, 9, 14), last=term.last)


def test_an_unexpected_closure_or_another_day_or_school_is_not(pupil: Pupil) -> None:
    actor = an_actor(pupil.school)
    assert actions.add_closure(actor, kind="unplanned", first=MARKED, last=MARKED)
    assert actions.add_closure(actor, kind="inset", first=date(2026, 9, 9), last=date(2026, 9, 9))
    assert actions.add_closure(an_actor(a_school()), kind="inset", first=MARKED, last=MARKED)


def test_a_day_marked_as_closed_may_be_closed(pupil: Pupil) -> None:
    Mark.objects.filter(date=MARKED).update(code="#")
    assert actions.add_closure(an_actor(pupil.school), kind="occasional", first=MARKED, last=MARKED)
