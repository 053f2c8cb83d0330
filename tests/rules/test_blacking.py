"""Words are found however they are written; whose address is protected; a bar says nothing of what it hides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.blacking import BAR, Place, bare, blacked, blacked_data, needles_of, protected, spans

HIM = Place("Mr X", ("The Mill", "12 Acacia Road", "London"), "E11 1AB", ("+447700900123",), ("x.y@example.org",))
HER = Place("Ms X", ("3 High Street", "London"), "E11 2AB")
WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=3, max_size=12)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("lives at 12 ACACIA RD, London", f"lives at {BAR}, London"),
        ("12 Aca-\r\ncia Road", BAR),
        ("postcode e111ab.", f"postcode {BAR}."),
        ("ring 07700 900 123", f"ring 0{BAR}"),
        ("ring (+44) 7700 900123", f"ring (+44) {BAR}"),
        ("X.Y@example.org", BAR),
        ("the  mill", BAR),
        ("112 Acacia Roadside, London", "112 Acacia Roadside, London"),
        ("3 High Street, E11 2AB", "3 High Street, E11 2AB"),
    ],
)
def test_an_address_is_found_however_it_is_written(text: str, shown: str) -> None:
    assert blacked(text, protected([HIM], HER)) == shown


def test_what_is_shared_with_the_parent_or_the_school_is_not_protected() -> None:
    assert protected([HIM], Place("Ms X", HIM.lines, HIM.postcode, HIM.phones, HIM.emails)) == ()
    assert "The Mill" in blacked("The Mill", protected([HIM], HER, ["The Mill"]))


def test_a_word_is_taken_off_whole_and_never_out_of_another() -> None:
    found = needles_of(["Ann", "Zoë", "O’Neil", "x", ""])
    assert blacked("Ann planned; ANN’s annual; Zoe; o'neil", found) == f"{BAR} planned; {BAR}’s annual; {BAR}; {BAR}"


def test_what_says_only_how_a_page_looks_stays() -> None:
    data = {"kind": "table", "blocks": [("table", [["A table"]])], "title": "The table", "crest": [1, 2]}
    assert blacked_data(data, needles_of(["table"])) == {
        "kind": "table", "blocks": [("table", [[f"A {BAR}"]])], "title": f"The {BAR}", "crest": [1, 2],
    }  # fmt: skip


@given(WORDS, st.text(max_size=30), st.text(max_size=30))
def test_what_was_taken_off_cannot_be_found_again(word: str, before: str, after: str) -> None:
    found = needles_of([word])
    once = blacked(f"{before} {word} {after}", found)
    assert len(bare(word)) < 2 or BAR in once
    assert spans(once, found) == ()
