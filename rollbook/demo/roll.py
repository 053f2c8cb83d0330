"""Writes the drafts out as pupils and families: numbers, addresses, contacts, characteristics."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from rollbook.demo.awkward import make_awkward
from rollbook.demo.characteristics import describe
from rollbook.demo.drafts import Draft, Roll
from rollbook.demo.families import group, household, name_children
from rollbook.demo.grouping import memberships_of
from rollbook.demo.homes import Directory
from rollbook.demo.values import AcademicYear, Characteristic, CharacteristicKind, ContactLink, Family, Kind, Pupil
from rollbook.rules.upn import upn_for

_DUAL_REGISTERED = 2


def settle(rolls: list[Roll], *, this_year: int, on: date, seed: int) -> list[list[Draft]]:
    """Put the drafts of all rolls into families, with names and all that is known of them."""
    random = Random(f"{seed}:families")
    drafts = list({draft.key: draft for roll in rolls for draft in roll.drafts}.values())
    families = group(drafts, random)
    name_children(families, random)
    make_awkward(families, random)
    describe(families, first_year=this_year, on=on, random=random)
    for roll in rolls:
        _dual_register(roll, random)
    return families


def write_families(
    families: list[list[Draft]], seed: int
) -> tuple[tuple[Family, ...], dict[str, tuple[Family, tuple[ContactLink, ...]]]]:
    """Each family with its contacts, and for each pupil its family and links."""
    random = Random(f"{seed}:homes")
    directory = Directory(random)
    written: list[Family] = []
    links: dict[str, tuple[Family, tuple[ContactLink, ...]]] = {}
    for children in families:
        family, of_child = household(children, directory, random)
        written.append(family)
        links.update({key: (family, found) for key, found in of_child.items()})
    return tuple(written), links


def write_pupils(
    rolls: list[Roll],
    years: dict[str, tuple[AcademicYear, ...]],
    homes: dict[str, tuple[Family, tuple[ContactLink, ...]]],
    numbers: dict[str, tuple[int, int]],
    seed: int,
) -> tuple[Pupil, ...]:
    """Every pupil of every roll once. `numbers` gives each school's authority and establishment."""
    random = Random(f"{seed}:pupils")
    issue = UpnIssue(numbers, random)
    by_slug = {roll.slug: roll for roll in rolls}
    drafts = {draft.key: draft for roll in rolls for draft in roll.drafts}
    return tuple(_pupil(draft, by_slug, years, homes[draft.key], issue, random) for draft in drafts.values())


class UpnIssue:
    """Issues unique pupil numbers: this school's own, or another's for those who came from elsewhere."""

    def __init__(self, numbers: dict[str, tuple[int, int]], random: Random) -> None:
        self._numbers, self._random = numbers, random
        self._serials: dict[tuple[int, int, int], int] = {}

    def number(self, draft: Draft) -> str:
        la, establishment = self._numbers[draft.enrolments[0].school]
        if draft.phase is Kind.SECONDARY or self._random.random() < 0.1:
            establishment = self._random.randint(2001, 2060)
        return self._next(la, establishment, draft.cohort)

    def temporary(self, draft: Draft) -> str:
        la, establishment = self._numbers[draft.enrolments[0].school]
        serial = self._random.randint(1, 99)
        return upn_for(la, establishment, draft.cohort % 100, serial, temporary=self._random.choice("ABCDEFGH"))

    def _next(self, la: int, establishment: int, cohort: int) -> str:
        key = (la, establishment, cohort % 100)
        self._serials[key] = self._serials.get(key, 0) + 1
        return upn_for(*key, self._serials[key])


def _dual_register(roll: Roll, random: Random) -> None:
    """Two pupils of each school go to another on some days; this school is their main one."""
    able = [d for d in roll.drafts if d.enrolments[-1].school == roll.slug and d.enrolments[-1].ends is None]
    for draft in random.sample(able, min(_DUAL_REGISTERED, len(able))):
        last = draft.enrolments[-1]
        draft.enrolments[-1] = replace(last, status="M", other_school="The Bridge School, Aldermere")


def _pupil(
    draft: Draft,
    rolls: dict[str, Roll],
    years: dict[str, tuple[AcademicYear, ...]],
    home: tuple[Family, tuple[ContactLink, ...]],
    issue: UpnIssue,
    random: Random,
) -> Pupil:
    family, contacts = home
    other_language = random.random() < draft.community.other_language
    characteristics = list(draft.characteristics)
    if other_language:
        characteristics.append(
            Characteristic(CharacteristicKind.EAL, draft.community.language, draft.enrolments[0].starts, None)
        )
    return Pupil(
        key=draft.key,
        family=family.key,
        legal_forename=draft.forename,
        middle_names=draft.middle,
        legal_surname=draft.surname,
        preferred_forename=draft.preferred_forename,
        preferred_surname=draft.preferred_surname,
        sex=draft.sex,
        born=draft.born,
        upn=issue.number(draft),
        former_upn=issue.temporary(draft) if random.random() < 0.01 else "",
        ethnicity=draft.community.ethnicity,
        first_language=draft.community.language if other_language else "ENG",
        address=family.address,
        contacts=contacts,
        characteristics=tuple(characteristics),
        enrolments=tuple(draft.enrolments),
        memberships=memberships_of(draft, rolls, years, random),
    )
