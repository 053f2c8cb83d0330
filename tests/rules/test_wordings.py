"""The words that Rollbook brings: each with fields that are known, a subject for an e-mail, short enough for a text."""

from __future__ import annotations

import pytest

from rollbook.rules.text_messages import length_of
from rollbook.rules.wording import fields_of, unknown_fields
from rollbook.rules.wordings import LANGUAGES, PURPOSES, own_words

ALL = [
    (name, channel, language)
    for name, purpose in PURPOSES.items()
    for channel in purpose.channels
    for language in LANGUAGES
    if own_words(name, channel, language)
]


@pytest.mark.parametrize(("purpose", "channel", "language"), ALL)
def test_words_hold_no_field_that_is_not_known(purpose: str, channel: str, language: str) -> None:
    own = own_words(purpose, channel, language)
    assert own is not None
    assert unknown_fields(own.words + own.subject, PURPOSES[purpose].fields) == ()
    assert bool(own.subject) == (channel == "email")
    assert length_of(own.words).parts <= 3


def test_every_purpose_has_english_words_by_every_channel_it_names() -> None:
    assert [(p, c) for p, one in PURPOSES.items() for c in one.channels if not own_words(p, c, "en")] == []


def test_who_may_not_be_told_reads_nothing_of_a_child() -> None:
    for channel in PURPOSES["please-ring"].channels:
        own = own_words("please-ring", channel, "en")
        assert own is not None
        assert set(fields_of(own.words + own.subject)) <= {"contact", "school"}
