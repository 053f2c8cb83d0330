"""A local authority is a text file; what is wrong in it is said."""

from __future__ import annotations

import pytest

from rollbook.rules.authorities import read_profile
from rollbook.rules.refused import Refused

WHOLE = """
name = "Example"
la_number = "999"
[clocks]
improvement_school_weeks = 3
[[forms]]
process = "penalty_notice"
title = "AF7"
kinds = ["docx"]
fields = [["Child", "Full name"], ["Shoe size", "Shoe size"]]
"""


def test_a_form_has_the_authoritys_labels_in_its_order_and_what_is_held():
    form = read_profile("x", WHOLE).form_for("penalty_notice", "Penalty notice")
    assert form.filled((("Full name", "Tolu Abiodun"), ("UPN", "A1"))) == (("Child", "Tolu Abiodun"), ("Shoe size", ""))
    assert form.kinds == ("docx",)


def test_an_authority_without_a_form_of_its_own_has_ours():
    form = read_profile("x", WHOLE).form_for("ten_day_return", "Ten-day return")
    assert (form.title, form.kinds) == ("Ten-day return", ("pdf", "docx", "csv"))
    assert form.filled((("UPN", "A1"),)) == (("UPN", "A1"),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name = ", "cannot be read"),
        ('la_number = "9"', "has no text for “name”"),
        ('name = "X"\naddress = "here"', "has no list of texts for “address”"),
        ('name = "X"\n[clocks]\nimprovement_school_weeks = 40', "improvement_school_weeks = 40"),
        ('name = "X"\n[clocks]\nlunch = 1', "Known are posted_working_days"),
        ('name = "X"\nclocks = 3', "has no table “clocks”"),
        ('name = "X"\n[[forms]]\nprocess = "deletion"\ntitle = "T"\nkinds = ["fax"]', "of the kind “fax”"),
        ('name = "X"\n[[forms]]\nprocess = "deletion"\ntitle = "T"\nfields = [["a"]]', "is not a pair"),
        ('name = "X"\n[[forms]]\nprocess = "deletion"', "has no text for “title”"),
    ],
)
def test_what_is_wrong_is_said_with_the_file(text: str, says: str):
    with pytest.raises(Refused, match=says) as wrong:
        read_profile("wrong", text)
    assert "wrong.toml" in wrong.value.says
