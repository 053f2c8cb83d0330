"""The section 9 statement: facts in a court's order, gaps in brackets, nothing the witness does not know (LEG-10)."""

from __future__ import annotations

from datetime import date

from rollbook.rules.statement import GAP, OATH, Sent, StatementFacts, Witness, drafted

FACTS = StatementFacts(
    school="Oakfield School",
    pupil="Tolu Abiodun",
    born=date(2013, 3, 14),
    parent="Ms Ada Abiodun",
    relationship="Mother",
    registered=((date(2024, 9, 2), None),),
    first=date(2026, 9, 1),
    last=date(2026, 11, 20),
    possible=88,
    attended=33,
    authorised=11,
    unauthorised=44,
    certificate="PN/1",
    year="PN/2",
    sent=(
        Sent(date(2026, 10, 31), "the school wrote the letter “Attendance” (posted 31 October)", "PN/6"),
        Sent(date(2026, 10, 1), "the school recorded “Attendance meeting”", ""),
    ),
)


def test_what_nobody_filled_in_is_a_gap_that_is_counted() -> None:
    empty = drafted(FACTS, Witness())
    assert (empty.name, empty.occupation, empty.age) == (GAP, GAP, GAP)
    assert empty.gaps == 7
    full = drafted(FACTS, Witness("P. Nair", "Manager", "Over 18", "Since 2019.", "By tutors at 8:40."))
    assert full.gaps == 1  # what was said between witness and parent is never drafted
    assert full.paragraphs[-1].endswith(GAP)


def test_it_says_what_the_school_did_in_order_and_which_exhibit_shows_it() -> None:
    said = drafted(FACTS, Witness()).paragraphs
    assert "88 possible sessions" in said[4]
    assert "44 as unauthorised absence. I produce the certificate of attendance as PN/1 and the year" in said[4]
    assert said[5] == "On 1 October 2026 the school recorded “Attendance meeting”."
    assert said[6].startswith("On 31 October 2026 the school wrote the letter")
    assert said[6].endswith("I produce it as PN/6.")
    assert "since 2 September 2024" in said[2]


def test_the_declaration_is_the_courts_own() -> None:
    assert "liable to prosecution" in OATH
    assert "each signed by me" in OATH
