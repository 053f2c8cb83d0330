"""The words of a letter: blocks before fields, tables from facts, never a blank."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.letter_words import Block, laid_out


@pytest.mark.parametrize(
    ("words", "blocks"),
    [
        ("Dear {a},\n\nOne.\nTwo.", [("paragraph", [["Dear A,"]]), ("paragraph", [["One."], ["Two."]])]),
        ("# Head {a}\nBody", [("heading", [["Head A"]]), ("paragraph", [["Body"]])]),
        ("- one\n- {a}", [("list", [["one"], ["A"]])]),
        ("{t}", [("table", [["x", "y"], ["1", ""]])]),
        ("see {t}", [("paragraph", [["see x\ty 1"]])]),
        ("{l}", [("list", [["p"], ["q"]])]),
        ("{h}", [("paragraph", [["# not a heading"]])]),
        ("{{a}} {A} {% a %} {}", [("paragraph", [["{{a}} {A} {% a %} {}"]])]),
        ("\r\n\r\nA\r\n \r\nB\r\n", [("paragraph", [["A"]]), ("paragraph", [["B"]])]),
    ],
)
def test_blocks(words: str, blocks: list[tuple[str, list[list[str]]]]) -> None:
    facts = {"a": "A", "t": "x\ty\n1", "l": "p\n- q", "h": "# not a heading"}
    assert [block.plain() for block in laid_out(words, facts).blocks] == blocks


def test_an_empty_fact_is_missing_wherever_it_stands() -> None:
    found = laid_out("# {a}\n\n- {b}\n\n{c}\n\nx {a}", {"a": " ", "b": "", "c": "\n"})
    assert found.missing == ("a", "b", "c")


def test_a_letter_as_plain_text() -> None:
    assert laid_out("A\n\n{t}", {"t": "x\ty\n1\t2"}).words == "A\n\nx   y\n1   2"


@given(st.dictionaries(st.sampled_from("abc"), st.text()), st.text(alphabet="{}abc #-\n\t."))
def test_no_fact_makes_a_heading_and_no_words_raise(facts: dict[str, str], words: str) -> None:
    found = laid_out(words, facts)
    typed = sum(line.startswith("# ") for line in words.splitlines())
    assert sum(block.kind == "heading" for block in found.blocks) <= typed
    assert all(isinstance(block, Block) and block.rows for block in found.blocks)
