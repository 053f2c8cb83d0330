"""The next step of first-day contact (DAY-1, ABS-B): never the wrong person, never too early, never after an answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.actor import LONDON
from rollbook.rules.contact_ladder import (
    CHANNELS,
    EMAIL,
    RING,
    TEXT,
    VOICE,
    Attempt,
    Comes,
    Ladder,
    LadderStep,
    Person,
    State,
    next_step,
    waited_out,
)

CLOSES = datetime(2026, 11, 16, 9, 10, tzinfo=UTC)
EVERYTHING = frozenset(CHANNELS)
MUM = Person(1, "Priya Shah", EVERYTHING)
GRAN = Person(2, "Asha Shah", EVERYTHING)
BARRED = Person(3, "Ravi Shah", EVERYTHING, no_contact=True)
AUNT = Person(4, "Mina Shah", EVERYTHING, may_be_told=False)
LADDER = Ladder((LadderStep(TEXT, 1, 0), LadderStep(VOICE, 1, 10), LadderStep(RING, 2, 15)))


def at(minutes: int) -> datetime:
    return CLOSES + timedelta(minutes=minutes)


def tried(step: int, minutes: int, state: State = State.SENT, channel: str = TEXT) -> Attempt:
    return Attempt(step, channel, at(minutes), state, 1)


@pytest.mark.parametrize(
    ("attempts", "now", "comes", "number", "to"),
    [
        ((), -1, Comes.WAITS, 1, MUM),
        ((), 0, Comes.DUE, 1, MUM),
        ((tried(1, 0),), 9, Comes.WAITS, 2, MUM),
        ((tried(1, 0),), 10, Comes.DUE, 2, MUM),
        ((tried(1, 0, State.FAILED),), 1, Comes.DUE, 2, MUM),
        ((tried(1, 0), tried(2, 10)), 24, Comes.WAITS, 3, GRAN),
        ((tried(1, 0), tried(2, 10)), 25, Comes.DUE, 3, GRAN),
        ((tried(1, 0), tried(2, 10), tried(3, 25)), 60, Comes.AT_END, 0, None),
        ((tried(1, 0, State.ANSWERED),), 60, Comes.STOPPED, 0, None),
        ((tried(1, 0), tried(0, 5, State.ANSWERED)), 60, Comes.STOPPED, 0, None),
    ],
)
def test_steps_come_in_order_each_after_its_wait_until_somebody_answers(
    attempts: tuple[Attempt, ...], now: int, comes: Comes, number: int, to: Person | None
) -> None:
    step = next_step(LADDER, attempts, at(now), (MUM, GRAN), starts=CLOSES)
    assert (step.comes, step.number, step.to) == (comes, number, to)


def test_it_stops_for_whatever_the_office_learns() -> None:
    step = next_step(LADDER, (), at(60), (MUM,), starts=CLOSES, stopped="Arrived 9:20")
    assert (step.comes, step.says) == (Comes.STOPPED, "Arrived 9:20")


def test_what_a_person_sent_on_to_another_address_is_waited_for_and_not_sent_again() -> None:
    sent_on = Attempt(0, TEXT, at(2), State.SENT, GRAN.contact)
    failed = (tried(1, 0, State.FAILED), sent_on)
    step = next_step(LADDER, failed, at(5), (MUM, GRAN), starts=CLOSES)
    assert (step.number, step.comes, step.at) == (2, Comes.WAITS, at(12))
    texts = Ladder((LadderStep(TEXT, 1, 0), LadderStep(TEXT, 2, 5), LadderStep(RING, 2, 5)))
    step = next_step(texts, failed, at(20), (MUM, GRAN), starts=CLOSES)
    assert (step.number, step.skipped) == (3, ("step 2: Asha Shah has been written to beside the ladder",))


def test_whom_nobody_may_write_to_is_passed_over_and_said_so() -> None:
    step = next_step(LADDER, (), CLOSES, (BARRED, AUNT, MUM), starts=CLOSES)
    assert step.to == MUM
    assert step.skipped == ("Ravi Shah: there must be no contact", "Mina Shah: may not be told")


def test_who_may_not_be_told_is_asked_to_ring_only_where_the_school_allows_it() -> None:
    ladder = Ladder(LADDER.steps, asks_to_ring=True)
    step = next_step(ladder, (), CLOSES, (AUNT, MUM), starts=CLOSES)
    assert (step.to, step.asks) == (AUNT, True)


def test_a_childs_own_ladder_rings_grandmother_first_and_never_texts() -> None:
    ladder = Ladder(LADDER.steps, first=(GRAN.contact,), never=frozenset({TEXT}))
    step = next_step(ladder, (), at(10), (MUM, GRAN), starts=CLOSES)
    assert (step.number, step.channel, step.to) == (2, VOICE, GRAN)
    assert step.skipped == ("step 1: never by text for this child",)


def test_a_channel_that_does_not_reach_a_contact_is_passed_over_for_the_next() -> None:
    landline = Person(1, "Priya Shah", frozenset({VOICE, RING}))
    step = next_step(LADDER, (), at(10), (landline,), starts=CLOSES)
    assert (step.number, step.channel) == (2, VOICE)
    assert step.skipped == ("step 1: Priya Shah cannot be reached by text",)


def test_nobody_is_rung_at_night() -> None:
    late = Ladder(LADDER.steps, to_minute=9 * 60 + 15)
    assert next_step(late, (), at(4), (MUM,), starts=CLOSES).comes is Comes.DUE
    ended = next_step(late, (), at(5), (MUM,), starts=CLOSES)
    assert (ended.comes, ended.says) == (Comes.AT_END, "The ladder's hours ended at 09:15")
    early = Ladder(LADDER.steps, from_minute=9 * 60 + 30)
    assert next_step(early, (), at(0), (MUM,), starts=CLOSES).at == at(20)


def test_after_the_last_step_the_last_wait_is_given_before_nobody_counts_as_reached() -> None:
    assert not waited_out((tried(3, 25),), at(39), 15)
    assert waited_out((tried(3, 25),), at(40), 15)
    assert waited_out((tried(3, 25, State.FAILED),), at(26), 15)
    assert waited_out((), at(0), 15)


people = st.lists(
    st.builds(
        Person,
        contact=st.integers(1, 9),
        name=st.just("X"),
        channels=st.frozensets(st.sampled_from(CHANNELS)),
        may_be_told=st.booleans(),
        no_contact=st.booleans(),
        held=st.booleans(),
    ),
    max_size=5,
)
steps = st.builds(LadderStep, st.sampled_from(CHANNELS), st.integers(1, 4), st.integers(0, 90))
ladders = st.builds(
    Ladder,
    st.lists(steps, max_size=6).map(tuple),
    st.integers(0, 700),
    st.integers(701, 1440),
    st.booleans(),
    st.lists(st.integers(1, 9), max_size=3, unique=True).map(tuple),
    st.frozensets(st.sampled_from(CHANNELS)),
)
attempts_ = st.lists(
    st.builds(
        Attempt,
        step=st.integers(0, 6),
        channel=st.sampled_from((TEXT, EMAIL, VOICE, RING)),
        at=st.integers(0, 300).map(at),
        state=st.sampled_from(State),
    ),
    max_size=5,
)


@given(ladders, attempts_, st.integers(0, 900).map(at), people)
def test_whatever_the_ladder_the_wrong_person_is_never_due(
    ladder: Ladder, attempts: list[Attempt], now: datetime, contacts: list[Person]
) -> None:
    step = next_step(ladder, attempts, now, contacts, starts=CLOSES)
    if any(a.state is State.ANSWERED for a in attempts):
        assert step.comes is Comes.STOPPED
    if step.comes is not Comes.DUE:
        return
    to, wanted = step.to, ladder.steps[step.number - 1]
    assert to is not None
    assert not to.no_contact
    assert not to.held
    assert to.may_be_told or (ladder.asks_to_ring and step.asks)
    assert step.channel in to.channels
    assert step.channel not in ladder.never
    assert step.number > max((a.step for a in attempts), default=0)
    local = now.astimezone(LONDON)
    assert ladder.from_minute <= local.hour * 60 + local.minute < ladder.to_minute or local.date() != at(0).date()
    last = max((a for a in attempts if a.step), key=lambda a: (a.step, a.at), default=None)
    if last is not None and last.state not in (State.FAILED, State.NOT_SENT):
        assert now >= last.at + timedelta(minutes=wanted.wait)
    if last is None:
        assert now >= CLOSES + timedelta(minutes=wanted.wait)
