"""Whom a family's own words are about: the child who is named, the only one there is, or nobody yet (ABS-A)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.rules.told_whom import Child, names_to_look_for, said_pupils

TOLU, FEMI, WILL = (
    Child(1, ("Tolu",), "Abiodun"),
    Child(2, ("Oluwafemi", "Femi"), "Abiodun"),
    Child(3, ("Will",), "Abiodun"),
)
AMIR = Child(9, ("Amir",), "Haddad")


@pytest.mark.parametrize(
    ("told", "known", "pupils", "why"),
    [
        ("Tolu is ill", (TOLU, FEMI), (1,), "named: Tolu"),
        ("tolu and FEMI both ill", (TOLU, FEMI), (1, 2), "named: Tolu, Oluwafemi"),
        ("Tolu's got a temperature", (TOLU, FEMI), (1,), "named: Tolu"),
        ("This is Tolu's mum, he's ill", (TOLU, FEMI), (1,), "named: Tolu"),
        ("both are ill today", (TOLU, FEMI), (1, 2), "“both”"),
        ("the kids have a bug", (TOLU, FEMI, WILL), (1, 2, 3), "“the kids”"),
        ("both are ill today", (TOLU, FEMI, WILL), (), ""),
        ("she is ill", (TOLU,), (1,), "Tolu is the only child of this number or address"),
        ("she is ill", (TOLU, FEMI), (), ""),
        ("he will be off", (TOLU, WILL), (), ""),
        ("I think Will has a cold", (TOLU, WILL), (3,), "named: Will"),
        ("", (TOLU, FEMI), (), ""),
        ("ill", (), (), ""),
    ],
)  # fmt: skip
def test_the_words_say_who(told: str, known: tuple[Child, ...], pupils: tuple[int, ...], why: str) -> None:
    found = said_pupils(told, known)
    assert (found.pupils, found.why) == (pupils, why)


def test_an_answer_is_about_whom_we_had_asked_about() -> None:
    assert said_pupils("she is ill", (TOLU, FEMI), asked=(2,)).pupils == (2,)
    assert said_pupils("they are ill", (TOLU, FEMI), asked=(1, 2)).pupils == ()
    assert said_pupils("Tolu is ill", (TOLU, FEMI), asked=(2,)).pupils == (1,)


def test_a_name_of_another_child_is_shown_and_never_guessed() -> None:
    found = said_pupils("Amir is ill today", (TOLU,), elsewhere=(AMIR,))
    assert (found.pupils, found.others) == ((), ("Amir",))
    found = said_pupils("Tolu is ill, so is Amir", (TOLU,), elsewhere=(AMIR,))
    assert (found.pupils, found.others) == ((1,), ("Amir",))


def test_a_namesake_in_another_form_is_nobody_elses_child() -> None:
    assert said_pupils("Tolu is ill", (TOLU,), elsewhere=(Child(8, ("Tolu",), "Bello"),)).others == ()


def test_from_a_number_that_nobody_has_only_a_full_name_says_who() -> None:
    assert said_pupils("Amir Haddad 9B is ill", (), elsewhere=(AMIR,)).pupils == (9,)
    assert said_pupils("Amir is ill", (), elsewhere=(AMIR,)).pupils == ()
    twin = Child(10, ("Amir",), "Haddad")
    assert said_pupils("Amir Haddad is ill", (), elsewhere=(AMIR, twin)).pupils == ()


def test_the_callers_own_name_is_no_childs() -> None:
    assert said_pupils("Hi, this is Amir, my son is ill", (TOLU,), elsewhere=(AMIR,)).pupils == (1,)
    assert "amir" not in names_to_look_for("Hello, my name is Amir")
    assert "haddad" not in names_to_look_for("It is Mr Haddad here")


def test_only_words_with_a_capital_are_looked_for_among_all_pupils() -> None:
    assert names_to_look_for("please tell Amir that may is fine, i hope") == {"amir"}


@given(st.text(max_size=300), st.lists(st.sampled_from([TOLU, FEMI, WILL]), unique=True))
def test_nobody_is_named_who_is_not_known(told: str, known: list[Child]) -> None:
    found = said_pupils(told, known)
    assert set(found.pupils) <= {child.id for child in known}
    assert bool(found.pupils) == bool(found.why)
