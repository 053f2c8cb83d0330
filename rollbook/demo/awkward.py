"""The names and cases every school has and every system must bear; they are always on roll."""

from __future__ import annotations

from random import Random

from rollbook.demo.drafts import Draft

# Forename, middle names, surname, known as (forename), known as (surname).
_NAMES = (
    ("Anne-Marie", "Rose", "Fotheringham-Blythe", "Annie", "Fotheringham-Blythe"),
    ("Cillian", "", "O’Neill", "Cillian", "O’Neill"),
    ("Kavya", "", "K", "Kavya", "K"),
    (
        "Wolfeschlegelstein",
        "Maximilian Bartholomew Augustus",
        "Hausenbergerdorff-Featherstonehaugh",
        "Wolfe",
        "Featherstonehaugh",
    ),
    ("Sukarno", "", "", "Sukarno", ""),
    ("Llŷr", "Siôn", "ap Gwyneddŵr", "Llŷr", "ap Gwyneddŵr"),
    ("Małgorzata", "", "Wiśniewska-Żółć", "Gosia", "Wiśniewska"),
    ("نور", "", "الحسن", "Nour", "Al-Hassan"),
    ("Nguyễn Thị Ánh", "", "Trần", "Ánh", "Trần"),
    ("Jean", "d’Arc", "N’Golo", "Jean", "N’Golo"),
    ("Zoë", "", "null", "Zoë", "Null"),
    ("María José", "", "de la Cruz y Muñoz", "Majo", "de la Cruz"),
    ("Alexander", "", "Smith", "Alexandra", "Smith"),
)


def make_awkward(families: list[list[Draft]], random: Random) -> None:
    """Give some children the names that break forms, and make one pair twins."""
    alone = [family for family in families if len(family) == 1 and family[0].enrolments[-1].ends is None]
    for children, names in zip(random.sample(alone, min(len(_NAMES), len(alone))), _NAMES, strict=False):
        child = children[0]
        child.forename, child.middle, child.surname, child.preferred_forename, child.preferred_surname = names
    named = {names[0] for names in _NAMES}
    _make_twins(families, [family for family in alone if family[0].forename not in named])


def _make_twins(families: list[list[Draft]], singles: list[list[Draft]]) -> None:
    """Two pupils of one year group become twins: one surname, one date of birth, one home."""
    for first in singles:
        for second in singles:
            one, two = first[0], second[0]
            if one is two or (one.cohort, one.enrolments[0].school) != (two.cohort, two.enrolments[0].school):
                continue
            if one.forename == two.forename:
                continue
            two.surname, two.preferred_surname, two.born = one.surname, one.preferred_surname, one.born
            two.community, two.family = one.community, one.family
            first.append(two)
            families.remove(second)
            return
