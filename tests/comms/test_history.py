"""What messages tell of a pupil's history: texts, calls and answers, and no words to who may not write (COM-A)."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from rollbook.comms import actions
from rollbook.comms.actions import Told
from rollbook.comms.practice import PracticeTexts
from rollbook.comms.queries.history import history_of
from rollbook.rules.access import Role
from tests.builders import A_MORNING, a_school, an_actor
from tests.comms.families import Family, a_family, hand_over_at, texts_through

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 7)


@pytest.fixture
def family() -> Family:
    """A text that went and was answered, and a call that nobody took."""
    family = a_family()
    actions.set_provider(an_actor(family.school, Role.HEAD), provider="phone-list", kept={})
    with PracticeTexts() as gateway:
        texts_through(family.school, gateway)
        actions.put_in_outbox(family.office, drafts=[family.draft()], purpose="lateness")
        (call,) = actions.put_in_outbox(
            family.office_at(1), drafts=[family.draft(slot="2", channel="voice")], purpose="to-families"
        )
        hand_over_at(family.school, family.at(61).now)
    told = Told("in-1", "+447700900123", "He is ill", A_MORNING)
    actions.take_replies(family.at(90), provider="text-gateway", told=[told])
    assert call.message is not None
    actions.tick_call(family.office_at(120), message=call.message, outcome="no-answer", tick=uuid.uuid4())
    return family


def test_every_text_call_and_answer_is_told(family: Family, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(7):
        told = history_of(family.office, family.pupil.pk, DAY, DAY)
    assert sorted(one.says for one in told) == [
        "An answer came",
        "Call to Ms Ada Abiodun: failed (No answer)",
        "Call: no answer",
        "Text to Ms Ada Abiodun: sent",
    ]
    assert [one.words for one in told if one.says == "An answer came"] == ["He is ill"]
    assert history_of(family.office, family.pupil.pk, date(2026, 9, 8), date(2026, 9, 9)) == ()


def test_who_may_not_write_opens_no_message_and_a_teacher_is_told_nothing(family: Family) -> None:
    head = an_actor(family.school, Role.HEAD)
    assert {one.url_id for one in history_of(head, family.pupil.pk, DAY, DAY)} == {""}
    assert history_of(an_actor(family.school, Role.TEACHER), family.pupil.pk, DAY, DAY) == ()
    assert history_of(an_actor(a_school()), family.pupil.pk, DAY, DAY) == ()
