"""What a text message comes to, as every text service counts it (COM-A)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.text_messages import Alphabet, Length, length_of, outside_the_short_alphabet, plainer

GSM, UNICODE = Alphabet.GSM, Alphabet.UNICODE


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", Length(GSM, 0, 1)),
        ("a" * 160, Length(GSM, 160, 1)),
        ("a" * 161, Length(GSM, 161, 2)),
        ("a" * 306, Length(GSM, 306, 2)),
        ("a" * 307, Length(GSM, 307, 3)),
        ("€" * 80, Length(GSM, 160, 1)),
        # 152 and a € that does not fit into the 153rd place: it goes to the next part whole.
        ("a" * 152 + "€" + "a" * 151, Length(GSM, 305, 2)),
        ("a" * 152 + "€" + "a" * 152, Length(GSM, 306, 3)),
        ("é£ñ", Length(GSM, 3, 1)),
        ("Zoë", Length(UNICODE, 3, 1)),
        ("ł" * 70, Length(UNICODE, 70, 1)),
        ("ł" * 71, Length(UNICODE, 71, 2)),
        ("🏫" * 35, Length(UNICODE, 70, 1)),
        ("🏫" * 36, Length(UNICODE, 72, 2)),
        ("🏫" * 67, Length(UNICODE, 134, 3)),
    ],
)
def test_a_text_is_counted_in_parts(text: str, length: Length) -> None:
    assert length_of(text) == length


def test_what_a_word_processor_puts_in_does_not_double_the_cost() -> None:
    typed = "We don’t know why “Tolu” is away – please ring…"
    assert length_of(typed).alphabet is UNICODE
    assert length_of(plainer(typed)).alphabet is GSM
    assert plainer("Łukasz") == "Łukasz"


def test_the_letters_to_blame_are_named_once() -> None:
    assert outside_the_short_alphabet("Łukasz i Łucja, 5 €") == "Ł"


@given(st.text(max_size=400), st.text(max_size=5))
def test_more_words_never_come_to_less(text: str, more: str) -> None:
    assert length_of(text + more).parts >= length_of(text).parts
