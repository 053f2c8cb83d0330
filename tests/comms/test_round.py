"""Whether what is due is still wanted is asked once for a round, and again when something was done (COM-A)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from rollbook.audit.models import AuditEntry
from rollbook.comms import actions
from rollbook.comms.actions.handing import Begun, begin, ended
from rollbook.comms.actions.wanting import Round
from rollbook.comms.models import Message
from rollbook.comms.providers import Handed, Outcome
from rollbook.comms.wanted import Asked, still_wanted
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from tests.builders import a_school, an_actor
from tests.comms.families import Family, a_family

pytestmark = pytest.mark.django_db
PURPOSE = "asked-in-rounds"
asked_about: list[tuple[str, ...]] = []
settled: set[str] = set()


@still_wanted(PURPOSE)
def listens(actor: Actor, asked: Sequence[Asked]) -> Mapping[Asked, str]:
    asked_about.append(tuple(one.slot for one in asked))
    return {one: "settled" for one in asked if one.slot in settled}


@pytest.fixture
def family() -> Family:
    asked_about.clear()
    settled.clear()
    family = a_family()
    drafts = [family.draft(slot=f"{n}") for n in range(5)]
    actions.put_in_outbox(family.office, drafts=drafts, purpose=PURPOSE)
    return family


def take(family: Family, asking: Round) -> Begun | None:
    return begin(family.at(60), channel="text", provider="text-gateway", asking=asking)


def stands(slot: str) -> str:
    return Message.objects.get(about__slot=slot).state


def test_a_round_asks_once_and_then_only_whether_anything_was_done(
    family: Family, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asking = Round()
    first = take(family, asking)
    assert first is not None
    ended(family.at(61), begun=first, handed=Handed(Outcome.HANDED, ref="1"))
    # savepoint and release, the message, the trail, the tries so far, the try, the state, the entry
    with django_assert_num_queries(8):
        take(family, asking)
    assert [take(family, asking) is None for _ in range(4)] == [False, False, False, True]
    assert asked_about == [("0", "1", "2", "3", "4")]


def test_whatever_is_done_in_the_school_has_the_rest_of_the_round_asked_about_again(family: Family) -> None:
    asking = Round()
    take(family, asking)
    settled.add("2")
    actions.choose_channel(
        an_actor(family.school), contact=family.contact.public_id, channel="voice", wanted=False, told_by="by phone"
    )
    take(family, asking)
    take(family, asking)
    assert asked_about == [("0", "1", "2", "3", "4"), ("1", "2", "3", "4")]
    assert [stands(slot) for slot in "01234"] == ["handing", "handing", "not-wanted", "handing", "waiting"]


def test_an_entry_that_is_told_late_is_seen_although_its_number_is_lower(family: Family) -> None:
    """A transaction that began before the question may end after it: its number is then below the newest."""
    early = AuditEntry.objects.latest("id")
    asking = Round()
    take(family, asking)
    AuditEntry.objects.create(id=early.pk + 10_000, at=early.at, school_id=None, by_name="", by_role="", verb="x.Y")
    take(family, asking)
    AuditEntry.objects.create(
        id=early.pk + 9_500, at=early.at, school_id=early.school_id, by_name="", by_role="", verb="x.Y"
    )
    take(family, asking)
    assert len(asked_about) == 3


def test_what_another_school_does_asks_nobody_again(family: Family) -> None:
    asking = Round()
    take(family, asking)
    other = a_school("Brookfield School")
    actions.set_message_policy(
        an_actor(other, Role.HEAD), from_day=family.office.today, quiet_from=time(20), quiet_until=time(7),
        quiet_weekends=False, part_price=None,
    )  # fmt: skip
    take(family, asking)
    assert len(asked_about) == 1


def test_a_message_that_comes_due_in_the_round_is_asked_about_before_it_goes(family: Family) -> None:
    asking = Round()
    for _ in range(5):
        take(family, asking)
    settled.add("late")
    Message.objects.filter(about__slot="4").update(state="waiting")
    (late,) = actions.put_in_outbox(family.office, drafts=[family.draft(slot="late")], purpose=PURPOSE)
    assert take(family, asking) is not None
    assert take(family, asking) is None
    assert late.message is not None
    assert Message.objects.get(public_id=late.message).state == "not-wanted"
