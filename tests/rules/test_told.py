"""A pupil's one line of history: what two parts tell of the same thing stands there once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rollbook.rules.told import Kind, Told, newest_first, of_call, of_message

AT = datetime(2026, 11, 16, 9, 12, tzinfo=UTC)


def told(says: str, minutes: int = 0, **more: str) -> Told:
    return Told(AT + timedelta(minutes=minutes), Kind.MESSAGE, says, **more)


def test_a_try_that_two_parts_tell_stands_once_with_what_both_know() -> None:
    step = told("Text, step 1", of=of_message("a"), adds="step 1, Monday morning", words="what was said")
    sent = told("Text to Priya Shah: delivered", of=of_message("a"))
    other = told("Text to Uzo Okafor: sent", 5, of=of_message("b"))
    for tellings in (((step,), (sent, other)), ((sent, other), (step,))):
        assert [(one.says, one.words) for one in newest_first(*tellings)] == [
            ("Text to Uzo Okafor: sent", ""),
            ("Text to Priya Shah: delivered (step 1, Monday morning)", "what was said"),
        ]


def test_who_is_told_by_one_part_alone_reads_its_own_words() -> None:
    step = told("Text, step 1", of=of_message("a"), adds="step 1, Monday morning")
    assert newest_first((step,)) == (step,)


def test_what_names_nothing_is_never_taken_for_the_same() -> None:
    assert len(newest_first((told("L became I"), told("L became I")), (told("L became I"),))) == 3


def test_an_ending_is_the_same_in_the_words_of_the_list_and_of_the_office() -> None:
    assert of_call("a", "busy") == of_call("a", "no-answer") != of_call("a", "answered") == of_call("a", "aware")
    assert of_call("a", "unaware") == ""
