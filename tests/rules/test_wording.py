"""Words with fields: filled, never with a blank, and nothing else in them is ever carried out (COM-A)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.wording import Filled, fields_of, filled, unknown_fields

FACTS = {"pupil": "Tolu Abiodun", "contact": "Ms Abiodun", "form": ""}


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("Dear {contact}, {pupil} is away.", Filled("Dear Ms Abiodun, Tolu Abiodun is away.", ())),
        ("{pupil} of {form}, {form}", Filled("Tolu Abiodun of {form}, {form}", ("form",))),
        ("{{7*7}} {7*7} {{pupil}} {Pupil} {}", Filled("{{7*7}} {7*7} {{pupil}} {Pupil} {}", ())),
        ("{pupil.__class__} {pupil!r} %s $pupil", Filled("{pupil.__class__} {pupil!r} %s $pupil", ())),
        ("£5 {unknown}", Filled("£5 {unknown}", ("unknown",))),
    ],
)
def test_words_are_filled(words: str, answer: Filled) -> None:
    assert filled(words, FACTS) == answer


def test_what_a_name_holds_is_not_read_as_a_field() -> None:
    assert filled("{contact}", {"contact": "{pupil}", "pupil": "secret"}).words == "{pupil}"


def test_a_field_that_nobody_knows_is_named_before_anything_is_sent() -> None:
    assert fields_of("{pupil} {class} {pupil}") == ("pupil", "class")
    assert unknown_fields("{pupil} {class}", FACTS) == ("class",)


@given(st.text(), st.text(alphabet="{}apupil", max_size=30))
def test_words_without_fields_stay_as_they_are(words: str, more: str) -> None:
    text = words + more
    if not fields_of(text):
        assert filled(text, FACTS) == Filled(text, ())
