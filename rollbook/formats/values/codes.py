"""Short answers with a fixed set of values: yes or no, sex, year group, status."""

from __future__ import annotations

import re

from rollbook.formats.values.cells import Cell, Unreadable, text_of

YES = frozenset(("yes", "y", "true", "t", "1", "✓", "✔", "☑", "tick", "ticked", "checked", "on"))
NO = frozenset(("no", "n", "false", "f", "0", "none", "off", "✗", "✘", "☐", "unchecked", "-"))
UNKNOWN = frozenset({"unknown", "not known", "not sought", "not obtained", "not yet obtained", "refused", "u", "nk"})
SEXES = {"f": "F", "female": "F", "girl": "F", "w": "F", "m": "M", "male": "M", "boy": "M"}
NUMBER_WORDS = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
)
YEAR_WORDS = re.compile(r"^(?:national)?(?:curriculum|nc)?(?:school)?(?:year|yr|y)?(?:group|grp|gp)?")
YEARS = {
    "r": "R", "yr": "R",
    "rec": "R", "reception": "R", "0": "R", "00": "R", "kg": "R", "k": "R", "foundation2": "R", "fs2": "R",
    "f2": "R", "receptionclass": "R", "foundationstage2": "R",
    "n": "N2", "nursery": "N2", "n2": "N2", "nursery2": "N2", "nurserysecondyear": "N2", "foundation1": "N2",
    "fs1": "N2", "f1": "N2", "pk": "N2", "foundationstage1": "N2",
    "n1": "N1", "nursery1": "N1", "nurseryfirstyear": "N1", "e1": "E1", "e2": "E2", "x": "X", "m": "X",
    "l6": "12", "lower6": "12", "lowersixth": "12", "l6th": "12", "lower6th": "12",
    "u6": "13", "upper6": "13", "uppersixth": "13", "u6th": "13", "upper6th": "13",
}  # fmt: skip
YEARS |= {str(number): str(number) for number in range(1, 15)}
YEARS |= {f"0{number}": str(number) for number in range(1, 10)}
YEARS |= {word: str(number) for number, word in enumerate(NUMBER_WORDS, 1)}

ENROLMENT = {
    "c": "C", "current": "C", "singleregistration": "C", "currentsingleregistration": "C", "currentpupil": "C",
    "currentsingleregistrationatthisschool": "C", "single": "C", "onroll": "C",
    "m": "M", "currentmain": "M", "main": "M", "maindualregistration": "M", "currentmaindualregistration": "M",
    "dualmain": "M",
    "s": "S", "currentsubsidiary": "S", "subsidiary": "S", "subsidiarydualregistration": "S", "dualsubsidiary": "S",
    "currentsubsidiarydualregistration": "S",
    "g": "G", "guest": "G", "guestpupil": "G", "p": "P", "previous": "P", "leaver": "P", "left": "P",
    "f": "F", "fecollege": "F", "o": "O", "otherprovider": "O",
}  # fmt: skip
BOARDERS = {
    "n": "N", "no": "N", "false": "N", "0": "N", "notaboarder": "N", "notboarder": "N", "day": "N", "daypupil": "N",
    "b": "B", "boarder": "B", "yes": "B", "y": "B", "true": "B", "1": "B",
    "6": "6", "7": "7", "weekly": "6", "weeklyboarder": "6", "fullboarder": "7", "boarder6nightsorfewer": "6",
    "boarder7nights": "7", "boardersixnightsorless": "6", "boardersevennights": "7",
}  # fmt: skip
SEN = {
    "n": "N", "none": "N", "no": "N", "nosen": "N", "nospecialeducationalneed": "N", "nospecialeducationalneeds": "N",
    "false": "N", "k": "K", "sensupport": "K", "support": "K", "specialeducationalneedssupport": "K", "yes": "K",
    "e": "E", "ehcp": "E", "ehc": "E", "ehcplan": "E", "educationhealthandcareplan": "E",
    "educationhealthcareplan": "E", "s": "E", "statement": "E", "a": "K", "schoolaction": "K", "p": "K",
    "schoolactionplus": "K", "educationhealthcareplanehcp": "E", "educationhealthandcareplanehcp": "E",
}  # fmt: skip
BRACKETS_LAST = re.compile(r"\s*\([^()]*\)$")
LEADING_CODE = re.compile(r"^([A-Za-z0-9])\s*[-–:]\s+\S")


def read_yes_no(cell: Cell) -> bool | None:
    """Yes, No, Y, N, T, F, TRUE, FALSE, 1, 0 or a tick; empty and “not known” are `None`."""
    text = text_of(cell).casefold()
    if not text or text in UNKNOWN:
        return None
    if text in YES:
        return True
    if text in NO:
        return False
    raise Unreadable(f"“{text_of(cell)[:40]}” is neither yes nor no. Write Yes or No.")


def read_sex(cell: Cell) -> str | None:
    """F or M; empty and “not known” are `None`."""
    text = text_of(cell).casefold()
    if not text or text in UNKNOWN:
        return None
    if text in SEXES:
        return SEXES[text]
    raise Unreadable(f"“{text_of(cell)[:40]}” is not F or M. The admission register holds the pupil's legal sex.")


def read_year_group(cell: Cell) -> str | None:
    """NC year actual: “Year 7”, “Yr 07” and “7” are 7, “Reception” is R, “Nursery” is N2."""
    text = text_of(cell)
    if not text:
        return None
    key = _key(BRACKETS_LAST.sub("", text).removesuffix(".0"))
    if text.startswith("-"):
        key = text
    found = YEARS.get(key) or YEARS.get(YEAR_WORDS.sub("", key))
    if found:
        return found
    raise Unreadable(f"“{text[:40]}” is not a year group. Write a year such as 7, R for Reception, or N1 or N2.")


def read_enrolment_status(cell: Cell) -> str | None:
    """C single, M main, S subsidiary, G guest, P previous, F college, O other provider."""
    return _one_of(cell, ENROLMENT, "an enrolment status. Write C, M, S or G")


def read_boarder(cell: Cell) -> str | None:
    """N day pupil, B boarder, 6 or 7 nights."""
    return _one_of(cell, BOARDERS, "a boarder status. Write N or B")


def read_sen(cell: Cell) -> str | None:
    """N none, K SEN support, E education, health and care plan; retired codes as their successor."""
    return _one_of(cell, SEN, "a level of SEN. Write N, K or E")


def _one_of(cell: Cell, answers: dict[str, str], what: str) -> str | None:
    text = text_of(cell)
    if not text or text.casefold() in UNKNOWN - {"u"}:
        return None
    if found := answers.get(_key(text)):
        return found
    lead = LEADING_CODE.match(text)
    if lead and (found := answers.get(lead[1].casefold())):
        return found
    raise Unreadable(f"“{text[:40]}” is not {what}.")


def _key(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())
